"""The way in and out over HTTP: cookies, forms, links and where one goes after."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
import time_machine
from flask.sessions import SecureCookieSessionInterface
from hypothesis import given
from hypothesis import strategies as st

from app.core.db import db
from app.core.models import Audit
from app.people import accounts
from app.people.forms import PersonaForm
from app.people.models import OneTimeLink, Person, SignInFailure, SignInSession
from app.people.routes import local
from app.web import current
from tests.people.accounts_made import PASSWORD, demo, person

EVA = "eva.ek@exempelby.example"
NEW = "another one altogether"
WRONG = "stämmer inte"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def eva(app: Any) -> int:
    """An account; its person's id."""
    with app.app_context():
        return person().id


@pytest.fixture
def with_csrf(make_app: Callable[..., Any], sqlite_url: str) -> Any:
    """The application as it is served: with CSRF tokens."""
    app = make_app(sqlite_url, WTF_CSRF_ENABLED=True)
    with app.app_context():
        demo(person())
    return app


def sign_in(client: Any, password: str = PASSWORD, login: str = EVA, **more: Any) -> Any:
    return client.post("/logga-in", data={"login": login, "password": password}, **more)


def is_in(client: Any) -> bool:
    """Whether the browser is signed in. (There may be no course to start with.)"""
    return "/logga-in" not in client.get("/").headers.get("Location", "")


def link(app: Any, person_id: int, purpose: str = "reset") -> str:
    with app.app_context():
        token = accounts.make_link(
            db.session.get_one(Person, person_id), purpose, datetime.now(UTC)
        )
        db.session.commit()
    return f"/losenord/{token}"


def cookie(answer: Any) -> str:
    """The session cookie that an answer sets."""
    found: str = re.match(r"[^=]+=([^;]*)", answer.headers["Set-Cookie"])[1]  # type: ignore[index]
    return found


