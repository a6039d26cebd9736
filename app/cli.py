"""The commands (product.md §7): `python3 wsgi.py COMMAND`. Each commits last; what it prints is
plain Swedish. Long because every command stands here, and each is a few lines.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app, url_for
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import inspect, text

from app import config
from app.competence import service as competence
from app.content import queries as content_queries
from app.content import service as content
from app.content.check import Checked, More, checked, report
from app.content.parse_folder import mark_of
from app.content.report import coverage_lines, figures_lines
from app.content.service_compare import unlike_published
from app.core import audit, clock
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.models import Setting
from app.duties import service as duties
from app.people import accounts
from app.people import queries as people_queries
from app.people import service as people
from app.web import access

courses = AppGroup("courses", help="Kurserna: granska och publicera.")
persons = AppGroup("people", help="Personerna: läs in filer och gör länkar.")


def init(app: Flask) -> None:
    """Make the commands known to the application."""
    for command in (courses, persons, setup, begin, verify):
        app.cli.add_command(command)


def prepare(app: Flask) -> None:
    """Everything before the first page: a database up to date, courses published, the demo at the
    first start.
    """
    with app.app_context():
        keep_private(Path(app.instance_path))
        migrate()
        first = db.session.get(Setting, "municipality") is None
        if first:
            from app import demo

            demo.write_layer(Path(app.config["LOCAL_COURSES"]), Path(app.config["COURSES"]))
        for line in _publish_what_can_be():
            click.echo(line)
        if first:
            click.echo("Första starten: fyller Exempelby kommun med påhittade personer.")
            demo.fill(clock.now())
            db.session.commit()


def keep_private(instance: Path) -> None:
    """Names and answers lie in the instance folder: only the owner of the program reads them."""
    os.umask(0o077)
    instance.mkdir(parents=True, exist_ok=True)
    instance.chmod(0o700)


def migrate() -> None:
    """Bring the database up to date; one that a newer program has made is left as it is.

    What migrates is loaded only when there is something to migrate: it is large, and the workers
    that serve pages are made from this process.
    """
    folder = config.ROOT / "migrations"
    known = sorted(file.stem[:13] for file in (folder / "versions").glob("*.py"))
    with db.engine.connect() as connection:
        there = inspect(connection).has_table("alembic_version")
        version = text("SELECT version_num FROM alembic_version")
        stands = connection.scalar(version) if there else None
    if stands == known[-1]:
        return
    if stands and stands not in known:
        raise Refused(
            "Databasen är gjord av en nyare version av programmet. Inget är ändrat. "
            "Starta den nyare versionen, eller läs in en säkerhetskopia från den här."
        )
    from flask_migrate import Migrate, upgrade

    logging.getLogger("alembic").setLevel(logging.WARNING)
    Migrate(current_app, db, directory=str(folder), render_as_batch=True)
    upgrade()


def told(command: Callable[..., None]) -> Callable[..., None]:
    """A command that is refused says why in one sentence, changes nothing and ends with 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except (NotFound, Refused) as no:
            db.session.rollback()
            click.echo(no.sentence, err=True)
            sys.exit(1)

    return run


def _publish_what_can_be() -> Iterable[str]:
    """At a start: faults in the files are told, and what was published last is shown. Files that
    are as they were when they were last published without a word against them are not read again.
    """
    folder, local = Path(current_app.config["COURSES"]), Path(current_app.config["LOCAL_COURSES"])
    if content.published_as(mark_of((folder, local), clock.today())):
        content.index()
        db.session.commit()
        return ["Kurserna är som när de senast publicerades. Inget är ändrat."]
    try:
        return _publish(folder, patient=True)
    except content.Faulty as no:
        db.session.rollback()
        if content_queries.current() is None:
            raise
        stands = "Kurserna har fel. De visas som de publicerades senast."
        return [*map(str, no.problems), stands]


def _publish(path: Path, patient: bool = False) -> Iterable[str]:
    """Publish what stands in the folder; when the framework's profiles change, everybody is
    booked anew.
    """
    local = Path(current_app.config["LOCAL_COURSES"])
    mark = mark_of((path, local), clock.today())
    competence.advance(clock.today())  # whoever counts takes this lock first
    profiles = content_queries.profiles()
    published = content.publish(path, clock.now(), clock.today(), None, local, patient)
    if content_queries.profiles() != profiles:
        competence.rebuild(clock.today())
    content.remember(mark if published.clean else None)
    db.session.commit()
    return published.lines


@courses.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@told
def check_courses(path: Path | None) -> None:
    """Granska kursfilerna. Varje fel skrivs som fil:rad: vad. Inget ändras."""
    published = inspect(db.engine).has_table("release")
    more = unlike_published if published else None
    lines, clean = report(_checked(path, more))
    for line in lines:
        click.echo(line)
    sys.exit(0 if clean else 1)


@courses.command("coverage")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@told
def cover_courses(path: Path | None) -> None:
    """Visa hur många frågor som prövar varje kompetens, i varje form och spår."""
    library = _checked(path).library
    whole = True
    for course in library.courses.values():
        lines, enough = coverage_lines(course, library.framework)
        whole = whole and enough
        for line in lines:
            click.echo(line)
    sys.exit(0 if whole else 1)


@courses.command("figures")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@told
def show_figures(path: Path | None) -> None:
    """Visa ord, LIX, minuter och källor för varje del, och var de rätta svaren står."""
    found = _checked(path)
    for line in figures_lines(found.folder, found.layer):
        click.echo(line)


