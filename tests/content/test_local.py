"""A municipality's own layer: checked like the courses, shown in them, kept with each release, and
never in the way of them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from app.content import queries, service
from app.content.check import check, checked, report
from app.content.models import LocalText, PublishedLocal, PublishedModule, Release
from app.content.render import module_html
from app.content.report import figures_lines
from app.content.service import Faulty, Published
from app.core.db import db
from app.core.errors import NotFound
from tests.content.faults import COURSE, SKRIVA, TODAY, VALJA, good_copy

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
STRATEGY = "provkurs/sv/lokalt/var-strategi.md"
OWN = "provkurs/sv/01-egen-rutin.md"
LOCAL_COURSE = "provkurs/course.md"
ROUTINE = """---
id: egen-rutin
title: Vår rutin
minutes: 2
goals: [12]
competences: [se-malen]
edition: 1
---
Så gör vi här.

## Fråga: Är det sant att vi väger? {#egen-vager competence=se-malen form=b kind=truefalse}

- [x] Sant
  > Så gör vi.
- [ ] Falskt
  > Så gör vi.

## Fråga: Är det sant att vi inte vet? {#egen-vet competence=se-malen form=b kind=truefalse}

- [ ] Sant
  > Vi vet.
- [x] Falskt
  > Vi vet.
"""


def write(root: Path, file: str, text: str) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A good course with one local section in Swedish and one in English."""
    root = good_copy(tmp_path)
    path = root / VALJA
    text = path.read_text("utf-8").replace(
        "## Tre sätt att se",
        "## Vår strategi {#var-strategi lokalt}\n\nFråga din chef.\n\n## Tre sätt att se",
    )
    path.write_text(text, "utf-8")
    return root


@pytest.fixture
def local(root: Path, tmp_path: Path) -> Path:
    """A layer with a text for that section."""
    local = tmp_path / "instance" / "courses"
    write(local, STRATEGY, "Vår strategi heter **Framåt**. [källa: egen-plan]\n")
    plan = (root / "sources.yaml").read_text("utf-8").split("\n\n")[0]
    write(local, "sources.yaml", plan.replace("fn-2015:", "egen-plan:"))
    return local


def with_module(local: Path) -> Path:
    """The same layer with a module in the common track."""
    write(local, OWN, ROUTINE)
    write(local, LOCAL_COURSE, "---\ntracks:\n  - id: alla\n    modules: [egen-rutin]\n---\n")
    return local


def said(root: Path, local: Path) -> list[str]:
    return [str(problem) for problem in check(root, TODAY, local)]


# --- shown


def test_the_municipalitys_words_stand_in_the_section_and_nowhere_else(root: Path, local: Path):
    shared = checked(root, TODAY).library.module("provkurs", "att-valja")
    own = checked(root, TODAY, local).library.module("provkurs", "att-valja")
    assert "Fråga din chef." in shared.text
    assert "Fråga din chef." not in own.text
    begins = "## Vår strategi\n\n*Kommunens egen text.*\n\nVår strategi heter **Framåt**."
    assert begins in own.text
    assert own.text[own.text.index("## Tre sätt") :] == shared.text[shared.text.index("## Tre") :]


def test_a_module_keeps_its_fingerprint_and_its_page_changes(root: Path, local: Path):
    shared = checked(root, TODAY).library.module("provkurs", "att-valja")
    own = checked(root, TODAY, local).library.module("provkurs", "att-valja")
    assert (own.fingerprint, own.source) == (shared.fingerprint, shared.source)
    assert "Fråga din chef." in module_html(shared)
    html = module_html(own)
    assert "<h2>Vår strategi</h2>\n<p><em>Kommunens egen text.</em></p>" in html
    assert "lokalt" not in html
    write(local, STRATEGY, "Den heter nu Uppåt.\n")
    assert "Uppåt" in module_html(
        checked(root, TODAY, local).library.module("provkurs", "att-valja")
    )


