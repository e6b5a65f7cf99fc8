"""/settings forget: what is said, the day in which it can be taken back, and what is left."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.closed_sets import PostState
from bot.errors import StoreBusy
from bot.features.privacy import forgetter
from bot.features.privacy.actions.forgetting import find_due, forget_if_due
from bot.identity import LearnerId
from bot.tables import inbound, outbox
from tests.bot.features.homes.two_homes import do
from tests.bot.room import Room, labels, lines, words


async def run_job(room: Room) -> list[bool]:
    """What the job forgets that runs each minute."""
    due = await room.store.read(find_due, room.clock.now())
    return [await room.store.write(forget_if_due, one, room.clock.now()) for one in due]


async def test_forgetting_waits_for_a_day_and_can_be_undone(room: Room) -> None:
    await room.say("Ann", "join")
    asked = await room.privately("Ann", "settings forget")

    assert "Forget me in 24 hours" in labels(asked)
    pending = await room.tap("Ann", asked, "Forget me in 24 hours")
    assert "Tue 3 Mar" in words(pending)
    room.later(hours=23)
    assert [] == await run_job(room)
    assert "keep your data" in words(await room.tap("Ann", pending, "Keep my data"))
    room.later(hours=2)
    assert [] == await run_job(room)


async def test_a_day_later_nothing_is_left(room: Room) -> None:
    await room.say("Ann", "done week1: note about me")
    await room.say("Ben", "join")
    await room.privately("Ann", "settings forget tomorrow")
    room.later(hours=24)

    assert [True] == await run_job(room)
    assert "saved nothing" in words(await room.privately("Ann", "settings forget"))


async def test_a_second_wish_keeps_the_moment_of_the_first(room: Room) -> None:
    await room.privately("Ann", "join")
    await room.privately("Ann", "settings forget tomorrow")
    room.later(hours=20)
    await room.privately("Ann", "settings forget tomorrow")
    room.later(hours=4)

    assert [True] == await run_job(room)


async def test_now_is_asked_once_more(room: Room) -> None:
    await room.say("Ann", "done week1")
    asked = await room.privately("Ann", "settings forget now")
    assert "can’t undo" in words(asked)
    done = await room.tap("Ann", asked, "Yes, forget me now")
    assert "deleted everything" in words(done)
    assert words(done) == words(await room.again())
    assert "saved nothing" in words(await room.privately("Ann", "settings forget"))


async def test_what_is_kept_of_an_account_without_a_learner_is_said_and_deleted(room: Room) -> None:
    """A wrong code is kept as a guess of its account, as an export shows."""
    await room.privately("Eve", "settings link AAAA-AAAA")

    asked = await room.privately("Eve", "settings forget")

    assert "number of your account" in words(asked)
    assert words(asked) == words(await room.privately("Eve", "settings forget tomorrow"))
    await room.tap("Eve", await room.tap("Eve", asked, "Forget me now"), "Yes, forget me now")
    assert "saved nothing" in words(await room.privately("Eve", "settings forget"))
    assert "saved nothing" in words(await room.privately("Eve", "settings export"))


async def test_another_may_not_tap(room: Room) -> None:
    asked = await room.say("Ann", "settings forget now")
    await room.say("Ben", "join")
    assert "somebody else" in words(await room.tap("Ben", asked, "Yes, forget me now"))


@pytest.mark.parametrize("asked_before", [False, True])
async def test_now_waits_for_a_message_on_its_way_and_happens_a_minute_later(room: Room, *, asked_before: bool) -> None:
    await room.say("Ann", "/join")
    if asked_before:
        await room.privately("Ann", "settings forget tomorrow")
    now = room.clock.now()
    post = {"kind": "celebration", "key": "k", "place_id": 1, "facts": {"learner": 1}, "state": PostState.SENDING}
    await room.store.write(do, insert(outbox).values(**post, created_at=now, due_at=now))

    said = await room.tap("Ann", await room.say("Ann", "/settings forget now"), "Yes, forget me now")
    assert (True, True) == ("is on its way" in words(said), said.update)
    assert [] == await run_job(room)
    await room.store.write(do, update(outbox).values(state=PostState.SENT, ended_at=now, message_id="m"))
    room.later(minutes=1)

    assert [True] == await run_job(room)
    assert "saved nothing" in words(await room.say("Ann", "/settings forget"))


async def test_one_whose_deletion_fails_holds_up_nobody(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    await room.privately("Ann", "join")
    await room.privately("Ben", "join")
    for name in ("Ann", "Ben"):
        await room.privately(name, "settings forget tomorrow")
    room.later(hours=24)

    def fail_first(db: Connection, learner_id: LearnerId, now: datetime) -> bool:
        if learner_id == 1:
            raise LookupError
        return forget_if_due(db, learner_id, now)

    monkeypatch.setattr(forgetter, "forget_if_due", fail_first)
    job = forgetter.Forgetter(room.store, room.clock)
    await job.run_due()
    assert room.clock.now() + timedelta(hours=1) == await job.next_due()
    monkeypatch.undo()
    room.later(hours=1)
    await job.run_due()

    assert await job.next_due() is None
    assert "saved nothing" in words(await room.privately("Ann", "settings forget"))


async def test_a_copied_line_forgets_nobody_and_a_second_delivery_is_answered_alike(room: Room) -> None:
    asked = await room.say("Ann", "settings forget now")
    await room.say("Ben", "join")
    [line, *_] = lines(asked)
    assert "somebody else" in words(await room.say("Ben", f"/{line}"))
    assert "Forget me in 24 hours" in labels(await room.say("Ben", "/settings forget"))

    await room.say("Ann", "join")
    done = await room.tap("Ann", asked, "Yes, forget me now")

    assert words(done) == words(await room.again())
    assert room.said
    call = select(inbound.c.platform, inbound.c.user_id).where(inbound.c.id == room.said.inbound)
    assert (None, None) == tuple(await room.store.read(lambda db: db.execute(call).one()))


async def test_nobody_is_put_off_while_the_database_is_busy(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    await room.privately("Ann", "join")
    await room.privately("Ann", "settings forget tomorrow")
    room.later(hours=24)
    job = forgetter.Forgetter(room.store, room.clock)

    def be_busy(*_: object) -> bool:
        raise StoreBusy

    with monkeypatch.context() as patched, pytest.raises(StoreBusy):
        patched.setattr(forgetter, "forget_if_due", be_busy)
        await job.run_due()
    assert room.clock.now() == await job.next_due()
    await job.run_due()

    assert await job.next_due() is None


ASKED, NOTHING_CHANGED = "You’ve asked for that already", "I didn’t understand"
WORDS = (
    ("tomorrow", False, True),
    ("day", False, True),
    ("in a day", False, True),
    ("24h", False, True),
    ("undo", False, False),
    ("cancel", False, False),
    ("keep my data", False, False),
    ("no", False, False),
    ("Cancel!", False, False),
    ("", False, None),
    ("everything", True, None),
    ("me", True, None),
    ("weekly please", True, None),
)
"""What is typed; whether it is not understood; whether the learner is to be forgotten then. None: as before."""


@pytest.mark.parametrize(("typed", "unread", "forgets"), WORDS)
@pytest.mark.parametrize("before", [False, True])
async def test_each_answer_says_what_changed_or_was_not_understood(
    room: Room, typed: str, *, unread: bool, forgets: bool | None, before: bool
) -> None:
    await room.say("Ann", "/done week1-stats")
    if before:
        await room.privately("Ann", "settings forget tomorrow")
    said = words(await room.privately("Ann", f"settings forget {typed}"))
    pending = "I’ll delete everything about you" in words(await room.privately("Ann", "settings forget"))

    assert pending == (before if forgets is None else forgets)
    assert unread == (NOTHING_CHANGED in said)
    assert (before and forgets is True) == (ASKED in said)
    if forgets is False:
        assert ("I’ll keep your data" if before else "Nothing was deleted, and nothing will be") in said
    if unread:
        assert f"“{typed}”" in said


async def test_a_last_question_of_earlier_days_is_asked_once_more(room: Room) -> None:
    await room.say("Ann", "done week1")
    old = await room.privately("Ann", "settings forget now")
    room.later(days=20)

    asked = await room.tap("Ann", old, "Yes, forget me now")

    assert "can’t undo" in words(asked)
    assert "deleted everything" in words(await room.tap("Ann", asked, "Yes, forget me now"))


@pytest.mark.parametrize("hours", [0, 1, 23])
async def test_a_last_question_of_today_deletes_at_once(room: Room, hours: int) -> None:
    await room.say("Ann", "done week1")
    asked = await room.privately("Ann", "settings forget now")
    room.later(hours=hours)

    assert "deleted everything" in words(await room.tap("Ann", asked, "Yes, forget me now"))
