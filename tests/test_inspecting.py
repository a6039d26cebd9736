"""Each check of the inspecting client finds its fault in a page that is planted with it."""

from __future__ import annotations

import flask
import pytest
from werkzeug.datastructures import Headers

from tests.inspecting import InspectingClient, Unfit, header_faults, page_faults

SOUND = """<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<title>Logga in – Hållbar grund</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/app.css">
</head>
<body>
<a class="skip" href="#innehall">Hoppa till innehållet</a>
<main id="innehall" tabindex="-1">
<h1>Logga in</h1>
<form method="post" novalidate>
<input type="hidden" name="csrf_token" value="abc">
<label for="namn">Namn</label>
<p class="hint" id="namn-tips">Som i lönebeskedet.</p>
<input id="namn" name="namn" aria-describedby="namn-tips">
<button>Logga in</button>
</form>
<h2>Delar</h2>
<ul><li>En del</li></ul>
<table><caption>Klara</caption><tr><th scope="col">Enhet</th></tr><tr><td>Kansli</td></tr></table>
<p><svg width="9" aria-hidden="true"><use href="/static/icons.svg#check"/></svg> ”Ja.”</p>
</main>
</body>
</html>
"""
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}
PLANTED = {
    "a parse error": ("<p class=", '<p><div></p><p class="x" class=', "Unexpected end tag (p)"),
    "a missing doctype": ("<!doctype html>\n", "", "Expected DOCTYPE"),
    "an unclosed element": ("<h2>Delar</h2>", "<h2>Delar", "row"),
    "another language": ('lang="sv"', 'lang="fi"', "<html lang>"),
    "two main parts": ("</main>", "</main><main></main>", "2 <main>"),
    "forbidden zoom": ("initial-scale=1", "initial-scale=1, maximum-scale=1", "forbids zoom"),
    "two first headings": ("<h2>Delar</h2>", "<h1>Delar</h1>", "2 <h1>"),
    "a title of its own": ("<title>Logga in", "<title>Välkommen", "does not hold the h1"),
    "a skipped heading": ("<h2>Delar</h2>", "<h3>Delar</h3>", "skips from level 1 to 3"),
    "an id twice": ("<ul>", '<ul id="namn">', 'the id "namn" stands 2 times'),
    "an id with a space": ("<ul>", '<ul id="a b">', "is empty or has a space"),
    "a description of nothing": (' id="namn-tips"', "", "points at nothing"),
    "a label for nothing": ("<h2>", '<label for="x">X</label><h2>', '<label for="x"> points'),
    "a link to nothing": ("<h2>Delar", '<h2><a href="#x">Delar</a>', 'the link "#x" points'),
    "a field without label": ("<h2>", '<select name="x"></select><h2>', "has no label"),
    "a button without words": ("Logga in</button>", "</button>", "has no words"),
    "an image without words": ("<h2>", '<img src="/a.png"><h2>', "has no alt"),
    "an icon that is read aloud": (' aria-hidden="true"', "", "neither hidden nor named"),
    "a post without token": ('name="csrf_token"', 'name="token"', "without a csrf token"),
    "an empty token": ('value="abc"', 'value=""', "without a csrf token"),
    "a table without caption": ("<caption>Klara</caption>", "", "a table has no caption"),
    "a header without scope": ('<th scope="col">', "<th>", "has no scope"),
    "straight quotation marks": ("”Ja.”", '"Ja."', "straight quotation mark"),
    "a straight apostrophe": ("”Ja.”", "Lars' bil", "straight quotation mark"),
    "a straight mark in a label": ("<ul>", """<ul aria-label="en 'del'">""", "in aria-label"),
    "inline style": ("<ul>", '<ul style="color:red">', "inline style"),
    "a style element": ("</head>", "<style>p{}</style></head>", "<style>"),
    "a script": ("</main>", "<script></script></main>", "<script>"),
    "a script of its own": (
        "</main>",
        '<script type="module" src="/static/a.js?v=0">x()</script></main>',
        "stands in the page",
    ),
    "a script without version": (
        "</main>",
        '<script type="module" src="/static/a.js"></script></main>',
        "stands in the page",
    ),
    "a script that is no module": (
        "</main>",
        '<script src="/static/a.js?v=0"></script></main>',
        "stands in the page",
    ),
    "an event": ("<ul>", '<ul onclick="x()">', "inline onclick"),
    "a script address": ("<h2>Delar", '<h2><a href="javascript:x">Delar</a>', "runs script"),
    "another host": ('"/static/app.css"', '"https://example.org/a.css"', "asks another host"),
    "another host without scheme": ('"/static/app.css"', '"//example.org/a"', "another host"),
    "an obsolete element": ("En del", "<center>En del</center>", "<center> is obsolete"),
    "an obsolete attribute": ("<table>", '<table border="1">', "has no attribute border"),
    "an unknown attribute": ("<ul>", '<ul foo="1">', "has no attribute foo"),
    "a value outside an ordered list": ("<li>", '<li value="2">', "only an <li> of an <ol>"),
    "a block in a word": ("En del", "<span><div>En del</div></span>", "<div> stands inside <span>"),
    "a heading in a button": ("En del", "<button><h3>En</h3></button>", "<h3> stands inside"),
    "a link in a label": ('"namn">Namn', '"namn"><a href="/">Namn</a>', "<a> stands inside"),
    "a button in a link": ("En del", '<a href="/"><button>En</button></a>', "<button> stands"),
    "a stray child of a list": ("<ul>", "<ul><p>En</p>", "<p> stands directly inside <ul>"),
    "details without summary": ("<h2>", "<details><p>X</p></details><h2>", "<summary>"),
    "a legend alone": ("<h2>", "<div><legend>X</legend></div><h2>", "<legend> stands outside"),
    "no skip link": ('<a class="skip" href="#innehall">', '<a href="/">', "the first stop"),
}
LOOSE = {
    "another charset": ("Content-Type", "text/html", "Content-Type"),
    "sniffing": ("X-Content-Type-Options", "", "nosniff"),
    "a wide referrer": ("Referrer-Policy", "unsafe-url", "Referrer-Policy"),
    "keeping": ("Cache-Control", "max-age=60", "no-store"),
    "no policy": ("Content-Security-Policy", "", "object-src is not 'none'"),
    "inline in the policy": (
        "Content-Security-Policy",
        HEADERS["Content-Security-Policy"] + "; script-src 'unsafe-inline'",
        "script-src allows 'unsafe-inline'",
    ),
    "another host in the policy": (
        "Content-Security-Policy",
        HEADERS["Content-Security-Policy"] + "; img-src https://example.org",
        "img-src allows https://example.org",
    ),
}


