"""The house stands as it was drawn: no import breaks the street or the rooms.

`faults(root)` reads every Python file under `app/` without running it and answers one line,
`file:line: what`, for each thing that is not as the drawing says. The drawing is the tables below.
"""

from __future__ import annotations

import ast
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# The street: a slice knows itself and lower floors; neighbours on a floor do not know each other.
STREET = (
    ("core", "config"),
    ("web",),
    ("content", "people"),
    ("learning", "processmap"),
    ("duties",),
    ("competence", "interop"),
    ("followup",),
    ("admin",),
)
FLOOR = {slice_: floor for floor, slices in enumerate(STREET) for slice_ in slices}
# app/__init__.py, what it hands over to, the commands, how it is served, the made-up municipality
KNOW_ALL = {"", "factory", "cli", "serving", "demo"}
BEFORE_ALL = "bootstrap"  # runs when nothing is installed
SHARED = {"core", "config", "web"}  # floors without rooms

# The rooms of a slice: a room knows those on lower storeys, in its own slice and in lower ones, and
# its neighbours on the same storey.
STOREYS = (
    ("__init__",),  # the sign on the door
    ("rules",),
    ("parse", "library", "report", "charts"),
    ("render", "check"),
    ("models",),
    ("queries",),
    ("passwords", "guesses"),
    ("service", "accounts", "certificate", "gdpr", "retention", "roster", "sign_in"),
    ("forms",),
    ("routes",),
)
RANK = {room: storey for storey, rooms in enumerate(STOREYS) for room in rooms}
VALUES = {"rules", "parse", "library", "report", "charts"}  # frozen values and pure functions
PURE_SHARED = {
    *("app.core.alphabet", "app.core.days", "app.core.errors", "app.core.goals"),
    "app.web.access",
}

FLASK = ("flask", "flask_babel", "flask_login", "flask_migrate", "flask_wtf", "werkzeug", "wtforms")
DATABASE = ("sqlalchemy", "flask_sqlalchemy", "alembic", "sqlite3", "psycopg", "app.core.db")
FILES = ("io", "os", "pathlib", "shutil", "tempfile", "glob", "subprocess", "socket", "urllib")
CLOCK = "app.core.clock"
OF_A_REQUEST = ("request", "session", "g", "abort", "redirect", "flash")
REQUEST = (*(f"flask.{name}" for name in OF_A_REQUEST), "flask_login", "app.web.current")

NEVER = {  # room -> what it never touches, and the word for it
    "rules": ((FLASK, "Flask"), (DATABASE, "the database"), (FILES, "files"), (("time",), "time")),
    "parse": ((FLASK, "Flask"), (DATABASE, "the database")),
    "library": ((FLASK, "Flask"), (DATABASE, "the database")),
    "models": ((FLASK, "Flask"),),
    "queries": ((REQUEST, "the request"), (("app.core.db.insert",), "writing")),
    "service": ((REQUEST, "the request"),),
    "accounts": ((REQUEST, "the request"),),
    "roster": ((REQUEST, "the request"),),
    "report": ((FLASK, "Flask"), (DATABASE, "the database")),
    "charts": ((FLASK, "Flask"), (DATABASE, "the database")),
    "forms": ((DATABASE, "the database"),),
    "routes": ((tuple(name for name in DATABASE if name != "app.core.db"), "SQL"),),
}
ROOMS_OF_THE_DATABASE = ("models", "queries", "service")  # forms look at no table by a detour
# Entry points read the clock and commit: routes, the commands, and what the web calls by itself.
ENTRY_ROOM = "routes"
ENTRIES = {
    "app.people.sign_in",  # Flask-Login asks before every page; a guess is kept before it is tried
}
READS_THE_CLOCK = {
    CLOCK,
    "app.web.words",  # a filter has no caller that could hand it the day
}
NOW = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
WRITES = {"add", "add_all", "delete", "merge", "bulk_save_objects", "bulk_insert_mappings"}


