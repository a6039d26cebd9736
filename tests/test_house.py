"""What lies where: the lock lists, the top level, and what a clone brings with it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app import bootstrap

ROOT = Path(__file__).resolve().parents[1]
LISTS = [ROOT / "requirements" / f"{name}.txt" for name in bootstrap.LISTS]
TOP = {
    *("app", "courses", "migrations", "instance", "requirements", "tests", "deploy", "wsgi.py"),
    *("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "Makefile", ".ci", ".gitignore"),
}


def in_git(*paths: str) -> list[str]:
    """What git keeps, and what it would keep if all were added now."""
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    asked = [*git, "--cached", "--others", "--exclude-standard", "--", *paths]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if (ROOT / name).is_file()]


def pins(path: Path) -> dict[str, str]:
    """Package and version, for each line of a lock list that names one."""
    return dict(re.findall(r"(?m)^([A-Za-z0-9._\[\]-]+)==([^\s;]+)", path.read_text("utf-8")))


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~ ;]", name)[0]).lower()


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_lock_list_holds_no_address_and_no_option(path):
    assert re.findall(r"https?://|(?m:^--)|file:|@ ", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_every_package_in_a_lock_list_has_a_hash(path):
    entries = re.split(r"(?m)^(?=\S)", path.read_text("utf-8"))
    assert [entry for entry in entries if entry.strip() and "--hash=sha256:" not in entry] == []


def test_each_lock_list_holds_the_one_before_it():
    run, test, dev = map(pins, LISTS)
    assert run.items() <= test.items() <= dev.items()


def test_everything_that_pyproject_asks_for_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = {plain(name) for name in project["project"]["dependencies"]}
    groups = {plain(name) for name in project["dependency-groups"]["test"]}
    run, test, _dev = ({plain(name) for name in pins(path)} for path in LISTS)
    assert wanted <= run
    assert groups <= test


def test_no_lock_file_with_index_addresses_is_kept():
    names = {Path(name).name for name in in_git()}
    assert names.isdisjoint({"uv.lock", "pylock.toml", "package-lock.json", "poetry.lock"})


def test_the_top_level_holds_only_what_was_agreed():
    assert {name.split("/")[0] for name in in_git()} <= TOP


def test_instance_stands_in_git_with_only_its_own_gitignore():
    assert in_git("instance") == ["instance/.gitignore"]


def test_nothing_kept_names_a_place_outside_the_house():
    """Other machines have neither our folders nor our mirrors."""
    elsewhere = re.compile(r"/(?:work|opt)/\w|/\.library|pypi\.org|registry\.npmjs|pythonhosted\.")
    texts = [name for name in in_git() if not name.startswith("tests/vendor/")]
    guilty = []
    for name in texts:
        if name == "tests/test_house.py":
            continue
        content = (ROOT / name).read_bytes()
        if b"\0" not in content and elsewhere.search(content.decode("utf-8")):
            guilty.append(name)
    assert guilty == []


def test_the_package_loads_without_anything_installed():
    """`app` and `app.bootstrap` need the standard library alone: -S and -I leave all else out."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import app, app.bootstrap"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.returncode == 0


def test_the_tests_leave_the_instance_folder_alone(app, make_app, sqlite_url):
    used = [app.instance_path, app.config["SQLALCHEMY_DATABASE_URI"], make_app(sqlite_url)]
    assert [place for place in used if str(ROOT / "instance") in str(place)] == []


def test_the_licence_stands_in_full():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "\nAppendix\n" in re.sub(r" {2,}", "", text)


def test_axe_keeps_its_licence_beside_it():
    vendor = ROOT / "tests" / "vendor"
    assert (vendor / "axe.min.js").read_text("utf-8").startswith("/*! axe v4.14.1")
    assert "Mozilla Public License" in (vendor / "axe.LICENSE.txt").read_text("utf-8")
