"""The yardstick does what it is said to do: no more, and no less."""

from __future__ import annotations

import sqlite3

import pytest
from flask import Flask

from tests.bench import load, yardstick


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return yardstick.fill(tmp_path_factory.mktemp("yardstick"))


@pytest.fixture
def yard(file) -> Flask:
    return yardstick.create(str(file), "only for tests")


def ask(yard: Flask, method: str, path: str, cookie: str, **sent):
    client = yard.test_client(use_cookies=False)
    return client.open(path, method=method, headers={"Cookie": cookie}, **sent)


def test_the_page_is_20_kb_and_says_who_is_signed_in(yard):
    page = ask(yard, "GET", "/y", yardstick.cookie(yard, 4711))
    assert page.status_code == 200
    assert 19_500 < len(page.data) < 21_500
    assert "Du är inloggad som Person 4711." in page.text
    assert "vardag &amp; skriv" in page.text


@pytest.mark.parametrize(("method", "path"), [("GET", "/y"), ("POST", "/y2")])
def test_nobody_gets_anything_without_a_signed_cookie(yard, method, path):
    cookie = yardstick.cookie(yard, 1)
    assert ask(yard, method, path, "").status_code == 403
    assert ask(yard, method, path, cookie[:-1] + "!").status_code == 403


def test_a_note_is_committed_before_it_is_acknowledged(yard, file):
    answer = ask(yard, "POST", "/y2", yardstick.cookie(yard, 77), data={"choice": "2"})
    assert answer.status_code == 303
    rows = sqlite3.connect(file)
    assert rows.execute("SELECT text FROM note WHERE person = 77").fetchall() == [("2",)]
    rows.close()


def test_ours_and_the_yardstick_are_served_alike():
    for file in ("wsgi.py", "tests/bench/load.py"):
        said = (load.ROOT / file).read_text(encoding="utf-8")
        assert '"-c", "app/serving.py"' in said
        assert not [option for option in ("-w", "--threads", "-k") if f'"{option}"' in said]
