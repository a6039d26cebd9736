"""Making requirements and opening their cycles. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from app.core import audit
from app.core.db import db
from app.core.errors import Refused
from app.duties.models import Cycle, Requirement
from app.people import queries as people
from app.people.rules import ELECTED, STAFF, Population


def require(
    key: str,
    title: str,
    course_id: str,
    wording: str,
    populations: Collection[Population],
    start_day: date,
    days: int,
    actor: int | None,
    now: datetime,
    validity_months: int | None = None,
) -> Requirement:
    """Make a requirement. It asks nothing of anybody before it has a cycle."""
    if db.session.scalar(select(Requirement.id).where(Requirement.key == key)):
        raise Refused("Kravet %(key)s finns redan. Välj ett annat namn.", key=key)
    requirement = Requirement(
        key=key,
        title=title,
        course_id=course_id,
        wording=wording,
        populations=sorted(populations),
        start_day=start_day,
        days=days,
        validity_months=validity_months,
    )
    db.session.add(requirement)
    db.session.flush()
    audit.record("requirement.made", f"requirement {key}", actor, now, days=days)
    return requirement


def require_of_all(
    course_id: str,
    staff_from: date,
    elected_from: date,
    days: int,
    actor: int | None,
    now: datetime,
) -> None:
    """The two that a municipality begins with: the course for all employees, and as part of the
    introduction of the elected, in each mandate period that begins from that day on.
    """
    title = "Grundutbildning för alla anställda"
    staff = require(
        "anstallda", title, course_id, "requirement", STAFF, staff_from, days, actor, now
    )
    open_cycle(staff, staff_from)
    title = "Introduktion för förtroendevalda"
    elected = require(
        "fortroendevalda", title, course_id, "introduction", ELECTED, elected_from, days, actor, now
    )
    open_mandate_cycles(elected)


def open_new_mandates() -> list[Cycle]:
    """Open the rounds of mandate periods that have become known since last time."""
    asked = select(Requirement).where(Requirement.wording == "introduction")
    return [
        cycle
        for requirement in db.session.scalars(asked).all()
        for cycle in open_mandate_cycles(requirement)
    ]


def open_cycle(
    requirement: Requirement,
    from_day: date,
    to_day: date | None = None,
    place_id: int | None = None,
) -> Cycle:
    """Open one round of a requirement, for everybody or for one body."""
    cycle = Cycle(
        requirement_id=requirement.id, from_day=from_day, to_day=to_day, place_id=place_id
    )
    db.session.add(cycle)
    db.session.flush()
    return cycle


def open_mandate_cycles(requirement: Requirement) -> list[Cycle]:
    """Open a round for each body's mandate period that begins when the requirement does, or
    later.
    """
    known = {
        (place, first)
        for place, first in db.session.execute(
            select(Cycle.place_id, Cycle.from_day).where(Cycle.requirement_id == requirement.id)
        )
    }
    return [
        open_cycle(requirement, first, last, place)
        for place, first, last in people.mandate_periods()
        if first >= requirement.start_day and (place, first) not in known
    ]
