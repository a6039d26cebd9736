"""The start page, the manager's units and the list of persons, each as page and as file."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.content.library import Library
from app.core import clock
from app.core.alphabet import swedish
from app.core.db import db
from app.core.errors import NotFound, known
from app.duties import queries as duties
from app.followup import queries, rules, service
from app.followup import routes_words as words
from app.followup.forms import PersonFilter, ReasonForm
from app.followup.rules import PersonRow, Wanted
from app.learning import queries as learning
from app.learning.routes_editions import course_of
from app.learning.routes_tasks import next_task, task_lists
from app.learning.rules import next_row
from app.learning.rules import rows as module_rows
from app.people.rules import tracks
from app.web import access, current
from app.web.access import Reach, Right
from app.web.files import download
from app.web.forms import choices
from app.web.pages import address_of
from app.web.words import gettext as _
from app.web.words import lang

bp = Blueprint("followup", __name__)


@bp.get("/")
def start() -> str:
    """One next thing, what is owed and when, and the person's own list."""
    library: Library = current.library()
    today, subject = clock.today(), current.subject()
    owed = duties.owed_by(subject, library, today)
    course = next(iter(library.courses.values()), None)
    if course is None:
        raise NotFound("Ingen kurs är publicerad än. Den visas här när den är klar.")
    stands = owed.standing.get(course.id) or learning.standing(subject, course.id)
    course = library.course(course.id, current.language())
    mine = library.in_language(
        course.modules_for(tracks(owed.belonging.memberships, today)), current.language()
    )
    listed = module_rows(mine, stands.done, stands.begun)
    following = next_row(listed)
    return render_template(
        "followup/start.html",
        course_id=course.id,
        course_title=course.title,
        told_in=lang(course.language),
        editions=library.languages,
        lists=task_lists(course, listed),
        next=following and next_task(course, following, listed),
        duties=[words.duty_in_words(d) for d in owed.duties],
        certificates=[
            {
                "title": title,
                "told_in": lang(language),
                "url": address_of("learning.certificate", code=held.code),
                "issued_on": held.issued_at,
            }
            for held in learning.certificates(subject)
            for title, language in (course_of(held),)
        ],
        empty_text=_("Du har tagit alla delar. Nästa gång något är nytt för dig står det här."),
    )


@bp.get("/personer")
def persons() -> str | BaseResponse:
    """Who is asked, what is left and since when, for whom may see names."""
    reach = access.reach(current.scope(), Right.PERSONS)
    if reach.needs_reason and not (reach.staff or reach.elected or reach.places):
        return redirect(url_for(".reason"), 303)
    today = clock.today()
    listed = _listing(reach, today)
    form = _filter(listed, reach, today)
    wanted = _wanted(form, listed, today)
    kept = [row for row in listed.rows if wanted.keeps(row)]
    rows = rules.in_order(kept, by := _order())
    shown, number, pages = rules.page(rows, _number(request.args.get("sida")))
    return render_template(
        "followup/persons.html",
        filters=form,
        heading=words.finding(rows),
        late=words.late(rows),
        late_url=url_for(".persons", **_query(status="late")),
        order=words.ORDER[by],
        orders=words.orders(by, lambda word: url_for(".persons", **_query(ordning=word))),
        counted_rows=words.how_many(rules.persons(kept), len(rows)),
        rows=[words.row_in_words(row) for row in shown],
        parts=words.parts(rows, lambda s: url_for(".persons", **_query(status=str(s)))),
        page=_("Sida %(number)s av %(pages)s", number=number, pages=pages),
        prev_url=url_for(".persons", **_query(sida=number - 1)) if number > 1 else None,
        next_url=url_for(".persons", **_query(sida=number + 1)) if number < pages else None,
        csv_url=url_for(".persons_file", ending="csv", **_query()),
        xlsx_url=url_for(".persons_file", ending="xlsx", **_query()),
        counted=words.counted(),
    )


@bp.get("/personer.<any(csv, xlsx):ending>")
def persons_file(ending: str) -> BaseResponse:
    """The same list, whole, as a file."""
    scope, today, now = current.signed_in(), clock.today(), clock.now()
    reach = access.reach(scope, Right.PERSONS)
    if reach.needs_reason and not (reach.staff or reach.elected or reach.places):
        return redirect(url_for(".reason"), 303)
    listed = _listing(reach, today)
    wanted = _wanted(_filter(listed, reach, today), listed, today)
    rows = rules.in_order((row for row in listed.rows if wanted.keeps(row)), _order())
    service.took_out(scope, f"personer.{ending}", len(rows), now)
    db.session.commit()
    return download(words.as_table("personer", rows), ending, today)


@bp.get("/enheter")
def units() -> str:
    """A manager's own units, with how many are left in each."""
    reach = access.reach(current.scope(), Right.PERSONS)
    today = clock.today()
    listed = _listing(reach, today)
    rows = [
        {
            "name": row.name,
            "url": url_for(".unit", place_id=row.place_id),
            "persons": row.persons,
            "done": row.done,
            "left": row.left,
            "left_url": _narrowed(row.place_id, "left") if row.left else None,
            "late": row.late,
            "late_url": _narrowed(row.place_id, "late") if row.late else None,
            "due": row.due,
        }
        for row in queries.unit_rows(listed, reach, today)
    ]
    return render_template(
        "followup/units.html",
        rows=rows,
        sees_persons=bool(reach.staff or reach.elected or reach.needs_reason),
        counted=[*words.counted(), words.counted_in_units()],
    )


