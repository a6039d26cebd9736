"""Reading staff and register files: any usual dress is the same roster, any fault has its line."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.people import roster, roster_text
from app.people.roster_rows import BodyRow, ElectedRow, Roster, StaffRow, UnitRow

SECRET = b"only for tests"
NUMBER = "19850709-9805"  # a personnummer that the tax authority keeps for tests
STAFF = (
    "Person-id;Anställningsnummer;Förnamn;Efternamn;E-post;Enhet;Anställningsform;"
    "Anställningsdatum;Slutdatum;Chef;Sysselsättningsgrad;Titel"
)
ANNA = "p1;00017;Åsa;Öberg;asa@exempel.example;E1;Tillsvidare;2020-01-01;;ja;75,5;Chef, hemtjänst"
BO = "p2;00018;Bo;Ek; ;E2;vikarie;20200201;2026-12-31;nej;100;Undersköterska"
UNITS = "Enhets-id;Namn;Överordnad;Bolag;Från;Till"
BODIES = "Organ-id;Namn;Överordnat;Mandat från;Mandat till"
ELECTED = "Person-id;Namn;E-post;Organ;Roll;Från;Tom"


def lines(*rows: str) -> str:
    return "\r\n".join(rows) + "\r\n"


def read(*rows: str) -> Roster:
    return roster.read(lines(*rows).encode(), "fil.csv", SECRET)


def told(*rows: str) -> list[str]:
    return [str(problem) for problem in read(*rows).problems]


# --- the same roster in many dresses

ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16-le", "utf-16-be")
BOMS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def dressed(text: str, encoding: str, separator: str, newline: str, trailing: bool) -> bytes:
    rows = text.splitlines()
    if separator == ",":
        rows = [row.replace("75,5", '"75,5"').replace("Chef, hem", "Chef, hem") for row in rows]
        rows = [row.replace("Chef, hemtjänst", '"Chef, hemtjänst"') for row in rows]
    rows = [row.replace(";", separator) + (separator if trailing else "") for row in rows]
    return BOMS.get(encoding, b"") + newline.join([*rows, ""]).encode(encoding)


@pytest.mark.parametrize(
    ("encoding", "separator", "newline", "trailing"),
    list(product(ENCODINGS, ";,\t", ("\n", "\r\n"), (False, True))),
)
def test_any_usual_dress_is_the_same_roster(encoding, separator, newline, trailing):
    data = dressed(lines(STAFF, ANNA, BO), encoding, separator, newline, trailing)
    assert roster.read(data, "fil.csv") == read(STAFF, ANNA, BO)


def test_decomposed_letters_are_the_same_letters():
    text = unicodedata.normalize("NFD", lines(STAFF, ANNA, BO))
    assert roster.read(text.encode(), "fil.csv") == read(STAFF, ANNA, BO)


def test_a_staff_row_is_read_as_what_it_says():
    found = read(STAFF, ANNA, BO)
    assert found.kind == "staff"
    assert found.problems == ()
    assert found.rows[0] == StaffRow(
        line=2,
        key="p1",
        number="00017",
        given="Åsa",
        family="Öberg",
        email="asa@exempel.example",
        unit="E1",
        form="permanent",
        from_day=date(2020, 1, 1),
        manager=True,
        extent=Decimal("75.5"),
        title="Chef, hemtjänst",
    )
    assert found.rows[1].email is None
    assert found.rows[1].from_day == date(2020, 2, 1)
    assert found.rows[1].form == "temporary"


def test_units_bodies_and_elected_are_known_by_their_headings():
    units = read(UNITS, "K;Exempelby;;nej;2020-01-01;", "B;Bostaden;K;ja;;2030-01-01")
    assert units.rows[1] == UnitRow(3, "B", "Bostaden", "K", True, None, date(2030, 1, 1))
    bodies = read(BODIES, "F;Förtroendevalda;;;", "KF;Fullmäktige;F;2026-10-15;2030-10-14")
    assert bodies.rows[1] == BodyRow(
        3, "KF", "Fullmäktige", "F", date(2026, 10, 15), date(2030, 10, 14)
    )
    elected = read(ELECTED, "p9;Eva von Ek;;KF;2:e vice ordförande;20261015;2030-10-14")
    assert elected.rows[0] == ElectedRow(
        2, "p9", "Eva", "von Ek", "KF", "second_vice_chair", date(2026, 10, 15), date(2030, 10, 14)
    )


def test_headings_are_read_without_case_spaces_and_hyphens_and_by_other_names():
    found = read(
        "PERSONID;anst. nr;förnamn;EFTERNAMN;Enhets-ID;Anställnings form;anställd från",
        "p1;1;A;B;E1;TIM;2020-01-01",
    )
    assert (found.rows[0].number, found.rows[0].form) == ("1", "hourly")


def test_a_line_that_names_the_separator_is_skipped_and_lines_are_counted_all_the_same():
    assert told("sep=,", "Enhets-id,Namn,Överordnad", "K,,") == ["fil.csv:3: Namn saknas."]


def test_the_year_9999_is_no_end():
    row = read(STAFF, BO.replace("2026-12-31", "9999-12-31")).rows[0]
    assert row.to_day is None


def test_a_cell_over_two_lines_keeps_the_count_of_lines():
    wrong = BO.replace("2026-12-31", "2026-13-31")
    two = ANNA.replace("Chef, hemtjänst", '"Chef,\nhemtjänst"')
    assert told(STAFF, two, wrong)[0].startswith(
        "fil.csv:4: Slutdatum: ”2026-13-31” är inget datum"
    )


# --- who somebody is


def test_without_person_id_the_employment_number_is_the_key():
    found = read(STAFF.replace("Person-id;", ""), ANNA.removeprefix("p1;"))
    assert found.rows[0].key == "00017"


HASHED = "Personnummer;Förnamn;Efternamn;Enhet;Anställningsform;Anställningsdatum"


@pytest.mark.parametrize("written", [NUMBER, "850709-9805", "198507099805", "8507099805"])
def test_a_personnummer_becomes_one_hash_however_it_is_written(written):
    row = f"{written};A;B;E1;tillsvidare;2020-01-01"
    found = read(HASHED, row)
    first = read(HASHED, f"{NUMBER};A;B;E1;tillsvidare;2020-01-01").rows[0].key
    assert found.rows[0].key == first
    assert "9805" not in repr(found)
    assert "Personnummer sparas aldrig." in found.notes
    other = roster.read(lines(HASHED, row).encode(), "fil.csv", b"another secret")
    assert other.rows[0].key != first


def test_without_a_secret_a_personnummer_is_refused():
    data = lines(HASHED, f"{NUMBER};A;B;E1;tillsvidare;2020-01-01").encode()
    found = roster.read(data, "fil.csv")
    assert found.rows == ()
    assert [problem.line for problem in found.problems] == [2]


@pytest.mark.parametrize(
    "row",
    [
        ANNA.replace("p1;", f"{NUMBER};"),
        ANNA.replace("00017", NUMBER),
        ANNA.replace("Öberg", f"Öberg {NUMBER}"),
        ANNA.replace("asa@", f"{NUMBER}@"),
        ANNA.replace("Chef, hemtjänst", f"Chef {NUMBER}"),
        ANNA.replace("2020-01-01", NUMBER),
        ANNA.replace("Tillsvidare", NUMBER),
        NUMBER,
    ],
)
def test_a_personnummer_in_any_column_reaches_neither_rows_nor_messages(row):
    found = read(STAFF, row)
    assert "9805" not in repr(found)
    assert "8507" not in repr(found)


def test_a_file_without_headings_says_nothing_of_what_stands_there():
    found = roster.read(lines(f"{NUMBER};Åsa;Öberg;E1").encode(), "fil.csv")
    assert "8507" not in repr(found)
    assert found.problems[0].text.startswith("Rubrikraden känns inte igen")


def test_a_protected_row_is_counted_and_never_named():
    found = read(STAFF + ";Skyddad", ANNA + ";Ja", BO + ";nej")
    assert found.protected == 1
    assert [row.given for row in found.rows] == ["Bo"]
    assert "Öberg" not in repr(found)


@pytest.mark.parametrize("mark", ["ja", "1", "X", "sekretessmarkering", "skyddad folkbokföring"])
def test_any_mark_but_no_is_protection(mark):
    assert read(STAFF + ";Sekretess", f"{ANNA};{mark}").protected == 1


@pytest.mark.parametrize("mark", ["", "nej", "NEJ", "0", " "])
def test_no_is_no_protection(mark):
    assert read(STAFF + ";Sekretess", f"{ANNA};{mark}").protected == 0


def test_a_fault_in_a_protected_row_does_not_name_it():
    wrong = ANNA.replace("2020-01-01", "när som helst").replace("asa@exempel.example", "Öberg")
    assert read(STAFF + ";Skyddad", wrong + ";ja", BO + ";nej").problems == ()


def test_a_party_is_not_read_and_the_report_says_so():
    found = read(ELECTED + ";Parti", "p9;Eva Ek;;KF;ledamot;2026-10-15;;Framtidspartiet")
    assert found.problems == ()
    assert found.notes == ("Kolumnen Parti läses inte: partitillhörighet sparas aldrig.",)
    assert "Framtidspartiet" not in repr(found)


@pytest.mark.parametrize(
    ("whole", "given", "family"),
    [
        ("Eva Ek", "Eva", "Ek"),
        ("Ek, Eva", "Eva", "Ek"),
        ("Eva-Lena Maria Ek", "Eva-Lena Maria", "Ek"),
        ("Eva af Ek", "Eva", "af Ek"),
        ("Ek", "", "Ek"),
    ],
)
def test_a_whole_name_is_divided(whole, given, family):
    assert roster.divided(whole) == (given, family)


# --- every fault with its line


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        ((STAFF.replace("Enhet;", "Avdelning;"), ANNA), 1, "Rubriken Enhet saknas"),
        ((STAFF.replace("Titel", "Efternamn"), ANNA), 1, "Rubriken Efternamn finns två gånger"),
        ((STAFF, ANNA, BO + ";mer"), 3, "13 kolumner, rubrikraden har 12"),
        ((STAFF, ANNA, "p2;18;Bo"), 3, "3 kolumner, rubrikraden har 12"),
        ((STAFF, ANNA, BO.replace("Ek", " ")), 3, "Efternamn saknas"),
        ((STAFF, ANNA, BO.replace("20200201", "2020-02-30")), 3, "är inget datum"),
        ((STAFF, ANNA, BO.replace("20200201", "1/2 2020")), 3, "är inget datum"),
        ((STAFF, ANNA, BO.replace("2026-12-31", "2019-12-31")), 3, "är före"),
        ((STAFF, ANNA, BO.replace("vikarie", "frivillig")), 3, "ingen anställningsform"),
        ((STAFF, ANNA, BO.replace("nej", "kanske")), 3, "Skriv ja eller nej"),
        ((STAFF, ANNA, BO.replace("100", "mycket")), 3, "ingen sysselsättningsgrad"),
        ((STAFF, ANNA, BO.replace("100", "NaN")), 3, "ingen sysselsättningsgrad"),
        (
            (STAFF, ANNA, BO.replace("p2;00018;Bo;Ek; ;", "p2;18;Bo;Ek;bo(a)x;")),
            3,
            "ingen e-postadress",
        ),
        ((STAFF, ANNA, BO.replace("Bo;", "B" * 81 + ";")), 3, "högst 80 tecken"),
        ((STAFF, ANNA, ANNA), 3, "står redan på rad 2"),
        ((STAFF, ANNA, ANNA.replace("Öberg", "Ek").replace("E1", "E2")), 3, "annat namn på rad 2"),
        (
            (STAFF, ANNA, ANNA.replace("asa@", "eva@").replace("E1", "E2")),
            3,
            "annan e-postadress på rad 2",
        ),
        ((STAFF, ANNA, BO.replace("; ;", ";asa@exempel.example;")), 3, "annan person på rad 2"),
        ((STAFF, ANNA, BO.replace("Bo", '"Bo')), 3, "citattecken"),
        ((STAFF, ANNA, BO.replace("Bo", '"B"o')), 3, "citattecken"),
        ((STAFF, ANNA, BO.replace("Bo", "B\0o")), 3, "nolltecken"),
        ((STAFF, ANNA, BO.replace("Bo", "BÃ¶")), 3, "förstörda"),
        ((STAFF,), 1, "inga rader"),
        (
            (STAFF + ";Frånvarande från;Frånvarande till", ANNA + ";;2026-01-01"),
            2,
            "inte frånvarande från",
        ),
        ((UNITS, "K;A;;;;", "K;B;;;;"), 3, "står redan på rad 2"),
        ((UNITS, "K;A;K;;;"), 2, "överordnad sig själv"),
        ((BODIES, "KF;A;;2026-10-15;"), 2, "både första och sista dag"),
        ((BODIES, "KF;A;;2026-10-15;2030-10-14", "KF;B;;2030-10-15;2034-10-14"), 3, "på rad 2"),
        ((BODIES, "KF;A;;2026-10-15;2030-10-14", "KF;A;;2028-10-15;2032-10-14"), 3, "samma tid"),
        ((ELECTED, "p;A B;;KF;kassör;2026-10-15;"), 2, "ingen roll"),
        ((ELECTED, ";A B;;KF;ledamot;2026-10-15;"), 2, "Person-id saknas"),
        ((ELECTED, "p;;;KF;ledamot;2026-10-15;"), 2, "Namn saknas"),
        ((ELECTED, *["p;A B;;KF;ledamot;2026-10-15;"] * 2), 3, "samma tid"),
    ],
)
def test_a_fault_is_told_in_plain_swedish_with_its_line(rows, line, says):
    problems = read(*rows).problems
    assert [problem.line for problem in problems] == [line]
    assert says in problems[0].text
    assert str(problems[0]) == f"fil.csv:{line}: {problems[0].text}"


def test_all_faults_are_told_in_one_run():
    wrong = [BO.replace("p2", f"p{n}").replace("20200201", "igår") for n in range(3, 40)]
    assert [int(said.split(":")[1]) for said in told(STAFF, *wrong)] == list(range(2, 39))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "tom"),
        (b" \r\n\r\n", "tom"),
        (b"\xef\xbb\xbf", "tom"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "Excel"),
        (b"\xd0\xcf\x11\xe0....", "Excel"),
        ("Hej på dig\n".encode(), "känns inte igen"),
        (lines(STAFF, ANNA).encode("utf-16-le"), "nolltecken"),
    ],
)
def test_what_is_no_such_file_is_said_to_be_none(data, says):
    found = roster.read(data, "fil.csv")
    assert (found.kind, found.rows) == (None, ())
    assert [problem.line for problem in found.problems] == [1]
    assert says in found.problems[0].text


def test_mixed_encodings_are_told_at_the_line_that_differs():
    data = lines(STAFF, ANNA).encode() + lines(BO.replace("Bo", "Åke")).encode("cp1252")
    found = roster.read(data, "fil.csv")
    assert [problem.line for problem in found.problems] == [3]
    assert "teckenkodning" in found.problems[0].text


def test_a_broken_utf_16_file_is_told():
    found = roster.read(b"\xff\xfe" + lines(STAFF, ANNA).encode("utf-16-le")[:-1], "fil.csv")
    assert found.problems[0].text.startswith("Filen är avbruten")


def test_more_rows_than_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(roster_text, "MOST_ROWS", 2)
    found = read(UNITS, "A;A;;;;", "B;B;;;;", "C;C;;;;")
    assert [problem.line for problem in found.problems] == [4]


def test_too_many_faults_end_the_reading():
    problems = read(STAFF, *["x"] * 2000).problems
    assert len(problems) == roster.MOST_PROBLEMS + 1


WORDS = st.sampled_from(
    [*STAFF.split(";"), *UNITS.split(";"), *BODIES.split(";"), *ELECTED.split(";")]
)
CELLS = st.one_of(
    WORDS, st.text(max_size=12), st.sampled_from(["ja", "2026-01-01", NUMBER, '"', ""])
)
TABLES = st.tuples(
    st.lists(WORDS, min_size=4, max_size=14), st.lists(st.lists(CELLS, max_size=14), max_size=4)
).map(lambda table: "\n".join(";".join(cells) for cells in (table[0], *table[1])))


@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"\xfe\xff\x00")
@example(b'"')
def test_any_bytes_are_read_or_told_and_never_raise(data):
    found = roster.read(data, "fil.csv", SECRET)
    assert found.problems or found.rows or found.protected


@given(TABLES, st.sampled_from(ENCODINGS))
def test_any_table_under_any_headings_is_read_or_told(text, encoding):
    data = BOMS.get(encoding, b"") + text.encode(encoding, "replace")
    found = roster.read(data, "fil.csv", SECRET)
    assert found.problems or found.rows or found.protected
    assert "9805" not in repr(found)