def inside_of(app: Any, value: str) -> dict[str, Any]:
    """What stands in a session cookie."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer
    found: dict[str, Any] = serializer.loads(value)
    return found


def everything(app: Any) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with app.app_context():
        tables = db.metadata.sorted_tables
        return {one.name: db.session.execute(one.select()).all() for one in tables}


def token_in(page: Any) -> str:
    found: str = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]  # type: ignore[index]
    return found


# --- signing in and out


def test_who_signs_in_comes_to_the_start_page(client: Any, eva: int) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)


@time_machine.travel(NOON, tick=False)
def test_the_page_says_the_same_for_a_wrong_password_name_and_wait(client: Any, eva: int) -> None:
    answers = [sign_in(client, "wrong wrong wrong"), sign_in(client, login="nobody@x.example")]
    for _ in range(9):
        sign_in(client, "wrong wrong wrong")
    answers.append(sign_in(client))
    said = {answer.text.replace("nobody@x.example", EVA) for answer in answers}
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert len(said) == 1
    assert WRONG in said.pop()


def test_the_page_does_not_say_the_password_back(client: Any, eva: int) -> None:
    assert "wrong wrong wrong" not in sign_in(client, "wrong wrong wrong").text


@pytest.mark.parametrize("missing", ["login", "password"])
def test_an_empty_field_is_asked_for_and_nothing_is_counted(
    app: Any, client: Any, eva: int, missing: str
) -> None:
    answer = client.post("/logga-in", data={"login": EVA, "password": PASSWORD, missing: ""})
    assert answer.status_code == 422
    assert "<title>Fel:" in answer.text
    with app.app_context():
        assert db.session.query(SignInFailure).count() == 0


def test_fields_that_are_not_offered_are_not_read(app: Any, client: Any, eva: int) -> None:
    extra = {"person_id": "1", "role": "admin", "active": "1", "vidare": "https://evil.example/"}
    answer = client.post("/logga-in", data={"login": EVA, "password": PASSWORD, **extra})
    assert answer.location == "/"
    with app.app_context():
        assert db.session.execute(db.metadata.tables["role_grant"].select()).all() == []


def test_signing_out_asks_first_and_then_ends_the_session(client: Any, eva: int) -> None:
    sign_in(client)
    assert client.get("/logga-ut").status_code == 200
    assert is_in(client)
    assert client.post("/logga-ut").location == "/logga-in"
    assert not is_in(client)


def test_a_copied_cookie_is_worth_nothing_after_signing_out(
    app: Any, client: Any, eva: int
) -> None:
    copied = cookie(sign_in(client))
    client.post("/logga-ut")
    thief = app.test_client()
    thief.set_cookie("session", copied)
    assert not is_in(thief)
    assert thief.get("/").location.startswith("/logga-in")


def test_each_sign_in_has_a_new_session_and_ends_the_browsers_old_one(
    app: Any, client: Any, eva: int
) -> None:
    first = cookie(sign_in(client))
    second = cookie(sign_in(client))
    tokens = [inside_of(app, value)["_user_id"] for value in (first, second)]
    assert tokens[0] != tokens[1]
    thief = app.test_client()
    thief.set_cookie("session", first)
    assert not is_in(thief)
    assert is_in(client)


def test_a_cookie_planted_before_signing_in_is_not_kept(with_csrf: Any) -> None:
    client = with_csrf.test_client()
    planted = cookie(page := client.get("/logga-in"))
    before = inside_of(with_csrf, planted)
    fields = {"login": EVA, "password": PASSWORD, "csrf_token": token_in(page)}
    after = inside_of(with_csrf, cookie(client.post("/logga-in", data=fields)))
    assert set(after) == {"_user_id"}
    assert "csrf_token" in before
    page = client.get("/logga-ut")
    assert inside_of(with_csrf, cookie(page))["csrf_token"] != before["csrf_token"]
    stale = client.post("/logga-ut", data={"csrf_token": fields["csrf_token"]})
    assert stale.status_code == 400


def test_a_session_is_over_when_its_time_is(client: Any, eva: int) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 8, tzinfo=UTC), tick=False) as clock:
        sign_in(client)
        clock.shift(timedelta(hours=1, minutes=59))
        assert is_in(client)
        clock.shift(timedelta(hours=2, minutes=1))
        assert not is_in(client)


def test_who_is_signed_in_is_not_asked_to_sign_in(client: Any, eva: int) -> None:
    sign_in(client)
    assert client.get("/logga-in").location == "/"


# --- cookies and headers


def test_a_cookie_is_for_this_server_alone_and_holds_nothing_personal(
    make_app: Callable[..., Any], sqlite_url: str
) -> None:
    app = make_app(sqlite_url, PUBLIC_URL="https://larande.exempelby.example")
    with app.app_context():
        person()
    client = app.test_client()
    answer = sign_in(client, base_url="https://larande.exempelby.example")
    name, *rest = re.split(r"; ?", answer.headers["Set-Cookie"])
    assert name.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} == set(rest)
    held = inside_of(app, cookie(answer))
    assert set(held) == {"_user_id"}
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    home = client.get("/logga-ut", base_url="https://larande.exempelby.example")
    assert home.status_code == 200


def test_in_the_demo_on_this_machine_the_cookie_is_http_only_too(client: Any, eva: int) -> None:
    attributes = sign_in(client).headers["Set-Cookie"]
    assert "HttpOnly" in attributes
    assert "SameSite=Lax" in attributes
    assert not attributes.startswith("__Host-")


@pytest.mark.parametrize("value", ["", "x", "x|å", '"x|\\303\\245"', "|", "\x7f"])
def test_no_cookie_but_the_session_is_read(app: Any, client: Any, value: str) -> None:
    answer = client.get("/logga-in", headers={"Cookie": f"remember_token={value}; =x|å"})
    assert answer.status_code == 200


def test_no_page_of_a_link_tells_others_its_address(app: Any, client: Any, eva: int) -> None:
    for path in (link(app, eva), "/losenord/wrong"):
        assert client.get(path).headers.getlist("Referrer-Policy") == ["no-referrer"]
    assert client.get("/logga-in").headers.getlist("Referrer-Policy") == ["same-origin"]


# --- forms change, addresses do not


FORMS = ("/logga-in", "/logga-ut", "/demo", "LINK")


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("token", [None, "", "wrong", "of another browser"])
def test_every_form_needs_the_token_of_its_browser(
    with_csrf: Any, path: str, token: str | None
) -> None:
    with with_csrf.app_context():
        who = db.session.query(Person).one().id
    path = link(with_csrf, who) if path == "LINK" else path
    client = with_csrf.test_client()
    client.get("/logga-in")
    if token == "of another browser":
        token = token_in(with_csrf.test_client().get("/logga-in"))
    fields = {"login": EVA, "password": PASSWORD, "person_id": str(who)}
    before = everything(with_csrf)
    answer = client.post(path, data=fields | ({} if token is None else {"csrf_token": token}))
    assert answer.status_code == 400
    assert "Formuläret gäller inte längre" in answer.text
    assert everything(with_csrf) == before


@pytest.mark.parametrize("path", FORMS)
def test_every_form_is_taken_with_its_token_also_without_a_referrer(
    make_app: Callable[..., Any], sqlite_url: str, path: str
) -> None:
    here = "https://larande.exempelby.example"
    app = make_app(sqlite_url, WTF_CSRF_ENABLED=True, PUBLIC_URL=here)
    with app.app_context():
        demo(found := person())
        who = found.id
    path = link(app, who) if path == "LINK" else path
    client = app.test_client()
    page = client.get(path, base_url=here)
    fields = {"login": EVA, "password": PASSWORD, "person_id": str(who)}
    fields["csrf_token"] = token_in(page)
    assert client.post(path, data=fields, base_url=here).status_code == 303


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(app: Any, client: Any, eva: int, path: str, method: str) -> None:
    with app.app_context():
        demo(db.session.get_one(Person, eva))
    path = link(app, eva) if path == "LINK" else path
    sign_in(client)
    before = everything(app)
    answer = getattr(client, method)(path, query_string={"login": EVA, "password": NEW})
    assert answer.status_code in (200, 303)
    assert everything(app) == before


# --- where one goes after


def goes_to(address: str, base: str = "https://larande.exempelby.example/logga-in") -> str:
    """Where a browser goes when told `address`: `\\` is `/` to it, and it skips odd characters."""
    read = re.sub(r"[\t\r\n]", "", address.strip("".join(map(chr, range(33)))))
    return urljoin(base, read.replace("\\", "/"))


HOSTILE = [
    "https://evil.example/",
    "HTTPS://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "/\x00/evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "/x\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "?x=//evil.example",
    "",
    "/ /evil.example",
    "/\x7f/evil.example",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_a_hostile_address_leads_to_the_start_page(client: Any, eva: int, address: str) -> None:
    answer = client.post(
        "/logga-in?vidare=" + quote(address), data={"login": EVA, "password": PASSWORD}
    )
    assert (answer.status_code, answer.location) == (303, "/")
    again = client.get("/logga-in?vidare=" + quote(address))
    assert (again.status_code, again.location) == (303, "/")


@pytest.mark.parametrize(
    ("address", "goes"),
    [
        ("/kompetens", "/kompetens"),
        ("/personer?q=ek&status=left", "/personer?q=ek&status=left"),
        ("/kurser/grund/mål?a=//x", "/kurser/grund/m%C3%A5l?a=//x"),
        ("/／evil.example", "/%EF%BC%8Fevil.example"),
        ("/%5cevil.example", "/%5cevil.example"),
        ("/%0d%0ax", "/%0d%0ax"),
        ("/:80", "/:80"),
        ("/@evil.example", "/@evil.example"),
    ],
)
def test_an_address_here_is_gone_to(client: Any, eva: int, address: str, goes: str) -> None:
    answer = client.post(
        "/logga-in?vidare=" + quote(address), data={"login": EVA, "password": PASSWORD}
    )
    assert answer.location == goes


@given(
    st.lists(
        st.sampled_from(["/", "\\", ".", "\t", "\n", "\x00", ":", "@", "?", "#", "evil.example"])
        | st.text(max_size=3)
    )
)
def test_whatever_the_address_nobody_is_sent_elsewhere(parts: list[str]) -> None:
    from flask import Flask

    app = Flask(__name__)
    app.add_url_rule("/", "followup.start")
    with app.test_request_context():
        told = local("".join(parts).encode("utf-8", "replace").decode())
    assert told.isascii()
    assert urlsplit(goes_to(told)).netloc == "larande.exempelby.example"


def test_the_page_asked_for_is_come_back_to(client: Any, eva: int) -> None:
    answer = client.get("/kompetens?rung=shown")
    assert answer.status_code == 303
    back = client.post(answer.location, data={"login": EVA, "password": PASSWORD})
    assert back.location == "/kompetens?rung=shown"


# --- the language


def chooses(client: Any, language: str, on: str | None = "/logga-in", **more: Any) -> Any:
    return client.post("/sprak", data={"sprak": language, "vidare": on}, **more)


def spoken(page: Any) -> str:
    """The language that a page says it is in."""
    return str(re.search('<html lang="([a-z]*)">', page.text)[1])  # type: ignore[index]


def test_a_language_is_chosen_on_the_page_and_kept_for_a_year(client: Any) -> None:
    assert spoken(client.get("/logga-in")) == "sv"
    answer = chooses(client, "en", "/logga-in?vidare=%2Fkompetens")
    assert (answer.status_code, answer.location) == (303, "/logga-in?vidare=%2Fkompetens")
    said = set(answer.headers["Set-Cookie"].split("; "))
    assert said >= {"sprak=en", "HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=31536000"}
    assert "Secure" not in said
    page = client.get("/logga-in")
    assert spoken(page) == "en"
    assert "<h1>Sign in</h1>" in page.text
    chooses(client, "sv")
    assert spoken(client.get("/logga-in")) == "sv"


def test_the_form_leads_back_to_the_page_it_stands_on(client: Any, eva: int) -> None:
    for path in ("/logga-in", "/logga-in?vidare=/kompetens?grad%3Dshown%26niva%3D2"):
        held = re.search('name="vidare" value="([^"]*)"', client.get(path).text)
        assert held
        assert chooses(client, "en", unescape(held[1])).location == path
    refused = sign_in(client, "fel", query_string={"vidare": "/kompetens"})
    assert refused.status_code == 422
    assert 'name="vidare" value="/logga-in?vidare=/kompetens"' in refused.text


def test_the_language_holds_through_sign_in_and_out(client: Any, eva: int) -> None:
    chooses(client, "en")
    assert sign_in(client).status_code == 303
    assert spoken(client.get("/kompetens")) == "en"
    client.post("/logga-ut")
    assert spoken(client.get("/logga-in")) == "en"


def test_a_cookie_over_https_is_sent_over_https_alone(
    make_app: Callable[..., Any], sqlite_url: str
) -> None:
    here = "https://larande.exempelby.example"
    client = make_app(sqlite_url, PUBLIC_URL=here).test_client()
    assert "; Secure" in chooses(client, "en", base_url=here).headers["Set-Cookie"]


@pytest.mark.parametrize("language", ["", "fi", "SV", "sv ", "en; Secure", "../en", "å"])
def test_another_language_is_not_found_and_nothing_is_kept(client: Any, language: str) -> None:
    answer = chooses(client, language)
    assert answer.status_code == 404
    assert "Språket finns inte här." in answer.text
    assert 'href="/' in answer.text
    assert "sprak=" not in str(answer.headers)


@pytest.mark.parametrize("value", ["", "fi", "EN", "en,sv", "\\x00", "x" * 3000])
def test_a_cookie_with_another_language_is_read_as_swedish(client: Any, value: str) -> None:
    client.set_cookie("sprak", value)
    page = client.get("/logga-in")
    assert (page.status_code, spoken(page)) == (200, "sv")


def test_looking_changes_no_language(client: Any) -> None:
    answer = client.get("/sprak?sprak=en")
    assert (answer.status_code, spoken(answer)) == (405, "sv")
    assert "sprak=" not in str(answer.headers)


def test_no_other_site_can_choose_a_language(with_csrf: Any) -> None:
    client = with_csrf.test_client()
    assert chooses(client, "en").status_code == 400
    token = re.search('name="csrf_token" value="([^"]*)"', client.get("/logga-in").text)
    assert token
    assert chooses(client, "en", headers={"X-CSRFToken": token[1]}).status_code == 303


def test_the_token_of_a_session_is_the_same_on_all_its_pages(with_csrf: Any) -> None:
    """It is signed once. Another session's is another, and does not fit here."""
    one, other = with_csrf.test_client(), with_csrf.test_client()

    def token(client: Any, later: int = 0) -> str:
        with time_machine.travel(NOON + timedelta(seconds=later)):
            page = client.get("/logga-in").text
        found = re.search('name="csrf_token" value="([^"]*)"', page)
        assert found
        return found[1]

    assert token(one) == token(one, later=60) != token(other)
    assert chooses(one, "en", headers={"X-CSRFToken": token(other)}).status_code == 400
    assert chooses(one, "en", headers={"X-CSRFToken": token(one)}).status_code == 303