def test_a_sound_page_has_no_faults():
    assert page_faults(SOUND) == []
    assert header_faults(Headers(HEADERS)) == []


@pytest.mark.parametrize(("old", "new", "words"), PLANTED.values(), ids=PLANTED)
def test_each_planted_fault_is_found(old: str, new: str, words: str):
    assert old in SOUND
    found = page_faults(SOUND.replace(old, new, 1))
    assert any(words in fault for fault in found), found


@pytest.mark.parametrize(("name", "value", "words"), LOOSE.values(), ids=LOOSE)
def test_each_loose_header_is_found(name: str, value: str, words: str):
    found = header_faults(Headers({**HEADERS, name: value}))
    assert any(words in fault for fault in found), found


def test_a_header_that_stands_twice_is_found():
    headers = Headers(HEADERS)
    headers.add("Cache-Control", "no-store")
    assert "the header cache-control stands 2 times" in header_faults(headers)


@pytest.fixture
def inspecting() -> InspectingClient:
    app = flask.Flask("planted", static_folder=None)
    app.test_client_class = InspectingClient
    app.add_url_rule("/bra", "sound", lambda: (SOUND, 200, HEADERS))
    app.add_url_rule("/fel", "unsound", lambda: (SOUND.replace("Delar", "'Delar'"), 422, HEADERS))
    app.add_url_rule("/fil", "file", lambda: ("'a'", 200, {"Content-Type": "text/csv"}))
    app.add_url_rule("/bort", "away", lambda: flask.redirect("/bra"))
    return app.test_client()  # type: ignore[return-value]


def test_the_client_lets_sound_pages_files_and_redirects_through(inspecting: InspectingClient):
    codes = [inspecting.get(path).status_code for path in ("/bra", "/fil", "/bort")]
    assert codes == [200, 200, 302]


def test_the_client_stops_at_an_unfit_page_and_says_where_and_what(inspecting: InspectingClient):
    with pytest.raises(Unfit, match=r"GET /fel\? 422\n  straight quotation mark in <h2> 'Delar'"):
        inspecting.get("/fel")
