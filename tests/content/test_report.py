"""The figures of a course: how well it covers the framework, how its texts read, what gives a right
answer away.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.content.library_read import load
from app.content.parse_folder import read_folder
from app.content.report import (
    Cell,
    coverage,
    coverage_lines,
    figures_lines,
    guessing,
    table,
)
from app.content.rules import Course, Framework, Option, Question
from app.content.rules_limits import ENOUGH
from tests.content.faults import GOOD, SKRIVA, good_copy


@pytest.fixture(scope="module")
def course() -> Course:
    return load(GOOD)[0].course("provkurs")


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load(GOOD)[0].framework


def cell(cells: list[Cell], competence: str, track: str, form: str) -> Cell:
    (found,) = [c for c in cells if (c.competence, c.track, c.form) == (competence, track, form)]
    return found


def test_who_has_a_track_of_ones_own_meets_its_questions_and_the_common(course, framework):
    cells = coverage(course, framework)
    assert len(cells) == 3 * 2 * 3
    common = cell(cells, "se-malen", "alla", "b")
    assert (common.met, common.own, common.needed) == (2, 2, True)
    managers = cell(cells, "se-malen", "chef", "b")
    assert (managers.met, managers.own, managers.needed) == (5, 3, True)


def test_only_what_a_profile_holds_is_needed(course, framework):
    cells = coverage(course, framework)
    assert cell(cells, "arbeta-i-steg", "chef", "a").needed
    assert not cell(cells, "arbeta-i-steg", "alla", "a").needed
    assert cell(cells, "arbeta-i-steg", "alla", "a").lacking == 0
    assert cell(cells, "arbeta-i-steg", "chef", "a").lacking == ENOUGH - 1


def test_the_table_says_what_is_lacking_and_where(course, framework):
    lines, whole = coverage_lines(course, framework)
    assert not whole
    assert lines[4:8] == [
        "Kompetens            Alla                   Chef",
        "Se målen       *  0  2  0  *  1  5  1 ( 1  3  1)",
        "Arbeta i steg     0  0  0  *  1  2  0 ( 1  2  0)",
        "Lämna över        0  0  0     0  0  0 ( 0  0  0)",
    ]
    assert "För få: Se målen, alla, form=b: 2, minst 4 behövs." in lines
    assert lines[-1] == "8 av 9 rutor har för få frågor."


def test_a_course_with_four_of_each_is_whole(framework, tmp_path: Path):
    root = good_copy(tmp_path)
    many = "".join(
        f"\n## Fråga: Är {form}{n} sant? {{#f-{form}{n} competence=se-malen,arbeta-i-steg "
        f"form={form} kind=truefalse}}\n\n- [x] Sant\n  > Ja.\n- [ ] Falskt\n  > Nej.\n"
        for form in "abc"
        for n in range(ENOUGH)
    )
    path = root / SKRIVA
    path.write_text(path.read_text("utf-8") + many, "utf-8")
    lines, whole = coverage_lines(load(root)[0].course("provkurs"), framework)
    assert whole
    assert lines[-1] == "Alla 9 rutor som behövs har minst 4 frågor."


def test_the_figures_of_every_module_stand_in_a_table_for_each_language():
    assert figures_lines(read_folder(GOOD)) == [
        "Prov av allt, svenska. Gränser: 120 ord, LIX 40.",
        "",
        "Del                  Ord  LIX  Minuter  Frågor a  b  c  Uppgifter  Med källa",
        "sv/01-att-valja.md    53   14        8         1  2  1          0          0",
        "sv/02-att-ordna.md     5   25        6         1  2  0          0          0",
        "sv/03-att-skriva.md    5    5        5         0  2  0          0          0",
        "",
        "Uppgifter: 0. Med källa: 0.",
        "Frågor med tre svar: 1. Det rätta är längst i 1 (100 %). Det står först i 0, som tvåa i "
        "1, sist i 0.",
        "",
        "Prov av allt, engelska. Gränser: 120 ord, LIX 40.",
        "",
        "Del                  Ord  LIX  Minuter  Frågor a  b  c  Uppgifter  Med källa",
        "en/03-att-skriva.md    4    4        5         0  2  0          0          0",
        "",
        "Uppgifter: 0. Med källa: 0.",
    ]


def asked(*texts: str, right: int, kind: str = "one") -> Question:
    options = tuple(Option(n, text, "", n == right) for n, text in enumerate(texts, 1))
    return Question("x", kind, "b", "Vad?", options=options)  # type: ignore[arg-type]


def test_the_longest_is_longer_than_every_other():
    found = guessing(
        [
            asked("lång text", "kort", "kort", right=1),
            asked("lika", "lika", "kort", right=1),
            asked("a", "b", "c", right=3),
            asked("a", "bb", right=2),
            asked("a", "bb", "c", right=2, kind="several"),
        ]
    )
    assert (found.questions, found.longest, found.places) == (3, 1, (2, 0, 1))


def test_a_table_has_columns_of_even_width():
    assert table(["Del", "Ord"], [["en", "12"], ["andra", "3"]]) == [
        "Del    Ord",
        "en      12",
        "andra    3",
    ]
