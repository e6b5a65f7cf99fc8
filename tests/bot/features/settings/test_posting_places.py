"""Where posts go: only `/setup here` moves them, and says from where to where."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.chat.reply import Reply, Tone
from bot.chat.rights import KnownRights, Right
from bot.identity import Place
from bot.tables import places
from tests.bot.room import HERE, Room, button, labels, words

GENERAL = Place("discord", 9, 901, title="Study")
STUDY = replace(GENERAL, chat_id=902)
FORUM = Place("telegram", -1001234567890, -1001234567890, 5, "Study")


async def spot(room: Room) -> tuple[int, int | None, bool]:
    def read(db: Connection) -> tuple[int, int | None, bool]:
        row = db.execute(select(places.c.chat_id, places.c.thread_id, places.c.chosen)).one()
        return row.chat_id, row.thread_id, row.chosen

    return await room.store.read(read)


async def lose(room: Room, reason: str) -> None:
    await room.store.write(lambda db: db.execute(update(places).values(off_reason=reason)).rowcount)


def channels(reply: Reply) -> list[int]:
    return [span.channel for span in reply.text.spans if span.channel]


async def test_a_steward_moves_posts_here_and_hears_from_where(room: Room) -> None:
    await room.say("Root", "/setup here", GENERAL)

    moved = await room.say("Root", "/setup here", STUDY)
    again = await room.say("Root", "/setup here", STUDY)

    assert "I’ll post here from now on, and no longer in" in words(moved)
    assert ([901], "I post here.") == (channels(moved), words(again))
    assert (902, None, True) == await spot(room)


@pytest.mark.parametrize("line", ["/setup", "/schedule", "/setup zone Berlin", "/schedule nudge 19:00", "/quiet 2d"])
async def test_looking_or_setting_a_value_elsewhere_moves_nothing(room: Room, line: str) -> None:
    await room.say("Root", "/setup here", GENERAL)

    reply = await room.say("Root", line, STUDY)

    assert (901, None, True) == await spot(room)
    if not line.startswith("/quiet"):
        assert ("I post in " in words(reply), [901]) == (True, channels(reply))
        moved = await room.tap("Root", reply, "Post here instead", STUDY)
        assert "no longer in" in words(moved)
        assert (902, None, True) == await spot(room)


@pytest.mark.parametrize("line", ["/done numpy", "/progress", "/join", "/leaderboard", "/leave yes", "/roadmap"])
async def test_a_members_command_moves_no_posts(room: Room, line: str) -> None:
    await room.say("Root", "/setup here", GENERAL)
    await room.say("Ann", "/join", GENERAL)
    for reason in (None, "unknown channel", "kicked"):
        if reason:
            await lose(room, reason)
        await room.say("Ann", line, STUDY)
        await room.say("Ann", line, replace(STUDY, chat_id=903, thread_id=4))

        assert (901, None, True) == await spot(room)


async def test_a_group_without_a_place_gets_one_at_the_end_of_its_set_up(room: Room) -> None:
    await room.say("Ann", "/done numpy", GENERAL)
    looked = await room.say("Root", "/setup all", STUDY)
    assert ("I post in " in words(looked), (901, None, False)) == (True, await spot(room))

    saved = await room.say("Root", "/setup zone Berlin", STUDY)

    assert ("I post here." in words(saved), (902, None, True)) == (True, await spot(room))
    assert "Post here instead" not in labels(saved)


@pytest.mark.parametrize("line", ["/setup here", "/setup zone Berlin"])
async def test_posts_go_nowhere_where_a_right_is_lacking(room: Room, line: str) -> None:
    await room.say("Ann", "/done numpy", GENERAL)
    room.rights = KnownRights(admin=True, lacking=(Right.EMBED, Right.FILES))

    reply = await room.say("Root", line, STUDY)

    assert "I can’t post here yet" in words(reply)
    assert "Embed Links, Attach Files" in words(reply)
    assert (901, None, False) == await spot(room)
    room.rights = None
    again = await room.tap("Root", reply, "Try again" if line == "/setup here" else "Post here instead", STUDY)
    assert ("no longer in" in words(again), (902, None, True)) == (True, await spot(room))


@pytest.mark.parametrize(
    ("right", "said"), [(Right.SEND, "not allowed to send messages"), (Right.TOPIC, "this topic is closed")]
)
async def test_on_telegram_the_remedy_is_named(room: Room, right: Right, said: str) -> None:
    room.rights = KnownRights(admin=True, lacking=(right,))

    assert said in words(await room.say("Root", "/setup here", FORUM))


async def test_a_topic_is_named_by_a_link(room: Room) -> None:
    await room.say("Root", "/setup here", FORUM)
    moved = await room.say("Root", "/setup here", replace(FORUM, thread_id=None))
    back = await room.say("Root", "/setup here", FORUM)

    assert ["https://t.me/c/1234567890/5"] == [span.url for span in moved.text.spans if span.url]
    assert "no longer in the main chat" in words(back)


@pytest.mark.parametrize(
    ("place", "reason", "said"),
    [
        (GENERAL, "missing permissions", "View Channel"),
        (GENERAL, "unknown channel", "it was deleted"),
        (GENERAL, "thread locked", "it’s closed"),
        (FORUM, "no_rights", "not allowed to send messages"),
        (FORUM, "topic_closed", "it’s closed"),
        (FORUM, "topic_deleted", "it was deleted"),
        (FORUM, "anything new", "not allowed"),
    ],
)
@pytest.mark.parametrize("line", ["/setup", "/schedule", "/setup week sunday"])
async def test_a_place_that_takes_no_posts_is_shown(
    room: Room, line: str, place: Place, reason: str, said: str
) -> None:
    await room.say("Root", "/setup here", place)
    await lose(room, reason)

    reply = await room.say("Root", line, place)
    assert ("⚠️ I can’t post in" in words(reply), said in words(reply)) == (True, True)
    assert "I post here." == words(await room.tap("Root", reply, "Try again", place))
    assert "⚠️" not in words(await room.say("Root", line, place))


@pytest.mark.parametrize("line", ["/setup", "/schedule", "/setup week sunday"])
async def test_a_lost_place_in_the_other_home_is_shown_with_its_platform(room: Room, line: str) -> None:
    await room.say("Root", "/setup here", GENERAL)
    other = {"group_id": 1, "platform": "telegram", "space_id": -5, "chat_id": -5, "off_reason": "kicked"}
    await room.store.write(lambda db: db.execute(insert(places).values(other)).rowcount)

    reply = await room.say("Root", line, GENERAL)

    assert "⚠️ On Telegram: I was removed, so I can’t post any more. Add me again" in words(reply)
    assert "Post here instead" not in labels(reply)


async def test_in_ones_own_chat_there_is_nothing_to_move(room: Room) -> None:
    own = Place("telegram", 100, 100, private=True)
    await room.say("Ann", "/done numpy", own)

    assert "I post here." == words(await room.say("Ann", "/setup here", own))
    assert "I post" not in words(await room.say("Ann", "/setup", own))


async def test_a_role_that_cannot_be_pinged_is_not_promised(room: Room) -> None:
    room.rights = KnownRights(admin=True, pings=False)
    refused = await room.say("Root", "/setup role <@&77>", GENERAL)

    assert (Tone.PROBLEM, True) == (refused.tone, "Mention Everyone" in words(refused))
    assert "@role" not in words(await room.say("Root", "/setup all", GENERAL))

    room.rights = None
    assert "setup role <@&77>" == button(refused, "Try again").line
    await room.tap("Root", refused, "Try again", GENERAL)
    assert "I ping @role" in words(await room.say("Root", "/setup all", GENERAL))

    room.rights = KnownRights(admin=True, pings=False)
    assert "I can’t ping @role" in words(await room.say("Root", "/setup all", GENERAL))


async def test_where_posts_go_here_nothing_is_asked(room: Room) -> None:
    reply = await room.say("Root", "/setup all", HERE)

    assert ("I post here." in words(reply), False) == (True, "Post here instead" in labels(reply))


async def test_a_channel_that_was_picked_gets_the_posts(room: Room) -> None:
    await room.say("Root", "/setup here", GENERAL)

    moved = await room.say("Root", "/setup here <#902>", GENERAL)

    assert ([902, 901], (902, None, True)) == (channels(moved), await spot(room))
    assert "I post in the channel." == words(await room.say("Root", "/setup here <#902>", GENERAL))


@pytest.mark.parametrize(("place", "value"), [(GENERAL, "general"), (GENERAL, "in <#901>"), (FORUM, "<#902>")])
async def test_a_place_that_is_none_moves_nothing_and_is_asked_about(room: Room, place: Place, value: str) -> None:
    await room.say("Root", "/setup here", replace(place, chat_id=900))

    refused = await room.say("Root", f"/setup here {value}", place)

    assert (Tone.PROBLEM, 900) == (refused.tone, (await spot(room))[0])
    assert "I’ll post here from now on" in words(await room.tap("Root", refused, "Post here instead", place))


@pytest.mark.parametrize("value", ["here", " HERE ", "this channel", "this topic"])
async def test_this_place_can_be_named_in_words(room: Room, value: str) -> None:
    await room.say("Root", f"/setup here {value}", FORUM)

    assert (FORUM.chat_id, 5, True) == await spot(room)
