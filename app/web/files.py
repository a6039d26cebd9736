"""A table or a sheet as a file to take home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import Response, stream_with_context

from app.core.pdf import PDF
from app.core.table import CSV, XLSX, Table, as_csv, as_xlsx
from app.web.current import chosen


def download(table: Table, ending: str, day: date) -> Response:
    """The table as CSV (streamed) or XLSX, named after what it holds and the day."""
    if ending == "csv":
        answer = Response(stream_with_context(_spoken(as_csv(table))), content_type=CSV)
    else:
        answer = Response(as_xlsx(table), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{table.name}-{day}.{ending}"'
    return answer


def pdf_file(name: str, pdf: bytes) -> Response:
    """A PDF under this name."""
    answer = Response(pdf, content_type=PDF)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


def _spoken(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines in the language of the request, which is over when most of them are written."""
    language = chosen.get()

    def spoken() -> Iterator[bytes]:
        while True:
            outside = chosen.set(language)
            try:
                line = next(lines, None)
            finally:
                chosen.reset(outside)
            if line is None:
                return
            yield line

    return spoken()