def room_of(name: str) -> str:
    """The room that a module belongs to: a divided room keeps its name, as in `queries_for_hr`."""
    words = name.split("_") if not name.startswith("_") else [name]
    heads = ("_".join(words[:many]) for many in range(len(words), 0, -1))
    return next((head for head in heads if head in RANK), name)


@dataclass(frozen=True)
class File:
    """A module of the house: its address, its slice and its room."""

    path: Path
    name: str  # app.people.routes
    slice: str  # people; empty for app/__init__.py
    room: str  # routes

    @classmethod
    def at(cls, path: Path, root: Path) -> File:
        parts = list(path.relative_to(root).with_suffix("").parts)
        inside = parts[2:] if len(parts) > 2 else ["__init__"]
        name = ".".join(parts).removesuffix(".__init__")
        slice_ = "" if parts[1:] == ["__init__"] else parts[1]
        return cls(path, name, slice_, room_of(inside[0]))

    @property
    def roomy(self) -> bool:
        """Does it stand in a slice that has rooms?"""
        return self.slice in FLOOR and self.slice not in SHARED


@dataclass(frozen=True)
class Arrow:
    """One import: where it points and where it stands."""

    target: str  # a module or a name in one: app.people.models.Person
    line: int
    late: bool = False  # inside a function, or for the type checker alone


def faults(root: Path) -> list[str]:
    """Everything under `root`/app that is not as the house was drawn: `file:line: what`."""
    found: list[tuple[str, int, str]] = []
    paths = sorted((root / "app").rglob("*.py"))
    sources = {File.at(path, root): path.read_text(encoding="utf-8") for path in paths}
    tables = frozenset((t, file.slice) for file, text in sources.items() for t in tables_in(text))
    for file, source in sources.items():
        path = str(file.path.relative_to(root))
        found += [(path, line, what) for line, what in faults_in(file, source, tables)]
    return [f"{path}:{line}: {what}" for path, line, what in sorted(set(found))]


@cache
def faults_in(file: File, source: str, tables: frozenset[tuple[str, str]]) -> list[tuple[int, str]]:
    """The line and the fault, for one file; `tables` tells which slice owns which table."""
    tree = ast.parse(source)
    said = [*place(file), *calls(file, tree), *keys(file, tree, dict(tables))]
    for arrow in arrows(file, tree):
        said += [(arrow.line, what) for what in wrong(file, arrow)]
    return said


def arrows(file: File, tree: ast.Module) -> Iterator[Arrow]:
    """Every import in the file, in every form and at every depth."""
    late = {id(node) for node in late_nodes(tree)}
    for node in ast.walk(tree):
        for target in targets(file, node):
            yield Arrow(target, node.lineno, id(node) in late)


