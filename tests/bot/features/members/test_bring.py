"""/bring as offered and tapped; people who are picked or mentioned are tested on both platforms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.reply import Reply, Tone
from tests.bot.room import Room, button, labels, lines, show_as, words


async def answer_muted(room: Room, line: str) -> Reply:
    """The answer to a line of Ann's, who may not write in the group."""
    await room.say("Ann", "/about")
    assert room.said
    return await room.dispatcher.answer(replace(room.said, line=line, inbound=f"muted {line}", muted=True))


@pytest.mark.parametrize("command", ["progress", "streak"])
@pytest.mark.parametrize(("fellow", "stranger"), [("@ben", "@zed"), ("sandbox:100", "sandbox:990")])
async def test_a_hidden_fellow_is_answered_as_a_stranger_is(
    room: Room, command: str, fellow: str, stranger: str
) -> None:
    await room.say("Ben", "/settings visibility hidden")
    await room.say("Ann", "/join")
    assert 100 == room.account("Ben").user_id

    hidden, nobody = await room.say("Ann", f"/{command} {fellow}"), await room.say("Ann", f"/{command} {stranger}")

    assert Tone.PROBLEM is hidden.tone
    assert "joined yet" in words(hidden)
    assert "hasn't" not in words(hidden)
    assert words(hidden).replace("@ben", "@zed") == words(nobody)
    assert [one.replace("ben", "zed") for one in lines(hidden)] == lines(nobody)


async def test_a_member_invites_a_person_in_the_group(room: Room) -> None:
    await room.say("Ann", "/join")

    invited = await room.tap("Ann", await room.say("Ann", "/progress @eve"), "Invite @eve")

    assert "@eve, Ann invites you" in words(invited)
    assert (True, False, "join") == (invited.shared, invited.private, button(invited, "Join").line)


async def test_a_hidden_learner_is_not_offered_to_invite_in_their_name(room: Room) -> None:
    await room.say("Ann", "/join")
    asked = await room.say("Ann", "/progress @eve")
    await show_as(room, "hidden")

    refused = await room.tap("Ann", asked, "Invite @eve")

    assert (True, False) == (refused.private, refused.shared)
    assert "can’t invite @eve" in words(refused)
    assert [] == labels(await room.say("Ann", "/progress @eve"))


async def test_a_muted_member_is_not_offered_to_invite(room: Room) -> None:
    await room.say("Ann", "/join")

    assert [] == labels(await answer_muted(room, "/progress @eve"))
    assert "can’t invite @eve" in words(await answer_muted(room, "/bring @eve"))


async def test_only_a_member_is_offered_to_invite(room: Room) -> None:
    await room.say("Ann", "/join")

    offered = labels(await room.say("Ben", "/progress @eve"))
    refused = await room.say("Ben", "/bring @eve")

    assert [] == offered
    assert "You’re not in this group yet" in words(refused)