@pytest.mark.parametrize("address", [*HOSTILE, None])
def test_a_hostile_address_leads_home_from_the_language_too(
    client: Any, address: str | None
) -> None:
    answer = chooses(client, "en", address)
    assert (answer.status_code, answer.location) == (303, "/")


def test_what_is_said_at_an_error_is_said_in_the_language(client: Any, eva: int) -> None:
    chooses(client, "en")
    assert "<h1>There is no such page</h1>" in client.get("/finns/inte").text
    assert "The link is no longer valid." in client.get("/losenord/wrong").text
    assert "is not right. After ten errors" in sign_in(client, "fel").text
    assert "Enter your password." in sign_in(client, "").text
    sign_in(client)
    assert "Do you need it? Ask your manager." in client.get("/personer").text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "Skriv ett heltal med siffror, till exempel 12."),
        ("en", "Write a whole number in digits, for example 12."),
    ],
)
def test_a_form_says_plainly_what_is_wrong_and_what_to_do(
    app: Any, language: str, said: str
) -> None:
    with app.test_request_context(method="POST", data={"person_id": "x"}):
        current.chosen.set(language)
        form = PersonaForm()
        form.validate()
        assert form.person_id.errors == [said]
        current.chosen.set("sv")


# --- links


@pytest.mark.parametrize("purpose", ["activate", "reset"])
def test_a_link_lets_its_person_choose_a_password_and_in(
    app: Any, client: Any, eva: int, purpose: str
) -> None:
    path = link(app, eva, purpose)
    for _ in range(2):
        page = client.get(path)
        assert page.status_code == 200
        assert "Eva Ek" in page.text
    answer = client.post(path, data={"password": NEW})
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)
    assert sign_in(app.test_client()).status_code == 422
    assert sign_in(app.test_client(), NEW).status_code == 303


