"""Tables as files: the same cells in CSV and XLSX, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from app.core.table import Table, as_csv, as_xlsx, plain

ROWS: list[list[Any]] = [
    ["Åsa Öberg", 12, date(2026, 3, 1), None],
    ['Eva "Eken"; Ek', -5, date(2026, 12, 31), "=1+1"],
    ["rad\nrad", 0, None, "@SUM(A1)"],
]
TABLE = Table("Personer", ["Namn", "Antal", "Senast", "Anm."], ROWS)


def read(table: Table) -> tuple[bytes, list[list[str]]]:
    content = b"".join(as_csv(table))
    return content, list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_a_csv_opens_as_swedish_spreadsheets_expect() -> None:
    content, rows = read(TABLE)
    assert content.startswith(b"\xef\xbb\xbfNamn;Antal;Senast;Anm.\r\n")
    assert rows[1] == ["Åsa Öberg", "12", "2026-03-01", ""]
    assert rows[2][:2] == ['Eva "Eken"; Ek', "-5"]
    assert rows[3][0] == "rad\nrad"


@pytest.mark.parametrize("start", list("=+-@\t\r"))
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    assert plain(f"{start}1") == f"'{start}1"


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, ""), ("", ""), ("a=b", "a=b"), (-3, "-3"), (0, "0"), (date(2026, 1, 2), "2026-01-02")],
)
def test_everything_else_stands_as_it_is(cell: Any, text: str) -> None:
    assert plain(cell) == text


def test_an_xlsx_holds_the_same_cells_and_no_formula() -> None:
    content = as_xlsx(TABLE)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Personer")
    assert sheet.to_python() == [
        ["Namn", "Antal", "Senast", "Anm."],
        ["Åsa Öberg", 12.0, date(2026, 3, 1), ""],
        ['Eva "Eken"; Ek', -5.0, date(2026, 12, 31), "=1+1"],
        ["rad\nrad", 0.0, "", "@SUM(A1)"],
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_a_table_without_rows_is_its_headings() -> None:
    empty = Table("Tom", ["Namn"], [])
    assert read(empty)[1] == [["Namn"]]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(empty))).get_sheet_by_index(0)
    assert sheet.to_python() == [["Namn"]]


def test_rows_may_come_one_by_one() -> None:
    assert len(read(Table("En", ["n"], ([n] for n in range(3))))[1]) == 4
