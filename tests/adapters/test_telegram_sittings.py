"""What a person asks in a row in a Telegram group is answered in one message."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapters.telegram.sittings import LASTS
from bot.database.store import Store
from tests.adapters.telegram_peer_world import Chat, Message, User
from tests.adapters.telegram_stage import Stage
from tests.adapters.test_telegram_edits import in_a_group


async def say(stage: Stage, who: User, where: Chat, line: str) -> Message:
    said = stage.peer.says(who, where, line)
    await stage.peer.quiet()
    return said


async def begin(stage: Stage, ann: User, room: Chat) -> None:
    """Let Ann join, and read no more of it."""
    await say(stage, ann, room, "/join")
    room.messages.clear()
    stage.clock.advance(LASTS + timedelta(seconds=1))


def ours(room: Chat) -> list[Message]:
    return [message for message in room.messages if message.ours]


async def test_a_lookup_takes_the_place_of_the_one_before(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await begin(stage, ann, room)
        for line in ("/next", "/streak"):
            await say(stage, ann, room, line)

        [lookup] = room.texts
        assert "No streak yet" in lookup


async def test_a_lookup_after_a_deed_names_the_deed_and_its_undo(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await say(stage, ann, room, "/done week2-numpy")
        await say(stage, ann, room, "/streak")

        [answer] = ours(room)
        assert "1 day in a row" in answer.text
        assert "Before that: ✅ NumPy & Pandas" in answer.text

        stage.peer.taps(ann, answer, next(one for one in answer.buttons if one.startswith("Undo: ")))
        await stage.peer.quiet()
        [undone] = room.texts
        assert "open again" in undone
        assert "Before that" not in undone


async def test_two_deeds_in_a_row_are_one_message_and_each_is_taken_back(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await say(stage, ann, room, "/done week2-numpy")
        await say(stage, ann, room, "/done week1-stats")

        [answer] = ours(room)
        assert 2 == len([label for label in answer.buttons if answer.line(label).startswith("undo")])

        stage.peer.taps(ann, answer, "Undo")
        await stage.peer.quiet()
        assert "open again" in answer.text
        assert "Before that: ✅ NumPy & Pandas" in answer.text


async def test_a_typed_undo_changes_the_message_of_two_deeds(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await say(stage, ann, room, "/done week2-numpy")
        await say(stage, ann, room, "/done week1-stats")
        [answer] = ours(room)

        await say(stage, ann, room, "/undo")

        assert "Undone: ✅ Statistics" in answer.text
        assert "Before that: ✅ NumPy & Pandas" in answer.text
        assert 2 == len(room.texts)


async def test_a_tap_that_changes_a_lookup_names_the_deed_again(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await say(stage, ann, room, "/done week2-numpy")
        await say(stage, ann, room, "/leaderboard")
        stage.peer.taps(ann, ours(room)[0], "All time")
        await stage.peer.quiet()

        [answer] = ours(room)
        assert "All time" in answer.text
        assert "Before that: ✅ NumPy & Pandas" in answer.text


async def test_what_a_tap_took_back_is_never_written_over(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await say(stage, ann, room, "/done week2-numpy")
        stage.peer.taps(ann, ours(room)[0], "Undo")
        await stage.peer.quiet()
        await say(stage, ann, room, "/streak")

        undone, streak = ours(room)
        assert "open again" in undone.text
        assert "No streak yet" in streak.text


async def test_what_a_tap_asked_is_never_written_over(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await begin(stage, ann, room)
        await say(stage, ann, room, "/progress")
        stage.peer.taps(ann, ours(room)[0], "More")
        await stage.peer.quiet()
        await say(stage, ann, room, "/streak")

        question, streak = ours(room)
        assert "Goal date" in question.buttons
        assert "No streak yet" in streak.text


async def test_an_edit_of_the_earlier_message_is_answered_anew(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = await say(stage, ann, room, "/done week2-numpy")
        await say(stage, ann, room, "/streak")
        stage.peer.edits(said, "/done week1-stats")
        await stage.peer.quiet()

        streak, edited = room.texts
        assert "1 day in a row" in streak
        assert "Before you edited your message: ✅ NumPy & Pandas" in edited


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("/leaderboard", "/streak", id="what the group was shown"),
        pytest.param("/done week2-numpy", "/undo", id="an undo"),
        pytest.param("/invite", "/streak", id="a link for others"),
        pytest.param("/next", "/done science", id="a question"),
        pytest.param("/done science", "/next", id="an answer after a question"),
    ],
)
async def test_what_others_or_the_asker_still_need_stays(sqlite_store: Store, first: str, second: str) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await begin(stage, ann, room)
        await say(stage, ann, room, first)
        await say(stage, ann, room, second)

        assert 2 == len(ours(room))


async def test_another_persons_answer_is_never_written_over(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await begin(stage, ann, room)
        await say(stage, ann, room, "/next")
        await say(stage, stage.peer.user("Ben"), room, "/next")

        assert 2 == len(room.texts)


async def test_in_another_topic_of_a_forum_the_answer_is_a_new_message(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _):
        forum = stage.peer.group("Forum", forum=True)
        forum.topics = {7: "open", 8: "open"}
        await begin(stage, ann, forum)
        for thread in (7, 8):
            stage.peer.says(ann, forum, "/next", thread=thread)
            await stage.peer.quiet()

        assert [7, 8] == [message.thread for message in ours(forum)]


async def test_an_answer_out_of_sight_stays(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await begin(stage, ann, room)
        await say(stage, ann, room, "/next")
        for _ in range(3):
            await say(stage, stage.peer.user("Ben"), room, "Good morning!")
        await say(stage, ann, room, "/streak")

        assert 2 == len(room.texts)


@pytest.mark.parametrize(("after", "messages"), [(LASTS, 1), (LASTS + timedelta(seconds=1), 2)])
async def test_a_sitting_lasts_ten_minutes(sqlite_store: Store, after: timedelta, messages: int) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await begin(stage, ann, room)
        await say(stage, ann, room, "/next")
        stage.clock.advance(after)
        await say(stage, ann, room, "/streak")

        assert messages == len(room.texts)


async def test_an_answer_that_was_removed_is_a_new_message(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await begin(stage, ann, room)
        await say(stage, ann, room, "/next")
        room.messages.pop()
        await say(stage, ann, room, "/streak")

        assert 1 == len(room.texts)


async def test_after_a_restart_the_next_answer_is_a_new_message(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await begin(stage, ann, room)
        await say(stage, ann, room, "/next")
        await stage.end()
        stage.adapter = stage.make()
        await stage.begin()
        await say(stage, ann, room, "/streak")

        assert 2 == len(room.texts)


async def test_an_answer_three_messages_above_is_in_sight(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await begin(stage, ann, room)
        await say(stage, ann, room, "/next")
        for _ in range(2):
            await say(stage, stage.peer.user("Ben"), room, "Good morning!")
        await say(stage, ann, room, "/streak")

        assert 1 == len(ours(room))


async def test_what_a_steward_set_up_stays_and_takes_no_place(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _):
        room = stage.peer.group("Staff", admins=(ann,))
        await begin(stage, ann, room)
        for line in ("/next", "/schedule", "/streak"):
            await say(stage, ann, room, line)

        streak, schedule = (message.text for message in ours(room))
        assert "No streak yet" in streak
        assert "nudge" in schedule


@pytest.mark.parametrize("home", ["brief", "private"])
async def test_an_answer_that_does_not_stay_in_the_group_takes_no_place(sqlite_store: Store, home: str) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _):
        room = stage.peer.group("Staff", admins=(ann,))
        await begin(stage, ann, room)
        await say(stage, ann, room, "/done week2-numpy")
        await say(stage, ann, room, f"/setup answers {home}")
        stage.peer.private(ann).messages.clear()
        await say(stage, ann, room, "/streak")

        assert "NumPy & Pandas" in ours(room)[0].text
        assert "in a row" not in ours(room)[0].text


async def test_a_tap_on_an_older_answer_names_no_deed_of_the_last_one(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await begin(stage, ann, room)
        await say(stage, ann, room, "/leaderboard")
        await say(stage, ann, room, "/done week2-numpy")
        board, done = ours(room)
        stage.peer.taps(ann, board, "All time")
        await stage.peer.quiet()

        assert "All time" in board.text
        assert "Before that" not in board.text
        stage.peer.taps(ann, done, "Undo")
        await stage.peer.quiet()
        assert "open again" in done.text


async def test_after_a_restart_an_edit_of_the_earlier_message_is_answered_anew(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = await say(stage, ann, room, "/done week2-numpy")
        await say(stage, ann, room, "/streak")
        await stage.end()
        stage.adapter = stage.make()
        await stage.begin()
        stage.peer.edits(said, "/done week1-stats")
        await stage.peer.quiet()

        streak, edited = room.texts
        assert "1 day in a row" in streak
        assert "Before you edited your message: ✅ NumPy & Pandas" in edited


async def test_what_a_tap_asks_in_an_older_answer_lets_the_last_one_go(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await begin(stage, ann, room)
        await say(stage, ann, room, "/progress")
        stage.clock.advance(LASTS + timedelta(seconds=1))
        await say(stage, ann, room, "/next")
        stage.peer.taps(ann, ours(room)[0], "More")
        await stage.peer.quiet()
        await say(stage, ann, room, "/streak")

        question, streak = ours(room)
        assert "Goal date" in question.buttons
        assert "No streak yet" in streak.text
