"""A sheet as PDF: the same bytes for the same values, never markup, and never nothing."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest

from app.core import pdf, press

DAY = datetime(2026, 11, 25, 12, tzinfo=UTC)
SHEET = """#import "/paper.typ": *
#let d = json(bytes(sys.inputs.data))
#show: sheet.with(title: d.title, lang: "sv")
#heading(level: 1, d.title)
#par(words(d.line))
"""
PLAIN = {"strong": False, "emphasis": False, "code": False, "raised": False}
PLAIN |= {"leads": "", "named": "", "place": ""}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bytes]:
    """Makes a PDF of a small sheet that stands on the paper of the house."""
    paper = (pdf.TEMPLATES / "parts" / "paper.typ").read_text("utf-8")
    (tmp_path / "paper.typ").write_text(paper, "utf-8")
    (tmp_path / "sheet.typ").write_text(SHEET, "utf-8")
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)

    def make(said: str, title: str = "Ett blad", of: datetime = DAY) -> bytes:
        return pdf.as_pdf("sheet.typ", {"title": title, "line": [PLAIN | {"text": said}]}, of)

    return make


def read(made: bytes) -> tuple[Any, str]:
    reader = pypdf.PdfReader(io.BytesIO(made))
    return reader, " ".join(page.extract_text() for page in reader.pages)


def test_the_same_values_are_the_same_bytes(made: Callable[..., bytes]) -> None:
    assert made("Hej") == made("Hej")
    assert made("Hej") != made("Hej", of=DAY.replace(day=26))


def test_a_sheet_is_pdf_ua_in_its_language_with_its_fonts_and_a_title(
    made: Callable[..., bytes], caplog: pytest.LogCaptureFixture
) -> None:
    reader, words = read(made("Åäö – ”citat”, 3,5 € → Ж Ω"))
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("sv", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Ett blad"
    assert reader.metadata.creation_date == DAY
    assert "pdfuaid" in reader.xmp_metadata.rdf_root.toxml()
    assert "Åäö – ”citat”, 3,5 €" in words
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    for font in fonts:
        inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(inner.get_object())
    assert caplog.records == []


@pytest.mark.parametrize("said", ['#panic("x")', "*a* _b_ $c$", '#include "/etc/passwd"', "\\"])
def test_what_looks_like_markup_is_words(made: Callable[..., bytes], said: str) -> None:
    _reader, words = read(made(said, title=said))
    assert said.replace(" ", "") in words.replace(" ", "")


def test_a_letter_that_no_font_has_costs_the_standard_and_not_the_sheet(
    made: Callable[..., bytes], caplog: pytest.LogCaptureFixture
) -> None:
    reader, words = read(made("Hej 李雷"))
    assert "Hej" in words
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid" not in reader.xmp_metadata.rdf_root.toxml()
    (said,) = caplog.records
    assert said.levelno == logging.WARNING
    assert "sheet.typ was printed without ua-1" in said.getMessage()
    assert "李" not in said.getMessage()


def test_a_template_with_a_fault_is_an_error_that_names_it(
    made: Callable[..., bytes], tmp_path: Path
) -> None:
    (tmp_path / "sheet.typ").write_text("#nothing", "utf-8")
    with pytest.raises(pdf.Jammed, match=r"^sheet\.typ: .*unknown variable: nothing$"):
        made("Hej")


def test_the_fonts_come_with_their_licence_and_are_not_served() -> None:
    for family in ("SourceSans3", "SourceSerif4"):
        assert list(press.FONTS.glob(f"{family}-*.otf"))
        licence = (press.FONTS / f"{family}-LICENSE.txt").read_text("utf-8")
        assert "SIL OPEN FONT LICENSE" in licence
    assert press.FONTS.parts[-2:] == ("core", "fonts")
