"""What can be looked up: read strictly, kept with each release, never in the way of a course."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from app.content import queries, service
from app.content.check import check, checked
from app.content.models import LookupText, PublishedLookup, Release
from app.content.rules_lookup import Term, Words
from app.content.service import Faulty, Published
from app.core.db import db
from app.core.goals import TARGETS
from tests.content.faults import GOOD, TODAY, VALJA, Fault, fault, good_copy
from tests.content.lookup_made import add_lookup

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
GOALS, GLOSSARY = "goals.yaml", "glossary.yaml"
CARE = "  - {id: omsorg, sv: Omsorg, en: Care}"
FIRST = "  - number: 1\n"
FACT = "{sv: Svinnet minskade., en: Waste went down., source: svinn-2023}"
KONTROLL = "forms: {sv: [kontroll, kontrollen]"

FAULTS = [
    fault("something beside the lists", GOALS, "work:\n", "levels: 3\nwork:\n",
          "hör inte hemma", "levels: 3"),
    fault("a kind of work twice", GOALS, CARE, CARE + "\n  - {id: omsorg, sv: Vård, en: Nursing}",
          "två gånger", "sv: Vård"),
    fault("a kind of work that no goal has", GOALS, CARE, CARE + "\n  - {id: vard, sv: V, en: N}",
          "Inget mål har", "id: vard"),
    fault("a kind of work in one language", GOALS, ", en: Care}", "}", "en saknas",
          "sv: Omsorg}"),
    fault("a kind of work that is not there", GOALS, "    ask: {sv: Vad gör du för mål 3?",
          "    work_: [x]\n    ask: {sv: Vad gör du för mål 3?", "hör inte hemma", "work_"),
    fault("a goal that does not exist", GOALS, "number: 17\n", "number: 18\n", "högst 17",
          "number: 18"),
    fault("a goal in Swedish alone", GOALS, ", en: About goal 4.}", "}", "about.en saknas",
          "Om mål 4."),
    fault("a goal without its text", GOALS, "sv: Här märks mål 5.", "sv: ''", "here.sv är tom",
          "goal 5 is felt"),
    fault("a target left out", GOALS,
          '      "7.2": {sv: Delmål 7.2 i våra ord., en: Target 7.2 in our words.}\n', "",
          "7.2 saknas", "# mål 7"),
    fault("a target of another goal", GOALS, '      "7.2": {sv',
          '      "8.11": {sv: Nej., en: No.}\n      "7.2": {sv', "8.11 finns inte under mål 7",
          '"8.11"'),
    fault("a target in Swedish alone", GOALS, ", en: Target 12.5 in our words.}", "}",
          "12.5.en saknas", '"12.5"'),
    fault("near in words", GOALS, "Target 12.3 in our words., near: true",
          "Target 12.3 in our words., near: ja", "true eller false", '"12.3"'),
    fault("a fact whose source is not there", GOALS, "source: svinn-2023", "source: svinn-2032",
          "svinn-2032 finns inte"),
    fault("a fact without a source", GOALS, ", source: svinn-2023}", "}", "source saknas", "Waste"),
    fault("straight quotation marks in a goal", GOALS, "sv: Om mål 9.", "sv: 'Om \"mål\" 9.'",
          "Raka citattecken"),
    fault("quotation marks of another language", GOALS, "en: About goal 9.", "en: 'Of „goal” 9.'",
          "annat språk"),
    fault("a link in a goal", GOALS, "sv: Om mål 9.", "sv: '[Mål](https://a.se) 9.'", "länkar"),
    fault("HTML in a goal", GOALS, "sv: Om mål 9.", "sv: <b>Om</b> mål 9.", "HTML"),
    fault("a demand by the standard", GOALS, "sv: Om mål 9.", "sv: Standarden kräver det.",
          "vägledning"),
    fault("a demand by the standard in English", GOALS, "en: About goal 9.",
          "en: The standard requires it.", "should"),
    fault("the goals unreadable", GOALS, FIRST, "  - number: [1\n", "två kolon",
          "about: {sv: Om mål 1."),
    fault("a word twice", GLOSSARY, "  - id: svinn\n", "  - id: kontroll # igen\n",
          "två gånger", "# igen", 1),
    fault("words out of order", GLOSSARY, "term: {sv: svinn,", "term: {sv: avfall,",
          "avfall ska stå före kontroll", "id: svinn"),
    fault("a word that belongs with one that is not there", GLOSSARY, "see: [svinn]",
          "see: [svinnet]", "svinnet finns inte"),
    fault("a word that belongs with itself", GLOSSARY, "see: [svinn]", "see: [aterbruk]",
          "sig själv"),
    fault("a form of two words", GLOSSARY, KONTROLL, "forms: {sv: [kontroll, Intern  kontroll]",
          "står redan under intern-kontroll"),
    fault("a form twice", GLOSSARY, KONTROLL, "forms: {sv: [kontroll, kontroll]", "två gånger"),
    fault("no forms in English", GLOSSARY, ", en: [reuse]}", ", en: []}", "forms.en är tom",
          "[återbruk]"),
    fault("no explanation in English", GLOSSARY, ', en: "Using again."}', "}",
          "explanation.en saknas", 'explanation: {sv: "Att använda igen."'),
    fault("no easy explanation", GLOSSARY, '    lattlast: "Att titta."\n', "", "lattlast saknas",
          "  - id: kontroll"),
    fault("an unknown key of a word", GLOSSARY, "see: [svinn]", "see: [svinn]\n    note: Nej.",
          "hör inte hemma", "note: Nej."),
    fault("a sought word in Swedish alone", GLOSSARY, "see: [svinn]",
          "see: [svinn]\n    sought: {sv: [begagnat]}", "sought.en saknas", "begagnat"),
    fault("sought words that are two", GLOSSARY, "see: [svinn]",
          "see: [svinn]\n    sought: {sv: [andra hand], en: [used]}", "är inte ett ord",
          "andra hand"),
    fault("a sought word that is a form", GLOSSARY, "see: [svinn]",
          "see: [svinn]\n    sought: {sv: [begagnat, Återbruk], en: [used]}",
          "står redan bland forms", "begagnat"),
    fault("a sought word twice", GOALS, "    targets: # mål 12",
          "    sought: {sv: [sopor, sopor], en: [rubbish]}\n    targets: # mål 12", "två gånger",
          "sopor"),
    fault("a sought word of work that is no word", GOALS, CARE,
          CARE.replace("}", ", sought: {sv: ['?'], en: [nursing]}}"), "är inte ett ord"),
    fault("a link to a word that is not there", VALJA, "(https://selex.se/eli/sfs/2017/725)",
          "(/ordlista#svin)", "Menar du svinn?"),
    fault("a link to a target that is not there", VALJA, "(https://selex.se/eli/sfs/2017/725)",
          "(/mal/12#12.33)", "12.33 finns inte"),
    fault("a link to a target of another goal", VALJA, "(https://selex.se/eli/sfs/2017/725)",
          "(/mal/12#3.4)", "3.4 finns inte under mål 12"),
]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return add_lookup(good_copy(tmp_path))


def publish(root: Path, days: int = 0) -> Published:
    made = service.publish(root, NOW + timedelta(days=days), TODAY)
    db.session.commit()
    return made


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


# --- read


def test_a_good_lookup_has_no_fault(root: Path):
    assert check(root, TODAY) == []
    assert checked(root, TODAY).folder.files == 9


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_found_where_it_stands(fault: Fault, root: Path):
    fault.plant(root)
    found = check(root, TODAY)
    here = [p for p in found if (p.file, p.line) == (f"courses/{fault.file}", fault.line(root))]
    assert [p for p in here if fault.said in p.text], "\n".join(map(str, found))
    assert len(found) == 1 + fault.echoes, "\n".join(map(str, found))


def test_a_missing_goal_is_told(root: Path):
    path = root / GOALS
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("  - number: 17\n")], "utf-8")
    assert [p.text for p in check(root, TODAY)] == ["Mål 17 saknas. Alla 17 ska stå här."]


def test_a_goal_twice_is_told(root: Path):
    path = root / GOALS
    text = path.read_text("utf-8")
    path.write_text(text + text[text.index("  - number: 17\n") :], "utf-8")
    assert [p.text for p in check(root, TODAY)] == ["Mål 17 står två gånger."]


def test_links_that_lead_somewhere_are_let_through(root: Path):
    for href in ("/mal", "/mal/12", "/mal/12#12.3", "/ordlista", "/ordlista#svinn"):
        copy = good_copy(root.parent / href.replace("/", "-"))
        add_lookup(copy)
        change(copy, VALJA, "(https://selex.se/eli/sfs/2017/725)", f"({href})")
        assert check(copy, TODAY) == []


def test_all_goals_and_targets_come_as_values(root: Path):
    library = checked(root, TODAY).library
    assert [t.number for text in library.goals.texts for t in text.targets] == list(TARGETS)
    text = library.goals.text(12)
    assert text is not None
    assert text.goal.name == "Hållbar konsumtion och produktion"
    assert text.about == Words("Om mål 12.", "About goal 12.")
    assert text.facts[0].source == "svinn-2023"
    assert [t.number for t in text.targets if t.near] == ["12.3"]
    assert [work.name.en for work in library.goals.kinds_of(text)] == ["Care"]
    assert library.goals.touched_by("omsorg") == {3, 6, 9, 12, 15}
    assert library.goals.touched_by("flyg") == set()
    assert library.goals.text(18) is None


def test_words_come_in_the_order_of_the_alphabet_and_in_three_languages(root: Path):
    glossary = checked(root, TODAY).library.glossary
    assert [term.id for term in glossary.terms][-2:] == ["svinn", "aterbruk"]
    assert [t.name.en for t in glossary.in_order("en")][:2] == ["the 2030 Agenda", "control"]
    term = glossary.term("agendan")
    assert term == Term(
        "agendan",
        Words("Agenda 2030", "the 2030 Agenda"),
        Words("FN:s plan för alla länder.", "The UN’s plan for every country."),
        "En plan från FN.",
        ("agendan", "Agenda 2030"),
        ("the 2030 Agenda", "the Agenda"),
        ("delmal",),
    )
    assert [term.explained_in(each) for each in ("sv", "en", "lattlast")] == [
        "FN:s plan för alla länder.",
        "The UN’s plan for every country.",
        "En plan från FN.",
    ]
    assert term.forms_in("lattlast") == term.forms
    assert [t.id for t in glossary.these(term.see)] == ["delmal"]


# --- published


def kept() -> list[int]:
    tables = (LookupText, PublishedLookup, Release)
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_the_lookup_is_kept_with_the_release_and_read_from_there(either_inside, root: Path):
    publish(root)
    assert kept() == [2, 2, 1]
    files, library = checked(root, TODAY).library, queries.library()
    assert library.goals == files.goals
    assert library.glossary == files.glossary
    (root / GLOSSARY).unlink()
    assert queries.library().glossary == files.glossary


def test_the_same_again_writes_nothing(inside, root: Path):
    publish(root)
    assert publish(root, days=1).releases == ()
    assert kept() == [2, 2, 1]


def test_a_changed_word_is_a_release_that_asks_for_nothing(either_inside, root: Path):
    publish(root)
    before = queries.library()
    change(root, GLOSSARY, "FN:s plan för alla länder.", "En plan från FN.")
    made = publish(root, days=1)
    assert made.lines == ("Prov av allt: utgåva 1 är publicerad. Inga delar är ändrade.",)
    after = queries.library()
    assert kept() == [3, 4, 2]
    assert after.glossary.fingerprint != before.glossary.fingerprint
    assert after.goals == before.goals
    assert after.courses == before.courses


def test_a_lookup_comes_and_goes_with_its_files(inside, tmp_path: Path):
    root = good_copy(tmp_path)
    publish(root)
    assert kept() == [0, 0, 1]
    publish(add_lookup(root), days=1)
    assert queries.library().goals.text(1) is not None
    (root / GOALS).unlink()
    publish(root, days=2)
    assert queries.library().goals.texts == ()
    assert queries.library().glossary.terms
    assert kept() == [2, 3, 3]


def test_a_fault_in_it_publishes_nothing(inside, root: Path):
    change(root, GLOSSARY, "see: [svinn]", "see: [finns-inte]")
    with pytest.raises(Faulty, match="Ordet finns-inte finns inte"):
        publish(root)
    assert kept() == [0, 0, 0]


def test_what_was_published_of_it_is_never_changed_or_removed(either_inside, root: Path):
    publish(root)
    for table in (LookupText.__table__, PublishedLookup.__table__):
        for deed in (table.delete(), table.update().values(kind="goals")):
            with pytest.raises(DatabaseError):
                db.session.execute(deed)
            db.session.rollback()


def test_a_folder_may_do_without(inside):
    library = checked(GOOD, TODAY).library
    assert (library.goals.texts, library.glossary.terms) == ((), ())
    assert library.goals.source == library.glossary.source == ""
