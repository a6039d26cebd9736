"""Whether a language edition says the same as the Swedish, and all of it."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.check_text import hard
from app.content.parse import CourseDraft, ModuleDraft
from app.content.parse_text import Line
from app.content.rules import ENGLISH, SOURCE_LANGUAGE, TRACKS, Problem, Question

NAMED = {"en": "engelska", "lattlast": "lättläst svenska"}
EVERYBODY = TRACKS[0]


def missing_from(course: CourseDraft, language: str, folder: str) -> Iterator[Problem]:
    """The modules that a language folder lacks: of the track for everybody, and of each track that
    it has begun. A folder without modules has not begun.
    """
    here = {draft.module.id for draft in course.modules[language]}
    files = {draft.module.id: draft.file for draft in course.modules.get(SOURCE_LANGUAGE, [])}
    for track in course.course.tracks if here else ():
        if track.id != EVERYBODY and here.isdisjoint(track.modules):
            continue
        for module in track.modules:
            if module in files and module not in here:
                name = files[module].rsplit("/", 1)[-1]
                said = (
                    f"Delen {module} saknas på {NAMED[language]}. Lägg till filen {name}: spåret "
                    f"{track.id} ska finnas helt."
                )
                yield Problem(folder, 1, said)


WANTED = {"en": "title, description och tracks", "lattlast": "description"}


def named_in(course: CourseDraft, language: str) -> Iterator[Problem]:
    """What the course is called and says of itself in a language that it has modules in. A folder
    without modules has not begun.
    """
    value = course.front.value if isinstance(course.front.value, dict) else {}
    if course.modules[language] and value and not value.get(language):
        said = (
            f"Kursen har delar på {NAMED[language]} men säger inte själv något där. Skriv "
            f"{WANTED[language]} under {language}."
        )
        yield Problem(course.file, course.front.line("title"), said)
    if language not in course.course.words:
        return
    words = course.course.words[language]
    line = course.front.line(language, "description")
    limit = course.course.lix_for(language)
    yield from hard(course.file, [Line(line, words.description)], line, limit)
    known = {track.id for track in course.course.tracks}
    for track in sorted(known - words.tracks.keys()) if language == ENGLISH else ():
        said = f"Spåret {track} har inget namn på engelska. Skriv det under tracks här."
        yield Problem(course.file, course.front.line(language, "tracks"), said)
    for track in sorted(words.tracks.keys() - known) if "tracks" in course.sound else ():
        said = f"Spåret {track} finns inte i kursen. Ta bort namnet."
        yield Problem(course.file, course.front.line(language, "tracks", track), said)


def edition_in(course: CourseDraft, modules: list[ModuleDraft]) -> Iterator[Problem]:
    """A language edition says the same as the Swedish: same modules, same questions, same answers
    right.
    """
    swedish = {m.module.id: m for m in course.modules.get(SOURCE_LANGUAGE, [])}
    for draft in modules:
        if "id" not in draft.sound:
            continue
        own = swedish.get(draft.module.id)
        if own is None:
            said = (
                f"Delen {draft.module.id} finns inte på svenska. Id ska vara samma på alla språk."
            )
            yield Problem(draft.file, draft.front.line("id"), said)
            continue
        questions = {q.id: q for q in own.module.questions}
        for question in draft.module.questions:
            if question.id not in questions:
                said = (
                    f"Frågan {question.id} finns inte på svenska. Id ska vara samma på alla språk."
                )
                yield Problem(draft.file, question.line, said)
            elif unlike := _unlike(questions[question.id], question):
                said = f"Frågan {question.id} har {unlike} på svenska. Gör dem lika."
                yield Problem(draft.file, question.line, said)
        yield from _sections(own, draft)
        here = {question.id for question in draft.module.questions}
        for question_id in questions.keys() - here:
            said = f"Frågan {question_id} saknas på det här språket. Översätt den."
            yield Problem(draft.file, draft.text_line, said)


def _sections(swedish: ModuleDraft, other: ModuleDraft) -> Iterator[Problem]:
    """The municipality may say the same sections in its own words in every language."""
    wanted, there = {mark.id for mark in swedish.marks}, {mark.id for mark in other.marks}
    for mark in other.marks:
        if mark.id not in wanted:
            said = f"Avsnittet {mark.id} är inte lokalt på svenska. Gör dem lika."
            yield Problem(other.file, mark.line, said)
    for missing in sorted(wanted - there):
        said = f"Avsnittet {missing} saknas på det här språket. Skriv {{#{missing} lokalt}} där."
        yield Problem(other.file, other.text_line, said)


def _unlike(swedish: Question, other: Question) -> str | None:
    if swedish.kind != other.kind:
        return "ett annat slag (kind)"
    if swedish.form != other.form:
        return "en annan form"
    if set(swedish.competences) != set(other.competences):
        return "andra kompetenser"
    if [o.right for o in swedish.options] != [o.right for o in other.options]:
        return "andra rätta svar"
    numbers = {swedish.number, other.number}
    if None not in numbers and (len(numbers) > 1 or swedish.tolerance != other.tolerance):
        return "ett annat rätt tal"
    if len(swedish.steps) != len(other.steps) or len(swedish.pairs) != len(other.pairs):
        return "ett annat antal svar"
    return None
