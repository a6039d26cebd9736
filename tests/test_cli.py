"""A real municipality from nothing, by the commands alone, to the first list and the first map."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app import cli, create_app
from app.content import queries as content
from app.content.check import checked
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.demo.layer import TEXT, write_layer
from app.followup import queries as followup
from app.people import sign_in
from app.people.models import Person
from app.web.access import Reach
from tests.content.faults import COURSE, GOOD, VALJA, good_copy

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


@pytest.fixture
def started(sqlite_url: str, make_app: Callable[..., Any], tmp_path: Path) -> Flask:
    """A municipality of its own, with a good copy of a course."""
    root = good_copy(tmp_path)
    app: Flask = make_app(sqlite_url, COURSES=str(root))
    names = ("--given-name", "Eva", "--family-name", "Al", "--email", "eva@provby.se")
    said(app.test_cli_runner(), "setup", "--municipality", "Provby kommun", *names)
    return app


def test_a_start_with_faulty_courses_says_so_and_shows_what_was_published(
    started: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "courses" / VALJA
    file.write_text(file.read_text("utf-8").replace("minutes: 8", "minutes: 80"), "utf-8")
    cli.prepare(started)
    told = capsys.readouterr().out
    assert f"courses/{VALJA}:4: minutes" in told
    assert "visas som de publicerades senast" in told
    with started.app_context():
        assert content.library().module("provkurs", "att-valja").minutes == 8


def test_a_municipality_is_not_half_set_up_by_faulty_courses(
    sqlite_url: str, make_app: Callable[..., Any], tmp_path: Path
) -> None:
    root = good_copy(tmp_path)
    good = (root / VALJA).read_text("utf-8")
    run = make_app(sqlite_url, COURSES=str(root)).test_cli_runner()
    names = ("--given-name", "Eva", "--family-name", "Al", "--email", "eva@provby.se")
    words = ("setup", "--municipality", "Provby kommun", *names)
    (root / VALJA).write_text("Hej", "utf-8")
    assert "Inget är publicerat." in said(run, *words, code=1)
    (root / VALJA).write_text(good, "utf-8")
    assert "/losenord/" in said(run, *words)


def test_files_that_are_as_they_were_are_not_read_again_at_a_start(
    started: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same = "Kurserna är som när de senast publicerades. Inget är ändrat."
    cli.prepare(started)
    assert capsys.readouterr().out.splitlines() == [same]
    file = tmp_path / "courses" / VALJA
    good = file.read_text("utf-8")
    for text, told in (
        (good.replace("minutes: 8", "minutes: 80"), "visas som de publicerades senast"),
        (good.replace("minutes: 8", "minutes: 80"), "visas som de publicerades senast"),
        (good, same),
    ):
        file.write_text(text, "utf-8")
        cli.prepare(started)
        assert told in capsys.readouterr().out


def test_what_was_published_from_elsewhere_is_read_anew_at_the_next_start(
    started: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other").mkdir()
    other = good_copy(tmp_path / "other")
    (other / VALJA).write_text((other / VALJA).read_text("utf-8") + "\n", "utf-8")
    said(started.test_cli_runner(), "courses", "publish", str(other))
    cli.prepare(started)
    assert "är redan publicerad" in capsys.readouterr().out


def test_a_first_start_with_faulty_courses_stops(
    sqlite_url: str, make_app: Callable[..., Any], tmp_path: Path
) -> None:
    root = good_copy(tmp_path)
    (root / VALJA).write_text("Hej", "utf-8")
    with pytest.raises(Refused, match="Inget är publicerat"):
        cli.prepare(make_app(sqlite_url, COURSES=str(root)))


def test_the_layer_in_the_instance_folder_is_checked_and_published_with_the_courses(
    started: Flask, tmp_path: Path
) -> None:
    file, local = tmp_path / "courses" / VALJA, tmp_path / "instance" / "courses"
    marked = "## Hos oss {#hos-oss lokalt}\n\nFråga.\n\n## Tre sätt"
    file.write_text(file.read_text("utf-8").replace("## Tre sätt", marked), "utf-8")
    course = tmp_path / "courses" / COURSE
    course.write_text(course.read_text("utf-8").replace("{}", "{att-valja: typo}"), "utf-8")
    write_layer(local, tmp_path / "courses")
    assert not local.exists()  # Exempelby has no words for this section
    text = local / "provkurs" / "sv" / "lokalt" / "hos-oss.md"
    text.parent.mkdir(parents=True)
    text.write_text("<b>Hej</b>\n", "utf-8")
    run = started.test_cli_runner()
    assert "instance/courses/provkurs/sv/lokalt/hos-oss.md:1:" in said(
        run, "courses", "check", str(local), code=1
    )
    text.write_text("Vi väger.\n", "utf-8")
    assert "Kommunens eget: 1 egen fil" in said(run, "courses", "check")
    said(run, "courses", "publish")
    with started.app_context():
        assert "Vi väger." in content.library().module("provkurs", "att-valja").text


def test_exempelby_says_something_in_its_own_words_and_it_is_as_it_should_be(
    tmp_path: Path,
) -> None:
    root, local = good_copy(tmp_path), tmp_path / "instance" / "courses"
    marks = "".join(f"## {name} {{#{name} lokalt}}\n\nFråga.\n\n" for name in TEXT)
    file = root / VALJA
    file.write_text(file.read_text("utf-8").replace("## Tre sätt", f"{marks}## Tre sätt"), "utf-8")
    write_layer(local, root)
    assert len(list(local.rglob("*.md"))) == len(TEXT) == 5
    assert checked(root, date(2026, 11, 25), local).problems == []
    (local / "provkurs/sv/lokalt/var-strategi.md").write_text("Vår egen.\n", "utf-8")
    write_layer(local, root)
    assert "Vår egen." in (local / "provkurs/sv/lokalt/var-strategi.md").read_text("utf-8")
