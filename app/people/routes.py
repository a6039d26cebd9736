"""The way in and out: sign-in, sign-out, choosing a password by link, the demo's people, and the
language to read in.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote

from flask import (
    Blueprint,
    Response,
    abort,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from app.core import clock
from app.core.db import db
from app.people import accounts, passwords
from app.people import sign_in as way_in
from app.people.forms import NewPasswordForm, PersonaForm, SignInForm
from app.web import current
from app.web.words import lazy_gettext as _l

bp = Blueprint("people", __name__)

ROLES = {
    "learner": _l("medarbetare"),
    "manager": _l("chef"),
    "deputy": _l("ställföreträdande chef"),
    "hr": _l("HR"),
    "secretary": _l("kommunsekreterare"),
    "strategist": _l("hållbarhetsstrateg"),
    "council": _l("ledamot i hållbarhetsrådet"),
    "author": _l("kursförfattare"),
    "auditor": _l("revisor"),
    "admin": _l("systemägare"),
}


LOCAL = re.compile(r"/(?!/)[^\x00-\x20\x7f\\]*")
"""A path on this server. A browser reads `\\` as a slash, and skips control characters."""


def local(address: str | None) -> str:
    """The address if it leads to a page here, else the start page."""
    if address and LOCAL.fullmatch(address) and "//" not in address.partition("?")[0]:
        return quote(address, safe="/?&=%+,;:@!$'()*~#[]-._")
    return url_for("followup.start")


def welcome(token: str, address: str) -> BaseResponse:
    """Go on as the one whose session has just begun; nothing of the old cookie is kept."""
    session.clear()
    session["_user_id"] = token
    return redirect(address, 303)


def leave_old(now: datetime) -> None:
    """End the session that the browser has, before it signs in anew or because it signs out."""
    if (old := current.scope()) is not None:
        way_in.leave(old, now)


@bp.route("/logga-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if request.method != "POST" and current.scope() is not None:
        return redirect(local(request.args.get("vidare")), 303)
    if form.validate_on_submit():
        now = clock.now()
        typed, password = form.login.data or "", form.password.data or ""
        token = way_in.by_password(typed, password, request.remote_addr or "", now)
        if token is not None:
            leave_old(now)
        db.session.commit()
        if token is not None:
            return welcome(token, local(request.args.get("vidare")))
        form.refuse()
    demo_url = url_for(".demo") if accounts.is_demo() else None
    page = render_template(
        "people/sign_in.html",
        form=form,
        demo_url=demo_url,
        unsaved=request.method == "GET" and "osparat" in request.args,
    )
    return page, 422 if form.errors else 200


@bp.route("/logga-ut", methods=["GET", "POST"])
def sign_out() -> ResponseReturnValue:
    if request.method != "POST":
        return render_template("people/sign_out.html")
    leave_old(clock.now())
    db.session.commit()
    session.clear()
    return redirect(url_for(".sign_in"), 303)


@bp.route("/losenord/<token>", methods=["GET", "POST"])
def new_password(token: str) -> ResponseReturnValue:
    now = clock.now()
    held = accounts.holder(token, now)
    form = NewPasswordForm()
    if form.validate_on_submit():
        chosen = form.password.data or ""
        fault = passwords.fault(chosen, held.known)
        if fault is None:
            accounts.use_link(held, chosen, now)
            leave_old(now)
            address = request.remote_addr or ""
            entered = way_in.enter(held.person_id, held.subject, "link", address, now)
            db.session.commit()
            return welcome(entered, url_for("followup.start"))
        form.refuse(fault)
    form.username.data = held.login
    page = render_template(
        "people/new_password.html",
        form=form,
        name=held.name,
        purpose=held.purpose,
        min_length=passwords.SHORTEST,
    )
    return page, 422 if form.errors else 200


@bp.after_request
def tell_nobody(answer: Response) -> Response:
    """The address of a link is a secret: no page that it leads to is told of it."""
    if request.endpoint == "people.new_password":
        answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@bp.get("/demo")
def demo() -> str:
    people = [
        {
            "role_label": ROLES[found.role],
            "name": found.name,
            "does": found.does,
            "person_id": found.person_id,
        }
        for found in accounts.personas()
    ]
    return render_template("people/demo.html", personas=people, action=url_for(".demo_sign_in"))


@bp.post("/demo")
def demo_sign_in() -> ResponseReturnValue:
    accounts.personas()
    form = PersonaForm()
    if not form.validate() or form.person_id.data is None:
        abort(422)
    now = clock.now()
    found = accounts.persona(form.person_id.data)
    leave_old(now)
    address = request.remote_addr or ""
    token = way_in.enter(found.person_id, found.subject, "demo", address, now)
    db.session.commit()
    return welcome(token, url_for("followup.start"))


@bp.post("/sprak")
def language() -> BaseResponse:
    """Go on in another language on the page where one was."""
    asked = current.asked_language()
    answer = redirect(local(request.form.get("vidare")), 303)
    current.remember_language(answer, asked)
    return answer
