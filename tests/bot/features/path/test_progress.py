"""/progress as typed and tapped."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert

from bot.tables import pauses
from tests.bot.room import Room, labels, lines, show_as, words


async def test_progress_shows_levels_with_bars_and_pace(room: Room) -> None:
    await room.say("Ann", "done week1, week2")
    room.later(days=3)

    reply = await room.say("Ann", "progress")

    assert [
        "Progress of Ann",
        "▰▰▰▰▱▱▱▱▱▱ 47 % of the roadmap, 9 of 19 points",
        "5 of 9 tasks done. Bigger tasks are worth more points.",
        "Points: 🟢 ZERO 9 of 13 · 🟡 MID 0 of 6",
    ] == words(reply).splitlines()[:4]
    assert 1 + 5 == len(words(reply).splitlines())  # with the pace and the news of a freeze
    assert "days ahead of plan. 🎉" in words(reply)
    assert ["next", "roadmap", "streak", "progress more", "stuck questions"] == lines(reply)


async def test_the_bar_and_share_of_each_level_are_one_tap_away(room: Room) -> None:
    await room.say("Ann", "done week1, week2")

    roadmap = words(await room.tap("Ann", await room.say("Ann", "progress"), "Roadmap"))

    assert "🟢 ZERO ▰▰▰▰▰▰▱▱▱▱ 69 %" in roadmap
    assert "🟡 MID ▱▱▱▱▱▱▱▱▱▱ 0 %" in roadmap


async def test_no_finish_is_foretold(room: Room) -> None:
    await room.say("Ann", "done week1, week2")
    room.later(days=14)

    assert "finish" not in words(await room.say("Ann", "progress"))


async def test_a_stranger_has_progress_too(room: Room) -> None:
    reply = await room.say("Ann", "progress")

    assert "0 % of the roadmap" in words(reply)
    assert "calendar" not in words(reply)


async def test_who_is_behind_is_not_shamed_and_pauses_do_not_count(room: Room) -> None:
    await room.say("Ann", "done week1")
    room.later(days=60)
    far = await room.say("Ann", "progress")

    assert "No rush: 2 tasks a week finish 🟢 ZERO in May 2026." in words(far)
    assert "behind" not in words(far)
    assert ["next", "roadmap", "streak", "goal", "progress more"] == lines(far)

    today = room.clock.now().date()
    away = {"learner_id": 1, "first_day": today - timedelta(days=19), "last_day": today, "at": room.clock.now()}
    await room.store.write(lambda db: db.execute(insert(pauses).values(**away)).rowcount)

    near = await room.say("Ann", "progress")
    assert words(near).endswith("You’re about 4 weeks behind the plan. No rush: your pace is fine.")
    assert ["next", "roadmap", "streak", "progress more"] == lines(near)


async def test_a_pause_that_begins_today_leaves_the_pace_as_it_is(room: Room) -> None:
    await room.say("Ann", "done week1")
    room.later(days=60)
    await room.say("Ann", "progress")  # with the news of the streak, once
    before = words(await room.say("Ann", "progress"))

    await room.say("Ann", "pause 5 days")

    assert before == words(await room.say("Ann", "progress"))


async def test_who_started_in_the_middle_is_on_pace(room: Room) -> None:
    await room.say("Ann", "placement month3 yes")

    assert "Your first day" in words(await room.say("Ann", "progress"))
    room.later(days=1)
    assert "You’re right on plan." in words(await room.say("Ann", "progress"))


async def test_who_is_through_is_told_so(room: Room) -> None:
    await room.say("Ann", "choose path nlp")
    await room.say("Ann", "done week4-team, week1, week2, week3")

    assert "You finished everything!" in words(await room.say("Ann", "progress"))


async def test_a_fellows_progress_is_shown_without_pace_or_buttons(room: Room) -> None:
    await room.say("Ben", "done week1")

    reply = await room.say("Ann", "progress Ben")

    assert "Progress of Ben" in words(reply)
    assert "calendar" not in words(reply)
    assert () == reply.buttons


async def test_a_mention_of_oneself_is_ones_own_progress(room: Room) -> None:
    await room.say("Ann", "done week1")

    assert ["next", "roadmap", "streak", "progress more"] == lines(
        await room.say("Ann", f"progress {room.account('Ann').key}")
    )


async def test_a_hidden_fellow_is_not_found_in_any_way(room: Room) -> None:
    await room.say("Ben", "done week1")
    await show_as(room, "hidden")

    for typed in ("Ben", "@ben", room.account("Ben").key, "1", "member 1", "Be"):
        reply = await room.say("Ann", f"progress {typed}")
        assert reply.private
        assert "%" not in words(reply)
        assert "Ben" not in " ".join(labels(reply))
    own = await room.say("Ben", "progress Ben")
    assert own.private
    assert "Progress of Ben" in words(own)


async def test_who_is_known_by_number_is_found_by_number_alone(room: Room) -> None:
    await room.say("Ben", "done week1")
    await show_as(room, "number")

    reply = await room.say("Ann", "progress member 1")

    assert "Progress of Member 1" in words(reply)
    assert "Ben" not in words(reply)
    assert "%" not in words(await room.say("Ann", "progress Ben"))
    assert "%" not in words(await room.say("Ann", f"progress {room.account('Ben').key}"))


async def test_a_member_of_no_group_is_nobody(room: Room) -> None:
    assert "Progress of Ann" in words(await room.say("Ann", "progress Ben"))
    await room.say("Ben", "done week1")
    reply = await room.say("Ann", "progress 77")
    assert reply.private


async def test_a_word_that_is_neither_part_nor_person_is_answered_with_offers(room: Room) -> None:
    await room.say("Ann", "/join")

    refused = await room.say("Ann", "/progress blorp")

    assert "I can’t find “blorp” here." in words(refused)
    assert ["progress", "goal", "progress more"] == lines(refused)


async def test_habits_behind_progress_are_the_habits(room: Room) -> None:
    await room.say("Ann", "/join")

    assert words(await room.say("Ann", "/habits")) == words(await room.say("Ann", "/progress habits"))
