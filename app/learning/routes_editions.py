"""Which edition of a text one reads, and in which words one answered. A course is one course in all
its languages: the ids are the same, and so is what is kept.
"""

from __future__ import annotations

from app.content.library import Library
from app.content.rules import SOURCE_LANGUAGE, Course, Module, Question
from app.learning.models import Certificate
from app.learning.queries import Held
from app.web import current
from app.web.words import gettext as _


def part_of(course: str, module: str) -> tuple[Course, Module]:
    """The course and the module, each in the language of who reads."""
    library: Library = current.library()
    language = current.language()
    return library.course(course, language), library.edition(course, module, language)


def instead(part: Module) -> str | None:
    """A word about a text that is in another language than the one chosen."""
    if part.language == current.language():
        return None
    if current.language() == current.EASY:
        return _("Den här delen finns inte på lätt svenska än. Du läser den på vanlig svenska.")
    return _("Den här delen finns inte på ditt språk än. Du läser den på svenska.")


def as_shown(part: Module, asked: Question, wording: str | None) -> tuple[Module, Question] | None:
    """The question in the words that were answered, with its module: those of another language or
    of an earlier release, if the page was opened before; none when it never had such words.
    """
    if wording is None or wording == asked.fingerprint:
        return part, asked
    library: Library = current.library()
    for language in library.editions(part.course_id, part.id):
        edition = library.edition(part.course_id, part.id, language)
        for each in edition.asked:
            if (each.id, each.fingerprint) == (asked.id, wording):
                return edition, each
    before = library.past.get(wording)
    return (part, before) if before and before.id == asked.id else None


def course_of(held: Certificate | Held) -> tuple[str, str]:
    """The title of a certificate's course as it was when it was given, with its language; in
    English as the course is called now, where it is in English.
    """
    if current.language() != current.ENGLISH:
        return held.title, SOURCE_LANGUAGE
    known: Library = current.library()
    course = known.courses.get(held.course_id)
    english = course and course.words.get(current.ENGLISH)
    return (english.title, current.ENGLISH) if english else (held.title, SOURCE_LANGUAGE)


def titles_of(held: Certificate) -> list[tuple[str, str]]:
    """The titles of a certificate's modules as they were when it was given, with their language;
    in English as the modules are called now, where they are in English.
    """
    parts = [(part["id"], part["title"]) for part in held.modules]
    if current.language() != current.ENGLISH:
        return [(title, SOURCE_LANGUAGE) for _id, title in parts]
    known = current.library().modules
    english = {key: known.get((held.course_id, key, current.ENGLISH)) for key, _title in parts}
    return [
        (found.title, current.ENGLISH) if (found := english[key]) else (title, SOURCE_LANGUAGE)
        for key, title in parts
    ]
