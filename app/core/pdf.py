"""A sheet as PDF: tagged and checked under PDF/UA-1 while it is made, the same bytes for the same
values.
"""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from app.core import press

PDF = "application/pdf"
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
LONGEST = 60
"""Seconds after which the press has got stuck."""

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()
_QUOTED = re.compile(r'"[^"]*"')


class Jammed(Exception):
    """The press gave no PDF."""


def as_pdf(template: str, data: Mapping[str, Any], of: datetime) -> bytes:
    """The template (a Typst file among the templates) with these values, dated `of`.

    Values stay values: the template reads them as JSON, so nothing in a name or a text is markup.
    Where the standard cannot be kept, as with a character that no font has, the PDF is tagged all
    the same, and the log says why without the words that stood there.
    """
    asked = {
        "template": str(TEMPLATES / template),
        "root": str(TEMPLATES),
        "data": data,
        "timestamp": int(of.timestamp()),
    }
    with _one_at_a_time:  # so many presses as workers, not as threads
        done = subprocess.run(
            [sys.executable, "-I", press.__file__],
            input=json.dumps(asked, ensure_ascii=False).encode(),
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    said = _QUOTED.sub('"…"', done.stderr.decode(errors="replace")).strip()
    if done.returncode:
        why = said.splitlines()[-1] if said else f"ended with {done.returncode}"
        raise Jammed(f"{template}: {why}")
    if said:
        log.warning("%s was printed without %s: %s", template, press.STANDARD, said[:200])
    return done.stdout
