"""What the other tests stand on: fresh databases, a browser that stays here, axe that sees."""

from __future__ import annotations

import socket

import pytest
import sqlalchemy
from playwright.sync_api import Error

from app.core.db import db
from app.core.models import Setting


@pytest.mark.parametrize("time", ["first", "second"])
def test_every_test_has_a_migrated_database_of_its_own(either_inside, kind, time):
    assert db.engine.dialect.name == kind
    assert db.session.scalars(sqlalchemy.select(Setting)).all() == []
    db.session.add(Setting(key="seen", value=time))
    db.session.commit()


def test_no_test_calls_another_machine():
    with socket.socket() as door, pytest.raises(OSError, match=r"must not call 192\.0\.2\.1"):
        door.connect(("192.0.2.1", 80))


def test_the_browser_calls_no_other_machine(page):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://kommun.example/")


def test_the_browser_reads_the_application_and_axe_reads_the_page(page, live_server, axe):
    page.goto(f"{live_server}/logga-in")
    assert page.locator("h1").count() == 1
    assert axe(page) == []


def test_axe_sees_a_picture_without_words_and_a_field_without_a_label(page, axe):
    page.set_content('<html lang="sv"><title>Fel</title><img src="data:,"><input></html>')
    assert [fault.split(":")[0] for fault in axe(page)] == ["image-alt", "label"]
