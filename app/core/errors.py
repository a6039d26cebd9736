"""What may go wrong in a way that a person should read: each carries a plain Swedish sentence."""

from __future__ import annotations


class Told(Exception):
    """An error with a sentence that the person may read."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Told):
    """What was asked for does not exist, or its existence is not for the one who asks."""


class Refused(Told):
    """The deed is understood and not done; the sentence says why and what to do instead."""


class NotAllowed(Told):
    """The person who asks may not see or do this; the sentence says whom it is for."""
