"""Answers to the course's own questions, right and wrong: as kept and as sent."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

from app.content.rules import CHOICE, Given, Question

THOUGHT = "Jag frågar gruppen vad som slängs mest och provar en sak i taget."


def right(question: Question) -> Given:
    """An answer that is right; one that is possible where nothing is graded."""
    if question.kind in CHOICE:
        return Given(choices=tuple(sorted(o.number for o in question.options if o.right)))
    if question.kind == "rating":
        return Given(choices=(question.options[-1].number,))
    if question.kind == "order":
        return Given(order=tuple(step.number for step in question.steps))
    if question.kind == "match":
        return Given(pairs=tuple(pair.right for pair in question.pairs))
    if question.kind == "number":
        return Given(number=question.number)
    return Given(text=question.accepted[0] if question.accepted else THOUGHT)


def wrong(question: Question) -> Given:
    """An answer that is not right, where anything can be."""
    if question.kind in CHOICE:
        return Given(choices=(next(o.number for o in question.options if not o.right),))
    if question.kind == "order":
        return Given(order=tuple(step.number for step in reversed(question.steps)))
    if question.kind == "match":
        return Given(pairs=(question.pairs[0].right,) * len(question.pairs))
    if question.kind == "number":
        return Given(number=(question.number or Decimal(0)) + question.tolerance + 1000)
    return Given(text="vet inte") if question.graded else right(question)


def sent(question: Question, given: Given, key: str, csrf_token: str) -> str:
    """The body of the form in which the answer is sent."""
    fields: list[tuple[str, str]] = [("key", key), ("csrf_token", csrf_token)]
    if question.kind == "several":
        fields += [("choices", str(number)) for number in given.choices]
    elif given.choices:
        fields.append(("choice", str(given.choices[0])))
    elif given.order:
        fields += [
            (f"positions-r{number}", str(place))
            for place, number in enumerate(given.order, start=1)
        ]
    elif given.pairs:
        fields += [(f"matches-r{row}", str(n)) for row, n in enumerate(given.pairs, start=1)]
    elif given.number is not None:
        fields.append(("number", str(given.number)))
    elif question.kind == "commitment":
        fields += [("when", "vi planerar veckan"), ("then", given.text)]
    else:
        fields.append(("text", given.text))
    return urlencode(fields)
