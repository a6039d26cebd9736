"""Makes what tests stand on, with defaults that fit together: `make.person()`, `make.course()`.

What is made is kept in the session and flushed, never committed.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from app.content.library import Library
from app.content.models import PublishedModule, PublishedQuestion, PublishedText, Release
from app.content.rules import (
    Competence,
    Course,
    Framework,
    Given,
    Module,
    Option,
    PassRule,
    Question,
    Track,
)
from app.core.db import db
from app.duties.models import Cycle, Requirement
from app.people.models import (
    Assignment,
    Employment,
    Leave,
    MandatePeriod,
    Person,
    Place,
    PlaceVersion,
    Subject,
)

LONG_AGO = date(2020, 1, 1)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
RIGHT, WRONG = Given(choices=(1,)), Given(choices=(2,))
EVERYBODY = ("employee", "manager", "politician")

_numbers = itertools.count(1)


def kept(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


# --- people and places


def person(
    given_name: str = "Eva",
    family_name: str = "Ek",
    protected: bool = False,
    active: bool = True,
    reachable: bool = True,
) -> Person:
    number = next(_numbers)
    subject = kept(Subject(key=10**15 + number))
    return kept(
        Person(
            subject=subject.key,
            given_name=given_name,
            family_name=family_name,
            email=f"person{number}@exempelby.example" if reachable else None,
            active=active,
            protected=protected,
            created_at=NOW,
        )
    )


def unit(
    name: str = "Eken",
    below: int | None = None,
    from_day: date = LONG_AGO,
    to_day: date | None = None,
    kind: str = "unit",
) -> int:
    """The id of a new unit (company, body), standing below another."""
    place = kept(Place(kind=kind, key=f"{kind}:{next(_numbers)}")).id
    version(place, below, name, from_day, to_day)
    return int(place)


def body(name: str = "Fullmäktige", below: int | None = None) -> int:
    return unit(name, below, kind="body")


def version(
    place: int, below: int | None, name: str, from_day: date, to_day: date | None = None
) -> PlaceVersion:
    return kept(
        PlaceVersion(place_id=place, parent_id=below, name=name, from_day=from_day, to_day=to_day)
    )


def employment(
    who: Person,
    place: int,
    from_day: date = LONG_AGO,
    to_day: date | None = None,
    form: str = "permanent",
    manager: bool = False,
) -> Employment:
    return kept(
        Employment(
            subject=who.subject,
            place_id=place,
            form=form,
            manager=manager,
            from_day=from_day,
            to_day=to_day,
        )
    )


def assignment(
    who: Person,
    place: int,
    from_day: date = LONG_AGO,
    to_day: date | None = None,
    position: str = "member",
) -> Assignment:
    return kept(
        Assignment(
            subject=who.subject, place_id=place, position=position, from_day=from_day, to_day=to_day
        )
    )


def leave(who: Person, from_day: date, to_day: date | None = None) -> Leave:
    return kept(Leave(subject=who.subject, from_day=from_day, to_day=to_day))


def mandate(place: int, from_day: date, to_day: date) -> MandatePeriod:
    return kept(MandatePeriod(place_id=place, from_day=from_day, to_day=to_day))


# --- what is asked


def requirement(
    key: str = "alla",
    populations: Iterable[str] = ("manager", "employee"),
    course_id: str = "kurs",
    start_day: date = date(2026, 1, 1),
    days: int = 60,
    validity_months: int | None = None,
    wording: str = "requirement",
    cycle: bool = True,
) -> Requirement:
    """A requirement with one open round for everybody, unless it shall have none."""
    made = kept(
        Requirement(
            key=key,
            title=f"Kravet {key}",
            course_id=course_id,
            wording=wording,
            populations=sorted(populations),
            start_day=start_day,
            days=days,
            validity_months=validity_months,
        )
    )
    if cycle:
        kept(Cycle(requirement_id=made.id, from_day=start_day))
    return made


# --- courses


def print_of(*what: Any) -> str:
    return hashlib.sha256(json.dumps(what, default=str).encode()).hexdigest()


def question(
    name: str, kind: Any = "one", competences: Iterable[str] = ("veta",), form: Any = "b"
) -> Question:
    """A question where the first option is right; with a kind that is not graded, none is."""
    tags = tuple(competences)
    options = (Option(1, "Ja", right=True), Option(2, "Nej"))
    return Question(
        name,
        kind,
        form,
        f"Vad säger du om {name}?",
        tags,
        options=options if kind in ("one", "rating") else (),
        accepted=("ja",) if kind == "text" else (),
        source=f"Vad säger du om {name}?",
        fingerprint=print_of("question", name, kind, tags, form),
    )


def module(
    name: str,
    questions: Iterable[Question] = (),
    competences: Iterable[str] = ("veta",),
    edition: int = 1,
) -> Module:
    asked, tags = tuple(questions), tuple(competences)
    return Module(
        name,
        "kurs",
        "sv",
        name.capitalize(),
        5,
        (),
        tags,
        edition,
        "Text.",
        asked,
        source=f"Delen {name}, utgåva {edition}",
        fingerprint=print_of("module", name, tags, edition, [q.id for q in asked]),
    )


def course(
    *modules: Module,
    course_id: str = "kurs",
    share: float = 0.8,
    tracks: Mapping[str, Iterable[str]] | None = None,
    edition: int = 1,
) -> Course:
    """A course of these modules; without any, of two modules with two questions each."""
    two = (
        module("ett", [question("ett-a"), question("ett-b")]),
        module("tva", [question("tva-a"), question("tva-b")], ["leda"]),
    )
    parts = tuple(replace(part, course_id=course_id) for part in modules or two)
    paths = tracks or {"alla": [part.id for part in parts]}
    return Course(
        course_id,
        "Kursen",
        "Alla",
        edition,
        PassRule(share),
        tuple(Track(key, key, tuple(ids)) for key, ids in paths.items()),
        parts,
        source=f"Kursen {course_id}, utgåva {edition}",
        fingerprint=print_of("course", course_id, edition, share),
    )


PROFILE: Mapping[str, Iterable[str]] = {"veta": EVERYBODY, "leda": ("manager",)}


def library(*courses: Course, profile: Mapping[str, Iterable[str]] = PROFILE) -> Library:
    """The library of these courses, as pages have it."""
    framework = Framework(
        tuple(
            Competence(key, key, "Jag kan.", (), (), (), frozenset(roles))
            for key, roles in profile.items()
        )
    )
    modules = {(c.id, m.id, m.language): m for c in courses for m in c.modules}
    return Library({c.id: c for c in courses}, framework, {}, "", modules)


def published(
    course: Course, profile: Mapping[str, Iterable[str]] = PROFILE, at: datetime = NOW
) -> Library:
    """Keep the course and the framework's profiles as a release; what stands there is not kept
    again.
    """
    framework = framework_text(profile)
    texts = {
        course.fingerprint: ("course", course.source, ()),
        print_of("framework", framework): ("framework", framework, ()),
        print_of("sources"): ("sources", "", ()),
    }
    texts |= {m.fingerprint: ("module", m.source, m.competences) for m in course.modules}
    for key, (kind, text, tags) in texts.items():
        if db.session.get(PublishedText, key) is None:
            db.session.add(
                PublishedText(
                    fingerprint=key,
                    kind=kind,
                    text=text,
                    competences=list(tags),
                    first_published_at=at,
                )
            )
    for part in course.modules:
        for asked in part.questions:
            if db.session.get(PublishedQuestion, asked.fingerprint) is None:
                db.session.add(
                    PublishedQuestion(
                        fingerprint=asked.fingerprint,
                        course_id=course.id,
                        module_id=part.id,
                        question_id=asked.id,
                        language="sv",
                        kind=asked.kind,
                        text=asked.source,
                        competences=list(asked.competences),
                        first_published_at=at,
                    )
                )
    db.session.flush()
    release = kept(
        Release(
            course_id=course.id,
            edition=course.edition,
            notes="",
            course_text=course.fingerprint,
            framework_text=print_of("framework", framework),
            sources_text=print_of("sources"),
            fingerprint=print_of("release", next(_numbers)),
            published_at=at,
        )
    )
    for position, part in enumerate(course.modules):
        kept(
            PublishedModule(
                release_id=release.id,
                course_id=course.id,
                module_id=part.id,
                language="sv",
                position=position,
                edition=part.edition,
                fingerprint=part.fingerprint,
                change="new",
            )
        )
    return library(course, profile=profile)


def framework_text(profile: Mapping[str, Iterable[str]]) -> str:
    """competences.yaml with these competences, each with the roles that need it."""
    lines = ["competences:"]
    for key, roles in profile.items():
        needs = ", ".join(f"{role}: {str(role in tuple(roles)).lower()}" for role in EVERYBODY)
        lines += [
            f"  - id: {key}",
            f"    title: {key}",
            "    can_do: Jag kan.",
            "    goals: [4]",
            '    targets: ["4.7"]',
            '    draft_sections: ["5.1"]',
            f"    profile: {{{needs}}}",
        ]
    return "\n".join(lines) + "\n"
