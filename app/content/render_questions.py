"""Every question with its HTML in place, so that a page looks it up and writes it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup

from app.content.library import Library
from app.content.parse_prose import SOURCE
from app.content.render import inline_html, text_html
from app.content.rules import Option, Pair, Question, Source


def dressed(library: Library) -> Library:
    """The library with the HTML of every question in place, so that a page looks up and
    writes out.
    """
    modules = {
        place: replace(
            module,
            questions=tuple(_question(question, library.sources) for question in module.questions),
        )
        for place, module in library.modules.items()
    }
    courses = {
        course.id: replace(
            course,
            modules=tuple(modules[course.id, m.id, m.language] for m in course.modules),
        )
        for course in library.courses.values()
    }
    past = {key: _question(question, library.sources) for key, question in library.past.items()}
    return replace(library, modules=modules, courses=courses, past=past)


def _question(question: Question, sources: Mapping[str, Source]) -> Question:
    def named(text: str) -> str:
        return SOURCE.sub(lambda found: _named(found[1], sources), text)

    def option(one: Option) -> Option:
        return replace(
            one,
            html=inline_html(named(one.text), links=False),
            feedback_html=inline_html(named(one.feedback)),
        )

    def pair(one: Pair) -> Pair:
        return replace(
            one,
            left_html=inline_html(named(one.left), links=False),
            feedback_html=inline_html(named(one.feedback)),
        )

    return replace(
        question,
        prompt_html=inline_html(named(question.prompt), links=False),
        case_html=text_html(named(question.case), language=question.language)
        if question.case
        else Markup(""),
        if_right_html=inline_html(named(question.if_right)),
        if_wrong_html=inline_html(named(question.if_wrong)),
        options=tuple(map(option, question.options)),
        steps=tuple(map(option, question.steps)),
        matches=tuple(map(option, question.matches)),
        pairs=tuple(map(pair, question.pairs)),
    )


def _named(keys: str, sources: Mapping[str, Source]) -> str:
    """A question has no list of sources, so there the publisher and the year stand in the text."""
    found = [sources[key] for part in keys.split(",") if (key := part.strip()) in sources]
    return f"({'; '.join(f'{source.publisher}, {source.year}' for source in found)})"
