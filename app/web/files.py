"""A table as a file to take home."""

from __future__ import annotations

from datetime import date

from flask import Response, stream_with_context

from app.core.table import CSV, XLSX, Table, as_csv, as_xlsx


def download(table: Table, ending: str, day: date) -> Response:
    """The table as CSV (streamed) or XLSX, named after what it holds and the day."""
    if ending == "csv":
        answer = Response(stream_with_context(as_csv(table)), content_type=CSV)
    else:
        answer = Response(as_xlsx(table), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{table.name}-{day}.{ending}"'
    return answer
