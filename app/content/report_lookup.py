"""The part of the author's manual on what can be looked up: the goals and the words."""

from __future__ import annotations

from app.content.parse_glossary import TermEntry
from app.content.parse_goals import GoalEntry
from app.content.report_examples import GLOSSARY
from app.content.report_fields import Example, Part, fields
from app.core.goals import GOALS, TARGETS


def lookup() -> Part:
    """How goals.yaml and glossary.yaml are written, and what becomes of them."""
    return Part(
        "mal-och-ord",
        "Målen och ordlistan",
        (
            "Målen visas på sidan `/mal` och orden på sidan `/ordlista`, så som de publicerades "
            "senast. En ändring där ändrar ingen del, och ingen frågas om igen.",
            "I en del blir ordet en länk till sin förklaring där det först står. Det gäller alla "
            "former som står under `forms`, den längsta först. I rubriker, länkar och frågor "
            "lämnas det som det är. På papper står förklaringarna efter texten.",
            Example("glossary.yaml", GLOSSARY),
            fields(TermEntry, "Uppgifter om ett ord"),
            "Orden står i bokstavsordning, och varje ord förklaras på alla språk.",
            "Den som söker skriver sällan som kursen gör. Skriv vardagsorden under `sought`, vid "
            "ordet, målet eller slaget av arbete: då hittar sökningen dit, fast orden inte står "
            "i texten. Skriv bara ord som verkligen handlar om det.",
            f"I goals.yaml står alla {len(GOALS)} mål och {len(TARGETS)} delmål med våra ord, på "
            "svenska och på engelska. Skriv vanlig text där, utan länkar.",
            fields(GoalEntry, "Uppgifter om ett mål"),
        ),
    )
