"""The map as values: rows, cells, what is hidden, where the gap is widest."""

from __future__ import annotations

from typing import Any

from app.competence.report import cell, lowest, make, spread
from app.competence.rules import Cell

TOWN = (1, "Exempelby")
OAK, ELM, ASH = (2, "Eken"), (3, "Almen"), (4, "Asken")


def counted(**needed: tuple[int, int]) -> dict[tuple[int, str, str], int]:
    """`p2_veta=(10, 4)`: in place 2 ten need it and four have completed it."""
    found = {}
    for name, (need, done) in needed.items():
        place, competence = name.removeprefix("p").split("_")
        found[int(place), competence, "needed"] = need
        found[int(place), competence, "completed"] = done
    return found


def mapped(counts: Any, *places: tuple[int, str], whole: tuple[int, ...] = ()) -> Any:
    return make(counts, TOWN, places, ["veta", "leda"], "completed", 5, whole)


def test_a_cell_without_counts_is_empty() -> None:
    assert cell({}, 2, "veta", "completed") == Cell(0, 0)


def test_each_row_has_a_cell_for_each_competence_in_order() -> None:
    counts = counted(p1_veta=(30, 12), p2_veta=(10, 4), p2_leda=(6, 3), p3_veta=(20, 8))
    made = mapped(counts, OAK, ELM)
    assert made.competences == ("veta", "leda")
    assert [row.name for row in made.rows] == ["Eken", "Almen"]
    assert made.rows[0].cells == (Cell(10, 4), Cell(6, 3))
    assert made.rows[1].cells == (Cell(20, 8), Cell(0, 0))
    assert made.total.cells[0] == Cell(30, 12)


def test_a_map_of_one_rung_says_nothing_of_another() -> None:
    counts = {**counted(p1_veta=(30, 12), p2_veta=(10, 4)), (2, "veta", "shown"): 7}
    made = make(counts, TOWN, [OAK], ["veta"], "shown", 5)
    assert (made.rows[0].cells, made.total.cells) == ((Cell(10, 7),), (Cell(30, 0),))


def test_a_place_where_nobody_is_counted_has_no_row() -> None:
    assert [
        row.name for row in mapped(counted(p1_veta=(10, 0), p2_veta=(10, 0)), OAK, ELM).rows
    ] == ["Eken"]


def test_a_map_on_which_nobody_is_counted_is_empty() -> None:
    assert mapped({}, OAK).empty
    assert not mapped(counted(p1_veta=(10, 0)), OAK).empty
    assert not mapped(counted(p1_veta=(3, 1)), OAK).empty


def test_a_small_group_is_hidden_and_one_more_so_that_the_total_tells_nothing() -> None:
    counts = counted(p1_veta=(43, 9), p2_veta=(3, 1), p3_veta=(10, 3), p4_veta=(30, 5))
    made = mapped(counts, OAK, ELM, ASH)
    assert [row.cells[0] for row in made.rows] == [None, None, Cell(30, 5)]
    assert made.total.cells[0] == Cell(43, 9)


def test_a_total_that_is_small_itself_is_hidden() -> None:
    counts = counted(p1_veta=(4, 1), p2_veta=(4, 1))
    made = mapped(counts, OAK)
    assert (made.rows[0].cells[0], made.total.cells[0]) == (None, None)


def test_who_may_see_person_by_person_sees_the_figures_of_that_place() -> None:
    counts = counted(p1_veta=(43, 9), p2_veta=(3, 1), p3_veta=(10, 3), p4_veta=(30, 5))
    made = mapped(counts, OAK, ELM, ASH, whole=(1, 2, 3, 4))
    assert [row.cells[0] for row in made.rows] == [Cell(3, 1), Cell(10, 3), Cell(30, 5)]


def test_the_widest_gap_is_the_lowest_share_and_of_equals_the_largest_group() -> None:
    counts = counted(
        p1_veta=(60, 0), p2_veta=(10, 2), p3_veta=(20, 4), p4_veta=(30, 20), p4_leda=(30, 3)
    )
    made = mapped(counts, OAK, ELM, ASH)
    found = lowest(made, ["veta"])
    assert found is not None
    assert (found[0].name, found[1], found[2]) == ("Almen", "veta", Cell(20, 4))
    found = lowest(made, ["veta", "leda"])
    assert found is not None
    assert (found[0].name, found[1]) == ("Asken", "leda")


def test_without_a_figure_to_show_there_is_no_gap_to_name() -> None:
    assert lowest(mapped(counted(p1_veta=(4, 0), p2_veta=(4, 0)), OAK), ["veta"]) is None
    assert lowest(mapped(counted(p1_veta=(9, 0), p2_veta=(9, 0)), OAK), []) is None


def test_a_place_as_a_whole_spreads_from_its_least_share_to_its_largest() -> None:
    made = mapped(counted(p1_veta=(10, 2), p1_leda=(10, 7)), OAK)
    assert spread(made, ["veta", "leda"]) == (20, 70, False)
    assert spread(made, ["veta"]) == (20, 20, False)
    assert spread(made, []) is None


def test_one_of_one_does_not_stretch_the_spread_and_is_told_of_as_left_out() -> None:
    counts = counted(p1_veta=(46, 9), p1_leda=(1, 1))
    assert spread(mapped(counts, OAK, whole=(1,)), ["veta", "leda"]) == (20, 20, True)


def test_a_small_place_spreads_by_what_it_has() -> None:
    counts = counted(p1_veta=(4, 1), p1_leda=(2, 2))
    assert spread(mapped(counts, OAK, whole=(1,)), ["veta", "leda"]) == (25, 100, False)


def test_what_is_hidden_is_neither_in_the_spread_nor_told_of_as_left_out() -> None:
    counts = counted(p1_veta=(46, 9), p1_leda=(3, 3))
    assert spread(mapped(counts, OAK), ["veta", "leda"]) == (20, 20, False)
