"""A course file as values: what is read, what is told of what cannot be, and its fingerprints."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import example
from hypothesis import given as drawn
from hypothesis import strategies as st

from app.content.parse import parse_course, parse_module, parse_question
from app.content.parse_framework import parse_framework, parse_sources
from app.content.parse_text import LARGEST, Report, decoded, fingerprint, read
from app.content.rules import Module, Problem
from app.content.rules_order import is_far, mixed, shuffled
from tests.content.faults import GOOD

VALJA = (GOOD / "provkurs/sv/01-att-valja.md").read_text(encoding="utf-8")
ORDNA = (GOOD / "provkurs/sv/02-att-ordna.md").read_text(encoding="utf-8")
SKRIVA = (GOOD / "provkurs/sv/03-att-skriva.md").read_text(encoding="utf-8")


def module(text: str) -> Module:
    return parse_module(text, "provkurs", "sv", Report("fil.md")).module


def problems(raw: bytes) -> list[Problem]:
    report = Report("fil.md")
    decoded(raw, report)
    return report.problems


# --- what is read


def test_front_matter_becomes_values():
    found = module(VALJA)
    assert (found.id, found.title, found.minutes) == ("att-valja", "Att välja", 8)
    assert (found.goals, found.competences) == ((3, 12), ("se-malen", "arbeta-i-steg"))
    assert (found.edition, found.language) == (1, "sv")


def test_the_text_ends_where_the_questions_begin():
    text = module(VALJA).text
    assert text.startswith("Du möter målen")
    assert text.endswith("Den som vill kan läsa den.")


def test_sources_stand_in_the_order_of_the_text_each_once():
    assert module(VALJA).sources == ("fn-2015", "svinn-2023")


def test_the_mark_of_a_local_section_is_read_and_never_shown():
    marked = SKRIVA.replace(
        "bestäm dig.", "bestäm dig.\n\n## Hos oss {#hos-oss lokalt}\n\nFråga.\n\n## Sist\n\nSlut."
    )
    found = module(marked)
    assert "{" not in found.text
    (section,) = found.sections
    assert (section.id, section.title) == ("hos-oss", "Hos oss")
    assert found.text[section.start : section.end] == "\nFråga.\n\n"
    assert found.text[section.end :] == "## Sist\n\nSlut."


def test_code_neither_hides_nor_fakes_a_question():
    assert [q.id for q in module(VALJA).questions] == [
        "nej-till-lunch",
        "vad-som-ar-gjort",
        "mal-tre",
        "vilken-sida",
    ]


def test_a_question_has_its_attributes_case_options_and_line():
    question = module(VALJA).questions[0]
    assert question.prompt == "En brukare tackar nej till lunchen. Vad gör du först?"
    assert (question.kind, question.form, question.competences) == ("one", "b", ("se-malen",))
    assert question.case == "Det har hänt tre dagar i rad. [källa: svinn-2023]"
    assert [o.right for o in question.options] == [False, True, False]
    assert question.options[1].text == "Berättar för sjuksköterskan samma dag"
    assert question.options[1].feedback == (
        "Ja. Sjuksköterskan avgör nästa steg. Undernäring går fort hos äldre."
    )
    assert VALJA.split("\n")[question.line - 1].startswith("## Fråga: En brukare")


def test_the_number_of_crosses_tells_one_from_several():
    assert [q.kind for q in module(VALJA).questions][:2] == ["one", "several"]


def test_steps_and_pairs_know_what_is_right_without_showing_it():
    steps, match, _ = module(ORDNA).questions
    assert [s.text for s in steps.steps] == ["Planera", "Genomföra", "Följa upp", "Förbättra"]
    assert steps.shown_steps != steps.steps
    assert is_far([steps.steps.index(step) for step in steps.shown_steps])
    right = {m.number: m.text for m in match.matches}
    assert [(p.left, right[p.right]) for p in match.pairs] == [
        ("Laga mat", "Mål 12"),
        ("Ge omsorg", "Mål 3"),
        ("Hålla möten öppna", "Mål 16"),
    ]
    assert [m.text for m in match.matches] != ["Mål 12", "Mål 3", "Mål 16"]


def test_a_number_has_its_margin_and_two_kinds_of_feedback():
    number, text, *_ = module(SKRIVA).questions
    assert (str(number.number), str(number.tolerance)) == ("25", "0.5")
    assert number.if_right.startswith("Fem av tjugo")
    assert number.if_wrong.startswith("Dela")
    assert text.accepted == ("Agenda 2030", "agendan")


def test_what_is_ones_own_has_steps_or_only_a_case():
    *_, rating, reflection, commitment = module(SKRIVA).questions
    assert [o.text for o in rating.options] == ["Inte säker", "Ganska säker", "Mycket säker"]
    assert (reflection.case, reflection.competences) == ("Skriv fritt.", ())
    assert commitment.kind == "commitment"


def test_a_question_can_be_read_again_from_its_own_published_text():
    for question in (*module(VALJA).questions, *module(ORDNA).questions):
        again = parse_question(question.source, "sv")
        assert again is not None
        assert again.fingerprint == question.fingerprint
        assert (again.options, again.steps, again.pairs) == (
            question.options,
            question.steps,
            question.pairs,
        )


def test_yaml_is_read_as_1_2_where_no_is_a_word():
    text = VALJA.replace("title: Att välja", "title: no")
    assert module(text).title == "no"


def test_a_faulty_file_still_gives_what_can_be_read():
    report = Report("fil.md")
    draft = parse_module("---\nid: x\n---\nText.\n", "k", "sv", report, "del")
    assert draft.module.text == "Text."
    assert draft.sound == {"id"}
    assert len(report.problems) == 5


# --- shuffling


@drawn(st.integers(0, 8), st.text(min_size=1))
def test_shuffling_keeps_all_is_the_same_again_and_never_shows_what_is_right(count: int, seed: str):
    order = shuffled(count, seed)
    assert sorted(order) == list(range(count))
    assert order == shuffled(count, seed)
    assert count < 2 or order != list(range(count))


@drawn(st.integers(2, 8), st.text(min_size=1))
def test_steps_are_never_shown_near_the_right_order(count: int, seed: str):
    order = mixed(count, seed)
    assert sorted(order) == list(range(count))
    assert order == mixed(count, seed)
    assert 2 * sum(place != each for place, each in enumerate(order)) >= count
    assert 2 * sum(a > b for a, b in combinations(order, 2)) >= count * (count - 1) // 2


@pytest.mark.parametrize(
    ("order", "far"),
    [
        ([0, 1, 2, 3], False), ([1, 0, 2, 3], False), ([1, 0, 3, 2], False), ([3, 2, 1, 0], False),
        ([1, 2, 3, 0], False), ([2, 3, 0, 1], False), ([1, 3, 0, 2], True),
        ([1, 0], True), ([1, 2, 0], True),
    ],
)  # fmt: skip
def test_an_order_is_near_where_few_steps_or_few_pairs_are_astray(order: list[int], far: bool):
    assert is_far(order) is far


def test_the_numbers_that_answers_are_kept_by_do_not_follow_the_order_shown():
    steps = next(q for q in module(ORDNA).questions if q.kind == "order")
    assert [step.number - 1 for step in steps.steps] == [
        shuffled(4, steps.fingerprint).index(place) for place in range(4)
    ]
    assert sorted(steps.shown) == [1, 2, 3, 4]


# --- fingerprints


def test_line_ends_trailing_space_and_ways_to_write_a_letter_change_no_fingerprint():
    same = VALJA.replace("\n", "  \r\n").replace("å", "a\u030a") + "\n\n"
    text = decoded(b"\xef\xbb\xbf" + same.encode(), Report("fil.md"))
    assert module(text).fingerprint == module(VALJA).fingerprint


def test_a_comma_elsewhere_changes_the_module_and_no_question():
    before, after = module(VALJA), module(VALJA.replace("Du möter målen", "Du möter, målen"))
    assert before.fingerprint != after.fingerprint
    assert [q.fingerprint for q in before.questions] == [q.fingerprint for q in after.questions]


def test_a_comma_in_one_question_changes_that_one_alone():
    before, after = module(VALJA), module(VALJA.replace("tre dagar i rad", "tre dagar, i rad"))
    changed = [
        a.id
        for a, b in zip(after.questions, before.questions, strict=True)
        if a.fingerprint != b.fingerprint
    ]
    assert changed == ["nej-till-lunch"]


def test_a_question_moved_in_its_file_keeps_its_fingerprint():
    pieces = re.split(r"(?m)^(?=## Fråga: [^D])", ORDNA)
    moved = "\n".join([pieces[0], pieces[2], pieces[3], pieces[1]])
    assert {q.fingerprint for q in module(moved).questions} == {
        q.fingerprint for q in module(ORDNA).questions
    }


def test_a_fingerprint_says_what_kind_of_text_it_is():
    assert re.fullmatch("[0-9a-f]{64}", fingerprint("module", "text"))
    assert fingerprint("module", "text") != fingerprint("course", "text")


# --- files that are not what they should be


def test_a_byte_order_mark_is_no_fault():
    assert problems("﻿Å\n".encode()) == []


@pytest.mark.parametrize(
    ("raw", "line", "said"),
    [
        ("a\nb å\n".encode("cp1252"), 2, "UTF-8"),
        ("ett\n".encode("utf-16"), 1, "UTF-8"),
        (b"", 1, "tom"),
        (b"  \n\n", 1, "tom"),
        (b"a\n\nb\x00c\n", 3, "U+0000"),
        ("a\nb\u202ec\n".encode(), 2, "U+202E"),
        ("a\u2028b\n".encode(), 1, "U+2028"),
        (b"a\n\x1b[2J\n", 2, "U+001B"),
    ],
)
def test_a_file_that_is_not_plain_text_is_told_with_its_line(raw: bytes, line: int, said: str):
    found = problems(raw)
    assert any(p.line == line and said in p.text for p in found), found


def test_a_gigantic_file_is_not_read(tmp_path: Path):
    path = tmp_path / "stor.md"
    path.write_bytes(b"a" * (LARGEST + 1))
    report = Report("stor.md")
    assert read(path, report) == ""
    assert "för stor" in report.problems[0].text


def test_a_file_that_is_gone_is_told(tmp_path: Path):
    report = Report("borta.md")
    assert read(tmp_path / "borta.md", report) == ""
    assert "går inte att läsa" in report.problems[0].text


def test_a_thousand_brackets_are_told_and_not_followed():
    report = Report("competences.yaml")
    parse_framework("competences: " + "[" * 5000, report)
    assert report.problems


def test_a_line_without_end_is_told_and_read_to_its_limit():
    report = Report("fil.md")
    assert len(decoded(b"a\n" + b"[b" * 200_000, report)) < 5000
    assert [(p.line, p.text[:20]) for p in report.problems] == [(2, "Raden är för lång. D")]


def test_a_tower_of_aliases_is_not_climbed():
    names = "abcdefghijklmnopqrstuvwxy"
    tower = [f"{b}: &{b} [*{a}, *{a}]" for a, b in pairwise(names)]
    text = "\n".join(["a: &a [1]", *tower])
    report = Report("sources.yaml")
    parse_sources(text, report)
    assert any("Ankare" in p.text for p in report.problems)


PIECES = st.sampled_from(
    [
        "---", "---\nid: a\ntitle: b\n", "## Fråga: Vad? {#a form=b}", "## Fråga:", "- [x] ",
        "- [ ] a", "  > b", "> Rätt: c", "> Fel:", "= 1", "= \xb1 ", "1. a", "- a => b", "- => ",
        "```", "~~~~", "{#", "kind=order", "kind=match", "kind=number", "kind=rating", "[källa: ",
        "[källa: a, b]", "[^1]", "[^1]: x", "<b>", "![](", "[a](javascript:x)", "[a]: b",
        "| a | b |\n| - | - |", "\t", "\x00", "\u2028", "&a", "*a", "!!python/object:os", "{",
        "[", "\"", "'", ": ", "- ", "#", "\r", "\ufeff", "competences:", "goals: [3",
        "edition: 1e9", "2026-13-45", "\U0001f600", "a\u030a", "SS 854000 kräver",
    ]
)  # fmt: skip
FILES = st.lists(
    st.one_of(PIECES, st.text(max_size=8), st.sampled_from(["\n", " ", "\n\n"])), max_size=60
).map("".join)


@drawn(FILES)
@example("---\n? a\n---\n")
@example("---\n- a\n---\n")
@example("---\n[a]: b\n---\n")
@example("---\ngoals: 2026-99-99\n---\n")
@example("---\nminutes: 0o17\n---\n")
@example("---\n<<: {a: b}\n---\n")
@example("---\nid: .nan\n---\n")
def test_whatever_stands_in_a_file_it_is_read_and_told_and_never_stops_the_reader(text: str):
    for parse in (
        lambda t, r: parse_module(t, "k", "sv", r, "del"),
        parse_course,
        parse_framework,
        parse_sources,
    ):
        report = Report("fil.md")
        parse(decoded(text.encode("utf-8", "replace"), report), report)
        lines = text.count("\n") + text.count("\r") + 1
        for problem in report.problems:
            assert 1 <= problem.line <= lines + 1
            assert problem.text.strip()


@drawn(st.binary(max_size=300))
def test_any_bytes_are_read_and_told(raw: bytes):
    report = Report("fil.md")
    parse_module(decoded(raw, report), "k", "sv", report, "del")
    assert report.problems
