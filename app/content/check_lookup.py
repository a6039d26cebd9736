"""Whether what is looked up is there: the sources of the goals' facts, and the goals, targets and
words that texts lead to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from app.content.parse_folder import GLOSSARY, SOURCES, Folder
from app.content.rules import Problem
from app.core.goals import BY_NUMBER, TARGETS


def unsourced(folder: Folder) -> Iterator[Problem]:
    """Facts of the goals whose source is not there."""
    for key, line in folder.goals.sources:
        if folder.sources.keys and key not in folder.sources.keys:
            said = f"Källan {key} finns inte i {SOURCES}. Rätta nyckeln eller lägg till källan."
            yield Problem(folder.goals.file, line, said)


def astray(
    file: str, pages: Iterable[tuple[str, int]], words: Collection[str]
) -> Iterator[Problem]:
    """Links to a goal, a target or a word that is not there. `words` are the ids of all there
    are.
    """
    for href, line in pages:
        page, _, place = href.partition("#")
        if place and page == "/ordlista" and place not in words:
            like = get_close_matches(place, words, 1)
            told = f"Menar du {like[0]}?" if like else f"Rätta id eller lägg till det i {GLOSSARY}."
            yield Problem(file, line, f"Ordet {place} finns inte i ordlistan. {told}")
        goal = page.removeprefix("/mal/")
        if not goal.isdecimal():
            continue
        if int(goal) not in BY_NUMBER:
            yield Problem(file, line, f"Mål {goal} finns inte. Skriv ett tal från 1 till 17.")
        elif place and (place not in TARGETS or place.split(".")[0] != goal):
            said = f"Delmål {place} finns inte under mål {goal}. Se efter numret."
            yield Problem(file, line, said)
