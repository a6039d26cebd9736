"""The town of `town_made`, filled once and copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from app import create_app
from tests.conftest import OnPostgres, OnSqlite, app_on, let_go, settings_for
from tests.web import town_made
from tests.web.town_made import NOW, Town


@pytest.fixture(scope="module", autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="session")
def town_file(on_sqlite: OnSqlite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's database; tests get copies."""
    url = on_sqlite.fresh()
    folder = tmp_path_factory.mktemp("town")
    app = create_app(settings_for(url, folder / "instance"))
    with time_machine.travel(NOW, tick=False), app.app_context():
        town_made.fill()
    let_go(app)
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture(scope="session")
def copied_town(
    on_sqlite: OnSqlite, town_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Town]]:
    """Makes a town of one's own, with settings of the test's own."""
    apps: list[Any] = []

    def make(**settings: Any) -> Town:
        url = on_sqlite.copy(town_file)
        app = app_on(url, tmp_path_factory.mktemp("instance"), **settings)
        apps.append(app)
        return town_made.read(app)

    yield make
    for app in apps:
        let_go(app)


@pytest.fixture(scope="module")
def pg_town(on_postgres: OnPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The same town on PostgreSQL."""
    url = on_postgres.fresh()
    app = create_app(settings_for(url, tmp_path_factory.mktemp("pg-town") / "instance"))
    with app.app_context():
        town_made.fill()
    yield town_made.read(app)
    let_go(app)
    on_postgres.drop(url)


@pytest.fixture(scope="module")
def town(copied_town: Callable[..., Town]) -> Town:
    """A town for reading, one for all tests of a file."""
    return copied_town()


@pytest.fixture
def own_town(copied_town: Callable[..., Town]) -> Town:
    """A town that the test may change."""
    return copied_town()
