"""Whatever is sent, the answer is a civil page in Swedish with the right code, never a trace."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.db import db
from app.web import current
from tests.inspecting import header_faults, page_faults
from tests.web.town_made import Town, link

CIVIL = {200, 303, 308, 400, 403, 404, 405, 409, 413, 415, 422}
TELLTALE = ("Traceback", "File &#34;", 'File "', "sqlalchemy", "werkzeug", "site-packages", ".py")
PLAIN = {  # the values that routes take in their addresses
    "course": "grundutbildning",
    "module": "agendan-ar-var",
    "question": "tre-mal-racker",
    "code": "ingen",
    "token": "wrong",
    "filename": "app.css",
    "ending": "csv",
    "place_id": 1,
    "answer_id": 1,
    "word": "inget",
    "number": 1,
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW")


def faults(answer: Any) -> list[str]:
    """What is not civil about an answer."""
    answer.close()
    found = [] if answer.status_code in CIVIL else [f"status {answer.status_code}"]
    if answer.mimetype != "text/html":
        return found if answer.status_code == 200 else [*found, f"a {answer.mimetype}"]
    if 300 <= answer.status_code < 400:
        return found
    text = answer.get_data(as_text=True)
    found += [f"the page says {word}" for word in TELLTALE if word in text]
    if answer.request.method == "HEAD":
        return found + header_faults(answer.headers)
    return found + header_faults(answer.headers) + page_faults(text)


def addresses(town: Town) -> dict[str, set[str]]:
    """Every address that the application answers, with its methods."""
    found: dict[str, set[str]] = {}
    for rule in town.app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda m: str(PLAIN[m[1]]), rule.rule)
        found.setdefault(path, set()).update(rule.methods or ())
    return found


@pytest.fixture(scope="module")
def browsers(town: Town) -> dict[str, Any]:
    return {
        "nobody": town.client(None),
        "learner": town.client("learner"),
        "hr": town.client("hr"),
        "auditor": town.client("auditor", reason=True),
    }


@pytest.fixture(scope="module")
def guarded(copied_town: Callable[..., Town]) -> Town:
    """A town with CSRF tokens, as it is served."""
    return copied_town(WTF_CSRF_ENABLED=True)


# --- methods


@pytest.mark.parametrize("who", ["nobody", "learner", "hr"])
def test_a_wrong_method_is_told_which_ones_there_are(
    town: Town, browsers: dict[str, Any], who: str
) -> None:
    for path, methods in addresses(town).items():
        for method in METHODS:
            if method in methods:
                continue
            answer = browsers[who].open(path, method=method)
            assert faults(answer) == [], (method, path)
            assert answer.status_code == 405
            assert set(answer.headers["Allow"].split(", ")) == methods, (method, path)


def test_every_address_answers_head_as_it_answers_get(town: Town, browsers: dict[str, Any]) -> None:
    for path, methods in addresses(town).items():
        if "GET" in methods:
            got, head = browsers["hr"].get(path), browsers["hr"].head(path)
            got.close()
            assert faults(head) == []
            assert (head.status_code, head.get_data()) == (got.status_code, b""), path


# --- what is not there


def test_what_is_not_there_is_one_page_for_all(browsers: dict[str, Any]) -> None:
    missing = ["/ingenting", "/admin", "/wp-login.php", "/.env", "/static/ingen.css", "/static/"]
    missing += ["/static/../config.py", "/static/%2e%2e/config.py", "/kurs", "/å", "/%00", "/%ff"]
    missing += ["/enheter/-1", "/enheter/1.5", "/enheter/x", "/kompetens.pdf", "/personer.html"]
    for client in browsers.values():
        answers = [client.get(path) for path in missing]
        assert [fault for answer in answers for fault in faults(answer)] == []
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.text for answer in answers}) == 1


def test_an_address_with_a_slash_too_many_leads_to_no_other_place(
    browsers: dict[str, Any],
) -> None:
    for path in ("//evil.example", "//evil.example/%2e%2e", "/personer/", "//personer", "/./demo"):
        answer = browsers["hr"].get(path, base_url="http://localhost")
        assert faults(answer) == []
        goes = answer.headers.get("Location", "/")
        assert re.match(r"(http://localhost)?/(?!/)", goes), (path, goes)


# --- cookies and tokens


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "x",
        "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb",
        ".eJwrAAAAAA.a.b",
        "." * 4000,
        "å" * 50,
        '"\\303\\050"',
        "eyJfdXNlcl9pZCI6MX0",
        "\x7f\x01",
    ],
)
def test_a_broken_cookie_is_no_cookie(town: Town, cookie: str) -> None:
    for path, methods in addresses(town).items():
        if "GET" not in methods or path.startswith("/static"):
            continue
        header = f"session={cookie}; remember_token={cookie}|å; _user_id=1; session={cookie}"
        answer = town.app.test_client().get(path, headers={"Cookie": header})
        assert faults(answer) == []
        plain = town.app.test_client().get(path)
        assert answer.status_code == plain.status_code
        assert re.sub('value="[^"]+"', "", answer.text) == re.sub('value="[^"]+"', "", plain.text)


def test_a_cookie_signed_here_with_odd_values_signs_nobody_in(town: Town) -> None:
    for value in ("", "x", "\x00", "å" * 1000, "1"):
        client = town.app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = value
        answer = client.get("/")
        assert answer.status_code == 303
        assert answer.location.startswith("/logga-in")


def test_every_form_without_its_token_is_refused_and_changes_nothing(guarded: Town) -> None:
    clients = {who: guarded.client(who) for who in ("learner", "hr", "auditor")}
    clients["nobody"] = guarded.client(None)
    before = everything(guarded)
    posts = [path for path, methods in addresses(guarded).items() if "POST" in methods]
    posts.append(link(guarded, "hr"))
    before = everything(guarded)
    assert len(posts) >= 7
    for client in clients.values():
        for path in posts:
            for token in (None, "", "wrong", "\x00", "å", "ImEi.aaaa.bbbb"):
                fields = {"login": "a", "password": "b", "reason": "en granskning", "choice": "0"}
                fields |= {} if token is None else {"csrf_token": token}
                answer = client.post(path, data=fields)
                assert faults(answer) == []
                assert answer.status_code == 400
                assert "Formuläret gäller inte längre" in answer.text
    assert everything(guarded) == before


def everything(town: Town) -> dict[str, list[Any]]:
    with town.app.app_context():
        tables = db.metadata.sorted_tables
        return {one.name: list(db.session.execute(one.select()).all()) for one in tables}


# --- bodies


def too_much() -> list[dict[str, Any]]:
    """Requests that nobody sends by hand: a long field, too many fields, a long body."""
    return [
        {"data": {"text": "å" * 200_000}},
        {"data": {"text": "x" * 250_000, "file": (io.BytesIO(b"x"), "x.csv")}},
        {"data": {f"f{n}": "x" for n in range(1500)} | {"file": (io.BytesIO(b"x"), "x.csv")}},
        {"data": b"login=" + b"x" * 1_100_000, "content_type": "application/x-www-form-urlencoded"},
    ]


@pytest.mark.parametrize("who", [None, "learner", "auditor"])
def test_too_much_is_refused_as_too_large(guarded: Town, who: str | None) -> None:
    client = guarded.client(who)
    for path, methods in addresses(guarded).items():
        if "POST" in methods:
            for request in too_much():
                answer = client.post(path, **request)
                assert answer.status_code == 413
                assert faults(answer) == []


NAMES = "q krav enhet status grupp sida grad niva vidare login password choice choices key text"
NAMES += " number when then reason person_id csrf_token username positions-0 matches-0"
odd_bytes = st.binary(max_size=40) | st.sampled_from(
    [
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"%00",
        b"1" * 30,
        b"-1",
        b"\xd9\xa3",
        b"9" * 11,
        "١٢".encode(),
        "½²".encode(),
        "\u202e\u2028".encode(),
        b"' OR 1=1 --",
        b"{{7*7}}",
        b"${x}",
    ]
)
numbers = st.integers(-(2**70), 2**70) | st.sampled_from([0, 1, 2**31, 2**63 - 1, 2**63, 10**40])
pairs = st.lists(st.tuples(st.sampled_from(NAMES.split()), odd_bytes), max_size=5).map(
    lambda each: "&".join(f"{name}={quote_from_bytes(value)}" for name, value in each)
)
SHAPES = (  # but for signing out, which the browsers of these tests could not do without
    "/",
    "/{x}",
    "/{x}/{x}",
    "/static/{x}",
    "/logga-in",
    "/demo",
    "/losenord/{x}",
    "/kurser/{x}",
    "/kurser/grundutbildning/{x}",
    "/kurser/grundutbildning/{x}/resultat",
    "/kurser/grundutbildning/agendan-ar-var/fragor/{x}",
    "/kurser/grundutbildning/agendan-ar-var/fragor/tre-mal-racker",
    "/kurser/svar/{n}",
    "/intyg/{x}",
    "/personer",
    "/personer.csv",
    "/personer.xlsx",
    "/personer/skal",
    "/enheter",
    "/enheter/{n}",
    "/enheter/{n}.csv",
    "/enheter/{n}.xlsx",
    "/kompetens",
    "/kompetens.csv",
    "/kompetens.xlsx",
)
FORMS = [shape for shape in SHAPES if "{" not in shape]
WHO = ("nobody", "learner", "hr", "auditor")


@st.composite
def paths(draw: st.DrawFn) -> str:
    """An address of some route, with odd values where it takes any. As the server hands it on."""
    shape = draw(st.sampled_from(SHAPES))
    while "{x}" in shape:
        shape = shape.replace("{x}", draw(odd_bytes).decode("latin-1"), 1)
    return shape.replace("{n}", str(draw(numbers))) if "{n}" in shape else shape


def sent(client: Any, path: str, method: str, **more: Any) -> Any:
    """Send the path byte for byte, as a server that does not mind would."""
    return client.open("/", method=method, environ_overrides={"PATH_INFO": path}, **more)


PERSONS = ("status", "grupp", "krav", "enhet")
FIGURES = ("grad", "niva", "grupp", "enhet")


@pytest.mark.parametrize(
    "number", [2**31, 2**63 - 1, 2**63, 10**30, "9" * 5000, "٣", "½", "-1", "1e3"]
)
def test_a_number_that_nothing_can_have_is_not_there(
    browsers: dict[str, Any], number: int | str
) -> None:
    for path in ("/kurser/svar/{}", "/enheter/{}", "/enheter/{}.csv", "/enheter/{}.xlsx"):
        answer = browsers["auditor"].get(path.format(number))
        assert answer.status_code == 404
        assert faults(answer) == []
    assert browsers["auditor"].get(f"/kompetens?enhet={number}").status_code in (200, 404)
    for path, status in (
        ("/personer?sida={}", 200),
        ("/personer?enhet={}", 404),
        ("/personer.csv?enhet={}", 404),
    ):
        answer = browsers["auditor"].get(path.format(number))
        assert answer.status_code == status
        assert faults(answer) == []


@pytest.mark.parametrize(
    "path",
    [
        *(f"/personer{ending}?{word}=x" for ending in ("", ".csv", ".xlsx") for word in PERSONS),
        *(f"/kompetens{ending}?{word}=x" for ending in ("", ".csv", ".xlsx") for word in FIGURES),
    ],
)
def test_a_choice_that_is_not_there_leads_nowhere_and_says_so(
    browsers: dict[str, Any], path: str
) -> None:
    """A list or a file that left it out would hold more than was asked for."""
    answer = browsers["auditor"].get(path)
    assert answer.status_code == 404
    assert faults(answer) == []
    assert "finns inte" in answer.text


@settings(max_examples=250)
@given(st.sampled_from(WHO), paths(), pairs, st.sampled_from(["GET", "HEAD", "POST"]))
def test_any_bytes_in_an_address_get_a_civil_answer(
    browsers: dict[str, Any], who: str, path: str, query: str, method: str
) -> None:
    assert faults(sent(browsers[who], path, method, query_string=query)) == []


KINDS = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json",
        "text/plain; charset=utf-16",
        "",
        "å/ä; ö",
    ]
)


@settings(max_examples=250)
@given(st.sampled_from(WHO), st.sampled_from(FORMS), pairs, KINDS)
def test_any_bytes_in_a_form_get_a_civil_answer(
    browsers: dict[str, Any], who: str, path: str, body: str, kind: str
) -> None:
    headers = {"Content-Type": kind}
    answer = browsers[who].post(path, data=body.encode(), headers=headers)
    assert faults(answer) == []


@given(st.sampled_from(WHO), st.sampled_from(FORMS), st.binary())
def test_any_body_gets_a_civil_answer(
    browsers: dict[str, Any], who: str, path: str, body: bytes
) -> None:
    for kind in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        assert faults(browsers[who].post(path, data=body, headers={"Content-Type": kind})) == []


ODD = (b"\x00", b"a\x00b", b"\xff\xfe", b"\xed\xa0\x80", b"1" * 30, b"x" * 5000, "٣".encode())


@pytest.mark.parametrize("value", ODD)
def test_what_postgresql_cannot_hold_gets_a_civil_answer(pg_town: Town, value: bytes) -> None:
    odd, number = value.decode("latin-1"), str(2**63 - 1)
    fields = "&".join(f"{name}={quote_from_bytes(value)}" for name in NAMES.split())
    form = {"data": fields, "content_type": "application/x-www-form-urlencoded"}
    found = []
    for who in WHO:
        client = pg_town.client(None if who == "nobody" else who, reason=who == "auditor")
        for shape in SHAPES:
            path = shape.replace("{x}", odd).replace("{n}", number)
            got = faults(sent(client, path, "GET", query_string=fields))
            found += [f"{who} GET {shape}: {fault}" for fault in got]
            got = faults(sent(client, path, "POST", **form))
            found += [f"{who} POST {shape}: {fault}" for fault in got]
    assert found == []


HEADERS = "Host Cookie Accept Accept-Language Accept-Encoding Referer Origin Range Authorization"
HEADERS += " User-Agent X-Forwarded-For X-Forwarded-Host If-None-Match If-Modified-Since Expect"
HEADERS += " Content-Length X-CSRFToken"
values = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=40)


@given(
    st.sampled_from(("/", "/logga-in", "/kompetens", "/static/app.css", "/personer.csv")),
    st.sampled_from(HEADERS.split()),
    values,
    st.sampled_from(["GET", "POST"]),
)
def test_any_header_gets_a_civil_answer(
    town: Town, path: str, name: str, value: str, method: str
) -> None:
    answer = town.app.test_client().open(path, method=method, headers={name: value})
    found = [fault for fault in faults(answer) if fault != "status 206"]
    assert [fault for fault in found if fault != "status 416"] == []
    assert "evil" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("path", ["/", "/personer", "/ingenting/", "/logga-in?vidare=/"])
def test_no_address_is_made_of_the_host_that_was_sent(town: Town, path: str) -> None:
    for who in (None, "hr"):
        headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
        answer = town.client(who).get(path, headers=headers)
        assert "evil.example" not in answer.text + str(answer.headers)


# --- faults of our own


def test_a_fault_of_our_own_is_a_civil_page_that_tells_nothing(own_town: Town) -> None:
    def broken() -> Any:
        raise ZeroDivisionError("the secret of " + __file__)

    own_town.app.extensions[current.LIBRARY] = broken
    answer = own_town.client("learner").get("/")
    assert answer.status_code == 500
    assert "Något gick fel hos oss" in answer.text
    assert faults(answer) == ["status 500"]
    assert not re.search("secret|Zero", answer.text)


@pytest.mark.parametrize("who", [None, "learner"])
def test_a_database_that_does_not_answer_is_told_as_such(own_town: Town, who: str | None) -> None:
    client = own_town.client(who)
    with own_town.app.app_context():
        for table in ("sign_in_session", "sign_in_failure", "person", "setting"):
            db.session.execute(db.text(f"ALTER TABLE {table} RENAME TO gone_{table}"))
        db.session.commit()
    for path in ("/", "/logga-in", "/personer", "/ingenting"):
        for method in ("GET", "POST"):
            answer = client.open(path, method=method, data={"login": "a", "password": "b"})
            if answer.status_code not in (303, 404, 405):
                assert answer.status_code in (200, 503), (path, method)
                assert [one for one in faults(answer) if one != "status 503"] == []
                assert "gone" not in answer.text


# --- a slash too many


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/mal/", "/mal"),
        ("/mal/11/", "/mal/11"),
        ("/ordlista/", "/ordlista"),
        ("/ordlista//", "/ordlista"),
        ("/sok/?q=mat+och+svinn&sida=2", "/sok?q=mat+och+svinn&sida=2"),
        ("/kurser/grundutbildning/", "/kurser/grundutbildning"),
        ("/logga-in/", "/logga-in"),
        ("/kurser/%C3%A5%20%3Fx/", "/kurser/%C3%A5%20%3Fx"),
        ("/kurser/a%0d%0aX-Evil:%201/", None),
        ("/kurser/%2F%2Fevil.example/", None),
        ("/finns/inte/alls/", None),
        ("//evil.example/", None),
        ("/\\evil.example/", None),
        ("/%5Cevil.example/", None),
        ("/", None),
    ],
)
def test_a_slash_too_many_leads_to_the_page_and_nowhere_else(
    browsers: dict[str, Any], asked: str, leads_to: str | None
) -> None:
    for method in ("GET", "HEAD"):
        answer = browsers["learner"].open(asked, method=method)
        if leads_to:
            assert (answer.status_code, answer.location) == (308, leads_to)
        else:
            assert answer.status_code in (200, 303, 404, 308), asked
            assert (answer.location or "/x").startswith(("/", "http://localhost/"))
            assert not (answer.location or "").startswith("//")
            assert "X-Evil" not in answer.headers


def test_what_is_sent_is_never_sent_on(browsers: dict[str, Any]) -> None:
    assert browsers["learner"].post("/sprak/", data={"sprak": "en"}).status_code == 404
