"""How a text is read: its sentences, how hard they are, which are claims, what is never said."""

from __future__ import annotations

import pytest

from app.content.library_read import load
from app.content.parse import parse_module
from app.content.parse_claims import claims, names_of
from app.content.parse_sections import anchor
from app.content.parse_sentences import hardness, sentences
from app.content.parse_standard import FORBIDDEN, forbidden
from app.content.parse_text import Report, lines_of
from tests.content.faults import GOOD

NAMES = names_of(load(GOOD)[0].sources.values())


def read(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(lines_of(text, 1))]


def claimed(text: str, question: str = "") -> list[tuple[str, bool]]:
    """What is a claim in a module's text, and whether it has a source."""
    draft = parse_module(f"---\nid: x\n---\n{text}\n\n{question}", "k", "sv", Report("fil.md"))
    return [(claim.about, claim.sourced) for claim in claims(draft, NAMES)]


# --- sentences


def test_a_text_is_parted_where_a_reader_takes_breath():
    text = "Du ser, kl. 13.30, delmål 12.3. Gör du? Ja!\n\n## Steg\n\n- Ett\n- Två\n\nSist\nhär"
    assert read(text) == [
        "Du ser, kl. 13.30, delmål 12.3.", "Gör du?", "Ja!", "Steg", "Ett", "Två", "Sist här",
    ]  # fmt: skip


def test_what_nobody_reads_is_no_word():
    text = "**Mat**[^1] i [lagen](https://selex.se/a) räcker. [källa: fn-2015]\n\n[^1]: Mat.\n"
    assert read(text) == ["Mat i lagen räcker.", "Mat."]


def test_a_question_within_a_sentence_ends_nothing():
    assert read("”Hur vet vi det?” frågar hon. ”Jo.” Sedan går hon.") == [
        "”Hur vet vi det?” frågar hon.",
        "”Jo.”",
        "Sedan går hon.",
    ]


def test_each_row_of_a_table_is_read_by_itself():
    assert read("| Mål | Vad |\n| --- | --- |\n| 3 | Hälsa |") == ["Mål Vad", "3 Hälsa"]


def test_a_sentence_knows_its_line_and_its_source():
    lines = lines_of("Ett två. Tre\nfyra. [källa: a]\nFem sex [källa: b].\n", 7)
    found = [(sentence.line, sentence.sourced) for sentence in sentences(lines)]
    assert found == [(7, False), (7, True), (9, True)]


# --- LIX


def test_lix_is_words_for_each_sentence_and_long_words_for_each_hundred():
    # 10 words, 2 sentences, 2 words over six letters: 10 / 2 + 100 * 2 / 10
    found = hardness(sentences(lines_of("En katt sover här nu. Kommunen planerar vår nya väg.", 1)))
    assert (found.words, found.sentences, found.long_words) == (10, 2, 2)
    assert found.lix == 25


def test_a_word_of_six_letters_is_not_long_and_figures_are_no_letters():
    found = hardness(sentences(lines_of("Elever läser 854000 saker i skolan, arbetar nu.", 1)))
    assert found.long_words == 1


def test_nothing_to_read_is_not_hard():
    assert hardness([]).lix == 0


# --- claims


@pytest.mark.parametrize(
    "text",
    [
        "Agenda 2030 gäller oss. 2030-agendan har 17 mål, eller 17 globala mål.",
        "Målen ska nås senast 2030.",
        "SS 854000:2021 ger råd.",
        "Mål 12 och 13 hör ihop, liksom delmål 12.3 och 14.1.",
        "Mötet är den 23 november kl. 13.30.",
        "Det tar 10 minuter och har tre steg.",
        "Skriv så här: ”Vi minskade svinnet med 25 % under 2027.”",
        "Till exempel går 40 barn dit, och 20 % äter lite.",
        "Säg att köket slänger 20 kilo. Nästa vecka är det 15 kilo.",
        "## Ett exempel\n\nKöket slänger 20 kilo i veckan.",
        "Exemplet är vårt eget.\n\n- Duscharna drar 90 kubikmeter.\n\nMed knappar blir det 78.",
        "Livsmedelsverket finns i Sverige.",
    ],
)
def test_what_is_a_name_a_day_or_an_example_is_no_claim(text: str):
    assert claimed(text) == []


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Det var 2015.", "2015"),
        ("Under 2026–2030 gäller planen.", "2026"),
        ("Det är 7,5 gram.", "7,5"),
        ("Nästan tio procent vet.", "tio procent"),
        ("Så är det för 184 kommuner.", "184"),
        ("FN antog planen.", "FN"),
        ("Enligt kommunallagen ska nämnden se efter.", "kommunallagen"),
        ("Till exempel var det 2015.", "2015"),
    ],
)
def test_a_figure_or_what_somebody_said_is_a_claim(text: str, about: str):
    assert claimed(text) == [(about, False)]
    assert claimed(f"{text} [källa: fn-2015]") == [(about, True)]


