"""/focus as typed and tapped, and its message as worded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import func, select, update

from bot.app import AFTERMATH
from bot.chat.port import SendError
from bot.chat.reply import Reply
from bot.database.store import Store
from bot.features.focus.facts import FOCUS_END
from bot.features.posts import POSTS
from bot.identity import LearnerId, Place
from bot.posting.deliverer import Deliverer
from bot.posting.planner import Planner
from bot.tables import focuses, groups, memberships, outbox
from tests.bot.features.focus.screen import Screen
from tests.bot.room import Room, labels, lines, show_as, words


class FocusRoom(Room):
    """A room with a screen, which shows the posts as they are now."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.screen = Screen()
        self.planner = Planner(store, self.clock, self.library, POSTS)
        self.deliverer = Deliverer(
            store,
            self.clock,
            {"sandbox": self.screen},
            self.library,
            Random(1),
            posts=POSTS,
            aftermath=AFTERMATH,
        )

    async def wait(self, minutes: float) -> None:
        """Let time go by, doing all that is due on the way."""
        until = self.clock.now() + timedelta(minutes=minutes)
        await self.work()
        while (due := await self.planner.next_due()) is not None and due <= until:
            self.clock.move_to(max(due, self.clock.now()))
            await self.work()
        self.clock.move_to(until)

    async def work(self) -> None:
        await self.planner.run_due()
        await self.deliverer.run_due()

    async def seen(self) -> Reply:
        """The message of the session as it is now."""
        await self.work()
        return self.screen.latest


@pytest.fixture
async def desk(sqlite_store: Store) -> AsyncIterator[FocusRoom]:
    room = FocusRoom(sqlite_store)
    yield room
    await room.deliverer.finish()


async def test_a_session_is_started_joined_and_over_in_one_message(desk: FocusRoom) -> None:
    started = await desk.say("Ann", "/focus")
    assert "25 min, until 18:25" in words(started)
    assert started.private
    message = await desk.seen()
    assert "Study together: 25 minutes\n🎯 25 minutes left, until 18:25.\nStudying: Ann." in words(message)
    assert ["Join", "Leave", "Stop"] == labels(message)
    assert message.silent

    await desk.say("Ben", "/join")
    assert "You’re in until 18:25" in words(await desk.tap("Ben", message, "Join"))
    assert "already" in words(await desk.tap("Ben", message, "Join"))
    await desk.wait(5)
    assert "20 minutes left" in words(await desk.seen())
    assert "Ann, Ben" in words(await desk.seen())
    await desk.wait(20)

    over = await desk.seen()
    assert "Session over\n🎯 Ann, Ben: 25 minutes together." in words(over)
    assert ["focus 25", "streak"] == lines(over)
    assert 1 == len(desk.screen.messages)
    late = await desk.tap("Ben", message, "Leave")
    assert "That session is over.\n25 min of it are in your log." in words(late)
    assert "Undone: 25 min" in words(await desk.tap("Ben", late, "Undo"))


async def test_an_early_leave_says_what_it_did_for_the_day(desk: FocusRoom) -> None:
    await desk.say("Ann", "/focus 50")
    message = await desk.seen()
    desk.later(minutes=10)
    left = await desk.tap("Ann", message, "Leave")
    assert "You’ve left. Logged: 10 min.\n5 more minutes and today counts." in words(left)
    assert "Ann: 10 minutes." in words(await desk.seen())

    await desk.say("Ann", "/focus")
    desk.later(minutes=6)
    assert "Today counts: 🔥 1 day in a row." in words(await desk.say("Ann", "/focus leave"))
    assert "6 min of it are in your log." in words(await desk.say("Ann", "/focus leave"))
    await desk.work()
    assert "can’t find" in words(await desk.say("Ann", "/focus leave"))


async def test_only_the_starter_and_admins_stop_it(desk: FocusRoom) -> None:
    await desk.say("Ann", "/focus")
    message = await desk.seen()
    await desk.say("Ben", "/join")
    assert "Only the member who started it or an admin" in words(await desk.tap("Ben", message, "Stop"))
    desk.later(minutes=2)
    assert "Stopped" in words(await desk.tap("Root", message, "Stop"))
    assert "It ended early. I only log 5 minutes or more." in words(await desk.seen())
    assert "over" in words(await desk.tap("Ann", message, "Stop"))
    assert "Not in" not in words(await desk.tap("Ben", message, "Leave"))


