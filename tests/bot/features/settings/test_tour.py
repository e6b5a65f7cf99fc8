"""The tour of /setup: taps alone lead from a new group to "All set"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.reply import Reply
from bot.chat.rights import KnownRights, Right
from bot.identity import Place, Platform
from tests.bot.room import Room, labels, lines, words

STUDY = Place(Platform.DISCORD, 9, 10, title="Study")
MOST = 8
"""The most taps from the greeting to the end."""


async def walk(room: Room, reply: Reply, choose: dict[str, str]) -> tuple[Reply, int]:
    """Tap through the tour: the wanted label where a question has it, else the first. Returns the end and the taps."""
    count = 0
    while "All set" not in words(reply):
        label = next((label for question, label in choose.items() if question in words(reply)), labels(reply)[0])
        reply = await room.tap("Root", reply, label)
        count += 1
        assert reply.update
        assert count <= MOST
    return reply, count


async def test_first_buttons_alone_lead_to_all_set(room: Room) -> None:
    end, count = await walk(room, await room.say("Root", "/setup"), {})

    assert count < MOST  # the greeting's own button is one more
    assert "I post here" in words(end)
    assert "Daily nudge at 18:00\nWeekly check-in on Sunday at 18:00\n" in words(end)
    assert {"howto", "setup checkin", "setup all"} == set(lines(end))
    assert "Set up: step" not in words(await room.say("Root", "/setup"))


async def test_answers_are_kept(room: Room) -> None:
    asked = await room.say("Root", "/setup tour")
    asked = await room.tap("Root", asked, "The other one")
    asked = await room.tap("Root", asked, "Asia")
    asked = await room.tap("Root", asked, "Kolkata")
    await walk(room, asked, {"nudge": "20:00", "community board: no": "Join the community board"})

    shown = words(await room.say("Root", "/setup"))
    assert "The other one" in shown
    assert "Kolkata" in shown
    assert "nudge at 20:00" in shown
    assert "community board: yes" in shown


async def test_the_end_says_the_chosen_weekdays_and_what_is_off(room: Room) -> None:
    await room.say("Root", "/setup tour nudge mon-fri")
    await room.say("Root", "/setup checkin off")

    end = words(await room.say("Root", "/setup tour end"))

    assert "Daily nudge at 18:00, only Mon–Fri" in end
    assert "Weekly check-in: off" in end


async def test_the_rest_can_be_skipped(room: Room) -> None:
    end = await room.tap("Root", await room.say("Root", "/setup"), "Skip the rest")

    assert "All set" in words(end)


@pytest.mark.parametrize("typed", ["zone Atlantis", "nudge 99", "community perhaps", "nonsense", "zone"])
async def test_a_tour_never_loses_its_way(room: Room, typed: str) -> None:
    reply = await room.say("Root", f"/setup tour {typed}")

    assert any(line.startswith("setup tour") for line in lines(reply))
    assert "setup all" not in lines(reply)
    assert "All set" not in words(reply)


async def test_each_question_leads_back_to_the_one_before(room: Room) -> None:
    first = await room.say("Root", "/setup tour")
    assert "Back" not in labels(first)
    second = await room.tap("Root", first, "Keep it")
    world = await room.tap("Root", second, "Asia")

    assert words(second) == words(await room.tap("Root", world, "Back"))
    assert words(first) == words(await room.tap("Root", second, "Back"))


async def test_where_answers_stand_is_asked_on_telegram_alone(room: Room) -> None:
    discord = Place(Platform.DISCORD, 1, 10, title="Study")

    assert "step 4 of 4" in words(await room.say("Root", "/setup tour community", discord))
    assert "step 5 of 5" in words(await room.say("Root", "/setup tour community", Place(Platform.TELEGRAM, -5, -5)))


async def test_a_how_to_is_for_all_to_tap(room: Room) -> None:
    end, _ = await walk(room, await room.say("Root", "/setup"), {})

    posted = await room.tap("Root", end, "Post a how-to")

    assert posted.shared
    assert not posted.update
    assert ["join", "roadmap", "settings partner", "help"] == lines(posted)
    assert "Only an admin" in words(await room.say("Ann", "/howto"))


def of_posts(reply: Reply) -> tuple[bool, bool]:
    """Whether an answer says that posts come here, and whether it offers to try again."""
    return "I post here" in words(reply), "setup here" in lines(reply)


async def test_the_end_gives_a_group_its_place_only_where_the_bot_may_post(room: Room) -> None:
    room.rights = KnownRights(admin=True, lacking=(Right.SEND,))
    assert (False, True) == of_posts(await room.say("Root", "/setup tour end", STUDY))
    room.rights = None
    assert "Set up: step" in words(await room.say("Root", "/setup", STUDY)), "no place is chosen yet"

    assert (True, False) == of_posts(await room.say("Root", "/setup tour end", STUDY))
    assert "Set up: step" not in words(await room.say("Root", "/setup", STUDY))


async def test_the_end_moves_no_place_that_a_steward_chose(room: Room) -> None:
    await room.say("Root", "/setup here", STUDY)

    assert (False, False) == of_posts(await room.say("Root", "/setup tour end", replace(STUDY, chat_id=11)))
    assert "I post here" in words(await room.say("Root", "/setup all", STUDY))


async def test_setup_in_ones_own_chat_begins_with_no_tour(room: Room) -> None:
    own = Place(Platform.TELEGRAM, 100, 100, private=True)

    for line in ("/setup", "/done numpy", "/setup"):
        assert "Set up: step" not in words(await room.say("Ann", line, own))
