"""Setting up: a stamp that fits is trusted, one that does not is not."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app import bootstrap

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house with three lock lists and a `.venv` with the first two installed."""
    (tmp_path / "requirements").mkdir()
    for name in bootstrap.LISTS:
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    python_in(tmp_path).symlink_to(sys.executable)
    stamp(tmp_path, "test")
    return tmp_path


def python_in(root: Path) -> Path:
    return root / ".venv" / "bin" / "python"


def stamp(root: Path, name: str) -> None:
    python = bootstrap.fingerprint_of(python_in(root))
    written = {"list": name, "python": python, "lock": bootstrap.digest(root, name)}
    bootstrap.stamp_file(root).write_text(json.dumps(written))


def holds(wanted: str, root: Path) -> bool:
    return bootstrap.holds(wanted, root, python_in(root))


def test_a_longer_list_holds_the_shorter_ones(house):
    assert [holds(name, house) for name in bootstrap.LISTS] == [True, True, False]


def test_a_changed_lock_list_is_installed_again(house):
    (house / "requirements" / "test.txt").write_text("test==2\n")
    assert not holds("run", house)


def test_a_half_made_venv_has_no_stamp_and_is_not_trusted(house):
    bootstrap.stamp_file(house).unlink()
    assert not holds("run", house)


@pytest.mark.parametrize("torn", ["", "{", "[]", "null", '{"list": "run"}', '{"list": 3}', "\x00"])
def test_a_torn_stamp_is_not_trusted(house, torn):
    bootstrap.stamp_file(house).write_text(torn)
    assert not holds("run", house)


def test_a_venv_whose_python_is_gone_is_not_trusted(house):
    python_in(house).unlink()
    python_in(house).symlink_to(house / "no-such-python")
    assert not holds("run", house)


def test_a_venv_that_runs_another_python_than_before_is_not_trusted(house):
    other = house / "python3.99"
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    python_in(house).unlink()
    python_in(house).symlink_to(other)
    assert not holds("run", house)


def test_a_moved_house_is_set_up_anew(house, tmp_path_factory):
    moved = tmp_path_factory.mktemp("moved") / "house"
    house.rename(moved)
    assert not holds("run", moved)


def test_a_venv_that_is_lent_by_another_house_is_left_alone(house, tmp_path_factory, monkeypatch):
    other = tmp_path_factory.mktemp("other")
    (other / "requirements").symlink_to(house / "requirements")
    (other / ".venv").symlink_to(house / ".venv")
    before = bootstrap.stamp_file(house).read_text()
    monkeypatch.setattr(bootstrap, "make_venv", lambda folder, door: folder.mkdir())
    monkeypatch.setattr(bootstrap, "install", lambda *_words: None)
    bootstrap.fill("run", other, python_in(other), ())
    assert not (other / ".venv").is_symlink()
    assert bootstrap.stamp_file(house).read_text() == before
    assert holds("run", house)


def test_a_second_start_waits_for_the_first(house):
    """The waiting one says so, and goes on when the first is done."""
    code = f"from app.bootstrap import *\nwith alone(Path({str(house)!r})):\n    print(1)"
    with bootstrap.alone(house):
        second = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert second.stderr is not None
        assert second.stderr.readline() == "Väntar på en annan start som pågår.\n"
        assert second.poll() is None
    assert second.communicate(timeout=20) == ("1\n", "")


def test_words_are_compiled_when_the_text_is_newer(tmp_path):
    folder = tmp_path / "app" / "translations" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text('msgid "Hej"\nmsgstr "Hello"\n', "utf-8")
    bootstrap.compile_words(tmp_path)
    first = (folder / "messages.mo").read_bytes()
    (folder / "messages.po").write_text('msgid "Hej"\nmsgstr "Hi"\n', "utf-8")
    os.utime(folder / "messages.po", (time.time() + 5,) * 2)
    bootstrap.compile_words(tmp_path)
    assert b"Hello" in first
    assert b"Hi" in (folder / "messages.mo").read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == ["messages.mo", "messages.po"]


OWN_START = "import wsgi"
"""What gunicorn and flask do when they are started without `python3 wsgi.py`."""


@pytest.fixture
def copy(tmp_path):
    """A house of the test's own, whose words are not compiled."""
    left_out = shutil.ignore_patterns("*.mo", "__pycache__", "static")
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=left_out)
    shutil.copy(ROOT / "wsgi.py", tmp_path)
    return tmp_path


def started(house: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "INSTANCE": str(house / "instance")}
    run = [sys.executable, "-c", OWN_START]
    return subprocess.run(run, cwd=house, env=environment, capture_output=True, text=True)


def test_who_starts_another_way_has_the_words_compiled_too(copy):
    done = started(copy)
    assert (done.returncode, done.stderr) == (0, "")
    assert (copy / "app" / "translations" / "en" / "LC_MESSAGES" / "messages.mo").is_file()


def test_words_that_cannot_be_written_are_told_in_plain_words(copy):
    compiled = copy / "app" / "translations" / "en" / "LC_MESSAGES" / "messages.mo"
    compiled.mkdir()
    os.utime(compiled, (0, 0))
    done = started(copy)
    assert done.returncode == 1
    assert done.stderr.startswith("Det går inte att skriva i ")
    assert "Traceback" not in done.stderr


def run_wsgi(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "wsgi.py"), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"HOST": "0.0.0.0"}, "HOST=0.0.0.0 kan nås från andra datorer."),
        ({"HOST": "0.0.0.0", "PUBLIC_URL": "http://x.se"}, "kan nås från andra datorer."),
        ({"HOST": "::", "PUBLIC_URL": ""}, "kan nås från andra datorer."),
        ({"HOST": "kommun.example"}, "kan nås från andra datorer."),
        ({"PORT": "åtta"}, "PORT ska vara ett tal mellan 1 och 65535."),
        ({"PORT": "70000"}, "PORT ska vara ett tal mellan 1 och 65535."),
        ({"PORT": "-1"}, "PORT ska vara ett tal mellan 1 och 65535."),
    ],
)
def test_a_start_that_would_be_unsafe_or_fail_is_refused_in_plain_words(environment, words):
    done = run_wsgi(**environment)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_installer_that_outlives_its_start_still_holds_the_door(house):
    with bootstrap.alone(house) as door:
        installer = subprocess.Popen(
            [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=door
        )
    after = os.open(house, os.O_RDONLY)
    with pytest.raises(BlockingIOError):
        fcntl.flock(after, fcntl.LOCK_EX | fcntl.LOCK_NB)
    installer.communicate(b"\n")
    fcntl.flock(after, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(after)
