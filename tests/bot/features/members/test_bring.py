"""/bring as offered and tapped; people who are picked or mentioned are tested on both platforms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.chat.reply import Reply, Tone
from bot.tables import kept_lines
from tests.bot.room import Room, button, labels, lines, show_as, taps, words


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


@pytest.mark.parametrize("account", ["telegram:7123456789012345", "<@1234567890123456789>"])
@pytest.mark.parametrize(
    ("name", "said"),
    [("Eve", "Eve"), ("Zoraya " * 9, "Zoraya Zoraya"), ("Ж" * 60, "ЖЖЖЖЖ"), ("Eve\nof\nOld", "Eve of Old")],
    ids=["short", "long", "many bytes", "lines"],
)
async def test_an_invitation_is_offered_by_a_button_that_carries_all_of_it(
    room: Room, account: str, name: str, said: str
) -> None:
    await room.say("Ann", "/join")
    assert room.said
    key = account.replace("<@", "discord:").removesuffix(">")
    asked = replace(room.said, line=f"/progress {account}", inbound="asked", people={key: name})

    answer = await room.dispatcher.answer(asked)

    [offer] = [one for one in taps(answer) if one.line.startswith("bring")]
    assert offer.fits and offer.line.startswith(f"bring {account} {said}")
    assert 0 == await room.store.read(lambda db: len(db.execute(select(kept_lines)).all()))


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
