"""The yardstick: the least that a page of this kind can be. Ours is judged by it: it is made fast.

`/y` checks a signed cookie, does one indexed select and renders 20 KB; `/y2` checks the cookie,
inserts one row and commits. One connection a thread, made once; templates compiled once; no other
machinery than Flask's own.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

from flask import Flask, abort, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from jinja2 import DictLoader

PEOPLE = 50_000
ROWS = 64
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000")

PAGE = """<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<title>{{ name }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/app.css">
</head>
<body>
<header class="top"><a class="brand" href="/">Kommunen</a>
<nav aria-label="Meny"><ul>
{% for label, url in menu %}<li><a href="{{ url }}">{{ label }}</a></li>{% endfor %}
</ul></nav>
</header>
<main class="page">
<h1>{{ name }}</h1>
<p>{{ title }} på {{ place }} sedan {{ since }}.</p>
<ul class="tasks">
{% for key, title, text, done in rows %}
<li class="task">
<a href="/delar/{{ key }}">{{ title }}</a>
<p class="soft">{{ text }}</p>
<span class="status">{% if done %}Klar {{ done }}{% else %}Börja{% endif %}</span>
</li>
{% endfor %}
</ul>
</main>
<footer class="foot"><p>Du är inloggad som {{ name }}.</p></footer>
</body>
</html>
"""
MENU = [("Utbildning", "/"), ("Mina enheter", "/enheter"), ("Kompetens", "/kompetens")]
TEXT = (
    "Så här börjar du: läs texten, tänk på din egen vardag & skriv ned vad du redan gör. "
    "Prata sedan med någon i gruppen om vad ni kan göra tillsammans före nästa möte."
)


def fill(folder: Path) -> Path:
    """The yardstick's own database: 50 000 rows, and an empty table to write in."""
    file = folder / "yardstick.sqlite3"
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(
        "CREATE TABLE person"
        " (id INTEGER PRIMARY KEY, name TEXT, title TEXT, place TEXT, since TEXT)"
    )
    connection.execute(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, person INTEGER, text TEXT, at TEXT)"
    )
    connection.executemany(
        "INSERT INTO person VALUES (?, ?, ?, ?, ?)",
        (
            (n, f"Person {n}", "Undersköterska", f"Enhet {n % 1000}", "2024-03-01")
            for n in range(1, PEOPLE + 1)
        ),
    )
    connection.commit()
    connection.close()
    return file


def create(file: str, secret: str) -> Flask:
    """The application on such a database."""
    app = Flask("yardstick", static_folder=None)
    app.secret_key = secret
    app.jinja_loader = DictLoader({"page.html": PAGE})
    here = threading.local()
    rows = [
        (n, f"Del {n}: målen i vardagen", TEXT, "12 mars" if n % 2 else None)
        for n in range(1, ROWS + 1)
    ]

    def connection() -> sqlite3.Connection:
        if not hasattr(here, "connection"):
            here.connection = sqlite3.connect(file, isolation_level=None)
            for pragma in PRAGMAS:
                here.connection.execute(f"PRAGMA {pragma}")
        found: sqlite3.Connection = here.connection
        return found

    @app.get("/y")
    def page() -> ResponseReturnValue:
        person = session.get("person")
        if person is None:
            abort(403)
        found = connection().execute(
            "SELECT name, title, place, since FROM person WHERE id = ?", (person,)
        )
        name, title, place, since = found.fetchone()
        return render_template(
            "page.html", name=name, title=title, place=place, since=since, rows=rows, menu=MENU
        )

    @app.post("/y2")
    def note() -> ResponseReturnValue:
        person = session.get("person")
        if person is None:
            abort(403)
        connection().execute(
            "INSERT INTO note (person, text, at) VALUES (?, ?, ?)",
            (person, request.form["choice"], time.strftime("%Y-%m-%d %H:%M:%S")),
        )
        return redirect("/y", 303)

    return app


def cookie(app: Flask, person: int) -> str:
    """The cookie of a signed-in person, as a browser sends it."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"session={signer.dumps({'person': person})}"
