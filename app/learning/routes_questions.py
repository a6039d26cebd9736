"""One question on its page: which it is, where it stands, and the way on from it."""

from __future__ import annotations

import json
import secrets

from flask import render_template, session
from werkzeug.datastructures import MultiDict

from app.content.rules import Course, Module, Question
from app.core.errors import NotFound
from app.learning.forms import AnswerForm, answer_form, carried
from app.learning.routes_editions import as_shown
from app.learning.routes_tasks import module_url
from app.learning.rules import Progress
from app.web import current
from app.web.pages import address_of
from app.web.words import gettext as _
from app.web.words import lang

Place = tuple[str, str, str]
"""A question by course, module and its own id."""

DRAFT = "draft"
LONGEST_DRAFT = 2000
"""Characters of a draft that a cookie surely has room for."""

WRITTEN = ("number", "text", "reflection", "commitment")
"""The kinds whose answers are one's own words, whatever the question's words were."""


def asked_in(part: Module, question: str) -> Question:
    """The question of a module that is asked in the course."""
    for each in part.asked:
        if each.id == question:
            return each
    raise NotFound("Frågan finns inte i den här delen. Gå till startsidan och fortsätt därifrån.")


def question_number(part: Module, question: str) -> int:
    """Which of the module's questions it is, from one."""
    return next((n for n, q in enumerate(part.asked, start=1) if q.id == question), 1)


def question_url(course: Course, part: Module, question: Question) -> str:
    return address_of("learning.question", course=course.id, module=part.id, question=question.id)


def result_url(course: Course, part: Module) -> str:
    return address_of("learning.result", course=course.id, module=part.id)


def way_on(course: Course, part: Module, progress: Progress) -> tuple[str, str | None]:
    """What the button under the text says, and where it goes."""
    following = progress.next_question
    if following is None:
        return _("Se resultatet"), result_url(course, part)
    address = question_url(course, part, following)
    if not progress.tried:
        return _("Till frågorna"), address
    return _("Fortsätt med fråga %(number)s", number=question_number(part, following.id)), address


def new_key() -> str:
    """What makes a second press of the same button the same answer."""
    return secrets.token_urlsafe(12)


def blank_form(asked: Question, fault: str = "") -> AnswerForm:
    """The form for a question with nothing filled in, and a word about why it is shown again."""
    form = answer_form(asked)(formdata=None, key=new_key())
    if fault:
        form.form_errors.append(fault)
    return form


def moved_form(part: Module, asked: Question, filled: MultiDict[str, str]) -> AnswerForm:
    """The form for a question in other words than those it was filled in under, with what is
    filled in. Choices are not laid on words of another release: they may say something else.
    """
    shown = as_shown(part, asked, filled.get("lydelse"))
    kept = None
    if shown and (shown[1] in shown[0].asked or shown[1].kind in WRITTEN):
        kept = carried(filled, shown[1], asked)
    if kept is None:
        return blank_form(asked, _("Frågan har ändrats sedan du öppnade sidan. Svara igen."))
    kept["key"] = new_key()
    return answer_form(asked)(kept)


def keep_draft(place: Place, filled: MultiDict[str, str]) -> bool:
    """Take what is filled in along to the question's page, in the browser's own cookie; whether it
    had room for it.
    """
    held = {k: filled.getlist(k) for k in filled if k not in ("csrf_token", "sprak", "key")}
    if len(json.dumps(held)) > LONGEST_DRAFT:
        return False
    session[DRAFT] = [*place, held]
    return True


def draft_of(place: Place) -> MultiDict[str, str] | None:
    """What was taken along to this question, once; what was for another is left behind."""
    found = session.pop(DRAFT, None)
    return MultiDict(found[3]) if found and tuple(found[:3]) == place else None


def question_page(course: Course, part: Module, asked: Question, form: AnswerForm) -> str:
    """The page of one question."""
    return render_template(
        "learning/question.html",
        course=course,
        module=part,
        module_url=module_url(course, part),
        told_in=lang(part.language),
        editions=current.library().editions(course.id, part.id),
        question={
            "kind": asked.kind,
            "prompt": asked.prompt_html,
            "case": asked.case_html,
            "wording": asked.fingerprint,
            "url": question_url(course, part, asked),
            "in_language_url": address_of(
                "learning.question_in", course=course.id, module=part.id, question=asked.id
            ),
        },
        number=question_number(part, asked.id),
        total=len(part.asked),
        form=form,
    )
