"""Looking something up: the goals with all their targets, and the words that the courses use."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from flask import Blueprint, render_template, request

from app.content.library import Library
from app.content.library_lookup import competences_about, facts_about, modules_about
from app.content.rules_lookup import Goals, GoalText, Term, Work
from app.core.goals import BY_NUMBER, GOALS, Goal
from app.web import current, errors
from app.web.pages import address_of, edition_choice
from app.web.words import gettext as _
from app.web.words import lang, ngettext

bp = Blueprint("lookup", __name__)

Page = str | tuple[str, int]
OF_THE_AGENDA = "fn-2015"
"""The source that has the goals in the words of the UN."""


@bp.get("/mal")
def goals() -> str:
    """All goals, or those that one kind of work touches."""
    library: Library = current.library()
    asked = request.args.get("arbete", "")
    kind = library.goals.kind(asked)
    touched = library.goals.touched_by(asked) if kind else frozenset(BY_NUMBER)
    return render_template(
        "lookup/goals.html",
        rows=tuple((goal, _line(library.goals, goal)) for goal in GOALS if goal.number in touched),
        kinds=[
            (work.name.said_in(current.language()), _of_kind(work), work is kind)
            for work in library.goals.work
        ],
        chosen=bool(kind),
        said=_said_of(kind, len(touched), asked),
        not_easy=current.language() == current.EASY,
    )


@bp.get("/mal/<number>")
def goal(number: str) -> Page:
    """One goal: what it is about, where a municipality meets it, its targets, and where to learn
    more.
    """
    found = BY_NUMBER.get(int(number)) if number.isascii() and number.isdecimal() else None
    if found is None or number != str(found.number):
        said = _("Det målet finns inte. Målen är numrerade från 1 till 17.")
        return errors.page(404, said, way=(_("Till de 17 målen"), address_of(".goals")))
    library: Library = current.library()
    language = current.language()
    text = library.goals.text(found.number)
    return render_template(
        "lookup/goal.html",
        goal=found,
        text=text,
        near=_near(text) if text else "",
        few_near=text is not None and len(text.near) <= len(text.far),
        kinds=[
            (work.name.said_in(language), _of_kind(work))
            for work in (library.goals.kinds_of(text) if text else ())
        ],
        facts=facts_about(library, text) if text else (),
        modules=[
            (
                module.title,
                address_of("learning.module", course=module.course_id, module=module.id),
                lang(module.language),
            )
            for module in modules_about(library, found.number, language)
        ],
        competences=competences_about(library, found.number, language),
        before=BY_NUMBER.get(found.number - 1),
        after=BY_NUMBER.get(found.number + 1),
        agenda=library.sources.get(OF_THE_AGENDA),
        not_easy=language == current.EASY,
    )


def _near(text: GoalText) -> str:
    """Which targets a municipality's work is close to. When they are most of them, it is said here
    for all, and the list says it of none.
    """
    near, far = text.near, text.far
    if not far:
        return _("Kommunen påverkar alla delmålen direkt, enligt vår bedömning.")
    if len(near) > len(far):
        *first, last = far
        return _(
            "Kommunen påverkar alla delmål utom %(numbers)s direkt, enligt vår bedömning.",
            numbers=_("%(first)s och %(last)s", first=", ".join(first), last=last)
            if first
            else last,
        )
    if not near:
        return ""
    return ngettext(
        "Kommunen påverkar ett delmål direkt, enligt vår bedömning.",
        "Kommunen påverkar %(num)d delmål direkt, enligt vår bedömning.",
        len(near),
    )


@bp.get("/ordlista")
def glossary() -> str:
    """Every word with its explanation, by the alphabet."""
    library: Library = current.library()
    language = current.language()
    terms = library.glossary.in_order(language)
    letters = _by_letter(terms, language)
    return render_template(
        "lookup/glossary.html",
        letters=letters,
        initials=tuple(letter for letter, _terms in letters),
        count=len(terms),
        language=language,
        editions=current.LANGUAGES,
        choice=edition_choice(current.LANGUAGES, language),
    )


def _of_kind(work: Work) -> str:
    return f"{address_of('.goals')}?arbete={work.id}"


def _line(goals: Goals, goal: Goal) -> str:
    text = goals.text(goal.number)
    return text.line_in(current.language()) if text else ""


def _said_of(kind: Work | None, many: int, asked: str) -> str:
    """What the list holds, in a sentence."""
    if kind:
        name = kind.name.said_in(current.language())
        return ngettext("%(kind)s: 1 mål.", "%(kind)s: %(num)d mål.", many, kind=name)
    if asked:
        return _("Det slaget av arbete finns inte. Här är alla 17 mål.")
    return ""


def _by_letter(
    terms: Iterable[Term], language: str
) -> tuple[tuple[str, tuple[tuple[Term, tuple[Term, ...]], ...]], ...]:
    """The words under their first letters, each with those that belong with it."""
    library: Library = current.library()
    return tuple(
        (letter, tuple((term, library.glossary.these(term.see)) for term in found))
        for letter, found in groupby(terms, lambda term: term.letter_in(language))
    )
