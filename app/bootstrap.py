"""Set up what a command needs, then start it again there: standard library only.

`ready("run")` makes `.venv`, installs the lock list with its hashes and runs the same command once
more with the Python of `.venv`. When all stands it costs a few milliseconds. A `.venv` that is half
made, moved or belongs to another Python is made anew; two starts at the same time wait for each
other.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

if sys.platform != "win32":  # where there is no such lock: start one at a time
    import fcntl

ROOT = Path(__file__).resolve().parents[1]
LISTS = ("run", "test", "dev")  # each holds all of the one before
OLDEST = (3, 11)


def ready(wanted: str, root: Path = ROOT) -> None:
    """Return in the Python of `.venv`, which then holds at least the wanted lock list."""
    python = set_up(wanted, root)
    if Path(sys.prefix).resolve() == (root / ".venv").resolve():
        os.environ.pop("STARTED_AGAIN_IN", None)
        return
    if os.environ.get("STARTED_AGAIN_IN") == str(python):
        leave(f"{python} fungerar inte. Ta bort mappen .venv och börja om.")
    os.environ["STARTED_AGAIN_IN"] = str(python)
    hand_over(python, sys.orig_argv[1:])


def set_up(wanted: str, root: Path = ROOT) -> Path:
    """The Python of `.venv`, after making and filling it where that is needed."""
    if sys.version_info < OLDEST:
        leave("Python 3.11 eller senare behövs. Det här är {}.{}.".format(*sys.version_info[:2]))
    python = root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if holds(wanted, root, python):
        return python
    with alone(root) as door:
        if not holds(wanted, root, python):  # another start may have done it while we waited
            try:
                fill(wanted, root, python, door)
            except OSError as error:
                leave(f"Det går inte att skriva i {root / '.venv'}: {error.strerror or error}.")
    return python


def holds(wanted: str, root: Path, python: Path) -> bool:
    """Does `.venv` hold the wanted list, or a longer one, as it reads today?"""
    stamp = stamped(root)
    known = stamp.get("list") in LISTS and stamp.get("python") == fingerprint_of(python)
    return (
        known
        and LISTS.index(stamp["list"]) >= LISTS.index(wanted)
        and stamp.get("lock") == digest(root, stamp["list"])
    )


def fill(wanted: str, root: Path, python: Path, door: Sequence[int]) -> None:
    """Install into `.venv`; without a stamp that fits its Python, make it from the ground first.

    The installer holds the door as well: should this process be killed, the next start waits.
    """
    stamp = stamped(root)
    whole = stamp.get("list") in LISTS and stamp.get("python") == fingerprint_of(python)
    chosen = max(wanted, stamp["list"], key=LISTS.index) if whole else wanted
    if not whole and (root / ".venv").is_symlink():
        (root / ".venv").unlink()  # what it leads to belongs to another house
    stamp_file(root).unlink(missing_ok=True)  # from here until the end the folder is half made
    if not whole:
        say(f"Skapar .venv med Python {sys.version_info[0]}.{sys.version_info[1]}.")
        make_venv(root / ".venv", door)
    install(root, python, chosen, door)
    written = {"list": chosen, "python": fingerprint_of(python), "lock": digest(root, chosen)}
    new = stamp_file(root).with_suffix(".new")
    new.write_text(json.dumps(written), encoding="utf-8")
    new.replace(stamp_file(root))


def make_venv(folder: Path, door: Sequence[int]) -> None:
    """An empty virtual environment, with pip unless uv does the installing."""
    if not shutil.which("uv") and not importlib.util.find_spec("ensurepip"):
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not apt_install(package):
            leave(f"Paketet {package} saknas. Kör först: sudo apt-get install {package}")
    importlib.invalidate_caches()
    if folder.is_file():
        folder.unlink()
    bare = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    make = [sys.executable, "-m", "venv", "--clear", *bare, str(folder)]
    if subprocess.run(make, pass_fds=door).returncode:
        leave("Det gick inte att skapa .venv. Felet står här ovanför.")


def install(root: Path, python: Path, chosen: str, door: Sequence[int]) -> None:
    """What the lock list names, from wheels alone and with the hashes it gives."""
    lock = root / "requirements" / f"{chosen}.txt"
    many = lock.read_text(encoding="utf-8").count("==")
    say(f"Installerar {many} paket. Det tar ungefär en minut första gången.")
    strict = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    if uv := shutil.which("uv"):
        fast = [uv, "pip", "install", "-q", "--compile-bytecode", "--python", str(python)]
        if subprocess.run([*fast, *strict], pass_fds=door).returncode == 0:
            return
    pip = [str(python), "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check"]
    if subprocess.run([*pip, *strict], pass_fds=door).returncode:
        leave("Paketen gick inte att hämta. Är datorn ansluten? Felet står här ovanför.")


def apt_install(*packages: str) -> bool:
    """Did Debian's packages come in? Only root, or sudo without a password, may try."""
    apt = shutil.which("apt-get")
    if not apt:
        return False
    if os.geteuid() == 0:
        before = []
    elif (sudo := shutil.which("sudo")) and quiet([sudo, "-n", "true"]):
        before = [sudo, "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    else:
        return False
    say(f"Installerar {' och '.join(packages)} med apt-get.")
    get = [*before, apt, "install", "-y", "-qq", "--no-install-recommends", *packages]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if quiet(get, environment):
        return True
    quiet([*before, apt, "update", "-qq"], environment)
    return quiet(get, environment)


def compile_words(root: Path = ROOT) -> None:
    """The translations as the program reads them, made again where the text is newer."""
    for words in (root / "app" / "translations").glob("*/LC_MESSAGES/*.po"):
        made = words.with_suffix(".mo")
        if made.exists() and made.stat().st_mtime_ns >= words.stat().st_mtime_ns:
            continue
        from babel.messages import mofile, pofile

        with words.open("rb") as file:
            catalog = pofile.read_po(file, locale=words.parent.parent.name)
        new = made.with_suffix(f".{os.getpid()}.new")
        try:
            with new.open("wb") as file:
                mofile.write_mo(file, catalog)
            new.replace(made)
        except OSError as error:
            leave(f"Det går inte att skriva i {made.parent}: {error.strerror or error}.")


@contextlib.contextmanager
def alone(root: Path = ROOT) -> Iterator[Sequence[int]]:
    """Hold the house for one start at a time; let go when done, or when the process ends."""
    if sys.platform == "win32":
        yield ()
        return
    door = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Väntar på en annan start som pågår.")
            fcntl.flock(door, fcntl.LOCK_EX)
        yield (door,)
    finally:
        os.close(door)


def hand_over(python: Path, arguments: Sequence[str]) -> None:
    """Become another run of Python; nothing after this line happens."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":
        sys.exit(subprocess.run([str(python), *arguments]).returncode)
    os.execv(python, [str(python), *arguments])


def stamp_file(root: Path) -> Path:
    return root / ".venv" / "installed.json"


def stamped(root: Path) -> dict[str, str]:
    """What the stamp says; nothing when it is missing or torn."""
    try:
        read = json.loads(stamp_file(root).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def fingerprint_of(python: Path) -> str:
    """Where `.venv` stands and which Python it runs; empty when that Python is gone."""
    if not os.access(python, os.X_OK):
        return ""
    return f"{python} {os.path.realpath(python)}"


def digest(root: Path, name: str) -> str:
    """The lock list's sum: a changed list is installed again."""
    return hashlib.sha256((root / "requirements" / f"{name}.txt").read_bytes()).hexdigest()


def quiet(command: Sequence[str], environment: dict[str, str] | None = None) -> bool:
    """Did the command go well? Its words are kept off the screen."""
    return subprocess.run(command, env=environment, capture_output=True).returncode == 0


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def leave(sentence: str) -> None:
    say(sentence)
    sys.exit(1)


if __name__ == "__main__":  # python3 -m app.bootstrap LIST ARGUMENTS: Python, set up, with these
    if len(sys.argv) < 2 or sys.argv[1] not in LISTS:
        leave(f"Skriv: python3 -m app.bootstrap {'|'.join(LISTS)} [ARGUMENT …]")
    there = set_up(sys.argv[1])
    if sys.argv[2:]:
        hand_over(there, sys.argv[2:])
