"""A small municipality for tests of pages: every kind of question, fifteen people, all roles."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from app.competence import service as competence
from app.content import service as content
from app.core.db import db
from app.core.models import Setting
from app.duties import service as duties
from app.people import service as people
from app.people.models import Assignment, Employment, Leave, Person, Place, PlaceVersion, RoleGrant

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = date(2026, 1, 1)
ROLES = "learner manager deputy hr secretary strategist council author auditor admin".split()

COURSE = """---
id: provkurs
title: Prov av alla slags frågor
audience: Den som provar
edition: 1
pass_share: 0.6
words_limit: 400
lix_limit: 40
tracks:
  - id: alla
    title: Alla
    modules: [att-valja, att-ordna, att-skriva]
release:
  notes: Första utgåvan.
  changes: {}
en:
  title: A trial of every kind of question
  description: A course with every kind of question.
  tracks: {alla: Everyone}
lattlast:
  description: Här finns alla slags frågor.
---
En kurs med alla slags frågor.
"""
MODULE = """---
id: {id}
title: {title}
minutes: 3
goals: [3, 12]
competences: [forklara-agendan]
edition: 1
---
Du möter målen varje
dag. Välj, ordna och skriv.

## Att prova

- En sak
- En sak till

| Mål | I vardagen |
| --- | --- |
| 3 | Trygg omsorg |

"""
CHOOSE = """## Fråga: Vad gör du först? {#vad-forst competence=forklara-agendan form=b}

Någon tackar nej till lunchen tre dagar i rad.

- [ ] Väntar till nästa vecka
  > På en vecka hinner en äldre person bli svag.
- [x] Berättar samma dag
  > Ja. Undernäring går fort hos äldre.

## Fråga: Vilka hör till styrningen? {#vilka-hor competence=forklara-agendan form=b}

- [x] Budgeten
  > Budgeten är styrning.
- [ ] En affisch
  > En affisch styr ingenting.
- [x] Revisionen
  > Revisionen hör dit.

## Fråga: Agenda 2030 har 17 mål. {#sjutton competence=forklara-agendan form=b kind=truefalse}

- [x] Sant
  > Det är 17 mål.
- [ ] Falskt
  > Det är 17 mål.

## Fråga: Hur säker är du? {#hur-saker form=b kind=rating}

- Inte alls säker
- Lite säker
- Mycket säker
"""
ORDER = """
## Fråga: I vilken ordning görs en plan? {#ordning competence=forklara-agendan form=b kind=order}

1. Ta reda på läget
   > Först läget.
2. Välj vad som ska göras
   > Sedan valet.
3. Följ upp
   > Sist uppföljningen.

## Fråga: Vad hör ihop? {#hor-ihop competence=forklara-agendan form=b kind=match}

- Mål 3 => Trygg omsorg
  > Hälsa och välbefinnande.
- Mål 12 => Mindre svinn
  > Konsumtion och produktion.
- Mål 13 => Kortare körrundor
  > Klimatet.
"""
WRITE = """
## Fråga: Hur många mål har agendan? {#hur-manga competence=forklara-agendan form=b kind=number}

= 17

> Rätt: Ja, det är 17 mål.
> Fel: Det är 17 mål.

## Fråga: Vad heter agendan? {#vad-heter competence=forklara-agendan form=b kind=text}

= Agenda 2030

> Rätt: Ja, Agenda 2030.
> Fel: Den heter Agenda 2030.

## Fråga: Vad bidrar du med redan? {#vad-bidrar form=b kind=reflection}

Tänk på den senaste veckan.

## Fråga: Vad gör du annorlunda nästa vecka? {#vad-annorlunda form=b kind=commitment}
"""
ENGLISH_TEXT = """You meet the goals every day. Choose, put in order and write.

## To try

- One “quoted” thing
- One more thing
"""
EASY_TEXT = """Du möter målen varje dag.

Du väljer. Du ordnar. Du skriver.
"""
CHOOSE_IN_ENGLISH = """
## Fråga: What do you do first? {#vad-forst competence=forklara-agendan form=b}

Somebody turns lunch down three days in a row.

- [ ] Wait until next week
  > In a week an old person can grow weak.
- [x] Tell somebody the same day
  > Yes. Old people are soon undernourished.

## Fråga: Which are part of steering? {#vilka-hor competence=forklara-agendan form=b}

- [x] The budget
  > The budget is steering.
- [ ] A poster
  > A poster steers nothing.
- [x] The audit
  > The audit is part of it.

## Fråga: The 2030 Agenda has 17 goals. {#sjutton competence=forklara-agendan form=b kind=truefalse}

- [x] True
  > There are 17 goals.
- [ ] False
  > There are 17 goals.

## Fråga: How sure are you? {#hur-saker form=b kind=rating}

- Not at all sure
- A little sure
- Very sure
"""
ORDER_IN_ENGLISH = """
## Fråga: In what order is a plan made? {#ordning competence=forklara-agendan form=b kind=order}

1. Find out how things stand
   > First how things stand.
2. Choose what to do
   > Then the choice.
3. Follow up
   > Last the follow-up.

## Fråga: What belongs together? {#hor-ihop competence=forklara-agendan form=b kind=match}

- Goal 3 => Safe care
  > Health and well-being.
- Goal 12 => Less waste
  > Consumption and production.
