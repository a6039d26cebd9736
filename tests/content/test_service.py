"""Publishing, and reading what was published: nothing is lost, nothing is written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import DatabaseError

from app.content import queries, service
from app.content.check import checked, report
from app.content.library_read import load
from app.content.models import PublishedModule, PublishedQuestion, PublishedText, Release
from app.content.render import module_html
from app.content.service import Faulty, Published
from app.content.service_compare import unlike_published
from app.core.db import db
from app.core.errors import NotFound
from app.core.models import Audit
from tests.content.faults import (
    COURSE,
    ENGLISH,
    FRAMEWORK,
    ORDNA,
    SKRIVA,
    TODAY,
    VALJA,
    good_copy,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TABLES = (PublishedText, PublishedQuestion, Release, PublishedModule)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return good_copy(tmp_path)


def publish(root: Path, days: int = 0) -> Published:
    made = service.publish(root, NOW + timedelta(days=days), TODAY)
    db.session.commit()
    return made


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def declare(root: Path, said: str, edition: int) -> None:
    """Say in course.md what has changed, and raise the edition."""
    path = root / COURSE
    lines = path.read_text(encoding="utf-8").split("\n")
    for index, line in enumerate(lines):
        if line.startswith("edition:"):
            lines[index] = f"edition: {edition}"
        if line.startswith("  changes:"):
            lines[index] = f"  changes: {said}"
    path.write_text("\n".join(lines), encoding="utf-8")


def counts() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(table)) for table in TABLES]


def changes() -> dict[str, str]:
    """What the newest release says of each Swedish module."""
    newest = select(func.max(Release.id)).scalar_subquery()
    rows = db.session.execute(
        select(PublishedModule.module_id, PublishedModule.change).where(
            PublishedModule.release_id == newest, PublishedModule.language == "sv"
        )
    )
    return {row[0]: row[1] for row in rows}


@contextmanager
def statements() -> Iterator[list[str]]:
    said: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


# --- publishing


def test_every_text_and_question_is_kept_with_its_fingerprint(either_inside, root: Path):
    made = publish(root)
    assert made.lines == (
        "Prov av allt: utgåva 1 är publicerad. att-valja (ny), att-ordna (ny), att-skriva (ny).",
    )
    # course, framework, sources, three Swedish modules and one English; 12 + 5 questions
    assert counts() == [7, 17, 1, 4]
    library = load(root)[0]
    rows = db.session.execute(select(PublishedText.fingerprint, PublishedText.text))
    kept = {row[0]: row[1] for row in rows}
    for module in library.modules.values():
        assert kept[module.fingerprint] == module.source
    question = library.question("provkurs", "att-ordna", "fyra-steg")
    row = db.session.get(PublishedQuestion, question.fingerprint)
    assert row is not None
    assert row.text == question.source
    assert row.competences == ["arbeta-i-steg"]
    assert changes() == {"att-valja": "new", "att-ordna": "new", "att-skriva": "new"}


def test_publishing_the_same_again_writes_nothing_and_says_so(either_inside, root: Path):
    publish(root)
    before = counts()
    made = publish(root, days=1)
    assert made.releases == ()
    assert made.lines == ("Prov av allt: utgåva 1 är redan publicerad. Inget är ändrat.",)
    assert counts() == before
    assert db.session.scalar(select(func.count()).select_from(Audit)) == 1


def test_a_fault_refuses_everything_and_names_every_fault(inside, root: Path):
    change(root, VALJA, "minutes: 8", "minutes: 80")
    change(root, ORDNA, "minutes: 6", "minutes: 60000")
    with pytest.raises(Faulty) as refused:
        service.publish(root, NOW, TODAY)
    assert len(refused.value.problems) == 2
    assert refused.value.sentence.split("\n") == [
        f"courses/{VALJA}:4: minutes ska vara högst 60, inte 80.",
        f"courses/{ORDNA}:4: minutes ska vara högst 60, inte 60000.",
        "Kurserna har 2 fel. Inget är publicerat.",
    ]
    assert counts() == [0, 0, 0, 0]
    assert queries.library().courses == {}


def test_a_publication_leaves_a_line_in_the_log(inside, root: Path):
    publish(root)
    line = db.session.scalars(select(Audit)).one()
    assert (line.verb, line.about) == ("courses.publish", "course:provkurs")
    assert '"edition": 1' in line.details


def test_what_was_published_is_never_changed_or_removed(either_inside, root: Path):
    publish(root)
    for table in TABLES:
        for deed in (table.__table__.delete(), table.__table__.update().values(course_id="x")):
            if table is PublishedText and deed.is_update:
                deed = table.__table__.update().values(text="x")
            with pytest.raises(DatabaseError):
                db.session.execute(deed)
            db.session.rollback()


# --- what a change asks for


def test_a_changed_module_must_be_said_to_be_changed(inside, root: Path):
    publish(root)
    change(root, VALJA, "Du möter målen", "Du möter, målen")
    with pytest.raises(Faulty) as refused:
        service.publish(root, NOW, TODAY)
    assert [(p.file, p.line) for p in refused.value.problems] == [(f"courses/{COURSE}", 18)]
    assert "typo, minor eller material" in refused.value.sentence


def test_a_comma_is_a_typo_in_the_same_edition(either_inside, root: Path):
    publish(root)
    change(root, VALJA, "Du möter målen", "Du möter, målen")
    declare(root, "{att-valja: typo}", 1)
    made = publish(root, days=1)
    assert made.lines == ("Prov av allt: utgåva 1 är publicerad. att-valja (språkligt ändrad).",)
    assert changes() == {"att-valja": "typo", "att-ordna": "same", "att-skriva": "same"}
    # one text for the module, one for course.md; no question was touched
    assert counts() == [9, 17, 2, 8]


@pytest.mark.parametrize("said", ["minor", "material"])
def test_what_is_more_than_a_typo_raises_both_editions(said: str, inside, root: Path):
    publish(root)
    change(root, VALJA, "Du möter målen", "Du når målen")
    declare(root, f"{{att-valja: {said}}}", 1)
    with pytest.raises(Faulty) as refused:
        service.publish(root, NOW, TODAY)
    assert [(p.file, p.line) for p in refused.value.problems] == [
        (f"courses/{COURSE}", 5),
        (f"courses/{VALJA}", 7),
    ]
    change(root, VALJA, "edition: 1", "edition: 2")
    declare(root, f"{{att-valja: {said}}}", 2)
    publish(root, days=1)
    assert changes()["att-valja"] == said
    assert queries.library().course("provkurs").edition == 2


def test_a_module_that_comes_later_is_known_with_its_day(either_inside, root: Path):
    publish(root)
    assert queries.library().added == {"provkurs": {}}
    for file in root.glob("provkurs/*/02-att-ordna.md"):
        text = re.sub(r"\{#(\S+)", r"{#\1-mer", file.read_text("utf-8"))
        text = re.sub(r"(?m)^(title: .*)", r"\1 mer", text.replace("att-ordna", "ordna-mer"))
        file.with_name("04-ordna-mer.md").write_text(text, "utf-8")
    change(root, COURSE, "[att-valja, att-ordna]", "[att-valja, att-ordna, ordna-mer]")
    declare(root, "{}", 2)
    publish(root, days=8)
    assert queries.library().added == {"provkurs": {"ordna-mer": date(2026, 12, 1)}}


def test_an_edition_is_never_lowered(inside, root: Path):
    change(root, VALJA, "edition: 1", "edition: 3")
    publish(root)
    change(root, VALJA, "edition: 3", "edition: 2")
    declare(root, "{att-valja: typo}", 1)
    with pytest.raises(Faulty) as refused:
        service.publish(root, NOW, TODAY)
    assert "får inte sänkas" in refused.value.sentence


def test_an_id_never_comes_to_mean_another_kind_of_question(inside, root: Path):
    publish(root)
    change(root, VALJA, "form=c kind=several}", "form=c kind=one}")
    declare(root, "{att-valja: typo}", 1)
    with pytest.raises(Faulty) as refused:
        service.publish(root, NOW, TODAY)
    assert [(p.file, p.line) for p in refused.value.problems] == [(f"courses/{VALJA}", 66)]
    assert "nytt id" in refused.value.sentence


def test_an_id_never_comes_to_mean_another_question(inside, root: Path):
    publish(root)
    change(root, ORDNA, "Vad kommer först?", "Hur många barn åkte buss i går?")
    change(root, ORDNA, "- [x] Planera\n", "- [x] Sjutton stycken\n")
    declare(root, "{att-ordna: typo}", 1)
    with pytest.raises(Faulty) as refused:
        service.publish(root, NOW, TODAY)
    assert [(p.file, p.line) for p in refused.value.problems] == [(f"courses/{ORDNA}", 31)]
    assert "har varit en helt annan fråga" in refused.value.sentence


def test_an_id_that_no_longer_stands_is_still_taken(inside, root: Path):
    publish(root)
    gone = "## Fråga: Vad kommer först? {#vad-forst competence=arbeta-i-steg form=a}"
    text = (root / ORDNA).read_text("utf-8")
    (root / ORDNA).write_text(text[: text.index(gone)], "utf-8")
    declare(root, "{att-ordna: typo}", 1)
    publish(root, days=1)
    change(root, SKRIVA, "{#vad-heter competence", "{#vad-forst competence")
    declare(root, "{att-skriva: typo}", 1)
    (root / ENGLISH).unlink()
    with pytest.raises(Faulty) as refused:
        service.publish(root, NOW, TODAY)
    assert "vad-forst har varit av ett annat slag (one)" in refused.value.sentence


def test_what_would_refuse_a_publication_is_told_when_the_files_are_checked(inside, root: Path):
    publish(root)
    change(root, VALJA, "Du möter målen", "Du möter, målen")
    lines, clean = report(checked(root, TODAY, None, unlike_published))
    assert (lines[0].split(": ")[0], clean) == (f"courses/{COURSE}:18", False)
    assert report(checked(root, TODAY))[1]


def test_who_skips_editions_is_asked_for_nothing_that_the_skipped_ones_said(inside, root: Path):
    publish(root)
    change(root, VALJA, "Du möter målen", "Du når målen")
    change(root, VALJA, "edition: 1", "edition: 2")
    change(root, ORDNA, "Arbetet går", "Arbetet, går")
    declare(root, "{}", 3)
    publish(root, days=1)
    assert changes() == {"att-valja": "minor", "att-ordna": "typo", "att-skriva": "same"}


def test_a_changed_framework_is_a_release_that_asks_for_nothing(either_inside, root: Path):
    publish(root)
    change(root, FRAMEWORK, "profile: {employee: false, manager: true, politician: false}",
           "profile: {employee: true, manager: true, politician: false}")  # fmt: skip
    made = publish(root, days=40)
    assert made.lines == ("Prov av allt: utgåva 1 är publicerad. Inga delar är ändrade.",)
    assert set(changes().values()) == {"same"}
    (first, before), (second, after) = queries.profiles()
    assert (first, second) == (NOW, NOW + timedelta(days=40))
    assert before["employee"] == {"se-malen"}
    assert after["employee"] == {"se-malen", "arbeta-i-steg"}


def test_a_framework_that_says_the_same_in_other_words_begins_no_new_profile(inside, root: Path):
    publish(root)
    change(root, FRAMEWORK, "title: Se målen", "title: Se mål")
    publish(root, days=1)
    assert len(queries.profiles()) == 1


# --- reading


def test_the_library_from_the_database_is_the_library_from_the_files(either_inside, root: Path):
    publish(root)
    kept, files = queries.library(), load(root)[0]
    assert kept.courses == files.courses
    assert kept.modules == files.modules
    assert (kept.framework, kept.sources) == (files.framework, files.sources)
    assert module_html(kept.module("provkurs", "att-valja"))


def test_a_page_costs_one_statement_when_nothing_is_new(either_inside, root: Path):
    publish(root)
    queries.library()
    with statements() as said:
        first, second = queries.library(), queries.library()
    assert first is second
    assert len(said) == 2
    assert all("release" in statement for statement in said)


def test_nothing_published_is_an_empty_library(inside):
    assert queries.library().courses == {}
    assert queries.current_release_id() is None
    assert queries.tags() == {}
    assert queries.profiles() == []


def test_a_wording_that_somebody_answered_is_found_after_it_has_changed(either_inside, root: Path):
    publish(root)
    old = queries.library().question("provkurs", "att-valja", "nej-till-lunch")
    change(root, VALJA, "tackar nej till lunchen", "säger nej till lunchen")
    declare(root, "{att-valja: typo}", 1)
    publish(root, days=1)
    library = queries.library()
    new = library.question("provkurs", "att-valja", "nej-till-lunch")
    assert new.fingerprint != old.fingerprint
    assert library.question_by(old.fingerprint) == old
    assert library.question_by(old.fingerprint).options[0].html == "Väntar till nästa vecka"
    assert library.question_by(new.fingerprint) is new
    text = queries.text_of(library.module("provkurs", "att-valja").fingerprint)
    assert text is not None
    assert "säger nej" in text


def test_tags_are_those_that_each_wording_had(either_inside, root: Path):
    publish(root)
    old = queries.library().question("provkurs", "att-ordna", "vad-forst").fingerprint
    module = queries.library().module("provkurs", "att-ordna").fingerprint
    change(root, ORDNA, "#vad-forst competence=arbeta-i-steg",
           "#vad-forst competence=se-malen,arbeta-i-steg")  # fmt: skip
    declare(root, "{att-ordna: typo}", 1)
    publish(root, days=1)
    new = queries.library().question("provkurs", "att-ordna", "vad-forst").fingerprint
    tags = queries.tags()
    assert tags[old] == ("arbeta-i-steg",)
    assert tags[new] == ("se-malen", "arbeta-i-steg")
    assert tags[module] == ("arbeta-i-steg", "se-malen")


def test_what_was_rolled_back_is_not_shown(either_inside, root: Path):
    publish(root)
    change(root, VALJA, "title: Att välja", "title: Aldrig publicerad")
    declare(root, "{att-valja: typo}", 1)
    service.publish(root, NOW, TODAY)
    assert queries.library().module("provkurs", "att-valja").title == "Aldrig publicerad"
    db.session.rollback()
    assert queries.library().module("provkurs", "att-valja").title == "Att välja"
    change(root, VALJA, "title: Aldrig publicerad", "title: Publicerad sedan")
    publish(root)
    assert queries.library().module("provkurs", "att-valja").title == "Publicerad sedan"


def test_a_module_that_is_taken_away_is_not_found_but_its_text_is_kept(inside, root: Path):
    publish(root)
    gone = queries.library().module("provkurs", "att-skriva").fingerprint
    (root / "provkurs/sv/03-att-skriva.md").unlink()
    (root / "provkurs/en/03-att-skriva.md").unlink()
    change(root, COURSE, "  - id: alla\n    title: Alla\n    modules: [att-skriva]\n", "")
    change(root, COURSE, "{alla: Everyone, ", "{")
    publish(root, days=1)
    with pytest.raises(NotFound):
        queries.library().module("provkurs", "att-skriva")
    assert queries.text_of(gone)
    assert queries.text_of("0" * 64) is None


def test_each_course_is_published_when_it_has_changed(inside, root: Path):
    publish(root)
    other = root / "andra" / "sv"
    other.mkdir(parents=True)
    for name in ("course.md", "sv/01-att-valja.md"):
        text = (root / "provkurs" / name).read_text(encoding="utf-8")
        text = text.replace("id: provkurs", "id: andra").replace(", att-ordna]", "]")
        text = text.replace("  - id: alla\n    title: Alla\n    modules: [att-skriva]\n", "")
        text = text.replace("{alla: Everyone, ", "{")
        text = text.replace("[nästa del](02-att-ordna.md)", "nästa del")
        (root / "andra" / name).write_text(
            text.replace("../bilder", "../../provkurs/bilder"), encoding="utf-8"
        )
    made = publish(root, days=1)
    assert [release.course_id for release in made.releases] == ["andra"]
    assert set(queries.library().courses) == {"provkurs", "andra"}
