"""Codes: spelled so that nobody misreads them, and never found by guessing."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from bot.app import App
from bot.clock import SettableClock
from bot.closed_sets import CodeKind
from bot.config import Settings
from bot.database.store import Store, open_store
from bot.features.codes import queries
from bot.features.codes.actions import (
    GUESSES,
    GUESSES_AT_PLACE,
    ISSUED_IN_AN_HOUR,
    LETTERS,
    SPAN,
    CodeTrouble,
    IssuedCode,
    TooManyCodes,
    issue_code,
    keep_guesses_nameless,
    open_code,
    read_code,
    use_code,
)
from bot.features.codes.queries import WorkingCode, count_guesses
from bot.features.members.actions.learners import ensure_learner
from bot.features.members.actions.presence import enter
from bot.identity import Account, Caller, Place
from bot.tables import codes, guesses
from tests.bot.climb import ANN, BEN, START, caller

DAILY, THOROUGH = 300, 100_000
HOURS = 24


def issue(db: Connection, key: str = "key", *, at: timedelta = timedelta()) -> str:
    who = caller(ANN, at=at)
    return issue_code(db, who, CodeKind.LINK, key, learner_id=ensure_learner(db, who).learner_id).code


def test_letters_of_a_code_are_not_taken_for_each_other() -> None:
    alike = ("0OQD", "1IL", "2Z", "5S", "6G", "8B", "UV")

    assert not [group for group in alike if len(set(group) & set(LETTERS)) > 1]
    assert len(set(LETTERS)) == len(LETTERS) == 20


async def test_each_key_makes_a_code_of_eight_letters(sqlite_store: Store) -> None:
    given = [await sqlite_store.write(issue, f"key {number}", at=timedelta(hours=number)) for number in range(100)]

    assert {8} == {len(code) for code in given}
    assert set("".join(given)) == set(LETTERS)
    assert len(set(given)) == len(given)


@pytest.mark.parametrize(
    "typed",
    ["ACDE3479", "acde3479", "_ACDE_3479_", "ACDE 3479", " acde-3479 ", "ACDE–3479", "“ACDE3479”", "<ACDE3479>."],
)
def test_a_code_may_be_typed_with_blanks_dashes_and_quotes(typed: str) -> None:
    assert "ACDE3479" == read_code(typed)


async def test_codes_and_guesses_are_deleted_after_a_day(store: Store) -> None:
    await store.write(issue)
    await store.write(open_code, caller(BEN), CodeKind.LINK, "ACDE3479")
    clock = SettableClock(START + timedelta(days=1))
    app = App(Settings.model_validate({"database_url": "sqlite:///unused"}), clock, store, {})

    for seconds, kept in ((0, 1), (1, 0)):
        clock.advance(timedelta(seconds=seconds))
        await app.maintain()
        assert (kept, kept) == await store.read(count_rows)


async def test_a_code_works_until_it_is_used_or_its_time_is_over(store: Store) -> None:
    code = await store.write(issue)
    found = await store.write(open_code, caller(), CodeKind.LINK, code)
    assert isinstance(found, WorkingCode)
    assert CodeTrouble.ELSEWHERE is await store.write(open_code, caller(), CodeKind.CONNECT, code)
    assert CodeTrouble.GONE is await store.write(open_code, caller(BEN), CodeKind.CONNECT, code)
    last, late = (caller(at=timedelta(minutes=10, seconds=seconds)) for seconds in (-1, 0))
    assert isinstance(await store.write(open_code, last, CodeKind.LINK, code), WorkingCode)
    assert CodeTrouble.GONE is await store.write(open_code, late, CodeKind.LINK, code)

    assert await store.write(use_code, found, START)
    assert not await store.write(use_code, found, START)
    assert CodeTrouble.GONE is await store.write(open_code, caller(), CodeKind.LINK, code)


async def test_the_database_knows_no_code(store: Store) -> None:
    code = await store.write(issue)
    kept = await store.read(lambda db: [tuple(row) for row in db.execute(select(codes))])

    assert kept and code not in repr(kept)


def count_rows(db: Connection) -> tuple[int, int]:
    found = (db.scalar(select(func.count()).select_from(table)) or 0 for table in (codes, guesses))
    return next(found), next(found)


def guess(db: Connection, count: int) -> Counter[str]:
    """Guess so many codes, 100,000 a day, by a hundred accounts at ten places. Returns how often each answer came."""
    dice, answers = random.Random(1), Counter[str]()
    code = issue(db)
    for number in range(count):
        account, place = Account("telegram", dice.randrange(100), "Eve"), Place("telegram", dice.randrange(10), 1)
        at = START + timedelta(hours=HOURS) * number / THOROUGH
        typed = "".join(dice.choices(LETTERS, k=8))
        assert typed != code
        found = open_code(db, Caller(account, place, at), CodeKind.LINK, typed)
        answers["found" if isinstance(found, WorkingCode) else found.value] += 1
    return answers


@pytest.mark.parametrize("count", [DAILY, pytest.param(THOROUGH, marks=pytest.mark.thorough)])
async def test_guesses_find_nothing_and_are_slowed(sqlite_store: Store, count: int) -> None:
    answers = await sqlite_store.write(guess, count)

    spans = 1 + count * HOURS * 6 // THOROUGH  # of ten minutes
    assert answers["found"] == 0
    assert answers["gone"] <= GUESSES_AT_PLACE * 10 * spans
    assert answers["gone"] + answers["too_many"] == count
    assert answers["too_many"] > count / 4


async def guess_at_once(store: Store, guessers: Sequence[int], places: Sequence[int]) -> Counter[str]:
    """Let accounts guess at the same moment, each at its place. Returns how often each answer came."""
    callers = [
        Caller(Account("telegram", who, "Eve"), Place("telegram", where, where), START)
        for who, where in zip(guessers, places, strict=True)
    ]
    answers = await asyncio.gather(*(store.write(open_code, one, CodeKind.LINK, "AAAAAAAA") for one in callers))
    return Counter(str(one) for one in answers)


async def test_guesses_of_an_account_at_the_same_moment_never_pass_its_limit(store: Store) -> None:
    answers = await guess_at_once(store, [7] * 20, range(20))

    assert {"gone": 5, "too_many": 15} == answers


async def test_guesses_at_a_place_at_the_same_moment_never_pass_its_limit(store: Store) -> None:
    answers = await guess_at_once(store, range(40), [7] * 40)

    assert {"gone": 20, "too_many": 20} == answers


async def test_codes_asked_for_at_the_same_moment_never_pass_their_limit(store: Store) -> None:
    """Each is for another learner, so that none waits for the one before because of its learner."""
    learners = [await store.write(ensure_learner, caller(Account("telegram", n, "Eve"))) for n in range(12)]

    asked = (
        store.write(issue_code, caller(), CodeKind.LINK, f"key {n}", learner_id=one.learner_id)
        for n, one in enumerate(learners)
    )
    given = await asyncio.gather(*asked, return_exceptions=True)

    assert {IssuedCode: ISSUED_IN_AN_HOUR, TooManyCodes: 12 - ISSUED_IN_AN_HOUR} == Counter(map(type, given))


async def test_a_restart_does_not_take_back_what_slows_guesses(sqlite_url: str) -> None:
    first = open_store(sqlite_url)
    for _ in range(GUESSES):
        assert CodeTrouble.GONE is await first.write(open_code, caller(BEN), CodeKind.LINK, "AAAAAAAA")
    await first.close()

    second = open_store(sqlite_url)
    code = await second.write(lambda db: issue(db, at=SPAN / 2))
    assert CodeTrouble.TOO_MANY is await second.write(open_code, caller(BEN, at=SPAN / 2), CodeKind.LINK, code)
    assert isinstance(await second.write(open_code, caller(BEN, at=SPAN), CodeKind.LINK, code), WorkingCode)
    await second.close()


@pytest.mark.parametrize("here", ["in private", "in a group"])
async def test_a_forgotten_account_has_no_more_guesses(store: Store, here: str) -> None:
    place = Place("telegram", 4711, 4711, private=True) if here == "in private" else Place("telegram", -5, -5)
    eves = [Caller(Account("telegram", 4711, "Eve"), place, START + at) for at in (timedelta(), SPAN / 2, SPAN)]
    for _ in range(GUESSES):
        await store.write(open_code, eves[0], CodeKind.LINK, "AAAAAAAA")

    await store.write(keep_guesses_nameless, eves[0].account, START)

    kept = await store.read(lambda db: [tuple(row) for row in db.execute(select(guesses))])
    assert GUESSES == len(kept) and "4711" not in repr(kept)
    code = await store.write(lambda db: issue(db, at=SPAN / 2))
    assert CodeTrouble.TOO_MANY is await store.write(open_code, eves[1], CodeKind.LINK, code)
    assert isinstance(await store.write(open_code, eves[2], CodeKind.LINK, code), WorkingCode)


async def test_older_guesses_of_a_forgotten_account_are_left_to_be_deleted(sqlite_store: Store) -> None:
    await sqlite_store.write(open_code, caller(BEN), CodeKind.LINK, "AAAAAAAA")
    before = await sqlite_store.read(lambda db: [tuple(row) for row in db.execute(select(guesses))])

    await sqlite_store.write(keep_guesses_nameless, BEN, START + SPAN)

    assert before == await sqlite_store.read(lambda db: [tuple(row) for row in db.execute(select(guesses))])


async def test_a_forgotten_account_changes_no_other_limit(sqlite_store: Store) -> None:
    chat = Place("telegram", -5, -5)
    members = [Caller(Account("telegram", number, "Eve"), chat, START) for number in range(GUESSES_AT_PLACE)]
    for one in (*members, *[eve("discord", 0)] * GUESSES):
        await sqlite_store.write(open_code, one, CodeKind.LINK, "AAAAAAAA")

    for one in members:
        await sqlite_store.write(keep_guesses_nameless, one.account, START)

    newcomers = (replace(members[0], account=Account("telegram", 99, "Eve")), eve("discord", 0), eve("discord", 1))
    answers = [await sqlite_store.write(open_code, one, CodeKind.LINK, "AAAAAAAA") for one in newcomers]
    assert [CodeTrouble.TOO_MANY, CodeTrouble.TOO_MANY, CodeTrouble.GONE] == answers


async def test_the_number_of_a_forgotten_account_cannot_be_found_by_trying(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sqlite_store.write(open_code, eve("telegram", 7), CodeKind.LINK, "AAAAAAAA")
    await sqlite_store.write(keep_guesses_nameless, eve("telegram", 7).account, START)

    counts = [await sqlite_store.read(count_guesses, eve("telegram", 7), START - SPAN)]
    monkeypatch.setattr(queries, "_SALT", bytes(32))
    counts.append(await sqlite_store.read(count_guesses, eve("telegram", 7), START - SPAN))
    assert [(1, 1), (0, 0)] == counts


def eve(platform: str, number: int, *, at: timedelta = timedelta()) -> Caller:
    """An account and a place that have the same number."""
    return Caller(Account(platform, number, "Eve"), Place(platform, number, number), START + at)


async def test_wrong_codes_are_counted_for_ten_minutes(sqlite_store: Store) -> None:
    for _ in range(GUESSES):
        await sqlite_store.write(open_code, eve("telegram", 7), CodeKind.LINK, "AAAAAAAA")

    late = [eve("telegram", 7, at=timedelta(minutes=minutes, seconds=-1)) for minutes in (10, 11)]
    answers = [await sqlite_store.write(open_code, one, CodeKind.LINK, "AAAAAAAA") for one in late]
    assert [CodeTrouble.TOO_MANY, CodeTrouble.GONE] == answers


@pytest.mark.parametrize(("seconds", "answer"), [(-1, CodeTrouble.TOO_MANY), (0, CodeTrouble.GONE)])
async def test_wrong_codes_at_a_place_are_counted_for_ten_minutes(
    sqlite_store: Store, seconds: int, answer: CodeTrouble
) -> None:
    for number in range(GUESSES_AT_PLACE):
        there = replace(eve("telegram", 7), account=Account("telegram", number, "Eve"))
        await sqlite_store.write(open_code, there, CodeKind.LINK, "AAAAAAAA")

    late = eve("telegram", 7, at=timedelta(minutes=10, seconds=seconds))
    newcomer = replace(late, account=Account("telegram", 99, "Eve"))
    assert answer is await sqlite_store.write(open_code, newcomer, CodeKind.LINK, "AAAAAAAA")


async def test_equal_numbers_of_two_platforms_are_counted_apart(sqlite_store: Store) -> None:
    for number in range(GUESSES_AT_PLACE):
        there = replace(eve("telegram", 7), account=Account("telegram", number, "Eve"))
        await sqlite_store.write(open_code, there, CodeKind.LINK, "AAAAAAAA")
    for _ in range(GUESSES):
        await sqlite_store.write(open_code, eve("telegram", 50), CodeKind.LINK, "AAAAAAAA")

    answers = [
        await sqlite_store.write(open_code, eve(platform, number), CodeKind.LINK, "AAAAAAAA")
        for platform in ("telegram", "discord")
        for number in (7, 50)
    ]
    assert [CodeTrouble.TOO_MANY] * 2 + [CodeTrouble.GONE] * 2 == answers


async def test_a_code_that_was_typed_works_for_no_equal_number_elsewhere(sqlite_store: Store) -> None:
    code = await sqlite_store.write(issue)
    first = await sqlite_store.write(open_code, eve("telegram", 7), CodeKind.LINK, code)

    assert CodeTrouble.GONE is await sqlite_store.write(open_code, eve("discord", 7), CodeKind.LINK, code)
    assert first == await sqlite_store.write(open_code, eve("telegram", 7), CodeKind.LINK, code)


async def test_a_code_that_was_typed_as_another_kind_works_for_the_next_account(sqlite_store: Store) -> None:
    code = await sqlite_store.write(issue)

    assert CodeTrouble.ELSEWHERE is await sqlite_store.write(open_code, eve("telegram", 7), CodeKind.CONNECT, code)
    assert isinstance(await sqlite_store.write(open_code, eve("discord", 8), CodeKind.LINK, code), WorkingCode)


async def test_a_new_code_of_a_group_ends_its_last_one(sqlite_store: Store) -> None:
    present = await sqlite_store.write(enter, caller(), "climb")

    def issue_for_group(db: Connection, key: str) -> str:
        return issue_code(db, caller(), CodeKind.CONNECT, key, group_id=present.group_id).code

    given = [await sqlite_store.write(issue_for_group, key) for key in ("one", "two")]
    found = [await sqlite_store.write(open_code, caller(BEN), CodeKind.CONNECT, code) for code in given]
    assert [False, True] == [isinstance(one, WorkingCode) for one in found]


async def test_an_account_is_issued_five_codes_an_hour(sqlite_store: Store) -> None:
    for number in range(5):
        await sqlite_store.write(issue, f"key {number}")

    with pytest.raises(TooManyCodes):
        await sqlite_store.write(lambda db: issue(db, "too soon", at=timedelta(minutes=59)))
    assert await sqlite_store.write(lambda db: issue(db, "an hour later", at=timedelta(hours=1)))


async def test_a_new_code_of_a_learner_ends_their_last_one(sqlite_store: Store) -> None:
    given = [await sqlite_store.write(issue, key) for key in ("one", "two")]

    found = [await sqlite_store.write(open_code, caller(BEN), CodeKind.LINK, code) for code in given]
    assert [False, True] == [isinstance(one, WorkingCode) for one in found]


async def test_codes_of_equal_numbers_of_two_platforms_are_counted_apart(sqlite_store: Store) -> None:
    def issue_many(db: Connection, who: Caller) -> None:
        learner_id = ensure_learner(db, who).learner_id
        for number in range(ISSUED_IN_AN_HOUR):
            issue_code(db, who, CodeKind.LINK, f"{who.account.platform} {number}", learner_id=learner_id)

    for platform in ("telegram", "discord"):
        await sqlite_store.write(issue_many, eve(platform, 7))
        with pytest.raises(TooManyCodes):
            await sqlite_store.write(issue_many, eve(platform, 7))
