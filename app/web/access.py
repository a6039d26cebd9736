"""Who may do what: the one place that decides, for pages, tables and files alike. Deny by default.

`MATRIX` is the table of roles (product.md §6); `ENDPOINTS` says which right each page asks for. A
page that is not in `ENDPOINTS` answers nobody, and a test walks the route map so that none is
forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import sentence

ROLES = (
    "learner",
    "manager",
    "deputy",
    "hr",
    "secretary",
    "strategist",
    "council",
    "author",
    "auditor",
    "admin",
)


class Right(StrEnum):
    """What can be asked for. The names follow the columns of the table."""

    LEARN = "learn"
    PERSONS = "persons"
    ANSWERS = "answers"
    FIGURES = "figures"
    IMPORT = "import"
    PUBLISH = "publish"
    SETTINGS = "settings"
    REASON = "reason"


class Extent(StrEnum):
    """How far a role's right goes."""

    OWN = "own"
    PUBLISHED = "published"
    UNITS = "units"
    STAFF = "staff"
    ELECTED = "elected"
    ALL = "all"
    WITH_REASON = "with reason"


MATRIX: dict[str, dict[Right, Extent]] = {
    "learner": {
        Right.LEARN: Extent.OWN,
        Right.PERSONS: Extent.OWN,
        Right.ANSWERS: Extent.OWN,
        Right.FIGURES: Extent.PUBLISHED,
    },
    "manager": {Right.PERSONS: Extent.UNITS, Right.FIGURES: Extent.UNITS},
    "deputy": {Right.PERSONS: Extent.UNITS, Right.FIGURES: Extent.UNITS},
    "hr": {Right.PERSONS: Extent.STAFF, Right.FIGURES: Extent.ALL, Right.IMPORT: Extent.ALL},
    "secretary": {
        Right.PERSONS: Extent.ELECTED,
        Right.FIGURES: Extent.ELECTED,
        Right.IMPORT: Extent.ELECTED,
    },
    "strategist": {Right.FIGURES: Extent.ALL},
    "council": {Right.FIGURES: Extent.PUBLISHED},
    "author": {Right.PUBLISH: Extent.ALL},
    "auditor": {
        Right.PERSONS: Extent.WITH_REASON,
        Right.ANSWERS: Extent.WITH_REASON,
        Right.FIGURES: Extent.ALL,
        Right.REASON: Extent.ALL,
    },
    "admin": {Right.SETTINGS: Extent.ALL},
}

OPEN = None
"""A page that needs no right: anybody may see it."""

ENDPOINTS: dict[str, Right | None] = {
    "static": OPEN,
    "people.sign_in": OPEN,
    "people.sign_out": OPEN,
    "people.new_password": OPEN,
    "people.demo": OPEN,
    "people.language": OPEN,
    "people.demo_sign_in": OPEN,
    "editing.handbook": Right.PUBLISH,
    "search.results": Right.LEARN,
    "followup.start": Right.LEARN,
    "lookup.goals": Right.LEARN,
    "lookup.goal": Right.LEARN,
    "lookup.glossary": Right.LEARN,
    "learning.courses": Right.LEARN,
    "learning.course": Right.LEARN,
    "learning.text_edition": Right.LEARN,
    "learning.text_edition_file": Right.LEARN,
    "learning.module": Right.LEARN,
    "learning.question": Right.LEARN,
    "learning.answer": Right.LEARN,
    "learning.question_in": Right.LEARN,
    "learning.question_again": Right.LEARN,
    "learning.feedback": Right.LEARN,
    "learning.result": Right.LEARN,
    "learning.certificate": Right.LEARN,
    "followup.persons": Right.PERSONS,
    "followup.persons_file": Right.PERSONS,
    "followup.units": Right.PERSONS,
    "followup.unit": Right.PERSONS,
    "followup.unit_file": Right.PERSONS,
    "followup.reason": Right.REASON,
    "competence.map": Right.FIGURES,
    "competence.map_file": Right.FIGURES,
}

FOR_WHOM: dict[Right, str] = {
    Right.PERSONS: sentence(
        "Listan är för HR, kansliet och chefer. Behöver du den? Fråga din chef."
    ),
    Right.FIGURES: sentence(
        "Kartan är inte öppen för dig. Behöver du den? Fråga hållbarhetsstrategen."
    ),
    Right.PUBLISH: sentence("Sidan är för dem som skriver kurserna. Fråga kommunens systemägare."),
    Right.REASON: sentence("Sidan är för revisorer. Behöver du den? Fråga kommunens systemägare."),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A role held now: for one place and all below it, or (no place) for the whole municipality."""

    role: str
    place_id: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Who is signed in: the person, the subject key that the ledger knows, and the roles held
    today.
    """

    person_id: int
    subject: int
    name: str
    token: str
    held: tuple[Held, ...] = ()
    reason_given: bool = False

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the session's random token, nothing about the
        person.
        """
        return self.token

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles held, learner first: everybody is one."""
        return ("learner", *(held.role for held in self.held))


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a person's right goes, all roles taken together. `places` count with all that is
    below them.
    """

    own: bool = False
    published: bool = False
    staff: bool = False
    elected: bool = False
    places: frozenset[int] = frozenset()
    needs_reason: bool = False

    @property
    def everything(self) -> bool:
        return self.staff and self.elected

    @property
    def others(self) -> bool:
        """Whether it goes beyond what is one's own."""
        return self.staff or self.elected or bool(self.places) or self.needs_reason

    def covers(self, kind: str, line: tuple[int, ...]) -> bool:
        """Whether a place is within reach: `kind` is unit, company or body; `line` is the place
        and all above it.
        """
        whole = self.elected if kind == "body" else self.staff
        return whole or not self.places.isdisjoint(line)


def reach(scope: Scope | None, right: Right) -> Reach:
    """How far `scope` may use `right`: the union over the roles held; nothing for who is not in.

    A role held for a place reaches that place with all below it and no further, whichever role.
    """
    if scope is None:
        return Reach()
    held = [
        (MATRIX[each.role].get(right), each.place_id) for each in (Held("learner"), *scope.held)
    ]
    opened = {Extent.UNITS, Extent.STAFF, Extent.ELECTED, Extent.ALL}
    if scope.reason_given:
        opened.add(Extent.WITH_REASON)
    everywhere = {extent for extent, place in held if place is None}
    whole = not everywhere.isdisjoint(opened & {Extent.ALL, Extent.WITH_REASON})
    places = {place for extent, place in held if place is not None and extent in opened}
    return Reach(
        own=Extent.OWN in everywhere,
        published=Extent.PUBLISHED in everywhere,
        staff=whole or Extent.STAFF in everywhere,
        elected=whole or Extent.ELECTED in everywhere,
        places=frozenset(places),
        needs_reason=any(extent is Extent.WITH_REASON for extent, _ in held)
        and not (whole or scope.reason_given),
    )


def may_open(scope: Scope | None, endpoint: str) -> bool:
    """Whether the page may be opened at all; which rows it shows is for `reach` to say."""
    if endpoint not in ENDPOINTS:
        return False
    right = ENDPOINTS[endpoint]
    if right is OPEN:
        return True
    far = reach(scope, right)
    return far.others or (far.own if right is Right.LEARN else far.published)
