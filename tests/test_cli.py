"""A real municipality from nothing, by the commands alone, to the first list and the first map."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app import cli, create_app
from app.content import queries as content
from app.core import clock
from app.core.db import db
from app.followup import queries as followup
from app.people import sign_in
from app.people.models import Person
from app.web.access import Reach
from tests.content.faults import GOOD

UNITS = "Enhets-id;Namn;Överordnad\nK;Provby kommun;\nV;Vård;K\n"
BODIES = "Organ-id;Namn;Överordnat;Mandat från;Mandat till\nF;Förtroendevalda;;;\n"
STAFF = (
    "Person-id;Anställningsnummer;Förnamn;Efternamn;E-post;Enhet;Anställningsform;"
    "Anställningsdatum;Chef\n"
    "1;101;Ada;Ek;ada@provby.se;V;tillsvidare;2020-01-01;ja\n"
    "2;102;Bo;Al;bo@provby.se;V;tillsvidare;2020-01-01;nej\n"
)


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def said(run: FlaskCliRunner, *words: str, code: int = 0) -> str:
    result = run.invoke(args=list(words))
    assert result.exit_code == code, result.output
    return result.output


def test_a_municipality_goes_from_setup_to_its_first_list(
    run: FlaskCliRunner, app: Flask, tmp_path: Path
) -> None:
    names = ("--given-name", "Eva", "--family-name", "Al", "--email", "eva@provby.se")
    assert "/losenord/" in said(run, "setup", "--municipality", "Provby kommun", *names)
    for name, text in (("enheter.csv", UNITS), ("personal.csv", STAFF)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert "Inget är ändrat ännu" in said(run, "people", "import", str(tmp_path / name))
        said(run, "people", "import", str(tmp_path / name), "--apply")
    said(run, "begin", "--staff-from", "2026-09-01", "--elected-from", "2026-10-15")
    said(run, "people", "grant", "bo@provby.se", "hr")
    said(run, "people", "grant", "ada@provby.se", "manager", "--unit", "V")
    assert "/losenord/" in said(run, "people", "protect", "Lönn 3")
    assert "/losenord/" in said(run, "people", "link", "ada@provby.se")
    assert "Allt stämmer" in said(run, "verify")
    with app.app_context():
        everybody = Reach(staff=True, elected=True)
        listed = followup.listing(content.library(), everybody, clock.today())
        assert sorted(row.name for row in listed.rows) == ["Ada Ek", "Bo Al"]
        assert db.session.query(Person).filter_by(protected=True).count() == 1
        assert sign_in.account("ada@provby.se") is not None


def test_what_is_refused_is_said_in_one_sentence_and_changes_nothing(
    run: FlaskCliRunner, tmp_path: Path
) -> None:
    assert "Ingen har" in said(run, "people", "grant", "ingen@provby.se", "hr", code=1)
    assert "en enda enhet" in said(run, "people", "protect", "Lönn 3", code=1)
    assert "Kursen finns inte" in said(
        run, "begin", "--staff-from", "2026-09-01", "--elected-from", "2026-10-15", code=1
    )
    (tmp_path / "personal.csv").write_text(STAFF, encoding="utf-8")
    assert "personal.csv:2:" in said(
        run, "people", "import", str(tmp_path / "personal.csv"), "--apply", code=1
    )


def test_the_instance_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    cli.keep_private(tmp_path / "instance")
    assert (tmp_path / "instance").stat().st_mode & 0o777 == 0o700


def test_an_author_sees_the_coverage_and_the_figures_of_a_folder(run: FlaskCliRunner) -> None:
    assert "8 av 9 rutor har för få frågor." in said(run, "courses", "coverage", str(GOOD), code=1)
    assert "Uppgifter: 0. Med källa: 0." in said(run, "courses", "figures", str(GOOD))
    assert "Inga fel." in said(run, "courses", "check", str(GOOD))


def test_the_files_are_checked_without_a_database(tmp_path: Path) -> None:
    bare = create_app({"TESTING": True, "INSTANCE": str(tmp_path / "instance")})
    (tmp_path / "instance").mkdir(exist_ok=True)
    assert "Inga fel." in said(bare.test_cli_runner(), "courses", "check", str(GOOD))
