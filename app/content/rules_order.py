"""In which order steps and sides are shown: the same for everybody, and never near the right one.
Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import combinations, pairwise

MOST_TURNS = 64
"""How often an order is drawn before the steps are turned about."""


def shuffled(count: int, seed: str) -> list[int]:
    """The places 0 to `count` - 1 in an order that the seed alone decides, and that is never the
    right one.
    """
    order = sorted(range(count), key=lambda n: hashlib.sha256(f"{seed}{n}".encode()).digest())
    return order[1:] + order[:1] if order == sorted(order) else order


def mixed(count: int, seed: str) -> list[int]:
    """The places 0 to `count` - 1 in an order far from the right one, that the seed alone decides:
    at least half of them are out of place, at least half of all pairs stand the wrong way round,
    fewer than half follow the one that comes before them, and more than three are never simply
    turned about.
    """
    for turn in range(MOST_TURNS):
        order = shuffled(count, f"{seed}-{turn}")
        if is_far(order):
            return order
    return list(range(count))[::-1]


def is_far(order: Sequence[int]) -> bool:
    """Whether places stand in another order than the right one, and not near it."""
    astray = sum(place != each for place, each in enumerate(order))
    pairs = list(combinations(order, 2))
    turned = sum(first > second for first, second in pairs)
    following = sum(second == first + 1 for first, second in pairwise(order))
    if turned == len(pairs) and len(order) > 3:
        return False
    return 2 * astray >= len(order) > 2 * following and 2 * turned >= len(pairs)