def test_an_example_ends_with_its_section():
    text = "## Exempel\n\nDet är 20 kilo.\n\n## Mer\n\nDet är 30 kilo."
    assert claimed(text) == [("30", False)]


def test_a_source_serves_the_sentence_that_it_follows_and_no_other():
    text = "Det var 2015. Planen har 169 delmål. [källa: fn-2015] Det var 2016."
    assert claimed(text) == [("2015", False), ("169", True), ("2016", False)]


FEEDBACK = """## Fråga: Från 20 kilo till 15. Hur många procent? {{#x competence=a form=b {0}}}

{1}
"""


def test_figures_of_the_question_itself_are_no_claims_in_its_feedback():
    choice = "- [x] 25 %\n  > Det är 25 % av 20.\n- [ ] 30 %\n  > Det är 42 % av alla."
    assert claimed("", FEEDBACK.format("", choice)) == [("42 %", False)]
    number = "= 25\n\n> Rätt: 5 av 20 är 25 %, resten 75 %.\n> Fel: Räkna om. Det var 2015."
    assert claimed("", FEEDBACK.format("kind=number", number)) == [("2015", False)]


def test_one_source_serves_a_whole_feedback():
    choice = "- [x] Ja\n  > Det var 2015. Så är det. [källa: fn-2015]\n- [ ] Nej\n  > Nej."
    assert claimed("", FEEDBACK.format("", choice)) == [("2015", True)]


def test_the_case_and_the_options_are_the_municipalitys_own():
    choice = "Det var 2027, 169 barn.\n\n- [x] 4 %\n  > Ja.\n- [ ] 2 miljoner\n  > Nej."
    assert claimed("", FEEDBACK.format("", choice)) == []


def test_the_names_of_those_who_say_things_come_from_the_sources():
    assert sorted(NAMES) == ["FN", "Kommunallagen", "Livsmedelsverket"]


# --- the standard


@pytest.mark.parametrize(
    ("language", "sentence"),
    [(code, p.example) for code, words in FORBIDDEN.items() for p in words.phrases],
)
def test_every_forbidden_phrase_is_found(language: str, sentence: str):
    assert list(forbidden(sentence, language))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        *((code, sentence) for code, words in FORBIDDEN.items() for sentence in words.allowed),
        ("sv", "Upphandlingen kräver tid."),
        ("sv", "Ställ krav i upphandlingen."),
        ("sv", "Ingen kommun behöver vara certifierad enligt standarden."),
        ("sv", "Företaget är certifierat enligt ISO 14001."),
        ("sv", "Kravprofilen är vår, standarden ger råd."),
        ("sv", "”Standarden kräver en plan”, säger en kollega."),
        ("en", "The job requires time."),
        ("en", "The standard does not require a plan."),
    ],
)
def test_what_is_rightly_said_is_let_through(language: str, sentence: str):
    assert list(forbidden(sentence, language)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Standarden är inte svår men kräver en plan.",
        "Standarden kräver inte bara en plan.",
        "Kommunen ska vara certifierad mot SS 854000.",
        "De kravställande delarna i standarden kräver tid.",
    ],
)
def test_a_denial_of_something_else_excuses_nothing(sentence: str):
    assert list(forbidden(sentence, "sv"))


def test_a_wrong_option_may_say_what_many_believe():
    question = "## Fråga: Vad stämmer? {#x competence=a form=b}\n\n- [ ] Standarden kräver en plan"
    report = Report("fil.md")
    parse_module(f"---\nid: x\n---\nText.\n\n{question}\n  > Nej.", "k", "sv", report)
    assert not any("vägledning" in problem.text for problem in report.problems)
    parse_module(f"---\nid: x\n---\nText.\n\n{question.replace('[ ]', '[x]')}", "k", "sv", report)
    assert any("vägledning" in problem.text for problem in report.problems)


# --- places


def test_a_heading_is_led_to_as_on_a_git_host():
    assert anchor("Det här är vår – plan, ja!") == "det-här-är-vår--plan-ja"
