"""Answering, and what follows: kept once, completed once, certified once."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from app.content.rules import Course, Given, Module, Question
from app.core.db import db
from app.core.errors import NotFound
from app.learning import queries, service
from app.learning.models import Answer, AnswerText, Certificate, Completion
from app.learning.service import Answered, Completed
from app.people.models import Person
from tests import make


class Learner:
    """Somebody who answers; each submission has a key of its own and comes a minute later."""

    def __init__(self, course: Course, who: Person | None = None) -> None:
        self.course = course
        self.who = who or make.person()
        self.turn = 0

    def answer(self, question: str, given: Given = make.RIGHT, key: str = "") -> service.Recorded:
        self.turn += 1
        part = next(m for m in self.course.modules if any(q.id == question for q in m.questions))
        return service.answer(
            self.who.subject,
            self.course,
            part,
            part.question(question),
            given,
            key or f"{self.who.subject}-{self.turn}",
            make.NOW + timedelta(minutes=self.turn),
        )


def row_of(recorded: service.Recorded) -> Answer:
    """The answer as it stands in the ledger."""
    return db.session.get_one(Answer, recorded.answer_id)


def many(table: Any) -> int:
    return int(db.session.scalar(select(func.count()).select_from(table)) or 0)


def published() -> Course:
    """Two modules with two questions each; everybody takes both."""
    course = make.course()
    make.published(course)
    return course


def employed(course: Course) -> Learner:
    learner = Learner(course)
    make.employment(learner.who, make.unit())
    return learner


@pytest.fixture
def eva(inside) -> Learner:
    return employed(published())


@pytest.fixture
def either_eva(either_inside) -> Learner:
    """The same on SQLite, and then on PostgreSQL: where the database has a say."""
    return employed(published())


def of(course: Course, asked: list[Question], share: float = 0.8) -> Course:
    made = make.course(make.module("ny", asked), course_id="ny", share=share)
    make.published(made)
    return made


# --- an answer is kept with what it answers


def test_an_answer_names_what_it_is_about(eva: Learner) -> None:
    row = row_of(eva.answer("ett-a"))
    part = eva.course.modules[0]
    assert (row.course_id, row.module_id, row.question_id) == ("kurs", "ett", "ett-a")
    assert (row.edition, row.form) == (part.edition, "b")
    assert row.fingerprint == part.questions[0].fingerprint
    assert (row.given, row.right) == ({"choices": [1]}, True)
    assert row.answered_at == make.NOW + timedelta(minutes=1)


def test_the_first_answer_is_first_and_the_next_is_not(either_eva: Learner) -> None:
    kept = [
        row_of(either_eva.answer("ett-a", given)) for given in (make.WRONG, make.RIGHT, make.RIGHT)
    ]
    assert [row.first for row in kept] == [True, False, False]
    assert [row.right for row in kept] == [False, True, True]


def test_another_persons_first_answer_takes_nothing_from_mine(eva: Learner) -> None:
    assert row_of(eva.answer("ett-a")).first
    assert row_of(Learner(eva.course).answer("ett-a")).first


def test_the_same_submission_twice_is_one_answer(either_eva: Learner) -> None:
    one = either_eva.answer("ett-a", key="samma")
    db.session.commit()
    two = either_eva.answer("ett-a", make.WRONG, key="samma")
    assert two.answer_id == one.answer_id
    assert (two.facts, two.progress) == ((), None)
    assert many(Answer) == 1


def test_two_people_may_send_the_same_key(eva: Learner) -> None:
    bo = Learner(eva.course)
    assert eva.answer("ett-a", key="k").answer_id != bo.answer("ett-a", key="k").answer_id


def test_a_question_that_the_module_does_not_ask_is_refused(eva: Learner) -> None:
    part, other = eva.course.modules
    with pytest.raises(NotFound, match="hör inte till"):
        service.answer(
            eva.who.subject, eva.course, part, other.questions[0], make.RIGHT, "k", make.NOW
        )
    assert many(Answer) == 0


def test_a_question_of_another_form_is_not_asked_in_the_course(eva: Learner) -> None:
    asked = of(eva.course, [make.question("b"), make.question("a", form="a")])
    with pytest.raises(NotFound):
        Learner(asked, eva.who).answer("a")


def test_nothing_is_kept_when_the_transaction_is_rolled_back(either_eva: Learner) -> None:
    db.session.commit()
    for question in ("ett-a", "ett-b", "tva-a", "tva-b"):
        either_eva.answer(question)
    assert (many(Answer), many(Completion), many(Certificate)) == (4, 2, 1)
    db.session.rollback()
    assert (many(Answer), many(Completion), many(Certificate)) == (0, 0, 0)
    assert row_of(either_eva.answer("ett-a")).first


# --- kinds that are not graded, and free text


@pytest.mark.parametrize(
    ("sort", "given", "kept"),
    [
        ("rating", Given(choices=(2,)), {"choices": [2]}),
        ("reflection", Given(text="Jag tänker på lunchen."), {}),
        ("commitment", Given(text="När jag beställer frågar jag efter resten."), {}),
    ],
)
def test_what_is_not_graded_is_neither_right_nor_wrong(eva, sort, given, kept) -> None:
    learner = Learner(of(eva.course, [make.question("fri", sort, ())]), eva.who)
    found = learner.answer("fri", given)
    assert (row_of(found).right, row_of(found).given) == (None, kept)
    assert [type(fact) for fact in found.facts] == [Answered, Completed]


def test_free_text_stands_in_a_table_of_its_own_that_can_be_erased(either_eva: Learner) -> None:
    learner = Learner(
        of(either_eva.course, [make.question("fri", "reflection", ())]), either_eva.who
    )
    row = row_of(learner.answer("fri", Given(text="Åsa på Eken hjälpte mig.")))
    db.session.commit()
    assert row.given == {}
    assert queries.answer_of(either_eva.who.subject, row.id) == (row, "Åsa på Eken hjälpte mig.")
    db.session.delete(db.session.get(AnswerText, row.id))
    db.session.commit()
    assert queries.answer_of(either_eva.who.subject, row.id) == (row, None)


def test_short_text_is_graded_and_its_words_are_kept_apart(eva: Learner) -> None:
    learner = Learner(of(eva.course, [make.question("kort", "text")]), eva.who)
    assert row_of(learner.answer("kort", Given(text="nej"))).right is False
    assert row_of(learner.answer("kort", Given(text="  JA "))).right is True
    assert many(AnswerText) == 2


def test_a_number_is_kept_as_it_was_written(either_eva: Learner) -> None:
    row = row_of(either_eva.answer("ett-a", Given(number=Decimal("3.50"))))
    db.session.commit()
    db.session.expire_all()
    assert Given.from_json(row.given) == Given(number=Decimal("3.50"))


# --- reading answers


def test_another_persons_answer_is_not_found(eva: Learner) -> None:
    row = row_of(eva.answer("ett-a"))
    bo = make.person()
    for subject, answer in ((bo.subject, row.id), (eva.who.subject, row.id + 1)):
        with pytest.raises(NotFound, match="Svaret finns inte"):
            queries.answer_of(subject, answer)


def test_another_persons_certificate_is_not_found(eva: Learner) -> None:
    for question in ("ett-a", "ett-b", "tva-a", "tva-b"):
        eva.answer(question)
    (mine,) = queries.certificates(eva.who.subject)
    assert queries.certificate_of(eva.who.subject, mine.code).code == mine.code
    for subject, code in ((make.person().subject, mine.code), (eva.who.subject, "annan")):
        with pytest.raises(NotFound, match="Intyget finns inte"):
            queries.certificate_of(subject, code)


def test_progress_is_the_best_of_every_try(either_eva: Learner) -> None:
    part = either_eva.course.modules[0]
    for given in (make.WRONG, make.RIGHT, make.WRONG):
        said = either_eva.answer("ett-a", given).progress
    assert said == queries.progress(either_eva.who.subject, part)
    assert said.grade.right == 1
    assert [question.id for question in said.unanswered] == ["ett-b"]


def test_standing_is_the_day_of_the_first_answer_and_of_the_completion(either_eva: Learner) -> None:
    either_eva.answer("ett-a")
    either_eva.answer("ett-b", make.WRONG)
    either_eva.turn += 24 * 60
    either_eva.answer("ett-b")
    either_eva.answer("tva-a")
    first, next_day = make.NOW.date(), make.NOW.date() + timedelta(days=1)
    found = queries.standing(either_eva.who.subject, "kurs")
    assert (found.begun, found.done) == ({"ett": first, "tva": next_day}, {"ett": next_day})
    assert queries.begun_by_all("kurs") == {either_eva.who.subject: first}
    assert queries.completed_by_all("kurs") == {either_eva.who.subject: {"ett": next_day}}
    assert queries.standing(either_eva.who.subject, "annan") == queries.Standing()


def test_evidence_is_completions_and_first_graded_answers(either_eva: Learner) -> None:
    one, two = either_eva.course.modules[0].questions
    either_eva.answer("ett-a", make.WRONG)
    either_eva.answer("ett-a")
    either_eva.answer("ett-b")
    found = queries.evidence([either_eva.who.subject])[either_eva.who.subject]
    assert {answer[:2] for answer in found.first_answers} == {
        (one.fingerprint, False),
        (two.fingerprint, True),
    }
    assert [done[0] for done in found.completed] == [either_eva.course.modules[0].fingerprint]
    assert queries.evidence() == {either_eva.who.subject: found}
    assert queries.evidence([]) == {}


# --- completion and certificate


def test_the_last_answer_completes_the_module_once(either_eva: Learner) -> None:
    assert [type(f) for f in either_eva.answer("ett-a").facts] == [Answered]
    done = either_eva.answer("ett-b").facts
    assert [type(fact) for fact in done] == [Answered, Completed]
    row = db.session.get_one(Completion, done[1].id)
    assert (row.right, row.total) == (2, 2)
    assert row.fingerprint == either_eva.course.modules[0].fingerprint == done[1].fingerprint
    assert row.completed_at == done[1].at == done[0].at
    assert [type(f) for f in either_eva.answer("ett-b").facts] == [Answered]
    assert many(Completion) == 1


def test_too_few_right_is_not_done_until_enough_are(eva: Learner) -> None:
    asked = of(eva.course, [make.question(f"f{n}") for n in range(5)])
    learner = Learner(asked, eva.who)
    for n in range(3):
        learner.answer(f"f{n}")
    learner.answer("f3", make.WRONG)
    assert learner.answer("f4", make.WRONG).facts[1:] == ()
    row = db.session.get_one(Completion, learner.answer("f4").facts[1].id)
    assert (row.right, row.total) == (4, 5)


def test_a_completion_is_never_taken_back_by_a_wrong_answer_after(eva: Learner) -> None:
    eva.answer("ett-a")
    eva.answer("ett-b")
    eva.answer("ett-b", make.WRONG)
    assert queries.progress(eva.who.subject, eva.course.modules[0]).grade.right == 2
    assert "ett" in queries.standing(eva.who.subject, "kurs").done


def test_who_lacked_nothing_any_more_is_done_at_the_next_answer(eva: Learner) -> None:
    """The author takes a question away, or asks for fewer right: nobody is left without a way."""
    asked = [make.question("q1"), make.question("q2"), make.question("q3")]
    learner = Learner(of(eva.course, asked), eva.who)
    learner.answer("q1")
    learner.answer("q2")
    learner.course = make.course(make.module("ny", asked[:2], edition=2), course_id="ny", edition=2)
    make.published(learner.course)
    assert [type(f) for f in learner.answer("q2").facts] == [Answered, Completed]


def test_the_last_module_gives_a_certificate_of_all_that_were_mine(either_eva: Learner) -> None:
    for question in ("ett-a", "ett-b", "tva-a"):
        either_eva.answer(question)
    assert many(Certificate) == 0
    either_eva.answer("tva-b")
    (held,) = queries.certificates(either_eva.who.subject)
    found = queries.certificate_of(either_eva.who.subject, held.code)
    assert found.modules == [{"id": "ett", "title": "Ett"}, {"id": "tva", "title": "Tva"}]
    assert (found.title, found.minutes, found.edition) == ("Kursen", 10, 1)
    either_eva.answer("tva-b")
    either_eva.answer("ett-a", make.WRONG)
    assert many(Certificate) == 1


def three(course: Course) -> Course:
    parts = [make.module(name, [make.question(f"{name}-q")]) for name in "abc"]
    made = make.course(
        *parts, course_id="tre", tracks={"alla": "ab", "chef": "c", "fortroendevald": "c"}
    )
    make.published(made)
    return made


def test_the_certificate_waits_for_what_is_mine_and_for_nothing_else(eva: Learner) -> None:
    learner = Learner(three(eva.course), eva.who)
    learner.answer("a-q")
    learner.answer("b-q")
    assert many(Certificate) == 1
    boss = Learner(learner.course)
    make.employment(boss.who, make.unit(), manager=True)
    boss.answer("a-q")
    boss.answer("b-q")
    assert queries.certificates(boss.who.subject) == []
    boss.answer("c-q")
    assert len(queries.certificates(boss.who.subject)) == 1


def test_what_is_not_mine_gives_no_second_certificate(eva: Learner) -> None:
    learner = Learner(three(eva.course), eva.who)
    for question in ("a-q", "b-q", "c-q"):
        learner.answer(question)
    assert (many(Completion), many(Certificate)) == (3, 1)


def test_a_question_that_has_moved_to_another_module_can_be_answered(either_eva: Learner) -> None:
    """It was answered for the first time where it stood before, so it is not first here."""
    moved = make.question("flyttad")
    old = make.course(make.module("ny", [moved, make.question("kvar")]), course_id="ny")
    make.published(old)
    assert row_of(Learner(old, either_eva.who).answer("flyttad")).first
    new = make.course(
        make.module("ny", [make.question("kvar")], edition=2),
        make.module("annan", [moved]),
        course_id="ny",
        edition=2,
    )
    make.published(new)
    row = row_of(Learner(new, either_eva.who).answer("flyttad", key="igen"))
    assert (row.first, row.module_id) == (False, "annan")


# --- at once


def at_once(app: Any, *deeds: Any) -> list[Any]:
    """Do these in threads that start together; what each gave or raised."""
    gate, given = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(n: int) -> None:
        with app.app_context():
            try:
                gate.wait(20)
                given[n] = deeds[n]()
                db.session.commit()
            except Exception as error:
                given[n] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given


@pytest.mark.parametrize("same_key", [True, False])
def test_a_double_press_is_one_first_answer_one_completion_one_certificate(
    either_app, same_key: bool
) -> None:
    with either_app.app_context():
        course = make.course(make.module("ett", [make.question("a")]))
        make.published(course)
        subject = make.person().subject
        db.session.commit()
    part: Module = course.modules[0]

    def press(key: str) -> int:
        return service.answer(
            subject, course, part, part.questions[0], make.RIGHT, key, make.NOW
        ).answer_id

    keys = ["k", "k", "k"] if same_key else ["k1", "k2", "k3"]
    given = at_once(either_app, *(lambda key=key: press(key) for key in keys))
    assert all(isinstance(answer, int) for answer in given), given
    assert len(set(given)) == len(set(keys))
    with either_app.app_context():
        assert many(Answer) == len(set(keys))
        assert many(select(Answer).where(Answer.first).subquery()) == 1
        assert (many(Completion), many(Certificate)) == (1, 1)
