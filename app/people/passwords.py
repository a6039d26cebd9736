"""What a password must be, and how it is kept: Argon2id, at most two at a time in a process."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from app.core.errors import Refused

SHORTEST = 15
LONGEST = 128
PATIENCE = 5.0
"""Seconds to wait for a turn before the person is asked to come back."""

_turns = BoundedSemaphore(2)


class Fault(StrEnum):
    """Why a password is not taken."""

    SHORT = "short"
    LONG = "long"
    OWN = "own"
    COMMON = "common"


# --- keeping


class _Keeper(NamedTuple):
    hasher: PasswordHasher
    nobody: str


@cache
def _keeper(profile: str) -> _Keeper:
    """The hasher, and a hash of nothing that anybody can type, for accounts that do not exist."""
    if profile == "cheapest":
        hasher = PasswordHasher.from_parameters(profiles.CHEAPEST)
    else:
        hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
    return _Keeper(hasher, hasher.hash("\0"))


def _now() -> _Keeper:
    return _keeper(current_app.config.get("PASSWORD_PROFILE", "owasp"))


@contextmanager
def _turn() -> Iterator[None]:
    """Memory for two at a time: whoever waits longer than `PATIENCE` is told to come back."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Refused("Många loggar in just nu. Försök igen om en stund.")
    try:
        yield
    finally:
        _turns.release()


def normal(password: str) -> str:
    """The password in one spelling: å is the same from every keyboard. Nothing is cut away."""
    return unicodedata.normalize("NFC", password)


def kept(password: str) -> str:
    """What is stored of a password."""
    with _turn():
        return _now().hasher.hash(normal(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password. Without a stored one it takes as long, and is not."""
    keeper = _now()
    password = normal(password)
    with _turn():
        try:
            # beyond the limit nothing can be right, and nobody may choose how long we work
            keeper.hasher.verify(stored or keeper.nobody, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def outgrown(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _now().hasher.check_needs_rehash(stored)


# --- choosing

_LIKE = str.maketrans("013457@$!", "oieastasi")
_BETWEEN = re.compile(r"[\s\-_.,;:?'\"’”/+&*()]+")
_ROWS = ("1234567890", "qwertyuiopa", "asdfghjkloa", "zxcvbnm", "qazwsxedcrfvtgbyhnujmikolp")
_NEIGHBOURS = frozenset(
    pair for row in _ROWS for one, two in pairwise(row) for pair in (one + two, two + one)
)


def fault(password: str, own: Iterable[str]) -> Fault | None:
    """What is wrong with a new password. `own` is what others know: names, addresses."""
    password = normal(password)
    if len(password) < SHORTEST:
        return Fault.SHORT
    if len(password) > LONGEST:
        return Fault.LONG
    if _names(password, own):
        return Fault.OWN
    return Fault.COMMON if _easy(_tight(password)) else None


def _plain(text: str) -> str:
    """Small letters without accents: `Lösenord` and `losenord` are one word to who guesses."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in spread if not unicodedata.combining(char))


def _tight(text: str) -> str:
    return _BETWEEN.sub("", _plain(text))


def _names(password: str, own: Iterable[str]) -> bool:
    """Whether a word that others know stands in it; a short one only when it stands alone."""
    tight = _tight(password)
    readings = (tight, tight.translate(_LIKE))
    alone = set(re.findall(r"[^\W\d_]+", _plain(password)))
    for text in own:
        words = re.findall(r"[^\W\d_]+", _plain(text))
        for word in {*words, "".join(words)} - {"kommun", "kommunen", "se", "com", "nu"}:
            if word in alone or (len(word) > 4 and any(word in reading for reading in readings)):
                return True
    return False


@cache
def _common() -> tuple[str, ...]:
    """The list that ships with the product, longest first."""
    path = Path(__file__).with_name("common_passwords.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    words = {_tight(line) for line in lines if line and not line.startswith("#")}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _easy(tight: str) -> bool:
    """Whether hardly anything is left without common words, rows of keys and repeats."""
    longest = min(len(tight) // 2, SHORTEST)
    if any(tight[shift:] == tight[:-shift] for shift in range(1, longest + 1)):
        return True
    return any(
        len(set(_without_rows(_without_common(reading)))) < 5
        for reading in (tight, tight.translate(_LIKE))
    )


def _without_common(text: str) -> str:
    for word in _common():
        text = text.replace(word, "")
    return text


def _without_rows(text: str) -> str:
    """What is left when runs of four or more neighbours (abcd, 4321, asdf, aaaa) are taken away."""
    left, run = [], text[:1]
    for before, char in pairwise(text):
        if abs(ord(before) - ord(char)) <= 1 or before + char in _NEIGHBOURS:
            run += char
            continue
        left.append(run if len(run) < 4 else "")
        run = char
    left.append(run if len(run) < 4 else "")
    return "".join(left)