def test_its_own_sources_are_numbered_with_the_others(root: Path, local: Path):
    library = checked(root, TODAY, local).library
    module = library.module("provkurs", "att-valja")
    numbered = [(source.number, source.key) for source in library.sources_of(module)]
    assert numbered == [(1, "fn-2015"), (2, "svinn-2023"), (3, "egen-plan")]


def test_a_language_that_has_no_text_shows_the_shared_one(root: Path, local: Path):
    text = (root / SKRIVA).read_text("utf-8")
    for file, heading in ((SKRIVA, "Hos oss"), (SKRIVA.replace("/sv/", "/en/"), "With us")):
        text = (root / file).read_text("utf-8")
        first, rest = text.split("\n\n## Fråga", 1)
        marked = f"{first}\n\n## {heading} {{#hos-oss lokalt}}\n\nHej.\n\n## Fråga{rest}"
        (root / file).write_text(marked, "utf-8")
    write(local, "provkurs/sv/lokalt/hos-oss.md", "Tjena.\n")
    library = checked(root, TODAY, local).library
    assert said(root, local) == []
    assert "Tjena." in library.module("provkurs", "att-skriva").text
    assert "Hej." in library.module("provkurs", "att-skriva", "en").text
    write(local, "provkurs/en/lokalt/hos-oss.md", "Welcome.\n")
    english = checked(root, TODAY, local).library.module("provkurs", "att-skriva", "en")
    assert "*The municipality’s own text.*\n\nWelcome." in english.text


def test_a_module_of_ones_own_stands_last_in_its_track(root: Path, local: Path):
    library = checked(root, TODAY, with_module(local)).library
    course = library.course("provkurs")
    assert [m.id for m in course.modules_for({"alla"})] == ["att-skriva", "egen-rutin"]
    assert course.modules[-1].text.startswith("*Kommunens egen text.*\n\nSå gör vi här.")
    assert library.question("provkurs", "egen-rutin", "egen-vager").graded
    assert "egen-vet" in [q.id for q in library.questions_of("se-malen")]


# --- checked


def test_a_good_layer_has_no_fault_and_is_counted(root: Path, local: Path):
    found = checked(root, TODAY, with_module(local))
    assert found.problems == []
    assert "Kommunens eget: 4 egna filer i instance/courses." in report(found)[0]
    assert any("sv/01-egen-rutin.md" in line for line in figures_lines(found.folder, found.layer))


FAULTS = [
    (STRATEGY, "Standarden kräver en plan.\n", 1, "vägledning"),
    (STRATEGY, "Rad ett.\n\nDet var 2019.\n", 3, "uppgift (2019)"),
    (STRATEGY, "Rad ett.\n\n<b>Hej</b>\n", 3, "HTML"),
    (STRATEGY, "Rad ett.\n\n## Mer\n\nText.\n", 3, "###"),
    (STRATEGY, "Rad ett.\n\n#### Mer\n\nText.\n", 3, "hoppar över"),
    (STRATEGY, "Se [planen](plan.md).\n", 1, "leder till en fil"),
    (STRATEGY, "Se [planen](#plan).\n", 1, "leder till en rubrik"),
    (STRATEGY, "Så är det. [källa: egen-annan]\n", 1, "egen-annan finns inte"),
    (STRATEGY, "Ett ord.\n" * 61, 61, "122 ord"),
    (STRATEGY, "", 1, "tom"),
    ("provkurs/sv/lokalt/var-strategy.md", "Hej.\n", 1, "Menar du var-strategi?"),
    ("provkurs/en/lokalt/var-strategi.md", "Hi.\n", 1, "finns inte på det här språket"),
    ("provkurs/sv/lokalt/Bild.png", "x", 1, "heta som avsnittets id"),
    ("provkurs/sv/bild.png", "x", 1, "ligger fel"),
    ("annan/sv/lokalt/var-strategi.md", "Hej.\n", 1, "Kursen annan finns inte"),
    (OWN, ROUTINE.replace("{#egen-vet", "{#vet"), 18, "Skriv egen-vet"),
    (OWN, ROUTINE.replace("[se-malen]\n", "[flyga]\n"), 6, "flyga finns inte"),
    (OWN, ROUTINE.replace("Så gör vi här.", "Så gör vi här sedan 2019."), 9, "uppgift (2019)"),
    (LOCAL_COURSE, "---\ntracks:\n  - id: alla\n    modules: [egen-bort]\n---\n", 4, "finns inte"),
    (LOCAL_COURSE, "---\ntitle: Vår\n---\n", 2, "hör inte hemma"),
    (LOCAL_COURSE, "---\nchanges: {}\n---\nHej.\n", 4, "Kursens text är gemensam"),
    (LOCAL_COURSE, "---\nchanges: {egen-bort: typo}\n---\n", 2, "egen-bort finns inte"),
]


