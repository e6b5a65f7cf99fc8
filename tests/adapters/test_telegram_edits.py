"""Commands under pictures and in edited messages: each is done once, and its answer says all that was done."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import select

from bot.database.store import Store
from bot.features.answers.keeping import KEEP_ANSWERS
from bot.features.answers.queries import prune_answers
from bot.tables import answers, sessions, ticks
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.telegram_stage import Stage, on_stage
from tests.adapters.telegram_toy import ToyCore
from tests.adapters.weekly_core import WeeklyCore

HOUR, DAY = 3600, 86400


@asynccontextmanager
async def in_a_group(store: Store) -> AsyncIterator[tuple[Stage, User, Chat]]:
    """The real commands behind the adapter, and Ann in a group."""
    core = WeeklyCore(store)
    async with on_stage(begin=False) as stage:
        stage.core, stage.clock = cast(ToyCore, core), core.clock
        stage.adapter = stage.make()
        await stage.begin()
        yield stage, stage.peer.user("Ann"), stage.peer.group("Study")


async def ticked(store: Store) -> list[str]:
    """The tasks that are ticked, in order."""
    return list(await store.read(lambda db: db.scalars(select(ticks.c.task).order_by(ticks.c.id)).all()))


@pytest.mark.parametrize("kind", ["photo", "document", "video", "voice", "audio", "animation"])
async def test_a_command_under_a_picture_or_file_is_done(kind: str) -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        said = stage.peer.shows(ann, room, kind, "/done@cairn_bot week2-numpy")
        await stage.peer.quiet()

        assert ["/done week2-numpy"] == stage.core.lines
        assert said.id == room.last.to
        assert "stays in the chat" not in room.last.text
        assert f"https://t.me/c/5000000001/{said.id}" == stage.core.heard[-1].file


async def test_a_command_under_a_picture_that_does_nothing_says_nothing_of_the_picture() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        stage.peer.shows(ann, room, "photo", "/echo@cairn_bot hello")
        await stage.peer.quiet()

        assert ["/echo hello"] == stage.core.lines
        assert "stays in the chat" not in room.last.text


async def test_a_caption_in_private_may_leave_the_slash_out() -> None:
    async with on_stage() as stage:
        ann = stage.peer.user("Ann")
        stage.peer.shows(ann, ann, "photo", "done week2-numpy")
        await stage.peer.quiet()

        assert ["done week2-numpy"] == stage.core.lines


@pytest.mark.parametrize("caption", ["look at this /done week2-numpy", "/done@otherbot week2-numpy", "my notes", ""])
async def test_a_caption_that_is_no_command_of_ours_is_left_alone_in_a_group(caption: str) -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        stage.peer.shows(ann, room, "photo", caption)
        await stage.peer.quiet()

        assert ([], []) == (stage.core.lines, room.texts)


async def test_an_album_is_heard_once() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        stage.peer.shows(ann, room, "photo", "/done week2-numpy", album="7")
        stage.peer.shows(ann, room, "photo", album="7")
        stage.peer.shows(ann, room, "video", album="7")
        await stage.peer.quiet()

        assert ["/done week2-numpy"] == stage.core.lines
        assert 1 == len(room.texts)


async def test_a_reply_in_a_topic_is_a_command() -> None:
    async with on_stage() as stage:
        ann, ben, room = stage.peer.user("Ann"), stage.peer.user("Ben"), stage.peer.group("Study", forum=True)
        first = stage.peer.says(ben, room, "Who is done?", thread=7)
        stage.peer.says(ann, room, "/done week2-numpy", thread=7, to=first)
        await stage.peer.quiet()

        assert ["/done week2-numpy"] == stage.core.lines
        assert 7 == room.last.thread


async def test_an_edit_runs_the_new_line_and_changes_the_answer(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = stage.peer.says(ann, room, "/done nothing like this")
        await stage.peer.quiet()
        stage.peer.edits(said, "/done week2-numpy")
        await stage.peer.quiet()

        assert ["week2-numpy"] == await ticked(sqlite_store)
        [answer] = room.texts
        assert "NumPy & Pandas done!" in answer
        assert "Before you edited" not in answer


async def test_a_note_in_a_question_ticks_nothing_for_somebody_else(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = stage.peer.says(ann, room, "/done nothing like this")
        await stage.peer.quiet()
        stage.peer.edits(said, "/done science https://github.com/ann/x")
        await stage.peer.quiet()
        stage.peer.taps(stage.peer.user("Ben"), room.last, room.last.buttons[0])
        await stage.peer.quiet()

        assert [] == await ticked(sqlite_store)
        assert "That button is for somebody else." in stage.peer.toasts[-1].text


async def test_what_the_message_did_before_stands_and_can_be_undone(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = stage.peer.says(ann, room, "/done week2-numpy")
        await stage.peer.quiet()
        stage.peer.edits(said, "/done week1-stats")
        await stage.peer.quiet()

        assert ["week2-numpy", "week1-stats"] == await ticked(sqlite_store)
        [answer] = room.texts
        assert "Statistics done!" in answer
        assert "Before you edited your message: ✅ NumPy & Pandas done! That still counts." in answer
        assert 2 == len([label for label in room.last.buttons if room.last.line(label).startswith("undo")])

        stage.peer.taps(ann, room.last, "Undo: ✅ NumPy & Pandas done!")
        await stage.peer.quiet()
        assert "open again" in room.last.text


async def test_every_edit_is_done_once_and_the_last_three_deeds_are_named(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = stage.peer.says(ann, room, "/log 20m")
        for line in ("/log 30m", "/log 30m", "/log 40m", "/log 40m "):
            stage.peer.edits(said, line)
            await stage.peer.quiet()

        minutes = await sqlite_store.read(lambda db: db.scalars(select(sessions.c.minutes)).all())
        assert [20, 30, 40] == list(minutes)
        [answer] = room.texts
        assert ["Logged: 40 min.", "20 min.", "30 min."] == re.findall(
            r"Logged: 40 min\.|(?<=message: Logged: )\d+ min\.", answer
        )


async def test_an_edit_that_comes_twice_is_done_once(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = stage.peer.says(ann, room, "/log 20m")
        await stage.peer.quiet()
        stage.peer.edits(said, "/log 30m")
        again = stage.peer.waiting[-1]
        await stage.peer.quiet()
        stage.peer.repeats(again)
        await stage.peer.quiet()
        await stage.end()
        stage.adapter = stage.make()
        await stage.begin()
        stage.peer.repeats(again)
        await stage.peer.quiet()

        assert 2 == len(await sqlite_store.read(lambda db: db.scalars(select(sessions.c.minutes)).all()))
        assert 1 == len(room.texts)


async def test_an_edit_before_the_answer_is_posted_makes_no_second_message(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = stage.peer.says(ann, room, "/done week2-numpy")
        stage.peer.edits(said, "/done week1-stats")
        await stage.peer.quiet()

        assert ["week2-numpy", "week1-stats"] == await ticked(sqlite_store)
        assert 1 == len(room.texts)


async def test_after_a_restart_an_edit_still_changes_the_answer(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = stage.peer.says(ann, room, "/done week2-numpy")
        await stage.peer.quiet()
        await stage.end()
        stage.adapter = stage.make()
        await stage.begin()
        stage.peer.edits(said, "/done week1-stats")
        await stage.peer.quiet()

        [answer] = room.texts
        assert "Statistics done!" in answer
        assert "NumPy & Pandas done! That still counts" in answer


@pytest.mark.parametrize("text", ["never mind", "I did week2-numpy", "/done@otherbot week1-stats", "done week1-stats"])
async def test_an_edit_that_removes_the_command_changes_nothing(sqlite_store: Store, text: str) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = stage.peer.says(ann, room, "/done week2-numpy")
        await stage.peer.quiet()
        before = room.texts
        stage.peer.edits(said, text)
        await stage.peer.quiet()

        assert ["week2-numpy"] == await ticked(sqlite_store)
        assert before == room.texts


async def test_an_edit_to_undo_names_no_deed_that_it_took_back(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = stage.peer.says(ann, room, "/done week2-numpy")
        await stage.peer.quiet()
        stage.peer.edits(said, "/undo week2-numpy")
        await stage.peer.quiet()

        [answer] = room.texts
        assert "open again" in answer
        assert "still counts" not in answer


async def test_an_edit_that_takes_back_a_part_says_no_more_that_all_counts(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = stage.peer.says(ann, room, "/done week1-stats, week2-numpy")
        await stage.peer.quiet()
        for line, answer in (("/undo week2-numpy", "open again"), ("/log 20m", "Logged: 20 min")):
            stage.peer.edits(said, line)
            await stage.peer.quiet()

            assert answer in room.last.text
            assert "still count" not in room.last.text


@pytest.mark.parametrize("typed", [True, False])
async def test_an_edit_names_no_deed_that_was_taken_back_since(sqlite_store: Store, *, typed: bool) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = stage.peer.says(ann, room, "/done week2-numpy")
        await stage.peer.quiet()
        if typed:
            stage.peer.says(ann, room, "/undo")
        else:
            stage.peer.taps(ann, room.last, "Undo")
        await stage.peer.quiet()
        stage.peer.edits(said, "/done week1-stats")
        await stage.peer.quiet()

        assert "Statistics done!" in room.texts[0]
        assert "still counts" not in room.texts[0]


async def test_a_command_that_an_edit_makes_is_answered_once_under_the_message() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        said = stage.peer.says(ann, room, "done week2-numpy")
        stage.peer.edits(said, "/done week2-numpy")
        stage.peer.edits(said, "/done week2-numpy")
        await stage.peer.quiet()

        assert ["/done week2-numpy"] == stage.core.lines
        assert said.id == room.last.to


async def test_the_hint_in_private_becomes_the_answer_of_the_edited_words() -> None:
    async with on_stage() as stage:
        ann = stage.peer.user("Ann", started=True)
        said = stage.peer.says(ann, ann, "numpy please now I beg")
        await stage.peer.quiet()
        stage.peer.edits(said, "done week2-numpy")
        await stage.peer.quiet()

        assert ["done week2-numpy"] == stage.core.lines
        assert ["Ann ticked week2-numpy"] == stage.peer.private(ann).texts


@pytest.mark.parametrize(("after", "heard"), [(47 * HOUR, 1), (3 * DAY, 0)])
async def test_an_old_message_that_was_never_answered_is_left_alone(after: int, heard: int) -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        said = stage.peer.says(ann, room, "hello")
        stage.peer.edits(said, "/done week2-numpy", after=after)
        await stage.peer.quiet()

        assert heard == len(stage.core.lines)


async def test_a_caption_is_edited_like_a_text() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        said = stage.peer.shows(ann, room, "photo", "/done week2-nmpy")
        await stage.peer.quiet()
        stage.peer.edits(said, "/done week2-numpy")
        await stage.peer.quiet()

        assert ["/done week2-nmpy", "/done week2-numpy"] == stage.core.lines
        assert 1 == len(room.texts)


async def test_edits_by_an_anonymous_admin_and_in_a_channel_run_nothing() -> None:
    async with on_stage() as stage:
        peer, room = stage.peer, stage.peer.group("Study")
        said = peer.says(None, room, "/done week2-numpy")
        await peer.quiet()
        peer.edits(said, "/done week1-loops")
        news = peer.group("News", kind="channel")
        post = peer.says(peer.user("Ann"), news, "hello")
        peer.arrives(
            "edited_channel_post", {**post.shown(), "text": "/done week2-numpy", "edit_date": post.shown()["date"]}
        )
        peer.edits(post, "/done week2-numpy")
        await peer.until(lambda: not [one for one in peer.waiting if "edited_channel_post" not in one])

        assert [] == stage.core.lines
        assert 1 == len(room.texts)
        peer.waiting.clear()
        await peer.tell()


async def test_a_public_answer_that_becomes_private_is_not_shown_to_the_group() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study")
        said = stage.peer.says(ann, room, "/done week2-numpy")
        await stage.peer.quiet()
        stage.peer.edits(said, "/settings")
        await stage.peer.quiet()

        assert ["Ann ticked week2-numpy"] == room.texts
        [private] = stage.peer.private(ann).texts
        assert "your settings" in private


async def test_an_invitation_to_the_private_chat_hides_no_deed() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        said = stage.peer.says(ann, room, "/done week2-numpy")
        await stage.peer.quiet()
        stage.peer.edits(said, "/settings")
        await stage.peer.quiet()

        assert "Ann ticked week2-numpy" == room.texts[0]
        assert "Open our private chat" in room.last.text


async def test_an_edited_command_for_its_caller_alone_invites_once() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        said = stage.peer.says(ann, room, "/settings")
        for line in ("/settings zone", "/settings day"):
            stage.peer.edits(said, line)
            await stage.peer.quiet()

        assert 1 == len(room.texts)


async def test_an_answer_that_is_gone_is_written_anew() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
        said = stage.peer.says(ann, room, "/done week2-nmpy")
        await stage.peer.quiet()
        room.messages.remove(room.last)
        stage.peer.edits(said, "/done week2-numpy")
        await stage.peer.quiet()

        [answer] = room.texts
        assert "week2-numpy" in answer


async def test_answers_are_kept_without_words_and_deleted_after_three_days(store: Store) -> None:
    async with in_a_group(store) as (stage, ann, room):
        stage.peer.says(ann, room, "/done week2-numpy a secret note")
        await stage.peer.quiet()

        [row] = await store.read(lambda db: db.execute(select(answers)).all())
        assert "secret" not in str(tuple(row))
        assert (ann.id, room.last.id) == (row.user_id, row.answer_id)
        assert row.learner_id is not None
        assert 0 == await store.write(prune_answers, stage.clock.now() - KEEP_ANSWERS)
        stage.clock.advance(2 * KEEP_ANSWERS)
        assert 1 == await store.write(prune_answers, stage.clock.now() - KEEP_ANSWERS)


@pytest.mark.parametrize(("line", "hours", "asked"), [("/log 30m", 26, True), ("/log 30m", 9, False)])
async def test_an_edit_of_an_earlier_days_log_counts_only_when_it_is_confirmed(
    sqlite_store: Store, line: str, hours: int, asked: bool
) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        stage.clock.move_to(stage.clock.now().replace(hour=9))
        said = stage.peer.says(ann, room, "/log 20m")
        await stage.peer.quiet()
        stage.clock.advance(timedelta(hours=hours))
        stage.peer.edits(said, line, after=hours * HOUR)
        await stage.peer.quiet()

        assert (1 if asked else 2) == await count_sessions(sqlite_store)
        if asked:
            stage.peer.taps(ann, room.last, "Yes, for today")
            await stage.peer.quiet()
            assert 2 == await count_sessions(sqlite_store)


@pytest.mark.parametrize(
    ("zone", "day_end", "asked"), [("UTC", "04:00", True), ("Asia/Tokyo", "04:00", False), ("UTC", "06:00", False)]
)
async def test_an_earlier_day_is_that_of_the_learners_own_clock(
    sqlite_store: Store, zone: str, day_end: str, asked: bool
) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        stage.clock.move_to(stage.clock.now().replace(hour=9))
        for line in ("/join", f"/settings zone {zone}", f"/settings day {day_end}"):
            stage.peer.says(ann, room, line)
            await stage.peer.quiet()
        stage.clock.advance(timedelta(days=3) - timedelta(hours=6))  # 03:00 in UTC, 12:00 in Tokyo
        said = stage.peer.says(ann, room, "/log 20m")
        await stage.peer.quiet()
        stage.clock.advance(timedelta(hours=2))
        stage.peer.edits(said, "/log 30m", after=2 * HOUR)
        await stage.peer.quiet()

        assert (1 if asked else 2) == await count_sessions(sqlite_store)


async def test_an_edit_of_an_earlier_days_message_may_look_something_up(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        said = stage.peer.says(ann, room, "/log 20m")
        await stage.peer.quiet()
        stage.clock.advance(timedelta(hours=26))
        stage.peer.edits(said, "/streak", after=26 * HOUR)
        await stage.peer.quiet()

        assert "earlier day" not in room.last.text


async def count_sessions(store: Store) -> int:
    return len(await store.read(lambda db: db.scalars(select(sessions.c.id)).all()))
