"""The style sheet, the type and the icons: sound, legible in light and dark, light to fetch."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tinycss2

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "app" / "static"
TEMPLATES = ROOT / "app" / "templates"
SHEETS = ("app.css", "figures.css", "paper.css")
CSS = "".join((STATIC / name).read_text("utf-8") for name in SHEETS)

TEXT_ON = {
    "--paper": "--ink --ink-soft --accent --accent-deep --right --wrong --error",
    "--wash": "--ink --ink-soft --accent --accent-deep --right --wrong --error",
    "--accent-wash": "--ink --ink-soft --accent --accent-deep",
    "--right-wash": "--ink --ink-soft --right",
    "--wrong-wash": "--ink --ink-soft --wrong",
    "--error-wash": "--ink --error",
    "--mark": "--ink",
    "--accent": "--on-accent",
    "--accent-deep": "--on-accent",
    "--heat-0": "--on-heat-low",
    "--heat-1": "--on-heat-low",
    "--heat-2": "--on-heat-low",
    "--heat-3": "--on-heat-high",
    "--heat-4": "--on-heat-high",
}
SHAPES_ON = {"--paper": "--edge --accent --ink --right --wrong --error", "--wash": "--edge"}


def nodes(rules: Iterable[Any]) -> Iterator[Any]:
    """Every rule and declaration of a style sheet, those inside others too."""
    for rule in rules:
        yield rule
        if rule.type in ("qualified-rule", "at-rule") and rule.content is not None:
            yield from nodes(tinycss2.parse_blocks_contents(rule.content, True, True))


SHEET = list(nodes(tinycss2.parse_stylesheet(CSS, skip_comments=True, skip_whitespace=True)))


def tokens(dark: bool) -> dict[str, str]:
    """The colours in light, or in dark, as they stand in `:root`."""
    found: dict[str, str] = {}
    for part in re.findall(r"(@media [^{]+\{\s*)?:root \{([^}]+)\}", CSS):
        if not part[0] or (dark and "dark" in part[0]):
            found |= dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{3,6});", part[1]))
    return found


def light_of(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((light_of(one), light_of(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_of_contrast_is_the_known_one():
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_pair_of_text_and_ground_reaches_five_to_one(dark: bool):
    colour = tokens(dark)
    pairs = [(text, ground) for ground, texts in TEXT_ON.items() for text in texts.split()]
    weak = {pair: round(contrast(*(colour[name] for name in pair)), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 5} == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_edge_and_sign_reaches_three_to_one(dark: bool):
    colour = tokens(dark)
    pairs = [(shape, ground) for ground, shapes in SHAPES_ON.items() for shape in shapes.split()]
    pairs += [("--focus", "--ink") if not dark else ("--focus", "--paper")]
    weak = {pair: round(contrast(*(colour[name] for name in pair)), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_every_text_colour_that_the_sheet_sets_is_among_the_measured():
    measured = {name for texts in TEXT_ON.values() for name in texts.split()}
    used = set(re.findall(r"^\s*color: var\((--[\w-]+)\)", CSS, re.MULTILINE))
    assert used - measured == set()


def test_the_sheet_parses_without_a_fault():
    assert [(node.source_line, node.message) for node in SHEET if node.type == "error"] == []


def test_a_fault_in_a_sheet_would_be_seen():
    planted = tinycss2.parse_stylesheet("@media print { p { color red; } }", skip_whitespace=True)
    assert any(node.type == "error" for node in nodes(planted))


def test_every_custom_property_in_use_is_declared_and_every_declared_one_in_use():
    declared = set(re.findall(r"(?:^|[;{(\s])(--[\w-]+)\s*:", CSS)) | {
        node.prelude[1].value for node in SHEET if getattr(node, "at_keyword", "") == "property"
    }
    used = set(re.findall(r"var\(\s*(--[\w-]+)", CSS))
    assert used - declared == set()
    assert declared - used == set()


def test_every_rule_stands_in_a_layer():
    outside = {"layer", "font-face", "property", "media"}
    top = tinycss2.parse_stylesheet(CSS, skip_comments=True, skip_whitespace=True)
    assert [r.source_line for r in top if getattr(r, "lower_at_keyword", "") not in outside] == []


def test_every_class_in_the_templates_is_known_to_the_sheet():
    known = set(re.findall(r"\.([a-z][\w-]*)", CSS))
    used = set()
    for template in TEMPLATES.rglob("*.html"):
        for value in re.findall(r'class="([^"]*)"', template.read_text(encoding="utf-8")):
            used |= set(re.sub(r"\{[{%].*?[%}]\}", " ", value).split())
    assert used - known == set()


def test_the_sheet_asks_only_for_files_that_are_there_by_their_version():
    for name, version in re.findall(r'url\("([^"?]+)\?v=(\w+)"\)', CSS):
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10] == version, name
    assert len(re.findall(r"url\(", CSS)) == len(re.findall(r'url\("fonts/[^"?]+\?v=\w+"\)', CSS))


def test_both_faces_come_with_their_licence():
    for family in ("source-sans-3", "source-serif-4"):
        licence = (STATIC / "fonts" / f"{family}-LICENSE.txt").read_text(encoding="utf-8")
        assert "SIL Open Font License, Version 1.1" in licence


def test_every_icon_that_a_template_asks_for_is_in_the_sprite_and_no_other():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text("utf-8")))
    words = "\n".join(t.read_text(encoding="utf-8") for t in TEMPLATES.rglob("*.html"))
    asked = {
        name
        for call in re.findall(r'kept\("icon\.icon", ([^)]*)\)', words)
        for name in re.findall(r'"([a-z]+)"', call)
    }
    asked |= {"check", "minus", "saved"} if "marks[verdict]" in words else set()
    assert asked == sprite


def test_the_first_view_weighs_little():
    fetched = ["app.css", "icons.svg", "icon.svg"]
    fetched += [f"fonts/{name}" for name in re.findall(r"fonts/([\w.-]+\.woff2)", _layout())]
    assert sum((STATIC / name).stat().st_size for name in fetched) < 125_000


def _layout() -> str:
    files = (TEMPLATES / "layout.html", TEMPLATES / "parts" / "page.html")
    return "".join(file.read_text(encoding="utf-8") for file in files)