def targets(file: File, node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        module = ".".join(part for part in (base(file, node.level), node.module) if part)
        return [module if alias.name == "*" else f"{module}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Call) and called(node) in {"import_module", "__import__"}:
        first = node.args[0] if node.args else None
        readable = isinstance(first, ast.Constant) and isinstance(first.value, str)
        return [str(first.value) if readable else "?"]  # type: ignore[union-attr]
    return []


def base(file: File, level: int) -> str:
    """The package that a relative import starts from."""
    if not level:
        return ""
    package = file.name.split(".") if file.path.stem == "__init__" else file.name.split(".")[:-1]
    return ".".join(package[: len(package) - level + 1]) or "?"


def late_nodes(tree: ast.AST, late: bool = False) -> Iterator[ast.AST]:
    """What is not run when the module is imported."""
    for node in ast.iter_child_nodes(tree):
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        typing = isinstance(node, ast.If) and dotted(node.test).endswith("TYPE_CHECKING")
        if late:
            yield node
        yield from late_nodes(node, late or function or typing)


def called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def dotted(node: ast.AST) -> str:
    """`a.b.c` as it is written; what is not a name reads as nothing."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def within(target: str, names: Iterable[str]) -> bool:
    return any(target == name or target.startswith(f"{name}.") for name in names)


# --- what may be wrong


def place(file: File) -> Iterator[tuple[int, str]]:
    """Is there a place on the drawing for this file?"""
    if file.slice not in {*FLOOR, *KNOW_ALL, BEFORE_ALL}:
        yield 1, f"the street has no house called {file.slice}"
    if file.roomy and file.room not in RANK:
        yield 1, f"a slice has no room called {file.room}"


def wrong(file: File, arrow: Arrow) -> Iterator[str]:
    """What is wrong with this import, if anything."""
    if arrow.target.startswith("?"):
        yield "an import whose target cannot be read"
    if file.slice in {"", BEFORE_ALL} and not arrow.late and not standard(arrow.target):
        yield f"needs {arrow.target} before anything is installed"
    if within(arrow.target, ["app"]):
        yield from street(file, arrow.target)
        yield from rooms(file, arrow.target)
    yield from touches(file, arrow.target)
    if within(arrow.target, [CLOCK]) and not may_read_the_clock(file):
        yield f"{seat(file)} reads the clock; time is an argument"


def standard(target: str) -> bool:
    return target.split(".")[0] in sys.stdlib_module_names or target == "__future__"


def street(file: File, target: str) -> Iterator[str]:
    house = target.split(".")[1] if "." in target else ""
    if file.slice in KNOW_ALL or (file.slice == BEFORE_ALL == house):
        return
    if file.slice == BEFORE_ALL:
        yield f"bootstrap knows no other part, so not {target}"
    elif house not in FLOOR:
        yield f"{file.slice} points at {target}, which only the commands and wsgi.py may"
    elif house != file.slice and FLOOR[house] >= FLOOR.get(file.slice, 0):
        yield f"{file.slice} points at {house}, which is not below it on the street"


def rooms(file: File, target: str) -> Iterator[str]:
    parts = target.split(".")
    house, room = parts[1] if len(parts) > 1 else "", room_of(parts[2]) if len(parts) > 2 else ""
    if not file.roomy or file.room not in RANK:
        return
    if file.room in VALUES and not pure(target):
        yield f"{file.room} points at {target}, which is more than values"
    if house in SHARED or house not in FLOOR:
        return
    if room in RANK and RANK[room] > RANK[file.room]:
        yield f"{file.room} points at {house}.{room}, which is a room above it"
    if file.room == "forms" and room in ROOMS_OF_THE_DATABASE:
        yield f"forms touches the database through {house}.{room}"


def pure(target: str) -> bool:
    parts = target.split(".")
    in_room = len(parts) > 2 and parts[1] not in SHARED and room_of(parts[2]) in VALUES
    return in_room or within(target, PURE_SHARED)


def touches(file: File, target: str) -> Iterator[str]:
    if not file.roomy:
        return
    for names, word in NEVER.get(file.room, ()):
        if within(target, names):
            yield f"{file.room} never touches {word}, so not {target}"


def calls(file: File, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Deeds that need no import of their own: the clock, a commit, SQL in a page, an open file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from ((node.lineno, what) for what in deed(file, node))
        if isinstance(node, ast.Attribute) and file.roomy:
            yield from ((node.lineno, what) for what in touches(file, dotted(node)))


def deed(file: File, node: ast.Call) -> Iterator[str]:
    on = dotted(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    word = called(node)
    if file.name != CLOCK and (on.split(".")[-1], word) in NOW:
        yield f"{on}.{word}() reads the clock; time is an argument"
    if on == "time" and word in {"time", "time_ns", "localtime", "gmtime"} and file.name != CLOCK:
        yield f"{on}.{word}() reads the clock; time is an argument"
    if word == "commit" and not entry(file):
        yield f"{seat(file)} commits; only routes and commands do"
    if file.room == "queries" and on.endswith("session") and word in WRITES:
        yield f"queries only read, so not {on}.{word}()"
    if file.room == "routes" and on in {"db", "db.session"} and word not in {"commit", "rollback"}:
        yield f"routes hold no SQL, so not {on}.{word}()"
    if file.room == "rules" and file.roomy and not on and word == "open":
        yield "rules never touches files, so not open()"


def keys(file: File, tree: ast.Module, tables: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Foreign keys point down the street."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and called(node) == "ForeignKey" and node.args):
            continue
        first = node.args[0]
        name = first.value if isinstance(first, ast.Constant) else ""
        there = tables.get(str(name).split(".")[0], file.slice)
        if there != file.slice and FLOOR.get(there, 0) >= FLOOR.get(file.slice, 0):
            yield node.lineno, f"the foreign key to {name} points up the street"


def tables_in(source: str) -> list[str]:
    return re.findall(r"""^\s+__tablename__ = ["'](\w+)["']""", source, re.MULTILINE)


def entry(file: File) -> bool:
    outermost = file.slice in KNOW_ALL or (file.roomy and file.room == ENTRY_ROOM)
    return outermost or within(file.name, ENTRIES)


def may_read_the_clock(file: File) -> bool:
    return entry(file) or file.name in READS_THE_CLOCK


def seat(file: File) -> str:
    return file.room if file.roomy else file.name


# --- the tests


def test_the_house_stands_as_it_was_drawn():
    assert faults(ROOT) == []


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The house once more, to plant faults in, and the faults it has already."""
    root = tmp_path_factory.mktemp("house")
    only_python = shutil.ignore_patterns("static", "templates", "translations", "__pycache__")
    shutil.copytree(ROOT / "app", root / "app", ignore=only_python)
    return root, faults(root)


@pytest.fixture
def plant(house: tuple[Path, list[str]]) -> Iterator[Callable[[str, str], tuple[int, list[str]]]]:
    """Writes code at the end of a file; answers its last line and the faults that it brought."""
    root, before = house
    kept: dict[Path, str | None] = {}

    def plant(path: str, code: str) -> tuple[int, list[str]]:
        file = root / "app" / path
        kept[file] = file.read_text(encoding="utf-8") if file.exists() else None
        text = f"{(kept[file] or '').rstrip()}\n{code}\n"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return len(text.splitlines()), [fault for fault in faults(root) if fault not in before]

    yield plant
    for file, text in kept.items():
        if text is None:
            file.unlink()
        else:
            file.write_text(text, encoding="utf-8")


PLANTED = [
    ("people/queries.py", "from app.learning.models import Answer", "not below it on the street"),
    ("content/rules.py", "from app.people import rules", "not below it on the street"),
    ("learning/service.py", "import app.duties.rules", "not below it on the street"),
    ("learning/service.py", "import app.duties.rules as later", "not below it on the street"),
    ("learning/queries.py", "from ..competence import rules", "not below it on the street"),
    ("people/service.py", "from ..learning.rules import Grade", "not below it on the street"),
    ("learning/rules.py", "from .. import duties", "not below it on the street"),
    ("duties/service.py", "def f():\n    from app.followup import queries", "not below it"),
    ("web/current.py", "if TYPE_CHECKING:\n    from app.people.models import Person", "not below"),
    ("core/db.py", "from app.config import ROOT", "not below it on the street"),
    ("core/db.py", "from app.web import current", "not below it on the street"),
    ("learning/service.py", "from app import create_app", "only the commands and wsgi.py may"),
    ("people/service.py", "import app", "only the commands and wsgi.py may"),
    ("people/service.py", "from app import cli", "only the commands and wsgi.py may"),
    ("people/service.py", "from app.factory import build", "only the commands and wsgi.py may"),
    ("people/queries.py", "import importlib as i\ni.import_module('app.duties')", "not below"),
    ("people/queries.py", "name = 'x'\n__import__(name)", "cannot be read"),
    ("people/models.py", "from app.people.service import move", "a room above it"),
    ("people/queries.py", "from . import routes", "a room above it"),
    ("learning/queries.py", "from app.people import service", "a room above it"),
    ("people/__init__.py", "from app.people.models import Person", "a room above it"),
    ("learning/rules.py", "from flask import url_for", "never touches Flask"),
    ("learning/rules.py", "from flask_babel import gettext", "never touches Flask"),
    ("learning/rules.py", "import sqlalchemy.orm", "never touches the database"),
    ("learning/rules.py", "from pathlib import Path", "never touches files"),
    ("learning/rules.py", "def f():\n    return open('x')", "never touches files"),
    ("learning/rules.py", "from app.core.audit import record", "more than values"),
    ("people/models.py", "from flask_login import UserMixin", "never touches Flask"),
    ("people/queries.py", "from flask import request", "never touches the request"),
    ("people/queries.py", "from app.web import current", "never touches the request"),
    ("people/queries.py", "def f(session):\n    session.add(1)", "queries only read"),
    ("people/queries.py", "from app.core.db import insert", "never touches writing"),
    ("learning/service.py", "import flask\nflask.request.form", "never touches the request"),
    ("learning/service.py", "def f(db):\n    db.session.commit()", "commits"),
    ("learning/service.py", "from app.core import clock", "reads the clock"),
    ("learning/service.py", "from app.core.clock import now", "reads the clock"),
    ("learning/service.py", "def f(datetime, UTC):\n    datetime.now(UTC)", "reads the clock"),
    ("duties/rules.py", "def f(date):\n    return date.today()", "reads the clock"),
    ("people/forms.py", "from app.core.db import db", "never touches the database"),
    ("people/forms.py", "from app.people.queries import person", "touches the database"),
    ("people/routes.py", "from sqlalchemy import select", "never touches SQL"),
    ("people/routes.py", "def f(db):\n    db.session.execute('x')", "routes hold no SQL"),
    ("people/models.py", "key = ForeignKey('answer.id')", "points up the street"),
    ("people/odds.py", "x = 1", "no room called odds"),
    ("people/models_old.py", "from app.people import queries", "a room above it"),
    ("misc/rules.py", "x = 1", "no house called misc"),
    ("__init__.py", "import flask", "before anything is installed"),
    ("bootstrap.py", "from app.core import clock", "before anything is installed"),
]


@pytest.mark.parametrize(("path", "code", "words"), PLANTED)
def test_a_wrong_import_is_found_where_it_stands(plant, path, code, words):
    line, found = plant(path, code)
    place = f"app/{path}:{1 if words.startswith('no ') else line}: "  # 1: the file is out of place
    assert found
    assert any(words in fault for fault in found)
    assert all(fault.startswith(place) for fault in found)


RIGHT = [
    ("learning/service.py", "from app.people import queries as people"),
    ("learning/service.py", "from . import rules"),
    ("learning/service.py", "from ..people.models import Person"),
    ("learning/routes.py", "from app.core import clock\nfrom app.core.db import db"),
    ("learning/routes.py", "def f(db):\n    db.session.commit()"),
    ("learning/routes.py", "import app.learning.service"),
    ("learning/rules.py", "from app.content.rules import Question"),
    ("learning/rules.py", "from app.core.errors import Refused"),
    ("competence/rules.py", "if TYPE_CHECKING:\n    from app.learning.rules import Grade"),
    ("followup/queries.py", "from sqlalchemy import select"),
    ("followup/queries_for_hr.py", "from app.followup import rules"),
    ("followup/queries.py", "def f(names: set):\n    names.add(1)"),
    ("learning/models.py", "key = ForeignKey('person.id')"),
    ("cli.py", "from app.admin import routes\nfrom app.core import clock"),
    ("__init__.py", "def f():\n    from app.people import models"),
    ("bootstrap.py", "def f():\n    from babel.messages import mofile"),
]


@pytest.mark.parametrize(("path", "code"), RIGHT)
def test_a_right_import_is_left_alone(plant, path, code):
    assert plant(path, code)[1] == []
