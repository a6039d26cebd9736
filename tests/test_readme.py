"""What the README says is true: commands, options, files, addresses and settings it names exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import flask_migrate.cli
import pytest
import werkzeug.exceptions
import werkzeug.routing
from flask.cli import routes_command, run_command, shell_command

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
ENDINGS = ("py", "md", "toml", "txt", "yaml", "yml", "css", "js", "csv", "html", "sqlite3", "json")
PATHLIKE = re.compile(rf"^\.?[\w][\w./-]*(?:/|\.(?:{'|'.join(ENDINGS)}))$|^[\w.-]+(?:/[\w.-]+)+$")
PLACEHOLDER = re.compile(r"^[\[<(]|^[A-ZÅÄÖ_]+$|…|\.\.\.|[*]")
MADE_LATER = ("instance/", ".venv")  # not in a clone, made by the first start


def said_in_code(text: str) -> Iterator[str]:
    """Each line of a fenced or indented block, and each word or command between backticks."""
    fence = re.compile(r"^```[^\n]*\n(.*?)^```|(?<=\n\n)((?: {4}.*\n)+)", re.MULTILINE | re.DOTALL)
    for block in (fenced or indented for fenced, indented in fence.findall(text)):
        for line in block.splitlines():
            yield re.sub(r"^\$ |\s+#.*$", "", line.strip()).strip()
    yield from re.findall(r"(?<!`)`([^`\n]+)`(?!`)", fence.sub("", text))


def untrue(text: str, app: Any) -> list[str]:
    """What the text says that is not so."""
    found = [f"no such link: {link}" for link in links(text) if not (ROOT / link).exists()]
    for said in filter(None, said_in_code(text)):
        found += [f"`{said}`: {what}" for what in untrue_code(said, app)]
    return found


def links(text: str) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:|#", target):
            yield target.split("#")[0]


def untrue_code(said: str, app: Any) -> Iterator[str]:
    words = [word for word in said.split() if word != "\\"]
    while words and re.match(r"^[A-Z_]+=", words[0]):
        yield from untrue_setting(words.pop(0).split("=")[0])
    if not words:
        return
    if words[0] == "make":
        yield from untrue_targets(words[1:])
    elif command := of_the_house(words):
        yield from untrue_command(command, app)
    elif words[0] in {"python3", "python", ".venv/bin/python"}:
        yield from untrue_python(words[1:])
    elif len(words) == 1:
        yield from untrue_word(words[0], app)


def of_the_house(words: list[str]) -> list[str]:
    """The words after `python3 wsgi.py` or `flask --app wsgi`; nothing for another command."""
    for start in (["python3", "wsgi.py"], ["flask", "--app", "wsgi"], ["flask"]):
        if words[: len(start)] == start:
            return words[len(start) :]
    return []


def untrue_targets(targets: list[str]) -> Iterator[str]:
    known = re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"))
    if targets and targets[0] not in known:
        yield f"the Makefile has no {targets[0]}"


def untrue_command(words: list[str], app: Any) -> Iterator[str]:
    extra = {"db": flask_migrate.cli.db, "run": run_command, "shell": shell_command}
    commands = {**extra, "routes": routes_command, **app.cli.commands}
    here: click.Command = click.Group("flask", commands=commands)
    for word in words:
        if word.startswith("-"):
            if word.split("=")[0] not in options(here):
                yield f"{here.name} has no option {word}"
        elif isinstance(here, click.Group) and not PLACEHOLDER.search(word):
            unknown = [one for one in word.split("|") if one not in here.commands]
            if unknown:
                yield f"{here.name} has no command {unknown[0]}"
                return
            here = here.commands[word.split("|")[0]]


def options(command: click.Command) -> set[str]:
    return {"--help"}.union(*((*one.opts, *one.secondary_opts) for one in command.params))


def untrue_python(words: list[str]) -> Iterator[str]:
    if words[:1] == ["-m"]:
        place = words[1].replace(".", "/")
        if words[1].startswith(("app", "tests")) and not any(ROOT.glob(f"{place}*")):
            yield "no such module"
    elif words and not words[0].startswith("-") and not (ROOT / words[0]).exists():
        yield "no such file"


def untrue_word(word: str, app: Any) -> Iterator[str]:
    if word.startswith("/"):
        yield from untrue_address(word, app)
    elif re.fullmatch(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*", word) and len(word) > 3:
        yield from untrue_setting(word)
    elif is_path(word) and not word.startswith(MADE_LATER) and not exists(word):
        yield "no such file"


def exists(path: str) -> bool:
    """`app/` goes without saying, and a bare file name stands for a file wherever it lies."""
    if (ROOT / path).exists() or (ROOT / "app" / path).exists():
        return True
    known = (one.name for top in ("app", "courses", "tests") for one in (ROOT / top).rglob("*"))
    return "/" not in path.rstrip("/") and path.rstrip("/") in known


def is_path(word: str) -> bool:
    named = PATHLIKE.match(word) and not PLACEHOLDER.search(word)
    return bool(named) and not word[0].isdigit()  # 127.0.0.1 is no file


def untrue_address(path: str, app: Any) -> Iterator[str]:
    """Does some page answer there? `<kurs>` stands for anything."""
    adapter = app.url_map.bind("localhost")
    concrete = re.sub(r"<[^>]+>", "1", path).split("?")[0]
    try:
        adapter.match(concrete)
    except werkzeug.exceptions.MethodNotAllowed:
        return
    except werkzeug.routing.RequestRedirect:
        return
    except werkzeug.exceptions.NotFound:
        yield "no page has that address"


def untrue_setting(name: str) -> Iterator[str]:
    read = [ROOT / "wsgi.py", *(ROOT / "app").rglob("*.py"), *(ROOT / "tests").glob("*.py")]
    quoted = re.compile(rf"""["']{name}["']""")
    if not any(quoted.search(path.read_text("utf-8")) for path in read if path != Path(__file__)):
        yield "nothing reads such a setting"


def test_everything_the_readme_says_is_so(app):
    assert untrue(README.read_text("utf-8"), app) == []


@pytest.mark.parametrize(
    "words", ["make run", "make test", "python3 wsgi.py", "python3 tests", "127.0.0.1:8000"]
)
def test_the_readme_tells_a_newcomer_how_to_start_and_how_to_check(words):
    assert words in README.read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    [
        "`make tea`",
        "`python3 wsgi.py bake`",
        "`flask --app wsgi courses bake`",
        "`python3 wsgi.py courses check --loudly`",
        "`python3 nosuch.py`",
        "`.venv/bin/python -m tests.nosuch`",
        "`app/nosuch/`",
        "`courses/nosuch.yaml`",
        "`/no/such/page`",
        "`NO_SUCH_SETTING`",
        "[länk](nosuch.md)",
        "```\n$ NO_SUCH_SETTING=1 python3 wsgi.py\n```",
        "```\nmake tea   # at five\n```",
        "    python3 wsgi.py bake   # at six",
        "    python3 wsgi.py courses check\n    python3 wsgi.py bake",
    ],
)
def test_something_untrue_is_noticed(app, words):
    assert len(untrue(f"Så här:\n\n{words}\n", app)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "`make run`",
        "`make bench`",
        "`PORT=8001 python3 wsgi.py`",
        "`python3 wsgi.py COMMAND …`",
        "`python3 wsgi.py courses check|publish`",
        "`python3 wsgi.py courses check [PATH]`",
        "`python3 wsgi.py people import FIL`",
        "`flask --app wsgi db upgrade`",
        "`python3 tests --no-browser`",
        "`python3 -m app.bootstrap run`",
        "`app/bootstrap.py`",
        "`instance/`",
        "`/`",
        "`PUBLIC_URL`",
        "[licensen](LICENSE) och [en adress](https://example.org/)",
        "```sh\nsudo apt-get install python3-venv\n```",
    ],
)
def test_something_true_is_left_alone(app, words):
    assert untrue(f"Så här:\n\n{words}\n", app) == []
