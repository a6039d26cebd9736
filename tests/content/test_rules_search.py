"""The words of a text, their stems and weights; what a question means, and what answers it."""

from __future__ import annotations

import subprocess
import sys
from math import log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.rules_asked import LONGEST_QUERY, MOST_WORDS, NEAR, Wanted, asked
from app.content.rules_found import (
    EXCERPT,
    Piece,
    answers,
    every_word,
    excerpt,
    nearest,
    title_of,
    understood,
    unsure,
)
from app.content.rules_search import (
    HEADING,
    LONGEST,
    PLACES,
    Document,
    Line,
    idf,
    lines_of,
    postings,
    saturated,
    stem,
    words,
)

ROOT = Path(__file__).resolve().parents[2]


def document(title: str, *body: str | Line, key: str = "del", language: str = "sv") -> Document:
    lines = [each if isinstance(each, Line) else Line(each) for each in body]
    return Document(language, "module", "kurs", key, language, lines_of(title, lines))


def best(query: str, *documents: Document, language: str = "sv") -> list[str]:
    """The titles of the documents that answer, best first."""
    found = answers(list(postings(documents)), asked(query, language).words)
    return [documents[each.document].lines[0].text for each in found.best_first]


def said(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{each.text}]" if each.hit else each.text for each in pieces)


