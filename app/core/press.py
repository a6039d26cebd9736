"""The press: reads what is asked for, writes the PDF. Run as a program of its own for each PDF.

The compiler keeps some 35 MB of every document it has set, up to 400 MB, for the sake of the next
one. In a process that ends when the sheet is done, a worker keeps nothing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Literal, cast

FONTS = Path(__file__).parent / "fonts"
"""Source Sans 3 (source-sans 3.52.0) and Source Serif 4 (source-serif 4.5.1), unchanged, with the
OFL beside them. They are not among the static files: no page fetches them.
"""
STANDARD: Literal["ua-1"] = "ua-1"


def printed(asked: dict[str, Any]) -> tuple[bytes, str]:
    """The PDF under PDF/UA-1, and nothing; or, where a rule of the standard stands in the way,
    tagged all the same, and what the compiler said.
    """
    import typst

    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    inputs = {"data": json.dumps(asked["data"], ensure_ascii=False)}
    compiler = typst.Compiler(
        asked["template"], root=asked["root"], font_paths=fonts, sys_inputs=inputs
    )
    at, said = asked["timestamp"], ""
    try:
        made = compiler.compile(format="pdf", timestamp=at, pdf_standards=[STANDARD])
    except typst.TypstError as error:
        said = str(error)
        made = compiler.compile(format="pdf", timestamp=at)
    return cast(bytes, made), said


def main() -> None:
    """A line about what did not hold, if anything, on the one stream; the PDF on the other."""
    pdf, said = printed(json.load(sys.stdin.buffer))
    sys.stderr.write(said)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