@bp.get("/enheter/<int:place_id>")
def unit(place_id: int) -> str:
    """Who is left in one unit, and why."""
    rows, name, today = _unit(place_id)
    shown, number, pages = rules.page(rows, _number(request.args.get("sida")))
    return render_template(
        "followup/unit.html",
        unit_name=name,
        finding=words.finding(rows),
        due=rules.earliest((row.duty.due for row in rows if row.duty.status in rules.LEFT), today),
        left_url=_narrowed(place_id, "left") if rules.left(rows) else None,
        late=words.late(rows),
        late_url=_narrowed(place_id, "late"),
        order=words.ORDER[_order()],
        orders=words.orders(_order(), lambda word: _page_of(place_id, None, word)),
        rows=[words.row_in_words(row) for row in shown],
        parts=words.parts(rows, lambda s: _narrowed(place_id, str(s))),
        page=_("Sida %(number)s av %(pages)s", number=number, pages=pages),
        prev_url=_page_of(place_id, number - 1, _asked_order()) if number > 1 else None,
        next_url=_page_of(place_id, number + 1, _asked_order()) if number < pages else None,
        csv_url=url_for(".unit_file", place_id=place_id, ending="csv", ordning=_asked_order()),
        xlsx_url=url_for(".unit_file", place_id=place_id, ending="xlsx", ordning=_asked_order()),
        counted=words.counted(),
    )


@bp.get("/enheter/<int:place_id>.<any(csv, xlsx):ending>")
def unit_file(place_id: int, ending: str) -> BaseResponse:
    """The unit's list as a file."""
    rows, _name, today = _unit(place_id)
    service.took_out(current.signed_in(), f"enheter/{place_id}.{ending}", len(rows), clock.now())
    db.session.commit()
    return download(words.as_table(f"enhet-{place_id}", rows), ending, today)


@bp.route("/personer/skal", methods=["GET", "POST"])
def reason() -> str | BaseResponse | tuple[str, int]:
    """An auditor says why names are needed; it is logged before anything is shown."""
    form = ReasonForm()
    if request.method != "POST":
        return render_template("followup/reason.html", form=form)
    if not form.validate():
        return render_template("followup/reason.html", form=form), 422
    service.give_reason(current.signed_in(), str(form.reason.data), clock.now())
    db.session.commit()
    return redirect(url_for(".persons"), 303)


def _unit(place_id: int) -> tuple[list[PersonRow], str, date]:
    reach, today = access.reach(current.scope(), Right.PERSONS), clock.today()
    if reach.needs_reason and not reach.everything:
        raise NotFound("Skriv först ett skäl under Personer.")
    listed = _listing(reach, today, place_id)
    name = queries.place_within(listed.tree, listed.kinds, reach, place_id, today)
    return rules.in_order(listed.rows, _order()), name, today


def _listing(reach: Reach, today: date, place_id: int | None = None) -> queries.Listing:
    return queries.listing(current.library(), reach, today, place_id, current.language())


def _narrowed(place_id: int, status: str) -> str:
    """The list of those in a place who stand so, in the order of the page that leads there."""
    return url_for(".persons", enhet=place_id, status=status, ordning=_asked_order())


def _page_of(place_id: int, number: int | None, order: str | None) -> str:
    return url_for(".unit", place_id=place_id, sida=number, ordning=order)


def _asked_order() -> str | None:
    """The order as the address says it; none when it says nothing of it."""
    return known(request.args.get("ordning"), rules.ORDERS) or None


def _order() -> str:
    return rules.ORDERS[_asked_order() or ""]


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else 1


def _query(**changed: Any) -> dict[str, Any]:
    kept = {k: v for k, v in request.args.items() if v and k in PersonFilter()._fields}
    return {**kept, **changed}


def _filter(listed: queries.Listing, reach: Reach, today: date) -> PersonFilter:
    form = PersonFilter(request.args)
    asked = {row.duty.requirement.key: row.duty.requirement.title for row in listed.rows}
    form.krav.choices = choices([("", _("Alla")), *asked.items()])
    seen = {place for row in listed.rows for place in row.place_ids}
    form.enhet.choices = choices([("", _("Alla")), *_places(listed, seen, today)])
    return form


def _places(listed: queries.Listing, seen: set[int], today: date) -> list[tuple[str, str]]:
    paths = {place: tuple(reversed(listed.tree.line_on(place, today))) for place in seen}
    names = {place: [listed.tree.name_on(p, today) for p in path] for place, path in paths.items()}
    inner = sorted(seen, key=lambda place: [swedish(name) for name in names[place]])
    return [(str(place), " / ".join(names[place][1:] or names[place])) for place in inner]


def _wanted(form: PersonFilter, listed: queries.Listing, today: date) -> Wanted:
    """What the filter asks for."""

    def chosen(field: Any) -> str:
        return known(field.data, {choice.value for choice in field.choices})

    place = chosen(form.enhet)
    return Wanted(
        text=(form.q.data or "").strip()[:80],
        status=chosen(form.status),
        population=chosen(form.grupp),
        requirement=chosen(form.krav),
        places=frozenset({int(place)}) if place else None,
    )