def _checked(path: Path | None, more: More | None = None) -> Checked:
    """The courses of this municipality with its own layer, or what is wrong in a part of them; a
    folder that lies elsewhere by itself.
    """
    root = Path(current_app.config["COURSES"]).resolve()
    local = Path(current_app.config["LOCAL_COURSES"]).resolve()
    given = (path or root).resolve()
    if not {root, local} & {given, *given.parents}:
        return checked(given, clock.today(), None, more)
    found = checked(root, clock.today(), local, more)
    return found if given == root else found.at(given)


@courses.command("publish")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@told
def publish_courses(path: Path | None) -> None:
    """Publicera kurserna: texterna sparas med fingeravtryck och utgåva."""
    for line in _publish(path or Path(current_app.config["COURSES"])):
        click.echo(line)


@persons.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--apply", "really", is_flag=True, help="Genomför ändringarna. Utan den visas de bara."
)
@click.option(
    "--allow-ended", is_flag=True, help="Godta att fler än var tionde anställning avslutas."
)
@told
def import_people(file: Path, really: bool, allow_ended: bool) -> None:
    """Läs in en fil: enheter, organ, personal eller förtroendevalda. Allt eller inget."""
    now, today = clock.now(), clock.today()
    secret = current_app.config["SECRET_KEY"].encode()
    plan = people.import_file(file, today, secret, allow_ended)
    applied = really and plan.allowed
    if applied:
        with competence.rebooking(plan.touched, now):
            people.apply(plan, None, now)
        duties.open_new_mandates()
        db.session.commit()
    for line in people.describe(plan, applied=applied):
        click.echo(line)
    if not plan.allowed:
        sys.exit(1)


@persons.command("grant")
@click.argument("login")
@click.argument("role", type=click.Choice(list(access.MATRIX)[1:]))
@click.option("--unit", help="Enhetens eller organets id, om rollen bara gäller där.")
@told
def grant_role(login: str, role: str, unit: str | None) -> None:
    """Ge en person en roll från och med i dag."""
    person = accounts.person_with(login)
    place = None if unit is None else people_queries.place_with(unit)
    people.grant_role(person, role, clock.today(), None, clock.now(), place)
    db.session.commit()
    click.echo(f"{login} har nu rollen {role}.")


@persons.command("protect")
@click.argument("code_name")
@told
def add_protected(code_name: str) -> None:
    """Lägg upp en person med skyddade uppgifter under ett kodnamn, och gör en länk."""
    now, today = clock.now(), clock.today()
    root = people_queries.root_unit(today)
    with competence.rebooking(None, now):
        person = people.create_protected_person(code_name, None, now, root)
    token = accounts.make_link(person, "activate", now)
    db.session.commit()
    click.echo(_address_of(token))


@persons.command("link")
@click.argument("login")
@click.option("--reset/--activate", default=None, help="Nytt lösenord eller första gången.")
@told
def make_link(login: str, reset: bool | None) -> None:
    """Gör en länk för att välja lösenord. Den gäller en gång, i tre dagar."""
    purpose = None if reset is None else "reset" if reset else "activate"
    token = accounts.link_for(login, purpose, clock.now())
    db.session.commit()
    click.echo(_address_of(token))


@click.command("setup")
@click.option("--municipality", prompt="Kommunens namn")
@click.option("--given-name", prompt="Ditt förnamn")
@click.option("--family-name", prompt="Ditt efternamn")
@click.option("--email", prompt="Din e-postadress")
@with_appcontext
@told
def setup(municipality: str, given_name: str, family_name: str, email: str) -> None:
    """Första starten för en riktig kommun: namn och första kontot."""
    migrate()
    token = accounts.setup(municipality, given_name, family_name, email, clock.now())
    for line in _publish(Path(current_app.config["COURSES"])):
        click.echo(line)
    click.echo(f"{municipality} är inlagd. Välj lösenord här: {_address_of(token)}")


@click.command("begin")
@click.option("--course", default="grundutbildning", help="Kursens id.")
@click.option("--staff-from", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--elected-from", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--days", default=90, help="Så många dagar har var och en på sig.")
@with_appcontext
@told
def begin(course: str, staff_from: datetime, elected_from: datetime, days: int) -> None:
    """Börja utbildningen: kravet för alla anställda och introduktionen för förtroendevalda."""
    content_queries.library().course(course)
    first, second = staff_from.date(), elected_from.date()
    duties.require_of_all(course, first, second, days, None, clock.now())
    db.session.commit()
    click.echo("Kravet och introduktionen gäller nu. De syns på startsidan och i listorna.")


@click.command("verify")
@with_appcontext
def verify() -> None:
    """Räkna om alla summor ur fakta och jämför. Avvikelser skrivs en på varje rad."""
    wrong = [f"audit: kedjan håller inte vid rad {line}" for line in audit.breaks()]
    wrong += competence.differences()
    for line in wrong:
        click.echo(line)
    if wrong:
        click.echo(f"{len(wrong)} avvikelser. Inget är ändrat.", err=True)
        sys.exit(1)
    click.echo("Allt stämmer: summorna är omräknade ur fakta och loggens kedja är hel.")


def _address_of(token: str) -> str:
    with current_app.test_request_context(base_url=current_app.config["PUBLIC_URL"]):
        return url_for("people.new_password", token=token, _external=True)