def test_used_late_and_wrong_links_are_the_same_page(app: Any, client: Any, eva: int) -> None:
    with app.app_context():
        other = person("olle@exempelby.example").id
    used, late, stranger = link(app, eva), link(app, other), app.test_client()
    client.post(used, data={"password": NEW})
    answers = []
    for path in (used, "/losenord/wrong", late):
        with time_machine.travel(datetime.now(UTC) + timedelta(days=4 * (path == late))):
            answers += [stranger.get(path), stranger.post(path, data={"password": NEW})]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert "Länken gäller inte" in answers[0].text


def test_choosing_a_password_ends_every_session_but_the_new_one(
    app: Any, client: Any, eva: int
) -> None:
    phone = app.test_client()
    sign_in(phone)
    sign_in(client)
    assert client.post(link(app, eva), data={"password": NEW}).status_code == 303
    assert not is_in(phone)
    assert is_in(client)


def test_a_link_signs_out_whoever_used_the_browser(app: Any, client: Any, eva: int) -> None:
    with app.app_context():
        other = person("olle@exempelby.example", given_name="Olle").id
    old = cookie(sign_in(client))
    client.post(link(app, other), data={"password": NEW})
    thief = app.test_client()
    thief.set_cookie("session", old)
    assert not is_in(thief)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "Skriv ett lösenord."),
        ("fjorton tecken", "för kort"),
        ("ett ord " * 17, "för långt"),
        ("Sommarsemester2026", "ovanligare ord"),
        ("min katt heter Eva och", "utan ditt namn"),
        ("hållbar grund att gå på", "utan ditt namn"),
    ],
)
def test_a_poor_password_is_refused_and_the_link_still_works(
    app: Any, client: Any, eva: int, password: str, said: str
) -> None:
    path = link(app, eva)
    answer = client.post(path, data={"password": password})
    assert answer.status_code == 422
    assert said in answer.text
    assert "<title>Fel:" in answer.text
    assert password == "" or password not in answer.text
    assert client.post(path, data={"password": NEW}).status_code == 303


