"""A table as a file: CSV and XLSX with the same cells, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from tempfile import TemporaryDirectory
from typing import Any

Cell = str | int | date | None

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: a name, the headings and the rows, in order."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def plain(cell: Cell) -> str:
    """The cell as text; what a spreadsheet would take for a formula gets an apostrophe first."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text[:1] in "=+-@\t\r" and text else text


def as_csv(table: Table) -> Iterator[bytes]:
    """The table line by line: UTF-8 with a byte-order mark and semicolons, as Swedish
    spreadsheets open it.
    """
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for row in chain((table.headings,), table.rows):
        writer.writerow([plain(cell) for cell in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def as_xlsx(table: Table) -> bytes:
    """The table as a workbook: header row, filter, frozen first row; numbers and days as such,
    text never a formula.
    """
    import xlsxwriter

    kept = io.BytesIO()
    with TemporaryDirectory() as folder:
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "constant_memory": True,
            "tmpdir": folder,
        }
        _write(table, xlsxwriter.Workbook(kept, options))
    return kept.getvalue()


def _write(table: Table, book: Any) -> None:
    sheet = book.add_worksheet(table.name[:31])
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, table.headings, bold)
    last = 0
    for last, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(last, column, cell, day)
            elif isinstance(cell, int):
                sheet.write_number(last, column, cell)
            elif cell:
                sheet.write_string(last, column, cell)
    sheet.autofilter(0, 0, last, len(table.headings) - 1)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(table.headings) - 1, 22)
    book.close()
