"""A shared session over both platforms: started, joined, edited and over in one message, whatever is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.tables import accounts, sessions
from tests.adapters.discord_peer_state import Person
from tests.adapters.telegram_peer_world import Chat
from tests.adapters.test_both import ANN, CHIEF, Town, town

BEN = Person("Ben")


async def wait(both: Town, minutes: int) -> None:
    """Let time go by in steps of five minutes, each planned and delivered. Telegram counts as heard from."""
    for step in [5] * (minutes // 5) + [minutes % 5] * bool(minutes % 5):
        both.clock.advance(timedelta(minutes=step))
        await alive(both)
        await both.wait()
        await both.wait()


async def alive(both: Town) -> None:
    someone = both.telegram.user("Zoe", started=True)
    both.telegram.says(someone, someone, "/next")
    await both.telegram.quiet()


async def logged(both: Town) -> dict[str, list[int]]:
    """Name -> the minutes logged."""
    rows = select(accounts.c.name, sessions.c.minutes).join(sessions, sessions.c.learner_id == accounts.c.learner_id)
    found: dict[str, list[int]] = {}
    for name, minutes in await both.app.store.read(lambda db: db.execute(rows).all()):
        found.setdefault(name, []).append(minutes)
    return found


async def start_on_telegram(both: Town) -> Chat:
    """Cleo joins and starts a session. The only answer is its message."""
    peer = both.telegram
    room, cleo = peer.group("Study Group"), peer.user("Cleo", started=True)
    peer.says(cleo, room, "/join")
    await peer.quiet()
    before = len(room.messages)
    peer.says(cleo, room, "/focus 10")
    await peer.quiet()
    await both.wait()
    await peer.quiet()
    assert ["/focus 10", "Study together"] == [one.text.strip()[:14] for one in room.messages[before:]]
    return room


async def test_on_discord_it_is_one_message_that_changes(database_url: str) -> None:
    async with town(database_url) as both:
        peer = both.discord
        await peer.slash(BEN, "join")
        started = await peer.slash(ANN, "focus", {"how": "10"})
        assert started.ephemeral
        await both.wait()
        [message] = [one for one in peer.general.messages if "Study together" in one.title]
        posts = len(peer.general.messages)
        joined = await peer.tap(message, "Join", BEN)
        assert ("You’re in until" in joined.text, joined.ephemeral) == (True, True)
        refused = await peer.tap(message, "Stop", BEN)
        assert "Only the member who started it or an admin" in refused.text

        await wait(both, 5)
        assert "5 minutes left" in message.text
        assert "Studying: " in message.text
        assert set() == message.pinged
        await wait(both, 5)

        assert "Session over" == message.title
        assert "10 minutes together." in message.text
        assert ["Go again", "My streak"] == list(message.buttons)
        assert posts == len(peer.general.messages)
        assert {"Ann": [10], "Ben": [10]} == await logged(both)


async def test_on_telegram_it_is_one_message_that_changes(database_url: str) -> None:
    async with town(database_url) as both:
        peer = both.telegram
        room = await start_on_telegram(both)
        dan = peer.user("Dan", started=True)
        peer.says(dan, room, "/join")
        await peer.quiet()
        [message] = [one for one in room.messages if "Study together" in one.text]
        assert message.quiet
        posts = len(room.messages)
        peer.taps(dan, message, "Join")
        await peer.quiet()

        await wait(both, 5)
        assert "5 minutes left" in message.text
        assert "Cleo, Dan" in message.text
        await wait(both, 5)

        assert "Session over" in message.text
        assert "10 minutes together" in message.text
        assert posts == len(room.messages)
        assert {"Cleo": [10], "Dan": [10]} == await logged(both)


@pytest.mark.parametrize("refusal", [(404, 10008), (400, 50005), (403, 50013)])
async def test_on_discord_a_refused_change_loses_no_minute_and_the_end_is_a_new_message(
    sqlite_url: str, refusal: tuple[int, int]
) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        await peer.slash(ANN, "focus", {"how": "5"})
        await both.wait()
        peer.fail("PATCH /channels/.*/messages/.*", *refusal)
        await wait(both, 5)

        assert {"Ann": [5]} == await logged(both)
        assert ["Session over"] == [one.title for one in peer.general.messages if "over" in one.title]


@pytest.mark.parametrize("refusal", ["message to edit not found", "message can't be edited", "MESSAGE_AUTHOR_REQUIRED"])
async def test_on_telegram_a_refused_change_loses_no_minute_and_the_end_is_a_new_message(
    sqlite_url: str, refusal: str
) -> None:
    async with town(sqlite_url) as both:
        room = await start_on_telegram(both)
        both.telegram.refuses("editMessageText", 400, f"Bad Request: {refusal}", times=9)
        await wait(both, 10)

        assert {"Cleo": [10]} == await logged(both)
        assert 1 == sum("Session over" in text for text in room.texts)


async def test_where_no_post_arrives_the_minutes_are_logged_and_the_message_comes_later(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        await peer.slash(CHIEF, "join")
        peer.general.refuses = (403, 50013)
        await peer.slash(ANN, "focus", {"how": "10"})
        await wait(both, 10)
        assert {"Ann": [10]} == await logged(both)
        peer.general.refuses = None
        await wait(both, 15)

        assert ["Session over"] == [one.title for one in peer.general.messages if one.title]


@pytest.mark.parametrize("topic", ["closed", "muted"])
async def test_where_telegram_takes_no_post_its_starter_is_told_once_in_private(sqlite_url: str, topic: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        cleo = peer.user("Cleo", started=True)
        room = peer.group("Study", forum=True)
        room.topics[7] = "open"
        peer.says(cleo, room, "/join", thread=7)
        await peer.quiet()
        room.topics[7], room.muted = ("closed", False) if topic == "closed" else ("open", True)
        posts = len(room.texts)
        peer.says(cleo, room, "/focus 25", thread=7)
        await peer.quiet()
        for _ in range(3):
            await wait(both, 5)
        [told] = [one for one in peer.private(cleo).messages if "can’t post in your group" in one.text]
        assert "You’re in until" in told.text
        peer.taps(cleo, told, "Stop")
        await peer.quiet()
        await wait(both, 1)

        assert posts == len(room.texts)
        assert {"Cleo": [15]} == await logged(both)


async def test_in_a_private_chat_alone(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        eve = peer.user("Eve", started=True)
        peer.says(eve, eve, "/focus 5")
        await peer.quiet()
        await both.wait()
        await wait(both, 5)

        assert {"Eve": [5]} == await logged(both)
        assert any("5 minutes done" in text for text in peer.private(eve).texts)
