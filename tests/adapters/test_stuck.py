"""A stuck member on both platforms: members are asked in private, and the next one where a private chat is closed."""

from __future__ import annotations

from datetime import timedelta

from tests.adapters.discord_peer_state import Person
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.test_both import ANN, CHIEF, Town, town

BEN, CAT = Person("Ben"), Person("Cat")
ABOUT = "Ann is stuck on"


async def stuck_on_discord(both: Town) -> None:
    """Ben and then Cat finished a task and agreed to be asked. Ann is stuck on it."""
    peer = both.discord
    await peer.slash(CHIEF, "setup")
    for person in (BEN, CAT):
        await peer.slash(person, "done", {"task": "week2-numpy"})
        await peer.slash(person, "settings", {"what": "questions", "value": "on"})
        both.clock.advance(timedelta(minutes=1))
    answer = await peer.slash(ANN, "stuck", {"task": "week2-numpy", "note": "I tried reshape"})
    assert (answer.ephemeral, "up to two people" in answer.text) == (True, True)


async def pass_by(both: Town, **by: float) -> None:
    """Let time pass: plan, and send what was planned."""
    await both.wait(**by)
    await both.wait(seconds=1)


async def test_on_discord_the_latest_is_asked_in_private_and_then_the_next(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        await stuck_on_discord(both)

        await pass_by(both, minutes=3)
        ask = peer.dm_with(CAT.id).messages[-1]
        declined = await peer.tap(ask, "Not now", CAT)
        await pass_by(both, minutes=1)

        assert ABOUT in ask.text
        assert "I tried reshape" in ask.text
        assert "ask someone else" in declined.text
        assert ABOUT in peer.dm_with(BEN.id).messages[-1].text


async def test_on_discord_a_closed_private_chat_lets_the_next_be_asked(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        await stuck_on_discord(both)
        peer.dm_with(CAT.id).refuses = (403, 50007)

        await pass_by(both, minutes=3)
        await pass_by(both, minutes=16)

        assert [] == peer.dm_with(CAT.id).messages
        assert ABOUT in peer.dm_with(BEN.id).messages[-1].text


async def test_on_discord_an_asker_whose_private_chat_is_closed_meets_a_helper_in_the_group(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        await stuck_on_discord(both)
        await pass_by(both, minutes=3)
        peer.dm_with(ANN.id).refuses = (403, 50007)

        await peer.tap(peer.dm_with(CAT.id).messages[-1], "I can help", CAT)
        await pass_by(both, seconds=1)
        await pass_by(both, seconds=1)
        told = peer.dm_with(CAT.id).messages[-1].text
        for _ in range(3):
            await pass_by(both, hours=14)
        asked = next(one for one in peer.general.messages if "I can help" in one.buttons)
        await peer.tap(asked, "I can help", CAT)
        await pass_by(both, seconds=1)

        assert f"My message to <@{ANN.id}> didn’t arrive" in told
        assert ABOUT in peer.dm_with(BEN.id).messages[-1].text
        assert {str(ANN.id), str(CAT.id)} == peer.general.messages[-1].pinged


async def stuck_on_telegram(both: Town) -> tuple[Chat, User, User, User]:
    peer = both.telegram
    ann, ben, cat = (peer.user(name, started=True) for name in ("Ann", "Ben", "Cat"))
    room = peer.group("Study", admins=(ann,))
    peer.says(ann, room, "/setup here")
    await peer.quiet()
    for person in (ben, cat):
        peer.says(person, room, "/done week2-numpy")
        await peer.quiet()
        peer.says(person, room, "/stuck questions on")
        await peer.quiet()
        both.clock.advance(timedelta(minutes=1))
    peer.says(ann, room, "/stuck week2-numpy I tried reshape")
    await peer.quiet()
    return room, ann, ben, cat


async def hear(both: Town, **by: float) -> None:
    """Let time pass. Somebody speaks, so that the platform counts as connected."""
    both.clock.advance(timedelta(**by))
    both.telegram.says(both.telegram.user("Zoe"), both.telegram.user("Zoe"), "/about")
    await both.telegram.quiet()
    await pass_by(both)


async def test_on_telegram_a_member_who_blocked_the_bot_lets_the_next_be_asked(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        _, _, ben, cat = await stuck_on_telegram(both)
        cat.blocked = True

        await hear(both, minutes=3)
        await hear(both, minutes=16)

        assert ABOUT in peer.private(ben).last.text
        assert not any(ABOUT in text for text in peer.private(cat).texts)


async def test_on_telegram_the_group_is_asked_at_once_if_the_asker_wishes(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        room, ann, ben, _ = await stuck_on_telegram(both)
        chat = next(one for one in (peer.private(ann), room) if any("up to two people" in text for text in one.texts))

        peer.taps(ann, chat.last, "Ask the group now")
        await peer.quiet()
        await hear(both, minutes=1)

        assert "Who can help?" in room.last.text
        assert not any(ABOUT in text for text in peer.private(ben).texts)