async def test_a_deputy_stops_it_until_they_are_revoked(desk: FocusRoom) -> None:
    await desk.say("Ann", "/focus")
    message = await desk.seen()
    await desk.say("Ben", "/join")
    await desk.say("Root", "/setup deputy Ben")
    await desk.say("Root", "/setup deputy off Ben")
    assert "Only the member who started it or an admin" in words(await desk.tap("Ben", message, "Stop"))
    await desk.say("Root", "/setup deputy Ben")
    assert "Stopped" in words(await desk.tap("Ben", message, "Stop"))


async def test_a_second_focus_shows_the_first_with_join(desk: FocusRoom) -> None:
    await desk.say("Ann", "/focus 50")
    assert ["Leave"] == labels(await desk.say("Ann", "/focus"))
    await desk.say("Ben", "/join")
    running = await desk.say("Ben", "/focus")
    assert "running here until 18:50, with 1 member" in words(running)
    assert "You’re in" in words(await desk.tap("Ben", running, "Join"))


async def test_the_answer_says_where_the_message_is_if_that_is_elsewhere(desk: FocusRoom) -> None:
    assert "Others can join" not in words(await desk.say("Ann", "/focus"))
    beside = Place("sandbox", 1, 2)
    assert "Others can join in the main chat." in words(await desk.say("Ann", "/focus", beside))
    await desk.say("Ann", "/focus leave")
    await desk.work()
    assert "You’re in.\nOthers can join in the main chat." in words(await desk.say("Ann", "/focus", beside))


async def test_hidden_members_are_counted_and_never_named(desk: FocusRoom) -> None:
    await desk.say("Ann", "/focus")
    message = await desk.seen()
    for name in ("Ben", "Cid", "Dee", "Eve", "Fay", "Gil", "Hal"):
        await desk.say(name, "/join")
        await desk.tap(name, message, "Join")
    for number, visibility in ((2, "hidden"), (3, "number")):
        await show_as(desk, visibility, LearnerId(number))
    await desk.wait(6)
    assert "Studying: Ann, Dee, Eve, Fay, Gil and 3 more." in words(await desk.seen())
    await desk.wait(20)
    over = words(await desk.seen())
    assert "Ann, Dee, Eve, Fay, Gil and 3 more: 25 minutes together." in over


async def test_a_hidden_starter_alone_is_one_member(desk: FocusRoom) -> None:
    await desk.say("Ann", "/join")
    await show_as(desk, "hidden")
    started = await desk.say("Ann", "/focus 5")
    assert started.private
    assert "Studying: 1 member." in words(await desk.seen())
    await desk.wait(5)
    assert "1 member: 5 minutes." in words(await desk.seen())


async def test_rounds_show_their_breaks(desk: FocusRoom) -> None:
    await desk.say("Ann", "/focus 2x25")
    assert "Round 1 of 2. It all ends at 18:55." in words(await desk.seen())
    await desk.wait(26)
    assert "☕ Break: 5 minutes left, until 18:30.\nNext: round 2 of 2." in words(await desk.seen())
    await desk.wait(4)
    assert "🎯 25 minutes left, until 18:55." in words(await desk.seen())
    await desk.wait(25)
    assert "50 minutes" in words(await desk.seen())
    assert ["focus 2x25", "streak"] == lines(await desk.seen())


@pytest.mark.parametrize("trouble", [None, SendError("not ours", rejected=True)])
async def test_a_message_that_is_gone_or_refused_is_said_anew_at_the_end(
    desk: FocusRoom, trouble: SendError | None
) -> None:
    await desk.say("Ann", "/focus 10")
    await desk.seen()
    desk.screen.messages.clear()
    desk.screen.trouble = trouble
    await desk.wait(6)
    assert not desk.screen.messages
    await desk.wait(5)
    assert "Ann: 10 minutes." in words(await desk.seen())
    assert 1 == len(desk.screen.messages)


async def test_quiet_and_sleep_do_not_stop_what_a_member_starts(desk: FocusRoom) -> None:
    await desk.say("Root", "/join")
    await desk.say("Root", "/quiet 7d")
    await desk.say("Ann", "/focus 10")
    assert "Study together" in words(await desk.seen())
    await desk.say("Root", "/quiet 3d")
    await desk.wait(10)
    assert "Session over" in words(await desk.seen())


async def test_alone_in_private(desk: FocusRoom) -> None:
    await desk.privately("Ann", "/focus 10")
    message = await desk.seen()
    assert ["Stop"] == labels(message)
    assert "Focus time: 10 minutes" in words(message)
    second = await desk.say("Ann", "/focus")
    assert "You’re in another session" in words(second)
    desk.later(minutes=7)
    own = desk.account("Ann").user_id
    await desk.tap("Ann", message, "Stop", Place("sandbox", own, own, private=True))
    assert "🎯 7 minutes done!" in words(await desk.seen())


