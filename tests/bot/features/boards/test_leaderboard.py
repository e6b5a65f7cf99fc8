"""/leaderboard, as a room sees it."""

from __future__ import annotations

import pytest

from bot.chat.reply import Tone
from bot.database.store import Store
from tests.bot.room import Room, labels, words


@pytest.fixture
async def room(sqlite_store: Store) -> Room:
    room = Room(sqlite_store)
    for name, tasks in (("Ann", "week1-algebra"), ("Ben", "week1-stats"), ("Cat", "week1-stats")):
        await room.say(name, f"/done {tasks}")
    return room


async def test_ties_share_a_rank_and_I_am_marked(room: Room) -> None:
    text = words(await room.say("Ann", "/leaderboard"))

    assert "1. Ben · 3 points\n1. Cat · 3 points\n3. Ann · 2 points (you)" in text
    assert "Since Mon 2 Mar" in text
    assert "1–5 points" in text


async def test_buttons_change_the_message_and_typed_lines_add_one(room: Room) -> None:
    week = await room.say("Ann", "/leaderboard")
    assert not week.update
    assert ["All time", "Streaks", "Community", "Thanks", "Recent celebrations"] == labels(week)

    streaks = await room.tap("Ann", week, "Streaks")

    assert streaks.update
    assert "1. Ann · 1 day (you)" in words(streaks)
    assert "A day counts with" in words(streaks)


async def test_a_board_from_before_a_restart_still_answers(room: Room) -> None:
    again = Room(room.store)

    assert "1. Ben" in words(await again.say("Ann", "leaderboard all", tapped=True))


async def test_a_hidden_member_is_absent_and_ranks_close_up(room: Room) -> None:
    await room.say("Ben", "/settings visibility hidden")
    await room.say("Dan", "/done week1-algebra")

    for name, kind in (("Ann", "week"), ("Ann", "all"), ("Ann", "streaks"), ("Ben", "all")):
        text = words(await room.say(name, f"/leaderboard {kind}"))
        assert "Ben" not in text
        assert "1. " in text
        assert "Cat" in text


async def test_a_member_shown_by_number_has_no_name_on_the_board_but_in_private(room: Room) -> None:
    await room.say("Ben", "/settings visibility number")

    for name in ("Ann", "Ben"):
        text = words(await room.say(name, "/leaderboard all"))
        assert "Member 2 · 3 points" in text
        assert "Ben" not in text
    assert "Ben · 3 points (you)" in words(await room.privately("Ben", "/leaderboard all"))


@pytest.mark.parametrize(
    ("kind", "own"), [("week", "3 points this week"), ("all", "3 points in all"), ("streaks", "1 day in a row")]
)
async def test_a_hidden_learner_reads_own_figures_in_private_alone(room: Room, kind: str, own: str) -> None:
    await room.say("Ben", "/settings visibility hidden")

    here, private = [words(await say("Ben", f"/leaderboard {kind}")) for say in (room.say, room.privately)]

    assert f"You have {own}. You’re hidden, so only you see this." in private
    assert "You have" not in here


async def test_a_hidden_learner_alone_with_points_is_told_them(sqlite_store: Store) -> None:
    room = Room(sqlite_store)
    await room.say("Ann", "/done week1-algebra")
    await room.say("Ann", "/settings visibility hidden")

    text = words(await room.privately("Ann", "/leaderboard all"))

    assert "You have 2 points in all" in text
    assert "No points yet" not in text


async def test_a_hidden_learner_without_points_is_told_so(room: Room) -> None:
    await room.say("Zoe", "/join")
    await room.say("Zoe", "/settings visibility hidden")

    assert "You have no points yet" in words(await room.privately("Zoe", "/leaderboard all"))


async def test_two_have_no_ranks(sqlite_store: Store) -> None:
    room = Room(sqlite_store)
    await room.say("Ann", "/done week1-algebra")
    await room.say("Ben", "/done week1-stats")

    text = words(await room.say("Ann", "/leaderboard"))

    assert "Ben · 3 points\nAnn · 2 points (you)" in text
    assert "1. " not in text


async def test_an_empty_board_invites(sqlite_store: Store) -> None:
    room = Room(sqlite_store)
    for kind in ("week", "all", "streaks", "community"):
        reply = await room.say("Ann", f"/leaderboard {kind}")
        assert "yet" in words(reply) or "empty" in words(reply)


async def test_I_am_shown_with_neighbours_below_the_top_ten(room: Room) -> None:
    for number in range(10):
        await room.say(f"P{number}", "/done week1-stats, week1-practice")

    text = words(await room.say("Ann", "/leaderboard"))

    assert "…\n11. Cat · 3 points\n13. Ann · 2 points (you)" in text


async def test_the_community_board_needs_the_steward_and_lists_other_groups(room: Room) -> None:
    assert "setup community on" in words(await room.say("Ann", "/leaderboard community"))
    await room.say("Root", "/setup community on")

    text = words(await room.say("Ann", "/leaderboard community"))

    assert "1. Ben · 3 points" in text
    assert "setup community" not in text


async def test_a_new_week_begins_empty_and_says_so(room: Room) -> None:
    room.later(days=7)

    assert "No points yet this week" in words(await room.say("Ann", "/leaderboard"))
    assert "1. Ben" in words(await room.say("Ann", "/leaderboard all"))


async def test_in_private_one_is_told_how_to_get_on_the_board(room: Room) -> None:
    await room.say("Zoe", "/join")

    assert "/next" in words(await room.privately("Zoe", "/leaderboard"))


@pytest.mark.parametrize("typed", ["foo", "😀", "<b>", "@everyone", "x" * 4000])
async def test_an_unknown_board_offers_the_five(room: Room, typed: str) -> None:
    reply = await room.say("Ann", f"/leaderboard {typed}")

    assert reply.tone is Tone.PROBLEM
    assert 5 == len(labels(reply))


@pytest.mark.parametrize(("typed", "title"), [("STREAK", "Streaks"), ("alltime", "All time"), ("weekly", "This week")])
async def test_boards_have_other_names(room: Room, typed: str, title: str) -> None:
    assert words(await room.say("Ann", f"/leaderboard {typed}")).startswith(title)


async def test_a_name_full_of_markup_is_only_a_name(sqlite_store: Store) -> None:
    room = Room(sqlite_store)
    nasty = "**bold** @everyone <b>x</b> [a](http://b)"
    await room.say(nasty, "/done week1-algebra")

    reply = await room.say(nasty, "/leaderboard")

    spans = [span for span in reply.text.spans if "everyone" in span.text]
    assert [span.text for span in spans] == [nasty]
    assert all(not span.url and span.mention is None for span in spans)


@pytest.mark.parametrize(
    ("kind", "figure"),
    [("", "3 points this week"), ("all", "3 points in all"), ("streaks", "1 day"), ("community", "3 points in all")],
)
async def test_a_hidden_member_is_told_their_figures_in_private_and_only_there(
    room: Room, kind: str, figure: str
) -> None:
    await room.say("Ben", "/settings visibility hidden")

    assert f"You have {figure}" in words(await room.privately("Ben", f"/leaderboard {kind}"))
    assert "You have" not in words(await room.say("Ben", f"/leaderboard {kind}"))


async def test_a_rank_that_too_many_share_is_counted_and_names_none_of_them(room: Room) -> None:
    for number in range(20):
        await room.say(f"P{number}", "/done week1-algebra")

    text = words(await room.say("Ann", "/leaderboard"))

    assert "1. Cat · 3 points\n3. 21 members · 2 points each\n…" in text
    assert "(you)" in text
