"""The units and bodies of Exempelby: their names, how they hang together, who works there.

Long because it is a table: the whole municipality is read in one place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work: titles with AID codes (where we know them), and how people are employed."""

    titles: tuple[tuple[str, str], ...]
    hourly: float = 0.03
    without_email: float = 0.01
    full_time: float = 0.8


OFFICE = Work((("Handläggare", "151010"), ("Administratör", "152010"), ("Utredare", "")))
WORK = {
    "office": OFFICE,
    "kansli": Work((("Nämndsekreterare", ""), ("Registrator", ""), ("Arkivarie", ""))),
    "economy": Work((("Ekonom", ""), ("Controller", ""), ("Ekonomiassistent", ""))),
    "hr": Work((("HR-specialist", ""), ("Löneadministratör", ""), ("Rekryterare", ""))),
    "it": Work((("IT-tekniker", ""), ("Systemförvaltare", ""), ("Digitaliseringsledare", ""))),
    "comm": Work((("Kommunikatör", ""), ("Webbredaktör", ""))),
    "care": Work((("Undersköterska", "207010"), ("Vårdbiträde", "207023")), 0.26, 0.16, 0.5),
    "nurse": Work((("Sjuksköterska", ""), ("Distriktssköterska", "")), 0.1, 0.02, 0.6),
    "rehab": Work((("Arbetsterapeut", ""), ("Fysioterapeut", ""))),
    "social": Work((("Socialsekreterare", ""), ("Biståndshandläggare", ""))),
    "support": Work((("Stödassistent", ""), ("Boendestödjare", "351034")), 0.25, 0.12, 0.55),
    "preschool": Work((("Förskollärare", ""), ("Barnskötare", "")), 0.13, 0.06, 0.7),
    "school": Work((("Lärare", ""), ("Lärare", ""), ("Elevassistent", "")), 0.06, 0.02, 0.8),
    "leisure": Work((("Lärare i fritidshem", ""), ("Elevassistent", "")), 0.12, 0.05, 0.6),
    "health": Work((("Kurator", ""), ("Skolsköterska", ""), ("Specialpedagog", ""))),
    "kitchen": Work((("Kock", ""), ("Måltidsbiträde", "")), 0.2, 0.3, 0.6),
    "cleaning": Work((("Lokalvårdare", ""),), 0.15, 0.35, 0.6),
    "yard": Work((("Drifttekniker", ""), ("Parkarbetare", ""), ("Vaktmästare", "")), 0.05, 0.15),
    "water": Work((("Drifttekniker", ""), ("VA-ingenjör", "")), 0.02, 0.05),
    "culture": Work((("Bibliotekarie", ""), ("Kulturpedagog", "")), 0.12, 0.03, 0.6),
    "bath": Work((("Badvärd", ""), ("Fritidsledare", "")), 0.28, 0.12, 0.5),
    "build": Work((("Byggnadsinspektör", ""), ("Miljöinspektör", ""), ("Planarkitekt", ""))),
    "home": Work((("Fastighetsskötare", ""), ("Uthyrare", "")), 0.04, 0.1),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: how many work there besides its manager, if it has one of its own."""

    name: str
    staff: int
    work: str = "office"
    title: str = "Enhetschef"
    below: tuple[Unit, ...] = ()
    company: bool = False


def _school(name: str, staff: int, afternoons: int, own_head: bool = False) -> Unit:
    """A school with its after-school centre: a name that comes back at every school."""
    title = "Biträdande rektor" if own_head else ""
    after = Unit("Fritidshem", afternoons, "leisure", title)
    return Unit(name, staff, "school", "Rektor", (after,))


def _preschools(*sizes: tuple[str, int]) -> tuple[Unit, ...]:
    return tuple(Unit(name, staff, "preschool", "Rektor") for name, staff in sizes)


def _units(work: str, *sizes: tuple[str, int]) -> tuple[Unit, ...]:
    return tuple(Unit(name, staff, work) for name, staff in sizes)


LEADING = Unit(
    "Kommunledningsförvaltningen",
    2,
    title="Förvaltningschef",
    below=(
        Unit("Kansli", 9, "kansli", "Kanslichef"),
        Unit("Ekonomi", 12, "economy", "Ekonomichef"),
        Unit("HR", 10, "hr", "HR-chef", (Unit("Lön", 6, "hr", ""),)),
        Unit("IT och digitalisering", 14, "it", "IT-chef"),
        Unit("Kommunikation", 5, "comm", "Kommunikationschef"),
        Unit("Näringsliv och hållbarhet", 3, title="Hållbarhetschef"),
        Unit("Kontaktcenter", 8),
    ),
)
CHILDREN = Unit(
    "Barn- och utbildningsförvaltningen",
    4,
    title="Förvaltningschef",
    below=(
        Unit(
            "Förskola",
            2,
            title="Verksamhetschef",
            below=_preschools(
                ("Blåklockans förskola", 22),
                ("Lönnens förskola", 19),
                ("Solgläntans förskola", 18),
                ("Grodans förskola", 17),
                ("Kottens förskola", 15),
                ("Snäckans förskola", 14),
                ("Vitsippans förskola", 12),
                ("Myrans förskola", 9),
            ),
        ),
        Unit(
            "Grundskola",
            3,
            title="Verksamhetschef",
            below=(
                _school("Centralskolan", 58, 14, own_head=True),
                _school("Norrskolan", 47, 13, own_head=True),
                _school("Söderskolan", 41, 9),
                _school("Västerskolan", 33, 8),
                _school("Åsskolan", 24, 6),
                _school("Bäckskolan", 15, 4),
                Unit("Anpassad grundskola", 17, "school", "Rektor"),
            ),
        ),
        Unit(
            "Gymnasium och vuxenutbildning",
            2,
            title="Verksamhetschef",
            below=(
                Unit("Exempelby gymnasium", 44, "school", "Rektor"),
                Unit("Vuxenutbildning", 15, "school", "Rektor"),
                Unit("Svenska för invandrare", 9, "school", "Rektor"),
            ),
        ),
        Unit("Elevhälsa", 16, "health", "Elevhälsochef"),
        Unit(
            "Måltid",
            2,
            title="Kostchef",
            below=_units("kitchen", ("Kök Norr", 17), ("Kök Söder", 14)),
        ),
    ),
)
SOCIAL = Unit(
    "Socialförvaltningen",
    4,
    title="Förvaltningschef",
    below=(
        Unit(
            "Äldreomsorg",
            3,
            title="Verksamhetschef",
            below=(
                Unit(
                    "Hemtjänst",
                    3,
                    below=_units(
                        "care", ("Centrum", 38), ("Norr", 45), ("Söder", 36), ("Natt", 16)
                    ),
                ),
                Unit(
                    "Särskilt boende",
                    2,
                    below=_units("care", ("Björkgården", 48), ("Lindgården", 39), ("Åsgården", 31)),
                ),
                Unit("Hälso- och sjukvård", 18, "nurse"),
                Unit("Rehab", 9, "rehab"),
                Unit("Bistånd", 9, "social"),
            ),
        ),
        Unit(
            "Funktionsstöd",
            2,
            title="Verksamhetschef",
            below=_units(
                "support",
                ("Personlig assistans", 32),
                ("Daglig verksamhet", 17),
                ("Gruppbostaden Ekbacken", 15),
                ("Gruppbostaden Strand", 14),
                ("Boendestöd", 8),
            ),
        ),
        Unit(
            "Individ och familj",
            2,
            title="Verksamhetschef",
            below=(
                *_units(
                    "social",
                    ("Barn och unga", 15),
                    ("Vuxen", 10),
                    ("Försörjningsstöd", 9),
                    ("Öppenvård", 6),
                ),
                Unit("Familjerätt", 3, "social", ""),
            ),
        ),
    ),
)
TECHNICAL = Unit(
    "Tekniska förvaltningen",
    3,
    title="Förvaltningschef",
    below=(
        Unit("Gata och park", 1, below=_units("yard", ("Gata", 12), ("Park", 10))),
        Unit("Vatten och avlopp", 17, "water"),
        Unit(
            "Fastighet",
            2,
            below=(Unit("Drift", 13, "yard"), Unit("Lokalvård", 34, "cleaning")),
        ),
        Unit("Avfall", 9, "yard"),
        Unit("Projekt", 4, "office", ""),
    ),
)
CULTURE = Unit(
    "Kultur- och fritidsförvaltningen",
    2,
    title="Förvaltningschef",
    below=(
        Unit(
            "Kultur",
            2,
            "culture",
            below=(
                Unit("Bibliotek", 12, "culture"),
                Unit("Kulturskola", 13, "culture"),
                Unit("Kultur", 3, "culture", ""),
            ),
        ),
        Unit(
            "Fritid",
            2,
            "bath",
            below=(
                Unit("Badhus", 16, "bath"),
                Unit("Fritidsgårdar", 9, "bath"),
                Unit("Fritid", 5, "bath", ""),
            ),
        ),
    ),
)
BUILDING = Unit(
    "Bygg- och miljöförvaltningen",
    2,
    title="Förvaltningschef",
    below=(
        Unit("Bygg", 9, "build"),
        Unit("Miljö", 8, "build"),
        Unit("Kartor", 4, "build", ""),
    ),
)
HOUSING = Unit(
    "Exempelbyhem AB",
    3,
    "home",
    "Verkställande direktör",
    (Unit("Förvaltning", 13, "home"), Unit("Uthyrning", 4, "home", "")),
    company=True,
)
TOWN = Unit(
    "Exempelby kommun",
    0,
    title="Kommundirektör",
    below=(LEADING, CHILDREN, SOCIAL, TECHNICAL, CULTURE, BUILDING, HOUSING),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit with its id and the ids above it."""

    id: str
    unit: Unit
    parent: str = ""
    path: tuple[str, ...] = field(default=())


def placed(unit: Unit = TOWN) -> list[Placed]:
    """All units with ids, each after the one above it."""
    found: list[Placed] = []

    def walk(unit: Unit, parent: str, path: tuple[str, ...]) -> None:
        here = Placed(f"E{100 + len(found)}", unit, parent, (*path, unit.name))
        found.append(here)
        for below in unit.below:
            walk(below, here.id, here.path)

    walk(unit, "", ())
    return found


@dataclass(frozen=True, slots=True)
class Body:
    """A political body: how many members and deputies, and which calendar its mandates follow."""

    id: str
    name: str
    parent: str = "FV"
    members: int = 0
    deputies: int = 0
    council: bool = False
    auditors: int = 0


BODIES = (
    Body("FV", "Förtroendevalda", ""),
    Body("KF", "Kommunfullmäktige", members=45, deputies=23, council=True),
    Body("KS", "Kommunstyrelsen", members=13, deputies=13),
    Body("BUN", "Barn- och utbildningsnämnden", members=11, deputies=11),
    Body("SN", "Socialnämnden", members=11, deputies=11),
    Body("TN", "Tekniska nämnden", members=9, deputies=9),
    Body("KFN", "Kultur- och fritidsnämnden", members=9, deputies=9),
    Body("BMN", "Bygg- och miljönämnden", members=9, deputies=9),
    Body("VN", "Valnämnden", members=5, deputies=5),
    Body("REV", "Revisorerna", council=True, auditors=5),
)


def mandates(body: Body, today: date) -> Iterator[tuple[date, date]]:
    """The body's mandate periods that have not ended and begin within a year or so."""
    if body.id == "FV":
        return
    for election in range(2018, 2200, 4):
        if body.council:
            first, last = date(election, 10, 15), date(election + 4, 10, 14)
        else:
            first, last = date(election + 1, 1, 1), date(election + 4, 12, 31)
        if last >= today and first <= today + timedelta(days=400):
            yield first, last


def campaign(today: date) -> date:
    """When the course began for all employees: the turn of the month nearest to 90 days ago."""
    day = today - timedelta(days=90)
    if day.day > 15:
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day.replace(day=1)
