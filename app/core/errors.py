"""What may go wrong in a way that a person should read: each carries a plain Swedish sentence."""

from __future__ import annotations


class Told(Exception):
    """An error with a sentence that the person may read.

    The sentence is Swedish and stands as it is written where it is raised, with its values beside
    it: so the catalogue of translations finds it there, and the page that shows it says it in the
    reader's language.
    """

    def __init__(self, message: str, **values: object) -> None:
        self.message, self.values = message, values
        self.sentence = message % values if values else message
        super().__init__(self.sentence)


class NotFound(Told):
    """What was asked for does not exist, or its existence is not for the one who asks."""


class Refused(Told):
    """The deed is understood and not done; the sentence says why and what to do instead."""


class NotAllowed(Told):
    """The person who asks may not see or do this; the sentence says whom it is for."""


def sentence(message: str) -> str:
    """A sentence for an error that is raised elsewhere, named here for the catalogue."""
    return message
