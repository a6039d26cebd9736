"""The search's index: built with each publication, in the same transaction, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from app.content import service
from app.content.models_search import SearchDocument, SearchIndex, SearchWord
from app.content.queries_search import answers_to, texts_of
from app.content.render_search import lines_in
from app.content.rules_asked import asked
from app.content.rules_search import BODY, HEADING, Line
from app.core.db import db
from tests.content.faults import TODAY, VALJA, good_copy
from tests.content.lookup_made import add_lookup
from tests.content.test_local import STRATEGY, write
from tests.content.test_service import change, declare, statements

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return good_copy(tmp_path)


def publish(root: Path, local: Path | None = None) -> None:
    service.publish(root, NOW, TODAY, local=local)
    db.session.commit()


def found(query: str, language: str = "sv") -> list[str]:
    """What a search finds, best first: the key of each text."""
    best = answers_to(asked(query, language).words, language).best_first
    return [each.key for each in texts_of(best[:20])]


def rows() -> list[tuple[str, str, str]]:
    """What the index holds, whatever the numbers in it."""
    return sorted(
        (row[0], row[1], row[2])
        for row in db.session.execute(
            select(SearchDocument.key, SearchWord.stem, SearchWord.places).join(
                SearchWord, SearchWord.document_id == SearchDocument.id
            )
        )
    )


# --- built


def test_what_is_published_is_found_in_each_language(either_inside, plain: Path):
    publish(plain)
    assert found("miljö") == ["att-valja"]
    assert found("välja")[0] == "att-valja"
    assert found("12.3") == ["att-valja"]
    assert found("counting", "en") == ["att-skriva"]
    assert found("miljön", "en") == ["att-valja"]  # in Swedish, as it is shown there
    assert found("miljön", "lattlast") == ["att-valja"]
    assert found("counting") == []


def test_a_text_tells_where_it_is_and_shows_what_was_found(either_inside, plain: Path):
    publish(plain)
    (text,) = texts_of(answers_to(asked("miljö", "en").words, "en").best_first)
    assert (text.kind, text.part, text.key, text.told_in) == (
        "module", "provkurs", "att-valja", "sv",
    )  # fmt: skip
    assert [each.text for each in text.title] == ["Att välja"]
    assert [each.text for each in text.excerpt if each.hit] == ["Miljön"]


def test_no_question_and_no_answer_to_one_is_found(either_inside, plain: Path):
    publish(plain)
    for said in ("sjuksköterskan", "brukare", "undernäring", "anhöriga", "falskt"):
        assert found(said) == [], said
    assert all("sköter" not in stem for _key, stem, _places in rows())


def test_the_index_follows_a_new_publication_and_no_number_is_used_again(
    either_inside, plain: Path
):
    publish(plain)
    last = db.session.scalar(select(func.max(SearchDocument.id)))
    change(plain, VALJA, "Ekonomin[^1]", "Ekologin[^1]")
    declare(plain, "{att-valja: typo}", 1)
    publish(plain)
    assert found("ekologi") == ["att-valja"]
    assert found("ekonomi") == []
    assert db.session.scalar(select(func.min(SearchDocument.id))) == last + 1


def test_publishing_nothing_new_leaves_the_index_alone(either_inside, plain: Path):
    publish(plain)
    with statements() as made:
        publish(plain)
    assert not [each for each in made if each.startswith(("INSERT", "DELETE"))]


def test_what_is_rolled_back_is_not_found(either_inside, plain: Path):
    publish(plain)
    change(plain, VALJA, "Ekonomin[^1]", "Ekologin[^1]")
    declare(plain, "{att-valja: typo}", 1)
    service.publish(plain, NOW, TODAY)
    assert found("ekologi") == ["att-valja"]
    db.session.rollback()
    assert found("ekologi") == []
    assert found("ekonomi") == ["att-valja"]


def test_a_database_from_before_the_search_gets_its_index(either_inside, plain: Path):
    publish(plain)
    before = rows()
    for table in (SearchWord, SearchDocument, SearchIndex):
        db.session.execute(delete(table))
    db.session.commit()
    publish(plain)
    assert rows() == before != []


def test_an_index_that_was_built_in_another_way_is_built_anew(either_inside, plain: Path):
    publish(plain)
    before = rows()
    db.session.execute(update(SearchIndex).values(made_from="0:old"))
    db.session.execute(delete(SearchWord))
    db.session.commit()
    publish(plain)
    assert rows() == before


def test_the_municipalitys_own_words_are_found_and_those_they_stand_for_are_not(
    either_inside, plain: Path, tmp_path: Path
):
    marked = "## Vår strategi {#var-strategi lokalt}\n\nFråga din chef.\n\n## Tre sätt att se"
    change(plain, VALJA, "## Tre sätt att se", marked)
    publish(plain)
    assert found("chef") == ["att-valja"]
    write(tmp_path / "layer", STRATEGY, "Vår strategi heter **Framåt**.\n")
    publish(plain, tmp_path / "layer")
    assert found("framåt") == ["att-valja"]
    assert found("chef") == []


@pytest.mark.parametrize(
    ("query", "most"),
    [("miljön", 2), ("a b c d e f g h", 3), ("finnsinte miljön måltid skriva", 3), ("x" * 99, 2)],
)
def test_a_search_makes_two_statements_and_one_more_for_what_no_text_has(
    either_inside, plain: Path, query: str, most: int
):
    publish(plain)
    with statements() as made:
        found(query)
    assert len(made) <= most


def test_a_word_without_rings_and_dots_is_found(either_inside, plain: Path):
    publish(plain)
    assert found("miljo") == found("MILJON") == ["att-valja"]
    assert found("valja")[0] == "att-valja"


def test_a_part_of_a_word_is_found_when_the_whole_is_not(either_inside, plain: Path):
    publish(plain)
    best = answers_to(asked("grundomsorg", "sv").words, "sv")
    assert [(each.word, each.way, each.of) for each in best.wanted] == [
        ("omsorg", "part", "grundomsorg")
    ]
    assert found("grundomsorg") == ["att-valja"]
    assert answers_to(asked("grundomsorg", "sv").words, "sv", loosely=False).best_first == ()


# --- goals and words


def kinds(query: str, language: str = "sv") -> list[tuple[str, str, str]]:
    best = answers_to(asked(query, language).words, language).best_first
    return [(each.kind, each.part, each.key) for each in texts_of(best[:20])]


def test_a_goal_a_target_and_a_word_are_found(either_inside, plain: Path):
    publish(add_lookup(plain))
    assert kinds("12.5") == [("target", "12", "12.5")]
    assert kinds("delmål 3.b") == [("target", "3", "3.b")]
    assert kinds("mål 7")[0] == ("goal", "7", "7")
    assert ("goal", "12", "12") in kinds("konsumtion")
    assert kinds("intern kontroll")[0] == ("term", "", "intern-kontroll")
    assert kinds("slängdes")[0] == ("term", "", "svinn")


def test_a_goal_and_a_word_are_found_by_what_people_call_them(either_inside, plain: Path):
    root = add_lookup(plain)
    for file, at, sought in (
        ("glossary.yaml", "see: [svinn]", "sought: {sv: [begagnat], en: [secondhand]}"),
        ("goals.yaml", "targets: # mål 12", "sought: {sv: [sopor], en: [rubbish]}"),
    ):
        path = root / file
        path.write_text(path.read_text("utf-8").replace(at, f"{sought}\n    {at}"), "utf-8")
    publish(root)
    assert kinds("begagnade") == [("term", "", "aterbruk")]
    assert kinds("sopor") == [("goal", "12", "12")]
    assert kinds("rubbish", "en") == [("goal", "12", "12")]
    assert kinds("rubbish") == []


def test_parts_of_a_course_and_words_come_before_goals_and_goals_before_targets(
    either_inside, plain: Path
):
    publish(add_lookup(plain))
    found = [kind for kind, _part, _key in kinds("ord")]
    assert found == sorted(found, key=["module", "term", "goal", "target"].index)
    assert found[-1] == "target"


def test_they_are_found_in_the_language_that_one_reads(either_inside, plain: Path):
    publish(add_lookup(plain))
    assert ("goal", "12", "12") in kinds("consumption", "en")
    assert kinds("target 12.5", "en") == [("target", "12", "12.5")]
    assert kinds("reusing", "en")[0] == ("term", "", "aterbruk")
    assert kinds("återbruk", "en") == [("term", "", "aterbruk")]  # the word heard at work
    easy = texts_of(answers_to(asked("återbruket", "lattlast").words, "lattlast").best_first)
    assert [(each.key, each.told_in) for each in easy] == [("aterbruk", "lattlast")]
    assert kinds("consumption") == []


def test_a_changed_word_is_found_as_it_is_now(either_inside, plain: Path):
    publish(add_lookup(plain))
    file = plain / "glossary.yaml"
    text = file.read_text("utf-8").replace("Det som slängs fast", "Det som kastas fast")
    file.write_text(text, "utf-8")
    publish(plain)
    assert kinds("kastas") == [("term", "", "svinn")]


# --- what is read of a page


def test_a_page_is_read_line_by_line_without_numbers_of_sources_and_without_code():
    html = (
        "<h2>Så gör vi</h2>\n<p>Vi <em>väger</em> &amp; räknar.<sup><a href='#x'>1</a></sup></p>"
        "<ul>\n<li>Ett<br>Två</li>\n</ul><pre><code>kod</code></pre><table><tr><th>A</th>"
        "<td>B</td></tr></table><p>Not <a class='footnote-backref' href='#y'>Tillbaka</a></p>"
    )
    assert lines_in(html) == [
        Line("Så gör vi", HEADING),
        *(Line(said, BODY) for said in ("Vi väger & räknar.", "Ett", "Två", "A", "B", "Not")),
    ]
