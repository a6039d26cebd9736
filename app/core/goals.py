"""The 17 goals of Agenda 2030 with their official colours, and which of the 169 targets exist.
Pure.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal: number, Swedish and English name, official colour (a small square beside the name,
    nothing more).
    """

    number: int
    name: str
    english: str
    color: str

    def name_in(self, language: str) -> str:
        """The name in a language; Swedish where there is no other."""
        return self.english if language == "en" else self.name


GOALS = (
    Goal(1, "Ingen fattigdom", "No poverty", "#E5243B"),
    Goal(2, "Ingen hunger", "Zero hunger", "#DDA63A"),
    Goal(3, "God hälsa och välbefinnande", "Good health and well-being", "#4C9F38"),
    Goal(4, "God utbildning för alla", "Quality education", "#C5192D"),
    Goal(5, "Jämställdhet", "Gender equality", "#FF3A21"),
    Goal(6, "Rent vatten och sanitet för alla", "Clean water and sanitation", "#26BDE2"),
    Goal(7, "Hållbar energi för alla", "Affordable and clean energy", "#FCC30B"),
    Goal(
        8,
        "Anständiga arbetsvillkor och ekonomisk tillväxt",
        "Decent work and economic growth",
        "#A21942",
    ),
    Goal(
        9,
        "Hållbar industri, innovationer och infrastruktur",
        "Industry, innovation and infrastructure",
        "#FD6925",
    ),
    Goal(10, "Minskad ojämlikhet", "Reduced inequalities", "#DD1367"),
    Goal(11, "Hållbara städer och samhällen", "Sustainable cities and communities", "#FD9D24"),
    Goal(
        12, "Hållbar konsumtion och produktion", "Responsible consumption and production", "#BF8B2E"
    ),
    Goal(13, "Bekämpa klimatförändringarna", "Climate action", "#3F7E44"),
    Goal(14, "Hav och marina resurser", "Life below water", "#0A97D9"),
    Goal(15, "Ekosystem och biologisk mångfald", "Life on land", "#56C02B"),
    Goal(
        16,
        "Fredliga och inkluderande samhällen",
        "Peace, justice and strong institutions",
        "#00689D",
    ),
    Goal(17, "Genomförande och globalt partnerskap", "Partnerships for the goals", "#19486A"),
)
BY_NUMBER = {goal.number: goal for goal in GOALS}

_TARGETS = {
    1: (5, "ab"),
    2: (5, "abc"),
    3: (9, "abcd"),
    4: (7, "abc"),
    5: (6, "abc"),
    6: (6, "ab"),
    7: (3, "ab"),
    8: (10, "ab"),
    9: (5, "abc"),
    10: (7, "abc"),
    11: (7, "abc"),
    12: (8, "abc"),
    13: (3, "ab"),
    14: (7, "abc"),
    15: (9, "abc"),
    16: (10, "ab"),
    17: (19, ""),
}
"""By goal: how many targets have a number, and the letters of those that are means of
implementation.
"""

TARGETS = tuple(
    f"{goal}.{part}"
    for goal, (numbered, letters) in _TARGETS.items()
    for part in (*range(1, numbered + 1), *letters)
)
