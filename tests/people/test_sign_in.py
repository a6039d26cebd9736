"""Sessions, guesses, passwords and links, without pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import argon2
import pytest
import sqlalchemy
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.models import Audit, Setting
from app.people import accounts, guesses, passwords, sign_in
from app.people.models import OneTimeLink, Person, RoleGrant, SignInFailure, SignInSession
from app.web.access import Held
from tests.people.accounts_made import PASSWORD, person, role

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EVA = "eva.ek@exempelby.example"
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def tried(password: str, name: str = EVA, address: str = HOME, now: datetime = NOON) -> str | None:
    token = sign_in.by_password(name, password, address, now)
    db.session.commit()
    return token


def entered(found: Person, now: datetime = NOON) -> str:
    token = sign_in.enter(found.id, found.subject, "password", HOME, now)
    db.session.commit()
    return token


def loaded(token: str, now: datetime = NOON) -> Any:
    with time_machine.travel(now, tick=False):
        return sign_in.load(token)


def verbs() -> list[str]:
    return list(db.session.scalars(sqlalchemy.select(Audit.verb).order_by(Audit.id)))


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every SQL statement that the block sends."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each hash that Argon2 tries a password against."""
    seen: list[str] = []
    verify = argon2.PasswordHasher.verify

    def note(self: argon2.PasswordHasher, stored: str, password: str) -> bool:
        seen.append(stored)
        return verify(self, stored, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", note)
    return seen


# --- the way in


def test_the_right_password_begins_a_session(either_inside: Any) -> None:
    eva = person()
    scope = loaded(tried(PASSWORD) or "")
    assert (scope.person_id, scope.subject, scope.name) == (eva.id, eva.subject, "Eva Ek")


@pytest.mark.parametrize("name", [EVA.upper(), f"  {EVA} ", "EvaEk", "åsa", "A\u030aSA"])
def test_a_name_is_the_same_in_capitals_and_in_any_spelling(inside: Any, name: str) -> None:
    person(username="åsa" if "sa" in name.lower()[-2:] else "evaek")
    assert tried(PASSWORD, name)


def test_a_wrong_password_and_a_wrong_name_get_nowhere(inside: Any) -> None:
    person()
    assert tried(PASSWORD + " ") is None
    assert tried(PASSWORD, "nobody@exempelby.example") is None


@pytest.mark.parametrize(
    "name", ["", "  ", "\x00", "eva\x00", "e" * 300, "\u202e", "%", "' OR 1=1"]
)
def test_odd_names_are_nobodys(either_inside: Any, name: str) -> None:
    person(email=None, username=None)
    assert tried(PASSWORD, name) is None


def test_who_has_no_password_and_who_has_left_get_nowhere(inside: Any) -> None:
    person(password=None)
    person("left@exempelby.example", active=False)
    assert tried("") is None
    assert tried("\0") is None
    assert tried(PASSWORD, "left@exempelby.example") is None


def test_a_password_is_compared_whole(inside: Any) -> None:
    person(password="x" * 100 + "ä" * 28)
    assert tried("x" * 100 + "ä" * 27) is None
    assert tried("x" * 100 + "ä" * 28 + "!") is None
    assert tried("x" * 100 + "ä" * 28)


def test_a_password_is_the_same_from_every_keyboard(inside: Any) -> None:
    person(password="sju sna\u030ariga bjo\u0308rnba\u0308r")
    assert tried("sju snåriga björnbär")


def test_passwords_are_kept_with_argon2id_at_its_parameters(make_app: Any, sqlite_url: str) -> None:
    app = make_app(sqlite_url, PASSWORD_PROFILE="owasp")
    with app.app_context():
        kept = argon2.extract_parameters(passwords.kept(PASSWORD))
    assert kept.type is argon2.Type.ID
    assert (kept.memory_cost, kept.time_cost, kept.parallelism) == (19456, 2, 1)


def test_a_weaker_hash_is_made_anew_at_sign_in(make_app: Any, sqlite_url: str) -> None:
    with make_app(sqlite_url).app_context():
        eva = person().id
    with make_app(sqlite_url, PASSWORD_PROFILE="owasp").app_context():
        assert tried(PASSWORD)
        stored = db.session.get_one(Person, eva).password_hash or ""
        assert argon2.extract_parameters(stored).memory_cost == 19456
        assert tried(PASSWORD)


def test_nothing_that_can_be_typed_is_the_password_of_who_has_none(inside: Any) -> None:
    assert not any(passwords.matches(None, typed) for typed in ("", "\0", "None", PASSWORD))


def test_at_most_two_passwords_are_tried_at_once(
    inside: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, at_work, most = threading.Event(), [], []
    verify = argon2.PasswordHasher.verify

    def slow(self: argon2.PasswordHasher, stored: str, password: str) -> bool:
        at_work.append(1)
        most.append(len(at_work))
        gate.wait(5)
        at_work.pop()
        return verify(self, stored, password)

    stored = passwords.kept(PASSWORD)
    monkeypatch.setattr(argon2.PasswordHasher, "verify", slow)
    monkeypatch.setattr(passwords, "PATIENCE", 0.05)
    answers: list[str] = []

    def attempt() -> None:
        with inside.app_context(), inside.test_request_context():
            try:
                answers.append(str(passwords.matches(stored, PASSWORD)))
            except Refused as refusal:
                answers.append(refusal.sentence)
                gate.set()

    threads = [threading.Thread(target=attempt) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 2
    assert sorted(answers) == ["Många loggar in just nu. Försök igen om en stund.", "True", "True"]


def test_a_known_and_an_unknown_name_cost_the_same(inside: Any, hashed: list[str]) -> None:
    person()
    person("new@exempelby.example", password=None)
    person("left@exempelby.example", active=False)
    tried("to begin with", "somebody@exempelby.example", ELSEWHERE)
    told = []
    for name in (
        EVA,
        "new@exempelby.example",
        "left@exempelby.example",
        "nobody@exempelby.example",
    ):
        hashed.clear()
        with statements() as seen:
            assert tried("wrong wrong wrong", name) is None
        told.append((seen, len(hashed)))
    assert all(one == told[0] for one in told)
    assert told[0][1] == 1


def test_a_right_password_costs_one_try_even_while_one_has_to_wait(
    inside: Any, hashed: list[str]
) -> None:
    person()
    for _ in range(12):
        tried("wrong wrong wrong")
    hashed.clear()
    assert tried(PASSWORD) is None
    assert len(hashed) == 1


def test_a_password_changed_while_it_is_tried_lets_nobody_in(
    inside: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    eva = person()
    verify = argon2.PasswordHasher.verify

    def meanwhile(self: argon2.PasswordHasher, stored: str, password: str) -> bool:
        accounts.set_password(eva.id, passwords.kept("another one altogether"), NOON, None)
        db.session.commit()
        return verify(self, stored, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", meanwhile)
    assert tried(PASSWORD) is None


# --- guessing


def test_nine_wrong_guesses_are_free(inside: Any) -> None:
    person()
    for _ in range(9):
        assert tried("wrong wrong wrong") is None
    assert tried(PASSWORD)


def test_after_the_tenth_the_right_password_gets_the_same_answer_as_a_wrong_one(
    inside: Any,
) -> None:
    person()
    for _ in range(10):
        tried("wrong wrong wrong")
    assert tried(PASSWORD) is None
    assert tried(PASSWORD, now=NOON + 59 * timedelta(seconds=1)) is None
    assert tried(PASSWORD, now=NOON + MINUTE)


def test_the_wait_grows_with_each_guess_up_to_an_hour() -> None:
    waits = [guesses.wait(failures) for failures in range(8, 40)]
    assert waits[:5] == [0 * MINUTE, 0 * MINUTE, MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert waits == sorted(waits)
    assert waits[-1] == HOUR


def test_of_120_guesses_from_everywhere_at_most_100_are_tried(
    either_inside: Any, hashed: list[str]
) -> None:
    stored = person().password_hash
    for number in range(120):
        tried("wrong wrong wrong", address=f"192.0.2.{number}", now=NOON + number * DAY)
    assert hashed.count(stored or "") == 100
    assert tried(PASSWORD, now=NOON + 130 * DAY) is None


def test_one_address_cannot_lock_out_another(inside: Any) -> None:
    person()
    for number in range(200):
        tried("wrong wrong wrong", now=NOON + number * HOUR / 4)
    assert tried(PASSWORD, now=NOON + 100 * HOUR) is None
    assert tried(PASSWORD, address=ELSEWHERE, now=NOON + 100 * HOUR)


def test_who_has_a_network_of_addresses_has_one(inside: Any) -> None:
    person()
    for number in range(12):
        tried("wrong wrong wrong", address=f"2001:db8::{number}")
    assert tried(PASSWORD, address="2001:db8::ffff") is None
    assert tried(PASSWORD, address="2001:db8:0:1::1")


def test_both_names_of_an_account_are_counted_together(inside: Any) -> None:
    person(username="evaek")
    for number in range(10):
        tried("wrong wrong wrong", EVA if number % 2 else "evaek")
    assert tried(PASSWORD, "evaek") is None


def test_a_right_password_begins_the_count_anew(inside: Any) -> None:
    person()
    for _ in range(3):
        for _ in range(9):
            tried("wrong wrong wrong")
        assert tried(PASSWORD)
    assert db.session.query(SignInFailure).count() == 0


def test_many_guesses_at_once_are_counted_as_many(either_app: Any, hashed: list[str]) -> None:
    with either_app.app_context():
        stored = person().password_hash
    hashed.clear()

    def attempt() -> None:
        with either_app.app_context():
            tried("wrong wrong wrong")

    threads = [threading.Thread(target=attempt) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hashed.count(stored or "") == 10


def test_a_guess_that_is_broken_off_is_counted(
    inside: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person()

    def broken_off(*_: Any) -> bool:
        raise MemoryError

    monkeypatch.setattr(argon2.PasswordHasher, "verify", broken_off)
    with pytest.raises(MemoryError):
        tried("wrong wrong wrong")
    db.session.rollback()
    assert {row.failures for row in db.session.query(SignInFailure)} == {1}


def test_names_that_nobody_has_cannot_fill_the_disk(inside: Any) -> None:
    for number in range(300):
        tried("wrong wrong wrong", f"nobody{number}@exempelby.example")
    rows, lines = db.session.query(SignInFailure).count(), len(verbs())
    assert rows <= 2 * guesses.SHARED
    assert lines <= 10 * guesses.SHARED
    for number in range(300):
        tried("wrong wrong wrong", f"nobody{number}@exempelby.example")
    assert (db.session.query(SignInFailure).count(), len(verbs())) == (rows, lines)
    tried("wrong wrong wrong", "nobody@exempelby.example", now=NOON + 31 * DAY)
    assert db.session.query(SignInFailure).count() == 2


def test_what_is_kept_of_guesses_names_nobody(inside: Any) -> None:
    person()
    tried("wrong wrong wrong")
    tried("wrong wrong wrong", "hemligt lösenord i fel ruta")
    rows = [row.name_hash for row in db.session.query(SignInFailure)]
    lines = [(line.about, line.details, line.actor) for line in db.session.query(Audit)]
    assert len(lines) == 2
    assert not any(word in str((rows, lines)) for word in ("eva", "ek", "wrong", "hemlig", HOME))
    assert all(actor is None for _about, _details, actor in lines)


# --- sessions


def test_the_database_keeps_no_token(inside: Any) -> None:
    token = entered(person())
    kept = db.session.query(SignInSession).one()
    assert len(token) >= 43
    assert kept.token_hash == sign_in.hashed(token) != token
    assert loaded(kept.token_hash) is None


def test_a_session_is_looked_up_in_one_statement(either_inside: Any) -> None:
    eva = person()
    for name in ("hr", "auditor"):
        role(eva, name)
    token = entered(eva)
    with statements() as seen:
        assert loaded(token).held == (Held("hr"), Held("auditor"))
    assert len(seen) == 1


def test_a_session_ends_when_idle_and_when_long(inside: Any) -> None:
    token = entered(person())
    assert loaded(token, NOON + 2 * HOUR) is None
    for hours in range(1, 12):
        assert loaded(token, NOON + hours * HOUR)
    assert loaded(token, NOON + 12 * HOUR) is None


def test_that_a_browser_is_in_use_is_noted_every_five_minutes_at_most(inside: Any) -> None:
    token = entered(person())
    with statements() as seen:
        for seconds in range(0, 301, 60):
            loaded(token, NOON + timedelta(seconds=seconds))
    assert not [one for one in seen if one.startswith("UPDATE")]
    with statements() as seen:
        loaded(token, NOON + 6 * MINUTE)
        loaded(token, NOON + 7 * MINUTE)
    assert len([one for one in seen if one.startswith("UPDATE")]) == 1
    db.session.expire_all()
    assert db.session.query(SignInSession).one().seen_at == NOON + 6 * MINUTE


def test_a_role_counts_from_its_first_day_to_its_last(inside: Any) -> None:
    eva = person()
    role(eva, "hr", date(2026, 11, 22), date(2026, 11, 23))
    token = entered(eva, NOON - 11 * HOUR)
    late = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
    assert loaded(token, NOON - 10 * HOUR).held == (Held("hr"),)
    token = entered(eva, late)
    assert loaded(token, late).roles == ("learner", "hr")
    assert loaded(token, late + MINUTE).roles == ("learner",)


def test_a_role_taken_away_is_gone_at_once(inside: Any) -> None:
    eva = person()
    token, granted = entered(eva), role(eva, "hr")
    assert loaded(token).held
    db.session.delete(db.session.get_one(RoleGrant, granted.id))
    db.session.commit()
    assert not loaded(token).held


def test_a_reason_holds_until_its_time(inside: Any) -> None:
    token = entered(person())
    db.session.query(SignInSession).one().reason_until = NOON + HOUR
    db.session.commit()
    assert loaded(token, NOON).reason_given
    assert not loaded(token, NOON + HOUR).reason_given


def test_signing_out_ends_one_session_and_no_other(inside: Any) -> None:
    eva = person()
    phone, desk = entered(eva), entered(eva)
    sign_in.leave(loaded(phone), NOON)
    db.session.commit()
    assert loaded(phone) is None
    assert loaded(desk)


def test_a_new_password_ends_every_session(inside: Any) -> None:
    eva = person()
    tokens = [entered(eva), entered(eva)]
    other = entered(person("other@exempelby.example"))
    accounts.set_password(eva.id, passwords.kept("another one altogether"), NOON, eva.subject)
    db.session.commit()
    assert [loaded(token) for token in tokens] == [None, None]
    assert loaded(other)


def test_a_closed_account_is_out_at_once_and_cannot_come_back(inside: Any) -> None:
    eva = person()
    session, link = entered(eva), accounts.make_link(eva, "reset", NOON)
    accounts.close(eva, NOON, None)
    db.session.commit()
    assert loaded(session) is None
    assert tried(PASSWORD) is None
    with pytest.raises(NotFound):
        accounts.holder(link, NOON)
    eva.active = True
    db.session.commit()
    assert loaded(session) is None


def test_who_is_no_longer_active_is_out_even_with_a_session_left(inside: Any) -> None:
    eva = person()
    token = entered(eva)
    eva.active = False
    db.session.commit()
    assert loaded(token) is None


def test_sessions_that_are_over_leave_no_rows(inside: Any) -> None:
    eva = person()
    for days in range(5):
        entered(eva, NOON + days * DAY)
    assert db.session.query(SignInSession).count() == 1


# --- choosing a password


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", "short"),
        ("fjorton tecken", "short"),
        ("a\u030a" * 10, "short"),
        ("femton lådbilar", None),
        ("🚲🏔🦉🌧🎺🐝🧦🍐🪵🧶🦔🌲🪨🥕🛶", None),
        ("vågskål " * 2 + "grävling på lut" * 8, "long"),
        ("sju snåriga björnbär i dimman, " * 4 + "ekar", None),
        ("!#€%&/()=?*^><|-", None),
        ("k7Hq2vXw9ZpL4mTd", None),
        ("\0" * 20, "common"),
        (" " * 20, "common"),
        ("aaaaaaaaaaaaaaaaaaaa", "common"),
        ("abababababababababab", "common"),
        ("grodgrodgrodgrodgrod", "common"),
        ("grävling grävling", "common"),
        ("12345678901234567890", "common"),
        ("098765432109876", "common"),
        ("abcdefghijklmnopqrst", "common"),
        ("qwertyuiopåasdfghjklöä", "common"),
        ("password12345678", "common"),
        ("P4$$w0rd P4$$w0rd!", "common"),
        ("Lösenord2026!!!!", "common"),
        ("Sommarsemester2026", "common"),
        ("sommar-sommar-sommar", "common"),
        ("correct horse battery staple", "common"),
        ("Tack och hej leverpastej", "common"),
        ("Jag älskar dig för alltid", "common"),
        ("1q2w3e4r5t6y7u8i", "common"),
        ("Exempelby är bäst i väst", "own"),
        ("vi bor i exempelby allihop", "own"),
        ("3xempelby och gräset växer", "own"),
        ("hållbar grund att gå på", "own"),
        ("grävlingen heter Bergqvist", "own"),
        ("bo och grävlingen på lut", "own"),
        ("bolaget grävlingen på lut", None),
        ("eva.ek@exempelby.example!", "own"),
        ("bobergqvist och grävlingen", "own"),
    ],
)
def test_what_a_password_may_be(password: str, fault: str | None) -> None:
    own = ("Hållbar grund", "Exempelby kommun", "Bo", "Bergqvist", "eva.ek@exempelby.example")
    assert passwords.fault(password, own) == fault


def test_every_phrase_of_the_list_that_is_long_enough_is_refused() -> None:
    path = passwords.Path(passwords.__file__).with_name("common_passwords.txt")
    lines = [
        one for one in path.read_text(encoding="utf-8").splitlines() if one[:1] not in ("", "#")
    ]
    long = [line for line in lines if len(line) >= passwords.SHORTEST]
    assert len(lines) > 700
    assert len(long) > 100
    assert [line for line in long if passwords.fault(line.title(), ()) != "common"] == []


@given(st.text(max_size=200))
def test_any_text_is_either_taken_or_refused_with_a_reason(password: str) -> None:
    assert passwords.fault(password, ("Exempelby", password[3:9])) in (None, *passwords.Fault)


# --- links


def chosen(token: str, password: str = "another one altogether", now: datetime = NOON) -> None:
    accounts.use_link(accounts.holder(token, now), password, now)
    db.session.commit()


def test_a_link_sets_the_password_of_its_person_once(either_inside: Any) -> None:
    eva = person(password=None)
    token = accounts.make_link(eva, "activate", NOON)
    held = accounts.holder(token, NOON)
    assert (held.person_id, held.purpose, held.name, held.login) == (
        eva.id,
        "activate",
        "Eva Ek",
        EVA,
    )
    chosen(token)
    assert tried("another one altogether")
    with pytest.raises(NotFound):
        chosen(token, "a third one, quite new")
    assert tried("another one altogether")


def test_a_link_is_short_lived(inside: Any) -> None:
    token = accounts.make_link(person(), "reset", NOON)
    assert accounts.holder(token, NOON + 3 * DAY - MINUTE)
    with pytest.raises(NotFound):
        accounts.holder(token, NOON + 3 * DAY)


def test_a_link_that_ends_while_its_page_is_open_is_refused(inside: Any) -> None:
    held = accounts.holder(accounts.make_link(person(), "reset", NOON), NOON)
    with pytest.raises(NotFound):
        accounts.use_link(held, "another one altogether", NOON + 4 * DAY)


def test_a_link_of_one_sets_no_password_of_another(inside: Any) -> None:
    eva, other = person(), person("other@exempelby.example", "the other one's own words")
    mine, theirs = accounts.make_link(eva, "reset", NOON), accounts.make_link(other, "reset", NOON)
    chosen(mine)
    assert tried("the other one's own words", "other@exempelby.example")
    assert tried("another one altogether", "other@exempelby.example") is None
    assert accounts.holder(theirs, NOON).person_id == other.id


def test_a_new_link_ends_the_one_before(inside: Any) -> None:
    eva = person()
    first, second = (accounts.make_link(eva, "reset", NOON) for _ in range(2))
    with pytest.raises(NotFound):
        accounts.holder(first, NOON)
    assert accounts.holder(second, NOON)


def test_the_database_keeps_no_link(inside: Any) -> None:
    token = accounts.make_link(person(), "reset", NOON)
    kept = db.session.query(OneTimeLink).one().token_hash
    assert len(token) >= 43
    assert kept == sign_in.hashed(token)
    with pytest.raises(NotFound):
        accounts.holder(kept, NOON)


def test_of_two_who_use_a_link_at_once_one_gets_in(either_app: Any) -> None:
    with either_app.app_context():
        token = accounts.make_link(person(), "reset", NOON)
        db.session.commit()
        held = accounts.holder(token, NOON)
    answers: list[str] = []

    def use(password: str) -> None:
        with either_app.app_context(), either_app.test_request_context():
            try:
                accounts.use_link(held, password, NOON)
                db.session.commit()
                answers.append(password)
            except NotFound:
                db.session.rollback()

    threads = [threading.Thread(target=use, args=(f"password number {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 1
    with either_app.app_context():
        assert tried(answers[0])


def test_a_new_password_lets_in_who_was_shut_out(inside: Any) -> None:
    eva = person()
    for number in range(150):
        tried("wrong wrong wrong", address=f"192.0.2.{number}", now=NOON + number * HOUR)
    assert tried(PASSWORD, now=NOON + 200 * HOUR) is None
    chosen(accounts.make_link(eva, "reset", NOON))
    assert tried("another one altogether", now=NOON + 200 * HOUR)


# --- the first start, and commands


def test_the_first_start_makes_a_municipality_and_its_owner(either_inside: Any) -> None:
    token = accounts.setup("Storby kommun", "Bo", "Ek", "Bo.Ek@Storby.example", NOON)
    db.session.commit()
    held = accounts.holder(token, NOON)
    assert (held.name, held.login, held.purpose) == ("Bo Ek", "bo.ek@storby.example", "activate")
    assert db.session.get_one(Setting, "municipality").value == "Storby kommun"
    chosen(token)
    scope = loaded(tried("another one altogether", "bo.ek@storby.example") or "")
    assert scope.roles == ("learner", "admin")
    assert verbs()[:4] == ["set up", "add person", "give role", "make link"]


def test_the_first_start_is_made_once(inside: Any) -> None:
    accounts.setup("Storby kommun", "Bo", "Ek", "bo.ek@storby.example", NOON)
    db.session.commit()
    with pytest.raises(Refused, match="redan inlagd"):
        accounts.setup("Lillby kommun", "Li", "Ek", "li.ek@lillby.example", NOON)


@pytest.mark.parametrize(
    "said", [("", "Bo", "Ek", "b@s.se"), ("Storby", " ", "", "b@s.se"), ("Storby", "Bo", "Ek", "b")]
)
def test_the_first_start_asks_for_what_it_needs(inside: Any, said: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match="Inget är ändrat"):
        accounts.setup(*said, NOON)
    db.session.rollback()
    assert db.session.query(Person).count() == db.session.query(Setting).count() == 0


def test_a_link_for_a_name_activates_or_gives_a_new_password(inside: Any) -> None:
    person()
    person("new@exempelby.example", password=None)
    for name, purpose in ((EVA.upper(), "reset"), ("new@exempelby.example", "activate")):
        assert accounts.holder(accounts.link_for(name, None, NOON), NOON).purpose == purpose
    with pytest.raises(NotFound, match="nobody@exempelby"):
        accounts.link_for("nobody@exempelby.example", None, NOON)


def test_every_deed_leaves_its_line_without_names_or_secrets(inside: Any) -> None:
    eva = person()
    tried("wrong wrong wrong")
    token = tried(PASSWORD) or ""
    sign_in.leave(loaded(token), NOON)
    link = accounts.make_link(eva, "reset", NOON)
    chosen(link)
    accounts.close(eva, NOON, None)
    db.session.commit()
    assert verbs() == [
        "refuse sign-in",
        "sign in",
        "sign out",
        "make link",
        "change password",
        "close account",
    ]
    log = "".join(f"{line.about}{line.details}" for line in db.session.query(Audit))
    for secret in ("eva", "Ek", EVA, token, link, sign_in.hashed(token), PASSWORD, HOME):
        assert secret not in log
    about_eva = {
        line.about for line in db.session.query(Audit).filter(Audit.verb != "refuse sign-in")
    }
    assert about_eva == {f"subject {eva.subject}"}


def test_a_deed_undone_leaves_no_line(inside: Any) -> None:
    eva = person()
    sign_in.enter(eva.id, eva.subject, "password", HOME, NOON)
    db.session.rollback()
    assert verbs() == []
    assert db.session.query(SignInSession).count() == 0