def test_a_link_changes_nothing_but_the_password_of_its_own_person(
    app: Any, client: Any, eva: int
) -> None:
    with app.app_context():
        other = person("olle@exempelby.example").id
    extra = {"username": "olle@exempelby.example", "person_id": other, "active": "0", "role": "hr"}
    client.post(link(app, eva), data={"password": NEW, **extra})
    with app.app_context():
        assert db.session.get_one(Person, eva).username is None
        assert db.session.get_one(Person, eva).active
    assert sign_in(app.test_client(), NEW, "olle@exempelby.example").status_code == 422


def test_of_two_posts_of_one_link_at_once_one_sets_the_password(app: Any, eva: int) -> None:
    path, codes = link(app, eva), []

    def post(number: int) -> None:
        answer = app.test_client().post(path, data={"password": f"chosen by number {number}"})
        codes.append(answer.status_code)

    threads = [threading.Thread(target=post, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, 404, 404, 404]
    with app.app_context():
        assert db.session.query(OneTimeLink).filter(OneTimeLink.used_at.is_not(None)).count() == 1
        assert db.session.query(SignInSession).count() == 1


# --- the demo


def test_there_is_no_demo_where_the_database_was_not_made_as_one(client: Any, eva: int) -> None:
    assert client.get("/demo").status_code == 404
    assert client.post("/demo", data={"person_id": str(eva)}).status_code == 404
    assert 'href="/demo"' not in client.get("/logga-in").text


def test_in_the_demo_one_may_be_its_people_and_nobody_else(app: Any, client: Any, eva: int) -> None:
    with app.app_context():
        other = person("olle@exempelby.example", given_name="Olle").id
        demo(db.session.get_one(Person, eva))
    assert 'href="/demo"' in client.get("/logga-in").text
    page = client.get("/demo").text
    assert "Eva Ek" in page
    assert "HR" in page
    assert "Olle" not in page
    assert client.post("/demo", data={"person_id": str(other)}).status_code == 404
    assert not is_in(client)
    assert client.post("/demo", data={"person_id": str(eva)}).location == "/"
    assert is_in(client)


@pytest.mark.parametrize("said", [{}, {"person_id": ""}, {"person_id": "x"}, {"person_id": "٣"}])
def test_the_demo_asks_for_a_person(app: Any, client: Any, eva: int, said: dict[str, str]) -> None:
    with app.app_context():
        demo(db.session.get_one(Person, eva))
    assert client.post("/demo", data=said).status_code in (404, 422)


def test_a_closed_account_is_nobody_in_the_demo(app: Any, client: Any, eva: int) -> None:
    with app.app_context():
        found = db.session.get_one(Person, eva)
        demo(found)
        found.active = False
        db.session.commit()
    assert "Eva" not in client.get("/demo").text
    assert client.post("/demo", data={"person_id": str(eva)}).status_code == 404


def test_the_log_says_who_came_in_which_way(app: Any, client: Any, eva: int) -> None:
    with app.app_context():
        demo(found := db.session.get_one(Person, eva))
        subject = found.subject
    sign_in(client)
    client.post("/demo", data={"person_id": str(eva)})
    client.post(link(app, eva), data={"password": NEW})
    with app.app_context():
        lines = db.session.query(Audit).filter(Audit.verb == "sign in").order_by(Audit.id)
        assert [line.details.split('"')[-2] for line in lines] == ["password", "demo", "link"]
        assert {line.actor for line in lines} == {subject}
