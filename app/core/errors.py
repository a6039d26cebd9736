"""What may go wrong in a way that a person should read: each carries a plain Swedish sentence."""

from __future__ import annotations

from collections.abc import Collection


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


class NotOffered(NotFound):
    """What was chosen in an address is no choice there, or none for the one who asks."""


class Refused(Told):
    """The deed is understood and not done; the sentence says why and what to do instead."""


class NotAllowed(Told):
    """The person who asks may not see or do this; the sentence says whom it is for."""


def sentence(message: str) -> str:
    """A sentence for an error that is raised elsewhere, named here for the catalogue."""
    return message


def known(value: str | None, among: Collection[str]) -> str:
    """The value of a filter in an address, or nothing. A list that left out what it does not
    understand would show more than was asked for, so such an address leads nowhere.
    """
    if value and value not in among:
        raise NotOffered(
            "Valet ”%(value)s” i adressen finns inte. Öppna sidan från menyn och välj i listorna.",
            value=value[:40],
        )
    return value or ""
