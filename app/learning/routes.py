"""Reading a module, answering its questions one at a time, seeing what became of it, and the
certificate.
"""

from __future__ import annotations

from datetime import date

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.content.library import Library
from app.content.render import course_html, module_page
from app.content.rules import Course, Given, feedback_for
from app.core import clock
from app.core.db import db
from app.learning import queries, service
from app.learning import routes_text as text
from app.learning.forms import answer_form
from app.learning.routes_editions import as_shown, course_of, instead, part_of, titles_of
from app.learning.routes_questions import (
    asked_in,
    blank_form,
    draft_of,
    keep_draft,
    moved_form,
    new_key,
    question_number,
    question_page,
    question_url,
    result_url,
    way_on,
)
from app.learning.routes_tasks import (
    count_done,
    next_task,
    place_in_words,
    task_lists,
)
from app.learning.rules import ModuleRow, next_row, place_in, rows
from app.people import queries as people
from app.people.rules import tracks
from app.web import current
from app.web.files import pdf_file
from app.web.pages import address_of, edition_choice
from app.web.words import gettext as _
from app.web.words import lang

bp = Blueprint("learning", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/kurser")
def courses() -> Page:
    """The courses; where there is only one, that one."""
    library: Library = current.library()
    found = tuple(library.course(key, current.language()) for key in library.courses)
    if len(found) == 1:
        return redirect(url_for(".course", course=found[0].id), 303)
    return render_template("learning/courses.html", courses=found)


@bp.get("/kurser/<course>")
def course(course: str) -> str:
    """The person's list of modules in one course."""
    library: Library = current.library()
    found = library.course(course, current.language())
    listed = _rows(found, clock.today())
    return render_template(
        "learning/course.html",
        course=found,
        introduction=course_html(found),
        lists=task_lists(found, listed),
        position=_("%(done)s av %(all)s delar klara", done=count_done(listed), all=len(listed)),
        editions=library.languages,
    )


@bp.get("/kurser/<course>/skriv-ut")
def text_edition(course: str) -> str:
    """The whole course on one page, to read on paper or aloud, with the answers last."""
    library: Library = current.library()
    edition = text.text_edition(library.course(course, current.language()))
    return render_template(
        "learning/text_edition.html",
        edition=edition,
        course=edition.course,
        title=text.title_of(edition.course),
        facts=text.facts(edition),
        choices=text.choices_of(edition),
        said=text.said(),
        withheld=text.withheld,
        count_of=text.count_of,
        pdf_url=url_for(".text_edition_file", course=course, spar=edition.chosen.id),
        editions=library.languages,
        choice=edition_choice(library.languages, current.language()),
    )


@bp.get("/kurser/<course>/skriv-ut.pdf")
def text_edition_file(course: str) -> Response:
    """The same as PDF."""
    library: Library = current.library()
    edition = text.text_edition(library.course(course, current.language()))
    return pdf_file(f"{course}-{edition.course.edition}", text.pdf_of(edition))


@bp.get("/kurser/<course>/<module>")
def module(course: str, module: str) -> str:
    """One module to read, and the way to where its questions go on."""
    library: Library = current.library()
    found, part = part_of(course, module)
    subject = current.subject()
    progress = queries.progress(subject, part)
    place = place_in(found, part.id)
    editions = library.editions(found.id, part.id)
    label, address = way_on(found, part, progress)
    page = module_page(part, library.glossary)
    return render_template(
        "learning/module.html",
        course={
            "title": found.title,
            "url": address_of("learning.course", course=found.id),
            "told_in": lang(found.language),
        },
        module=part,
        told_in=lang(part.language),
        editions=editions,
        choice=edition_choice(editions, part.language),
        instead=instead(part),
        html=page.html,
        terms=page.terms,
        sources=library.sources_of(part),
        goals=library.goals_of(part),
        number=place.number,
        total=place.total,
        count=place_in_words(place),
        questions_count=len(part.asked),
        go_url=address,
        go_label=label,
        done_on=progress.done_on,
    )


@bp.get("/kurser/<course>/<module>/fragor/<question>")
def question(course: str, module: str, question: str) -> Page:
    """One question on a page."""
    found, part = part_of(course, module)
    asked = asked_in(part, question)
    draft = draft_of((course, module, question))
    form = moved_form(part, asked, draft) if draft else blank_form(asked)
    return question_page(found, part, asked, form)


@bp.post("/kurser/<course>/<module>/fragor/<question>")
def answer(course: str, module: str, question: str) -> Page:
    """Keep the answer, and say so only when it is kept."""
    found, part = part_of(course, module)
    asked = asked_in(part, question)
    shown = as_shown(part, asked, request.form.get("lydelse"))
    if shown is None:
        changed = _("Frågan har ändrats sedan du öppnade sidan. Svara igen.")
        return question_page(found, part, asked, blank_form(asked, changed)), 422
    part, asked = shown
    form = answer_form(asked)(request.form)
    if not form.validate():
        if form.key.errors:
            form.key.data, form.key.errors = new_key(), []
            form.form_errors.append(
                _("Sidan skickade inte hela svaret, så det är inte sparat. Svara igen.")
            )
        return question_page(found, part, asked, form), 422
    now, subject = clock.now(), current.subject()
    told = current.library().course(course)
    kept = service.answer(subject, told, part, asked, form.given(), str(form.key.data), now)
    current.book(subject, kept, now)
    db.session.commit()
    return redirect(url_for(".feedback", answer_id=kept.answer_id), 303)


@bp.post("/kurser/<course>/<module>/fragor/<question>/sprak")
def question_in(course: str, module: str, question: str) -> Page:
    """The same question in another language, with what is filled in; nothing is recorded. What is
    too long to be taken along is shown at once.
    """
    language = current.asked_language()
    current.read_in(language)
    found, part = part_of(course, module)
    asked = asked_in(part, question)
    if keep_draft((course, module, question), request.form):
        answer = make_response(redirect(question_url(found, part, asked), 303))
    else:
        form = moved_form(part, asked, request.form)
        answer = make_response(question_page(found, part, asked, form))
    current.remember_language(answer, language)
    return answer


@bp.get("/kurser/<course>/<module>/fragor/<question>/sprak")
def question_again(course: str, module: str, question: str) -> Response:
    """To the question: this is where one comes who opens the address anew."""
    return redirect(url_for(".question", course=course, module=module, question=question), 303)


@bp.get("/kurser/svar/<int:answer_id>")
@bp.get("/kurser/svar/<word>")
def feedback(answer_id: int = 0, word: str = "") -> str:
    """What became of one's own answer: the verdict, why, and the way on. No word is an answer."""
    kept, text = queries.answer_of(current.subject(), answer_id)
    library = current.library()
    found, part = part_of(kept.course_id, kept.module_id)
    asked = library.question_by(kept.fingerprint)
    progress = queries.progress(current.subject(), part)
    following = progress.next_question
    again = address_of(
        "learning.question", course=found.id, module=part.id, question=kept.question_id
    )
    return render_template(
        "learning/feedback.html",
        course=found,
        module=part,
        told_in=lang(part.language),
        worded_in=lang(asked.language),
        editions=library.editions(found.id, part.id),
        question={"prompt": asked.prompt_html, "kind": asked.kind},
        number=question_number(part, kept.question_id),
        total=len(part.asked),
        verdict="kept" if kept.right is None else "right" if kept.right else "wrong",
        rows=feedback_for(asked, Given.from_json(kept.given, text)),
        again_url=again if kept.right is False else None,
        next_url=question_url(found, part, following) if following else result_url(found, part),
        next_label=_("Nästa fråga") if following else _("Se resultatet"),
    )


@bp.get("/kurser/<course>/<module>/resultat")
def result(course: str, module: str) -> Page:
    """How the module went: done, or what to try again. Before every question is answered: the
    next one.
    """
    found, part = part_of(course, module)
    subject = current.subject()
    progress = queries.progress(subject, part)
    done = progress.done_on
    if progress.next_question and not done:
        return redirect(question_url(found, part, progress.next_question), 303)
    listed = _rows(found, clock.today())
    following = next_row(listed)
    again = progress.to_try_again or ([] if done else part.asked[:1])
    certificates = queries.certificates(subject) if following is None else []
    return render_template(
        "learning/result.html",
        course=found,
        module=part,
        told_in=lang(part.language),
        editions=current.library().editions(found.id, part.id),
        right=progress.grade.right,
        total=progress.grade.total,
        needed=progress.grade.needed(found.pass_rule),
        passed=done is not None,
        done_on=done,
        retry=[(q.prompt_html, question_url(found, part, q)) for q in again],
        next=following and next_task(found, following, listed),
        course_done=following is None,
        certificate_url=url_for(".certificate", code=certificates[0].code)
        if certificates
        else None,
    )


@bp.get("/intyg/<code>")
def certificate(code: str) -> str:
    """One's own certificate, on one page."""
    held = queries.certificate_of(current.subject(), code)
    title, told_in = course_of(held)
    return render_template(
        "learning/certificate.html",
        name=current.signed_in().name,
        course_title=title,
        told_in=lang(told_in),
        edition=held.edition,
        issued_on=held.issued_at,
        minutes=held.minutes,
        code=held.code,
        modules=titles_of(held),
    )


def _rows(course: Course, today: date) -> list[ModuleRow]:
    subject = current.subject()
    belongs = people.belonging(subject).memberships
    standing = queries.standing(subject, course.id)
    mine = course.modules_for(tracks(belongs, today))
    library: Library = current.library()
    return rows(library.in_language(mine, current.language()), standing.done, standing.begun)