@pytest.mark.parametrize(
    ("name", "line", "answer"),
    [
        ("Ann", "/focus leave", "Logged: 7 min"),
        ("Ann", "/focus stop", "Stopped"),
        ("Ann", "/focus join", "in already"),
        ("Ben", "/focus leave", "Logged: 7 min"),
        ("Ben", "/focus stop", "If you’re in it, you can leave"),
        ("Eva", "/focus leave", "can’t find"),
        ("Eva", "/focus stop", "can’t find"),
    ],
)
async def test_in_private_words_without_an_id_are_about_the_session_that_its_asker_is_in(
    desk: FocusRoom, name: str, line: str, answer: str
) -> None:
    await desk.say("Eva", "/join")
    await desk.say("Ann", "/focus 25")
    assert "You’re in until" in words(await desk.say("Ben", "/focus join"))
    desk.later(minutes=7)
    assert answer in words(await desk.privately(name, line))


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/focus 4", "5 to 180 minutes"),
        ("/focus 4x50", "5 to 180 minutes"),
        ("/focus numpy", "How long"),
        ("/focus join 99", "can’t find"),
        ("/focus stop x", "can’t find"),
        ("/focus leave " + "9" * 40, "can’t find"),
        ("/focus join", "can’t find"),
    ],
)
async def test_what_it_does_not_take(desk: FocusRoom, line: str, answer: str) -> None:
    reply = await desk.say("Ann", line)
    assert answer in words(reply)
    for one in lines(reply):
        assert "Started" in words(await desk.say("Ann", one))
        await desk.say("Ann", "/focus stop")
        await desk.work()


async def test_help_explains_it_and_suggestions_offer_usual_times(desk: FocusRoom) -> None:
    assert "2x25" in words(await desk.say("Ann", "/help focus"))
    assert ["25m", "2x25m"] == [one.value for one in await desk.suggest("Ann", "focus", "how", "2")]


async def test_a_stranger_is_asked_before_a_tap_makes_them_a_member(desk: FocusRoom) -> None:
    desk.overseen = True
    await desk.say("Ann", "/focus")
    asked = await desk.tap("Zoe", await desk.seen(), "Join")
    assert "haven’t joined" in words(asked)
    assert "You’re in until" in words(await desk.tap("Zoe", asked, "Join and do it"))


async def test_a_stranger_who_taps_leave_or_stop_reads_that_they_are_not_in_it_and_joins_nothing(
    desk: FocusRoom,
) -> None:
    desk.overseen = True
    await desk.say("Ann", "/focus")
    message = await desk.seen()
    assert "You’re not in this session." in words(await desk.tap("Zoe", message, "Leave"))
    assert "If you’re in it, you can leave." in words(await desk.tap("Zoe", message, "Stop"))
    assert "haven’t joined" in words(await desk.tap("Zoe", message, "Join"))
    assert 1 == await desk.store.read(lambda db: db.scalar(select(func.count()).select_from(memberships)))
    await desk.wait(25)
    assert "That session is over." in words(await desk.tap("Zoe", message, "Leave"))


async def test_a_start_that_the_message_tells_needs_no_answer(desk: FocusRoom) -> None:
    await desk.say("Ann", "/join")
    assert (await desk.say("Ann", "/focus")).posted
    assert not (await desk.say("Ann", "/focus")).posted
    await desk.say("Ann", "/focus leave")
    await desk.work()
    assert not (await desk.say("Ann", "/focus", Place("sandbox", 1, 2))).posted
    assert not (await desk.say("Ann", "/focus leave")).posted
    await desk.work()
    joined = await desk.say("Zoe", "/focus")
    assert not joined.posted
    assert "in the group now" in words(joined)
    await desk.say("Zoe", "/focus leave")
    await desk.work()
    assert not (await desk.say("Ann", "/focus 25\n/next")).posted


async def test_a_missing_roadmap_only_delays_the_log(desk: FocusRoom) -> None:
    await desk.say("Ann", "/focus 10")
    await desk.store.write(lambda db: db.execute(update(groups).values(roadmap="gone")).rowcount)
    await desk.wait(30)
    await desk.store.write(lambda db: db.execute(update(groups).values(roadmap="climb")).rowcount)
    await desk.work()
    assert await desk.store.read(lambda db: db.scalar(select(focuses.c.ended_at))) is not None
    ends = select(func.count()).where(outbox.c.kind == FOCUS_END)
    assert 1 == await desk.store.read(lambda db: db.scalar(ends))
