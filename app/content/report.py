"""What a course comes to, in figures: how well its questions cover the framework, and how its texts
read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.content.parse import CourseDraft, ModuleDraft
from app.content.parse_claims import claims, names_of
from app.content.parse_folder import Folder
from app.content.parse_local_folder import Layer
from app.content.parse_sentences import Hardness, hardness, sentences
from app.content.rules import FORMS, SOURCE_LANGUAGE, TRACKS, Course, Form, Framework, Question
from app.content.rules_limits import ENOUGH

ROLE = dict(zip(TRACKS, ("employee", "manager", "politician"), strict=True))
NAMED = {"sv": "Svenska", "en": "Engelska", "lattlast": "Lättläst svenska"}


@dataclass(frozen=True, slots=True)
class Cell:
    """Graded questions of one competence and form: those that a person of the track meets, and of
    them those of the own track alone.
    """

    competence: str
    track: str
    form: Form
    met: int
    own: int
    needed: bool

    @property
    def lacking(self) -> int:
        return max(0, ENOUGH - self.met) if self.needed else 0


def coverage(course: Course, framework: Framework) -> list[Cell]:
    """A cell for each competence, track and form, in the order of the framework."""
    everybody = TRACKS[0]
    tracks = [track.id for track in course.tracks]
    common = _tested(course, {everybody})
    met = {track: _tested(course, {everybody, track}) for track in tracks}
    return [
        Cell(
            competence=competence.id,
            track=track,
            form=form,
            met=met[track][competence.id, form],
            own=met[track][competence.id, form]
            - (0 if track == everybody else common[competence.id, form]),
            needed=ROLE[track] in competence.profile,
        )
        for competence in framework.competences
        for track in tracks
        for form in FORMS
    ]


def _tested(course: Course, tracks: set[str]) -> Counter[tuple[str, Form]]:
    return Counter(
        (competence, question.form)
        for module in course.modules_for(tracks)
        for question in module.questions
        if question.graded
        for competence in question.competences
    )


def coverage_lines(course: Course, framework: Framework) -> tuple[list[str], bool]:
    """The coverage as a table in text, what is lacking, and whether nothing is."""
    cells = coverage(course, framework)
    titles = {track.id: track.title for track in course.tracks}
    rows = [
        [
            competence.title,
            *(
                _of_track([c for c in cells if (c.competence, c.track) == (competence.id, track)])
                for track in titles
            ),
        ]
        for competence in framework.competences
    ]
    lacking = [cell for cell in cells if cell.lacking]
    named = {competence.id: competence.title for competence in framework.competences}
    lines = [
        f"{course.title}: frågor som kan bli rätt eller fel, för varje kompetens och spår.",
        "Tre tal: före kursen (a), i kursen (b), efter kursen (c). Inom parentes: i det egna "
        "spåret.",
        f"* = kravprofilen behöver kompetensen: minst {ENOUGH} i varje form.",
        "",
        *table(["Kompetens", *titles.values()], rows),
        "",
        *(
            f"För få: {named[cell.competence]}, {titles[cell.track].lower()}, form={cell.form}: "
            f"{cell.met}, minst {ENOUGH} behövs."
            for cell in lacking
        ),
    ]
    needed = sum(cell.needed for cell in cells)
    lines.append(
        f"{len(lacking)} av {needed} rutor har för få frågor."
        if lacking
        else f"Alla {needed} rutor som behövs har minst {ENOUGH} frågor."
    )
    return lines, not lacking


def _of_track(cells: Sequence[Cell]) -> str:
    met = " ".join(f"{cell.met:2}" for cell in cells)
    own = " ".join(f"{cell.own:2}" for cell in cells)
    mark = "*" if any(cell.needed for cell in cells) else " "
    return f"{mark} {met}" if cells[0].track == TRACKS[0] else f"{mark} {met} ({own})"


@dataclass(frozen=True, slots=True)
class Figures:
    """How one module reads, and what it rests on."""

    file: str
    words: int
    hardness: Hardness
    minutes: int
    forms: Counter[Form]
    claims: int
    sourced: int


def figures(draft: ModuleDraft, names: frozenset[str]) -> Figures:
    """The figures of one module; LIX as of its text before the questions."""
    found = list(claims(draft, names))
    return Figures(
        file=draft.file.split("/", 2)[-1],
        words=len(draft.words),
        hardness=hardness(sentences(draft.written)),
        minutes=draft.module.minutes,
        forms=Counter(q.form for q in draft.module.questions if q.graded),
        claims=len(found),
        sourced=sum(claim.sourced for claim in found),
    )


@dataclass(frozen=True, slots=True)
class Guessing:
    """What who knows nothing could go by: questions with three options and one right, those whose
    right option is the longest, and how often it stands first, second and third.
    """

    questions: int
    longest: int
    places: tuple[int, int, int]


def guessing(questions: Iterable[Question]) -> Guessing:
    """How far the right option gives itself away."""
    asked = [q for q in questions if q.kind == "one" and len(q.options) == 3]
    places: Counter[int] = Counter()
    longest = 0
    for question in asked:
        for place, option in enumerate(question.options):
            if option.right:
                others = [len(other.text) for other in question.options if other is not option]
                longest += len(option.text) > max(others)
                places[place] += 1
    return Guessing(len(asked), longest, (places[0], places[1], places[2]))


def figures_lines(folder: Folder, layer: Layer | None = None) -> list[str]:
    """The figures of every course and language as tables in text, the municipality's own modules
    after the others.
    """
    folders = [folder, *([layer.folder] if layer else [])]
    names = names_of(source for f in folders for source in f.sources.sources.values())
    lines: list[str] = []
    for course in folder.courses:
        same = [c for f in folders for c in f.courses if c.course.id == course.course.id]
        for language in sorted(course.modules, key=lambda one: one != SOURCE_LANGUAGE):
            drafts = [draft for one in same for draft in one.modules.get(language, [])]
            if drafts:
                lines += [*_of_language(course, language, drafts, names), ""]
    return lines[:-1]


def _of_language(
    course: CourseDraft, language: str, drafts: list[ModuleDraft], names: frozenset[str]
) -> Iterator[str]:
    found = [figures(draft, names) for draft in drafts]
    heads = ["Del", "Ord", "LIX", "Minuter", "Frågor a", "b", "c", "Uppgifter", "Med källa"]
    yield f"{course.course.title}, {NAMED[language].lower()}. Gränser: " + (
        f"{course.course.words_limit} ord, LIX {course.course.lix_for(language)}."
    )
    yield ""
    yield from table(heads, [_row(one) for one in found])
    yield ""
    claimed, sourced = sum(f.claims for f in found), sum(f.sourced for f in found)
    yield f"Uppgifter: {claimed}. Med källa: {sourced}."
    guess = guessing(q for draft in drafts for q in draft.module.questions)
    if guess.questions:
        share = (200 * guess.longest + guess.questions) // (2 * guess.questions)
        first, second, third = guess.places
        yield (
            f"Frågor med tre svar: {guess.questions}. Det rätta är längst i {guess.longest} "
            f"({share} %). Det står först i {first}, som tvåa i {second}, sist i {third}."
        )


def _row(one: Figures) -> list[str]:
    forms = [str(one.forms[form]) for form in FORMS]
    lix = f"{one.hardness.lix:.0f}"
    counted = [str(one.claims), str(one.sourced)]
    return [one.file, str(one.words), lix, str(one.minutes), *forms, *counted]


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns of even width: the first to the left, figures to the right."""
    every = [heads, *rows]
    widths = [max(len(row[index]) for row in every) for index in range(len(heads))]
    return [
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in every
    ]