@pytest.mark.parametrize(("file", "text", "line", "words"), FAULTS)
def test_a_fault_in_the_layer_is_found_where_it_stands(
    file: str, text: str, line: int, words: str, root: Path, local: Path
):
    write(with_module(local), file, text)
    found = said(root, local)
    shown = file if file != "annan/sv/lokalt/var-strategi.md" else "annan"
    assert any(p.startswith(f"instance/courses/{shown}:{line}: ") and words in p for p in found), (
        found
    )


def test_a_source_of_ones_own_falls_due_like_any_other(root: Path, local: Path):
    path = local / "sources.yaml"
    path.write_text(path.read_text("utf-8").replace("2027-11-30", "2026-11-22"), "utf-8")
    assert said(root, local)[0].startswith("instance/courses/sources.yaml:7: Källan egen-plan")


def test_a_module_of_ones_own_that_no_track_holds_is_told(root: Path, local: Path):
    write(local, OWN, ROUTINE)
    assert said(root, local) == [
        "instance/courses/provkurs/sv/01-egen-rutin.md:2: Delen egen-rutin hör inte till något "
        "spår. Lägg till den under tracks i course.md."
    ]


def test_one_file_of_the_layer_can_be_looked_at_by_itself(root: Path, local: Path):
    write(local, STRATEGY, "<b>Hej</b>\n")
    write(root, COURSE, (root / COURSE).read_text("utf-8").replace("edition: 1", "edition: 0"))
    found = checked(root, TODAY, local)
    assert len(found.problems) == 2
    assert len(found.at(local / STRATEGY).problems) == 1
    assert len(found.at(local).problems) == 1
    assert len(found.at(root).problems) == 1


# --- published


def publish(root: Path, local: Path | None, days: int = 0, patient: bool = False) -> Published:
    now = NOW + timedelta(days=days)
    made = service.publish(root, now, TODAY, None, local, patient)
    db.session.commit()
    return made


def kept() -> list[int]:
    tables = (LocalText, PublishedLocal, Release, PublishedModule)
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_the_layer_is_kept_with_the_release_and_read_from_there(
    either_inside, root: Path, local: Path
):
    publish(root, with_module(local))
    assert kept() == [3, 3, 1, 5]
    files, library = checked(root, TODAY, local).library, queries.library()
    assert library.modules == files.modules
    assert library.courses == files.courses
    assert library.sources == files.sources
    assert library.local == files.local
    assert queries.tags()[library.module("provkurs", "egen-rutin").fingerprint] == ("se-malen",)


def test_the_same_again_writes_nothing(inside, root: Path, local: Path):
    publish(root, with_module(local))
    before = kept()
    assert publish(root, local, days=1).releases == ()
    assert kept() == before