# --- words and stems


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Åtta gröna äpplen, på ön.", ["Åtta", "gröna", "äpplen", "på", "ön"]),
        ("Delmål 12.5 och 12,5 procent.", ["Delmål", "12.5", "och", "12,5", "procent"]),
        ("Mål 3.b (till år 2030).", ["Mål", "3.b", "till", "år", "2030"]),
        ("It’s the town's own_thing", ["It’s", "the", "town's", "own", "thing"]),
        ("\x00 \ud800 ☂ – …", []),
    ],
)
def test_words_are_letters_and_digits(text: str, found: list[str]) -> None:
    assert [word for word, _place in words(text)] == found
    assert [text[start:end] for _word, (start, end) in words(text)] == found


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("sv", "kommun kommunen kommuner kommunens Kommunerna KOMMUN"),
        ("sv", "upphandla upphandlar upphandlas upphandlade"),
        ("sv", "upphandling upphandlingen upphandlingar upphandlingarna"),
        ("sv", "åtgärd åtgärden ÅTGÄRDER a\u030atgärd"),
        ("sv", "skola skolan skolans skolor skolorna"),
        ("sv", "matsvinn matsvinnet matsvinnets"),
        ("sv", "påverka påverkan påverkar"),
        ("lattlast", "kommun kommunen"),
        ("en", "procure procuring procured procurement"),
        ("en", "municipality municipalities municipality’s municipality's"),
        ("sv", "12.5 12,5"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(language: str, forms: str) -> None:
    assert len({stem(form, language) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["mal mål", "lara lära", "for för", "plan planka", "12.5 12.6"])
def test_words_that_differ_keep_stems_that_differ(pair: str) -> None:
    one, other = pair.split()
    assert stem(one, "sv") != stem(other, "sv")


@given(st.text(), st.sampled_from(["sv", "en", "lattlast"]))
def test_a_stem_fits_where_it_is_kept(text: str, language: str) -> None:
    for word, _place in words(text + "x" * 200):
        found = stem(word, language)
        assert 0 < len(found) <= LONGEST
        assert "\x00" not in found
        assert found.encode()


def test_no_stemmers_are_loaded_but_those_of_our_languages() -> None:
    told = (
        "import sys, app.content.rules_search as s; s.stem('kommunen', 'sv'); print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    found = {each.rpartition(".")[2] for each in loaded if each.endswith("_stemmer")}
    assert found == {"swedish_stemmer", "english_stemmer"}
    assert "snowballstemmer" not in loaded


# --- weights


def test_a_weight_is_the_formula_of_the_source() -> None:
    one = document("Ett", "mat mat och annat")  # 5 + 4 words
    other = document("Två", "inget av det")  # 5 + 3
    found = {(p.stem, p.document): p.weight for p in postings([one, other])}
    length = 9 / 8.5
    expected = log(1 + 1.5 / 1.5) * 2 / (1.2 * (0.25 + 0.75 * length) + 2)
    assert found["mat", 0] == round(1000 * expected)


def test_a_word_that_few_texts_have_says_more() -> None:
    assert idf(10, 1) > idf(10, 5) > idf(10, 10) > 0


def test_more_of_a_word_says_more_but_less_and_less() -> None:
    once, twice, thrice = (saturated(amount, 1.0) for amount in (1, 2, 3))
    assert twice - once > thrice - twice > 0
    assert saturated(1, 2.0) < once < 1


def test_a_title_counts_before_a_heading_and_a_heading_before_the_text() -> None:
    texts = [
        document("Ett", "något om svinn idag"),
        document("Två", Line("något om svinn idag", HEADING)),
        document("Svinn", "något om mat idag", "och mer"),
        document("Fyra", "något om annat idag"),
    ]
    assert best("svinn", *texts) == ["Svinn", "Två", "Ett"]


def test_a_word_that_a_document_is_found_by_stands_nowhere_in_it() -> None:
    term = Document("sv", "term", "", "t", "sv", lines_of("mål", []), also=("agendan",))
    found = {each.stem: each.places for each in postings([term])}
    assert found["agend"] == ()
    assert best("agenda", term) == ["mål"]


def test_no_more_places_are_kept_than_an_excerpt_needs() -> None:
    (found,) = postings([document("mat", "mat " * 500)])
    assert len(found.places) == PLACES


# --- what is asked for and what answers


MAT = document("Maten", "Köket väger sitt matsvinn varje dag.", key="mat")
KOP = document("Köp hållbart", "Kommunen upphandlar livsmedel. Delmål 12.7 handlar om det.")
SKOL = document("Lärandet", "Förskolan lär barnen om haven. Delmål 14.1 handlar om skräp.")
ALL = (MAT, KOP, SKOL)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("matsvinnet", ["Maten"]),
        ("MATSVINN", ["Maten"]),
        ("svinn", ["Maten"]),  # the end of a longer word
        ("upphandlingen", ["Köp hållbart"]),  # another ending
        ("hållbarhet", ["Köp hållbart"]),
        ("förskola", ["Lärandet"]),
        ("skola", []),
        ("12.7", ["Köp hållbart"]),
        ("12,7", ["Köp hållbart"]),
        ("12", []),
        ("forskola", []),
        ("lar", []),
        ("lär", ["Lärandet"]),
        ("köket dag", ["Maten"]),
        ("vad är ett matsvinn", ["Maten"]),  # common words are left out
        ("är", []),
        ("delmål handlar haven", ["Lärandet"]),
        ("", []),
        ("☂", []),
    ],
)
def test_what_is_asked_for_is_found(query: str, found: list[str]) -> None:
    assert best(query, *ALL) == found


def test_who_reads_in_english_finds_texts_in_both_languages() -> None:
    english = document("Procure", "Municipalities procuring food", language="en")
    swedish = document("Upphandla", "Kommuner som upphandlar mat")
    assert best("municipality", english, swedish, language="en") == ["Procure"]
    assert best("upphandlade", english, swedish, language="en") == ["Upphandla"]


def test_texts_with_every_word_come_alone_and_else_those_with_any() -> None:
    both = answers(list(postings(ALL)), asked("delmål livsmedel", "sv").words)
    assert both.complete
    assert [each.document for each in both.best_first] == [1]
    either = answers(list(postings(ALL)), asked("livsmedel haven", "sv").words)
    assert not either.complete
    assert {each.document for each in either.best_first} == {1, 2}


def loosely(query: str, *documents: Document) -> list[tuple[str, str]]:
    """How each word is understood that these texts are asked for, and what is looked for."""
    written = asked(query, "sv").words
    stems = {each.stem for each in postings(documents)}
    lost = unsure(written, stems)
    return [(each.way, each.word) for each in (understood(one, stems, stems) for one in lost)]


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("matsvinn", []),
        ("forskola", [("plain", "forskola")]),
        ("hallbart", [("plain", "hallbart")]),
        ("lar", [("plain", "lar")]),
        ("kommunchef", [("part", "kommun")]),
        ("hotellkök", [("written", "hotellkök")]),  # too short to say what it is
        ("storlivsmedel", [("part", "livsmedel")]),
        ("alltinte", [("written", "alltinte")]),  # parts that say nothing
        ("99.9", [("written", "99.9")]),
        ("svinn", [("written", "svinn")]),  # the end of a longer word is enough
    ],
)
def test_a_word_that_stands_nowhere_is_taken_more_loosely(
    query: str, understood: list[tuple[str, str]]
) -> None:
    assert loosely(query, *ALL) == understood


def test_the_last_part_of_a_word_says_what_it_is() -> None:
    texts = (document("Kommun", "om kommunen"), document("Omsorg", "om omsorgen"))
    assert loosely("kommunomsorg", *texts) == [("part", "omsorg")]


def test_a_hit_in_a_part_says_more_than_one_in_a_goal_and_that_more_than_one_in_a_target() -> None:
    lines = lines_of("Om mat", [])
    texts = [
        Document("sv", kind, "k", kind, "sv", lines)
        for kind in ("target", "goal", "module", "term")
    ]
    ranked = answers(list(postings(texts)), asked("mat", "sv").words).best_first
    assert [texts[each.document].kind for each in ranked] == ["module", "term", "goal", "target"]


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("hur ska vi följa upp", "följa upp"),
        ("vad är en nämnd", "nämnd"),
        ("what is the council", "council"),
        ("hur ska vi", "hur ska vi"),
    ],
)
def test_words_that_say_nothing_are_left_out_unless_there_are_no_others(
    query: str, read: str
) -> None:
    assert [each.word for each in asked(query, "sv").words] == read.split()


