"""`python3 tests`: set up, then ruff, mypy and every test, also in Chromium and on PostgreSQL.

Arguments go on to pytest. Two are for here: `--no-browser` leaves out the tests that need Chromium,
and says so; `--check` stops before the tests. When no test is named, they share the machine's
cores: on two of them the whole took 430 seconds rather than 670.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # not tests/, whose folders have the slices' names

from app import bootstrap  # noqa: E402 -- the line above finds it
from tests.chromium import chromium  # noqa: E402

SHARED = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]
"""A file's tests stay together, as they share what its fixtures have made."""


def main(arguments: list[str]) -> int:
    """The exit code: zero only when all that was asked for went well."""
    bootstrap.ready("test")
    os.chdir(ROOT)
    bootstrap.compile_words()
    faults = [name for name in ("ruff", "mypy") if not well(name)]
    tests = 0
    if "--check" not in arguments:
        if "--no-browser" not in arguments:
            find_chromium()
        shared = [] if set(arguments) - {"--no-browser"} else SHARED
        tests = subprocess.run([sys.executable, "-m", "pytest", *shared, *arguments]).returncode
    for name in faults:
        bootstrap.say(f"{name} hittade fel. De står överst.")
    return tests or (1 if faults else 0)


def well(tool: str) -> bool:
    """Is the tool content? Its findings go to the screen."""
    asked = {"ruff": ["check", "."], "mypy": []}[tool]
    print(f"{tool}: ", end="", flush=True)
    return subprocess.run([sys.executable, "-m", tool, *asked]).returncode == 0


def find_chromium() -> None:
    """See to it that there is a Chromium and that its driver starts, or leave with what to do."""
    if not chromium() and not bootstrap.apt_install("chromium", "libatomic1"):
        bootstrap.say("Hämtar Chromium med Playwright.")
        if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"]).returncode:
            bootstrap.leave(NO_CHROMIUM)
    driver = [sys.executable, "-m", "playwright", "--version"]
    if not bootstrap.quiet(driver):
        bootstrap.apt_install("libatomic1")
        if not bootstrap.quiet(driver):
            bootstrap.leave("Playwright startar inte. Kör först: sudo apt-get install libatomic1")


NO_CHROMIUM = (
    "Chromium saknas och gick inte att hämta. Kör först: sudo apt-get install chromium libatomic1\n"
    "Finns en annan Chromium? Ange den: CHROMIUM=/sökväg python3 tests\n"
    "Utan webbläsartester: python3 tests --no-browser"
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
