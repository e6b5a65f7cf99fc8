"""/invite as typed and tapped; its links are tested on Telegram."""

from __future__ import annotations

from tests.bot.room import Room, labels, words


async def test_where_the_bot_has_no_links_everybody_joins_by_command(room: Room) -> None:
    await room.say("Ann", "/join")

    reply = await room.say("Ann", "/invite")

    assert "/join" in words(reply)
    assert ["Join"] == labels(reply)


async def test_a_learner_alone_has_nobody_to_invite_yet(room: Room) -> None:
    await room.privately("Ann", "/join")

    assert "on your own" in words(await room.privately("Ann", "/invite"))
