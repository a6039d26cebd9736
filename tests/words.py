"""The words of the program in other languages: what is said in Swedish, and what its catalogue
lacks.

The program is written in Swedish. Words for a page go through `_()`, `_l()` or `ngettext()`; what
an error says stands where `NotFound`, `NotOffered`, `Refused` or `NotAllowed` is raised, or in
`sentence()`. Values stand beside the words, never in them: `_("%(all)s delar", all=8)`. After new
or changed words,

    make words

puts what is new into `app/translations/en/LC_MESSAGES/messages.po` with an empty `msgstr`, takes
out what nobody says any more, and tells what is left to do. Fill in every `msgstr` in plain British
English, keep each `%(name)s`, write quotation marks as “ ”, and run it again: it is done when it
says so. `tests/web/test_words.py` asks the same of every run.

Not in the catalogue, so Swedish in every language: what commands say in the terminal, the made-up
municipality, and the manual for authors, who write Swedish courses: its page is made from what the
checker goes by, and marks it as Swedish (`tests/web/test_english.py` holds every page to that).
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "app" / "translations"
LANGUAGES = ("en",)
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys("_ _l gettext NotFound NotOffered Refused NotAllowed sentence".split()),
    "ngettext": (1, 2),
}
HEAD = """\
# What the program says, from Swedish. How to add words: tests/words.py.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
PLACES = re.compile(r"%\((\w+)\)[sd]")


def said(root: Path = ROOT) -> Catalog:
    """Everything that the program says on pages, read afresh from its code and templates."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]
    methods = [(each["pattern"], each["method"]) for each in settings["mappings"]]
    found = Catalog()
    for file, line, message, _comments, context in extract_from_dir(
        str(root), method_map=methods, keywords=KEYWORDS
    ):
        found.add(message, locations=[(file, line)], context=context)
    return found


def file_of(language: str) -> Path:
    """Where the words of a language stand."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def kept(language: str) -> Catalog:
    """The words of a language as they stand."""
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language)


def faults(spoken: Catalog, words: Catalog) -> Iterator[str]:
    """What keeps the words of a language from being all that the program says."""
    for message in spoken:
        if message.id:
            known = words.get(message.id)
            where = ", ".join(f"{file}:{line}" for file, line in message.locations)
            for what in _faults_of(message, known):
                yield f"{where}: {what}: {_first(message.id)}"
    for message in words:
        if message.id and message.id not in spoken:
            yield f"nobody says any more: {_first(message.id)}"


def _faults_of(message: Message, known: Message | None) -> Iterator[str]:
    if known is None:
        yield "is not in the catalogue"
        return
    if known.fuzzy:
        yield "is marked as fuzzy"
    ours = message.id if isinstance(message.id, tuple) else (message.id,)
    theirs = known.string if isinstance(known.string, tuple) else (known.string,)
    if len(theirs) != len(ours) or not all(theirs):
        yield "is not translated"
        return
    for one, other in zip(ours, theirs, strict=True):
        if _places(other) != _places(one) and _places(other) != _places(ours[-1]):
            yield "has other values in the translation"
        if set(other) & set("\"'"):
            yield "has straight quotation marks in the translation"


def _places(text: str) -> set[str]:
    return set(PLACES.findall(text))


def _first(message: str | tuple[str, ...]) -> str:
    return message[0] if isinstance(message, tuple) else message


def refresh(language: str) -> None:
    """Write the catalogue anew: all that is said now, with the translations that there are. Without
    lines and days, so that two who add words do not get in each other's way.
    """
    words, fresh = kept(language), Catalog(locale=language)
    for message in said():
        if message.id:
            known = words.get(message.id)
            fresh.add(message.id, known.string if known else "")
    with file_of(language).open("wb") as file:
        file.write(HEAD.format(language=language).encode())
        write_po(file, fresh, width=0, sort_output=True, no_location=True, omit_header=True)


def main() -> int:
    """The exit code: zero when every language says everything."""
    left = []
    for language in LANGUAGES:
        refresh(language)
        left += [f"{language}: {what}" for what in faults(said(), kept(language))]
    sys.stdout.write("\n".join([*left, "" if left else "Every word is translated.\n"]))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