def test_a_page_answers_when_it_has_every_word() -> None:
    stems = frozenset(stem(word, "sv") for word in ("mina", "intyg"))
    assert every_word(asked("intyget", "sv").words, stems)
    assert not every_word(asked("intyg kommun", "sv").words, stems)


@given(
    st.text(st.sampled_from("aåoöbcdn"), min_size=1, max_size=9),
    st.frozensets(st.text(st.sampled_from("aåoöbcdn"), min_size=1, max_size=12), max_size=5),
)
def test_what_is_sooner_told_is_the_same(word: str, stems: frozenset[str]) -> None:
    for each in (Wanted(word, (word,)), Wanted(word, (word,)).plain):
        assert every_word([each], stems) == (nearest(each, stems) >= NEAR)


def test_the_very_word_comes_before_a_part_of_a_longer_one() -> None:
    assert best("svinn", MAT, document("Svinnet", "Om svinn.")) == ["Svinnet", "Maten"]


def test_a_word_written_twice_counts_once() -> None:
    assert len(asked("mat maten MAT", "sv").words) == 1


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("  mat\n svinn ", "mat svinn"),
        ("mat\x00svinn", "mat svinn"),
        ("mat\u202e\u00adsvinn", "matsvinn"),
        ("a\u030a", "å"),
        ("\ud800", ""),
    ],
)
def test_what_nobody_sees_is_taken_out(written: str, text: str) -> None:
    assert asked(written, "sv").text == text


def test_what_is_too_long_is_cut_and_that_is_said() -> None:
    long = asked("mat " * 2500, "sv")
    assert len(long.text) <= LONGEST_QUERY
    assert not long.whole
    many = asked(" ".join(f"or{n}" for n in range(20)), "sv")
    assert len(many.words) == MOST_WORDS
    assert not many.whole
    assert asked("mat och svinn", "sv").whole


@given(st.text(alphabet=st.characters(), max_size=400), st.sampled_from(["sv", "en", "lattlast"]))
def test_anything_may_be_asked_for(text: str, language: str) -> None:
    found = asked(text, language)
    assert len(found.text) <= LONGEST_QUERY
    assert found.text.encode("utf-8") is not None
    assert "\x00" not in found.text
    assert len(found.words) <= MOST_WORDS
    for each in found.words:
        assert each.stems[0] in set(each.equal)
        assert all(one.way != "written" for one in each.loose)
        assert all("_" not in part and "%" not in part for part in each.parts())
        assert each.nearness(each.stems[0]) == 1.0
    answers(list(postings(ALL)), found.words)


# --- excerpts


def test_the_words_asked_for_are_marked_in_title_and_text() -> None:
    (found,) = answers(list(postings([KOP])), asked("köpa kommun", "sv").words).best_first
    assert said(title_of(KOP.text, found.places)) == "[Köp] hållbart"
    shown = said(excerpt(KOP.text, found.places))
    assert shown == "[Kommunen] upphandlar livsmedel. Delmål 12.7 handlar om det."


def test_an_excerpt_is_the_paragraph_that_says_most() -> None:
    text = document("Titel", "Först om mat.", "Sedan om mat och om svinn i köket.", "Sist svinn.")
    (found,) = answers(list(postings([text])), asked("mat svinn", "sv").words).best_first
    assert said(excerpt(text.text, found.places)) == "Sedan om [mat] och om [svinn] i köket."


def test_a_long_paragraph_is_cut_between_words_around_the_first_hit() -> None:
    body = "ord " * 100 + "matsvinn " + "slut " * 100
    text = document("Titel", body)
    (found,) = answers(list(postings([text])), asked("matsvinn", "sv").words).best_first
    shown = excerpt(text.text, found.places)
    assert said(shown).startswith("… ord ord")
    assert "[matsvinn]" in said(shown)
    assert said(shown).endswith("slut …")
    assert len(said(shown)) < EXCERPT + 10


def test_a_text_that_answers_by_its_title_shows_how_it_begins() -> None:
    assert said(excerpt(MAT.text, [(0, 5)])) == "Köket väger sitt matsvinn varje dag."
    assert excerpt("Bara titel", [(0, 4)]) == ()


@given(
    st.lists(st.text(st.sampled_from("mat svin \n"), min_size=1, max_size=300), max_size=4),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=6),
)
def test_an_excerpt_is_a_piece_of_the_text_whatever_the_places(
    body: list[str], places: list[tuple[int, int]]
) -> None:
    text = document("Titel", *body).text
    pieces = excerpt(text, sorted(places))
    assert "".join(each.text for each in pieces).strip("… ") in text
    assert sum(len(each.text) for each in pieces) <= EXCERPT + 4