def test_new_words_are_a_release_that_asks_for_nothing(either_inside, root: Path, local: Path):
    publish(root, local)
    old = queries.library().module("provkurs", "att-valja")
    write(local, STRATEGY, "Den heter nu Uppåt.\n")
    made = publish(root, local, days=1)
    assert made.lines == ("Prov av allt: utgåva 1 är publicerad. Inga delar är ändrade.",)
    new = queries.library().module("provkurs", "att-valja")
    assert "Uppåt" in new.text
    assert (new.fingerprint, new.edition) == (old.fingerprint, old.edition)
    assert set(db.session.scalars(select(PublishedModule.change))) == {"new", "same"}
    assert db.session.scalar(select(func.count()).select_from(LocalText)) == 3


def test_what_was_published_of_it_is_never_changed_or_removed(
    either_inside, root: Path, local: Path
):
    publish(root, local)
    for table in (LocalText.__table__, PublishedLocal.__table__):
        for deed in (table.delete(), table.update().values(kind="course")):
            with pytest.raises(DatabaseError):
                db.session.execute(deed)
            db.session.rollback()


def test_a_changed_module_of_ones_own_has_a_raised_edition_unless_it_is_a_typo(
    inside, root: Path, local: Path
):
    publish(root, with_module(local))
    write(local, OWN, ROUTINE.replace("Så gör vi här.", "Så gör vi här hos oss."))
    with pytest.raises(Faulty, match="Höj edition till 2"):
        publish(root, local)
    text = (local / LOCAL_COURSE).read_text("utf-8")
    write(local, LOCAL_COURSE, text.replace("---\ntr", "---\nchanges: {egen-rutin: typo}\ntr"))
    assert "egen-rutin (språkligt ändrad)" in publish(root, local, days=1).lines[0]


# --- never in the way


def test_a_text_for_a_section_that_is_gone_stops_a_check_and_no_start(
    either_inside, root: Path, local: Path
):
    publish(root, local)
    path = root / VALJA
    text = path.read_text("utf-8").replace("## Vår strategi {#var-strategi lokalt}", "## Strategi")
    path.write_text(text.replace("edition: 1", "edition: 2"), "utf-8")
    course = (root / COURSE).read_text("utf-8").replace("edition: 1", "edition: 2")
    write(root, COURSE, course.replace("changes: {}", "changes: {att-valja: minor}"))
    with pytest.raises(Faulty, match="Avsnittet var-strategi finns inte"):
        publish(root, local)
    made = publish(root, local, days=1, patient=True)
    assert made.lines[0].startswith(f"instance/courses/{STRATEGY}:1: Avsnittet var-strategi")
    assert made.lines[1] == service.STANDS
    assert "utgåva 2 är publicerad" in made.lines[2]
    assert "Fråga din chef." in queries.library().module("provkurs", "att-valja").text


def test_at_a_start_a_faulty_layer_stays_as_it_was_published(
    either_inside, root: Path, local: Path
):
    publish(root, with_module(local))
    before = queries.library()
    write(local, STRATEGY, "<b>Uppåt</b>\n")
    (local / OWN).unlink()
    made = publish(root, local, days=1, patient=True)
    assert made.releases == ()
    assert queries.library().modules == before.modules
    write(
        root,
        "sources.yaml",
        (root / "sources.yaml").read_text("utf-8").replace("matsvinn\n  p", "svinn\n  p"),
    )
    assert len(publish(root, local, days=2, patient=True).releases) == 1
    after = queries.library()
    assert after.modules == before.modules
    assert after.sources != before.sources


def test_a_layer_that_was_never_published_and_is_faulty_is_left_out(
    inside, root: Path, local: Path
):
    write(with_module(local), STRATEGY, "<b>Uppåt</b>\n")
    publish(root, local, patient=True)
    library = queries.library()
    assert "Fråga din chef." in library.module("provkurs", "att-valja").text
    with pytest.raises(NotFound):
        library.module("provkurs", "egen-rutin")


def test_a_fault_in_the_shared_courses_is_never_passed_over(inside, root: Path, local: Path):
    path = root / VALJA
    path.write_text(path.read_text("utf-8").replace("minutes: 8", "minutes: 80"), "utf-8")
    with pytest.raises(Faulty):
        publish(root, local, patient=True)
