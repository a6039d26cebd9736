"""What the people of Exempelby have answered so far: by the same verbs as real use, day by day."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from app.content.rules import Course, Given, Module, Question, is_right
from app.core.days import SWEDEN
from app.core.db import db
from app.learning import service as learning
from app.people.rules import Membership, Span, tracks

DONE, BEGUN = 0.65, 0.15
ELECTED_DONE, ELECTED_BEGUN = 0.42, 0.2
AT_ONCE = 500
PLANS = (
    ("jag planerar veckan", "tar jag upp en sak som vi kan göra bättre"),
    ("vi har möte i arbetslaget", "frågar jag vilket mål förslaget påverkar"),
    ("jag beställer något", "ser jag först om vi kan låna eller laga"),
    ("vi ändrar ett arbetssätt", "mäter jag hur det var före och hur det blev"),
)


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who may have answered: since when it is asked of them, and how their unit does."""

    subject: int
    memberships: tuple[Membership, ...]
    away: tuple[Span, ...]
    first: date
    elected: bool
    pull: float


@dataclass(frozen=True, slots=True)
class Event:
    """One answer that somebody gives at a moment."""

    at: datetime
    subject: int
    module: Module
    question: Question
    given: Given
    key: str


def write(
    rng: random.Random,
    course: Course,
    learners: Sequence[Learner],
    only_begun: Collection[int],
    untouched: Collection[int],
    today: date,
) -> int:
    """Let everybody answer up to yesterday; how many answers were given.

    `only_begun` have begun and not finished; `untouched` have not opened the course.
    """
    events: list[Event] = []
    for learner in learners:
        if learner.subject in untouched:
            continue
        events += _of(rng, course, learner, learner.subject in only_begun, today)
    events.sort(key=lambda event: (event.at, event.subject))
    for count, event in enumerate(events, start=1):
        learning.answer(
            event.subject, course, event.module, event.question, event.given, event.key, event.at
        )
        if count % AT_ONCE == 0:
            db.session.flush()
            db.session.expunge_all()
    return len(events)


def _of(
    rng: random.Random, course: Course, learner: Learner, begins_only: bool, today: date
) -> Iterator[Event]:
    """One person's answers: all of the course, some of it, or nothing."""
    done, begun = (ELECTED_DONE, ELECTED_BEGUN) if learner.elected else (DONE, BEGUN)
    chance = rng.random() - (learner.pull - 1) * done
    finishes = chance < done
    if begins_only:
        finishes, chance = False, 0
    if chance >= done + begun:
        return
    days = [day for day in _days(learner.first, today) if _here(learner, day)]
    if not days:
        return
    sittings = sorted(rng.choices(days, k=3))
    modules = course.modules_for(tracks(learner.memberships, today))
    skill = rng.uniform(0.62, 0.97)
    left = 10_000 if finishes else rng.randint(2, 6)
    at = _moment(rng, sittings[0], learner.elected)
    number = 0
    for place, module in enumerate(modules):
        sitting = sittings[min(place, 2)]
        if at.astimezone(SWEDEN).date() < sitting:
            at = _moment(rng, sitting, learner.elected)
        for question, given in _answers(rng, module, skill, finishes):
            if left == 0:
                return
            at += timedelta(seconds=rng.randint(20, 110))
            number += 1
            left -= 1
            yield Event(at, learner.subject, module, question, given, f"demo-{number}")


def _days(first: date, today: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((today - first).days)]


def _here(learner: Learner, day: date) -> bool:
    number = day.toordinal()
    return not any(start <= number < end for start, end in learner.away) and (
        learner.elected or day.weekday() < 5 or number % 4 == 0
    )


def _moment(rng: random.Random, day: date, evening: bool) -> datetime:
    hour = rng.choice((18, 19, 19, 20, 21) if evening else (7, 8, 9, 10, 11, 13, 14, 15, 16, 20))
    return datetime.combine(day, time(hour, rng.randrange(30)), SWEDEN).astimezone(UTC)


def _answers(
    rng: random.Random, module: Module, skill: float, until_right: bool
) -> Iterator[tuple[Question, Given]]:
    """Each question once, and then those that were wrong again until they are right."""
    wrong = []
    for question in module.asked:
        right = rng.random() < skill
        given = answer_to(rng, question, right)
        yield question, given
        if is_right(question, given) is False:
            wrong.append(question)
    for question in wrong if until_right else ():
        yield question, answer_to(rng, question, True)


def answer_to(rng: random.Random, question: Question, right: bool) -> Given:
    """An answer of the question's kind, right or wrong."""
    match question.kind:
        case "one" | "several" | "truefalse":
            return _chosen(rng, question, right)
        case "order":
            order = [step.number for step in question.steps]
            return Given(order=tuple(order if right else [order[1], order[0], *order[2:]]))
        case "match":
            pairs = [pair.right for pair in question.pairs]
            return Given(pairs=tuple(pairs if right else [*pairs[1:], pairs[0]]))
        case "number":
            number = question.number or Decimal(0)
            return Given(number=number if right else number + question.tolerance + 5)
        case "text":
            return Given(text=question.accepted[0] if right else "vet inte")
        case "rating":
            return Given(choices=(rng.choice(question.options).number,))
    when, then = rng.choice(PLANS)
    if question.kind == "commitment":
        return Given(text=f"Om {when}, då {then}.")
    return Given(text="Vi gör redan en hel del, men vi följer sällan upp det.")


def _chosen(rng: random.Random, question: Question, right: bool) -> Given:
    rights = tuple(option.number for option in question.options if option.right)
    if right:
        return Given(choices=rights)
    others = [option.number for option in question.options if not option.right]
    kept = rights[:-1] if question.kind == "several" else ()
    return Given(choices=(*kept, rng.choice(others)) if others else rights[:-1])