- Goal 13 => Shorter rounds
  > The climate.
"""
WRITE_IN_ENGLISH = """
## Fråga: How many goals has the agenda? {#hur-manga competence=forklara-agendan form=b kind=number}

= 17

> Rätt: Yes, there are 17 goals.
> Fel: There are 17 goals.

## Fråga: What is the agenda called? {#vad-heter competence=forklara-agendan form=b kind=text}

= 2030 Agenda

> Rätt: Yes, the 2030 Agenda.
> Fel: It is the 2030 Agenda.

## Fråga: What do you contribute already? {#vad-bidrar form=b kind=reflection}

Think of the last week.

## Fråga: What will you do differently next week? {#vad-annorlunda form=b kind=commitment}
"""
FRONT, SWEDISH_TEXT = MODULE.split("---\n", 2)[1], MODULE.split("---\n", 2)[2]
EDITIONS = {
    "sv": (
        SWEDISH_TEXT,
        (("Att välja", CHOOSE), ("Att ordna", ORDER), ("Att skriva", WRITE)),
    ),
    "en": (
        ENGLISH_TEXT,
        (
            ("Choosing", CHOOSE_IN_ENGLISH),
            ("Ordering", ORDER_IN_ENGLISH),
            ("Writing", WRITE_IN_ENGLISH),
        ),
    ),
    "lattlast": (
        EASY_TEXT,
        (("Välj lätt", CHOOSE), ("Ordna lätt", ORDER), ("Skriv lätt", WRITE)),
    ),
}
"""By language: the text, and for each module its title and its questions. Easy Swedish asks in the
same words as the Swedish edition.
"""


def courses(folder: Path) -> Path:
    """The courses of this repository, and one with every kind of question, in every language."""
    shutil.copytree(ROOT / "courses", folder)
    (folder / "provkurs").mkdir()
    (folder / "provkurs" / "course.md").write_text(COURSE, encoding="utf-8")
    for language, (written, modules) in EDITIONS.items():
        texts = folder / "provkurs" / language
        texts.mkdir()
        for number, (name, (title, questions)) in enumerate(
            zip(("att-valja", "att-ordna", "att-skriva"), modules, strict=True), start=1
        ):
            text = f"---\n{FRONT.format(id=name, title=title)}---\n{written}{questions}"
            (texts / f"{number:02}-{name}.md").write_text(text, encoding="utf-8")
    return folder


def place(key: str, name: str, kind: str = "unit", above: int | None = None) -> int:
    """A unit or a body that has always been there."""
    made = Place(kind=kind, key=key)
    db.session.add(made)
    db.session.flush()
    db.session.add(PlaceVersion(place_id=made.id, parent_id=above, name=name, from_day=DAY))
    return made.id


def employed(given: str, family: str, unit: int, **more: object) -> Person:
    """Somebody who works in a unit."""
    person = people.create_person(given, family, None, NOW)
    number = f"n{person.id}"
    work = {"form": "permanent", "number": number, "from_day": DAY} | more
    db.session.add(Employment(subject=person.subject, place_id=unit, **work))
    return person


def fill(folder: Path) -> dict[str, int]:
    """Make it all; gives the person's id for each role, and the ids of two units."""
    today = NOW.date()
    content.publish(folder, NOW, today)
    top = place("exempelby", "Exempelby kommun")
    care = place("omsorgen", "Hemtjänsten norr", above=top)
    office = place("kansliet", "Kansliet", above=top)
    council = place("fullmaktige", "Kommunfullmäktige", "body")
    known: dict[str, int] = {"care": care, "office": office}
    for number, role in enumerate(ROLES):
        person = employed("Prov", f"{role.capitalize()}son", care if number < 7 else office)
        known[role] = person.id
        if role != "learner":
            unit = care if role in ("manager", "deputy") else None
            db.session.add(RoleGrant(person_id=person.id, role=role, place_id=unit, from_day=DAY))
    for given in ("Åsa", "Örjan", "Ärla"):
        employed(given, "Provberg", care)
    away = employed("Ida", "Borta", care)
    db.session.add(Leave(subject=away.subject, from_day=date(2026, 2, 1)))
    chosen = people.create_person("Nils", "Vald", None, NOW)
    db.session.add(
        Assignment(subject=chosen.subject, place_id=council, position="member", from_day=DAY)
    )
    _require(council)
    _say(known)
    db.session.flush()
    competence.rebuild(today)
    db.session.commit()
    return known


def _require(council: int) -> None:
    for key, wording, populations, body in (
        ("grund", "requirement", ("manager", "employee", "hourly"), None),
        ("intro", "introduction", ("member", "deputy"), council),
    ):
        made = duties.require(
            key,
            {"grund": "Grundutbildning", "intro": "Introduktion för förtroendevalda"}[key],
            "grundutbildning",
            wording,
            populations,
            DAY,
            90,
            None,
            NOW,
        )
        duties.open_cycle(made, DAY, date(2030, 10, 14) if body else None, body)


def _say(known: dict[str, int]) -> None:
    personas = [
        {"role": role, "person_id": known[role], "does": "Provar sidorna."} for role in ROLES
    ]
    for key, value in (("municipality", "Exempelby"), ("demo", True), ("personas", personas)):
        db.session.add(Setting(key=key, value=value))
