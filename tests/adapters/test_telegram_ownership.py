"""Whose message it is: a tap changes the tapper's own answer, and every other message stays as it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import func, select

from bot.chat.markup import plain
from bot.chat.reply import Button, Reply
from bot.database.store import Store
from bot.tables import sessions, ticks, undos
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.telegram_stage import Stage, on_stage, place_in
from tests.adapters.telegram_toy import ToyCore
from tests.adapters.weekly_core import WeeklyCore

TAPS = (Button("My streak", "streak"), Button("Tick", "done week1-stats"))
POST = Reply(plain("Ann finished ZERO!"), buttons=(TAPS,))


@asynccontextmanager
async def in_a_group(store: Store) -> AsyncIterator[tuple[Stage, User, User, Chat]]:
    """The real commands behind the adapter; Ann and Ben in a group, Ann with a private chat."""
    core = WeeklyCore(store)
    async with on_stage(begin=False) as stage:
        stage.core, stage.clock = cast(ToyCore, core), core.clock
        stage.adapter = stage.make()
        await stage.begin()
        ann, ben, room = stage.peer.user("Ann", started=True), stage.peer.user("Ben"), stage.peer.group("Study")
        for person in (ann, ben):
            await say(stage, person, room, "/join")
        room.messages.clear()
        yield stage, ann, ben, room


async def say(stage: Stage, who: User | None, where: Chat, line: str) -> None:
    stage.peer.says(who, where, line)
    await stage.peer.quiet()


async def tap(stage: Stage, who: User, room: Chat, label: str) -> None:
    stage.peer.taps(who, room.last, label)
    await stage.peer.quiet()


async def count_ticks(store: Store) -> int:
    live = select(func.count()).select_from(ticks).where(ticks.c.id.not_in(select(undos.c.tick_id)))
    return await store.read(lambda db: db.execute(live).scalar_one())


async def test_another_persons_button_changes_nothing_and_says_so_to_the_tapper(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, ben, room):
        await say(stage, ann, room, "/done week1-stats")
        before = room.last.text
        await tap(stage, ben, room, "Undo")

        assert [before] == room.texts
        assert 1 == await count_ticks(sqlite_store)
        [toast] = stage.peer.toasts
        assert (ben, True) == (toast.user, toast.alert)
        assert toast.text


@pytest.mark.parametrize("label", ["What’s next", "My progress"])
async def test_a_button_for_somebody_else_is_refused_where_only_the_tapper_sees_it(
    sqlite_store: Store, label: str
) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, ben, room):
        await say(stage, ann, room, "/done week1-stats")
        await tap(stage, ben, room, label)

        assert 1 == len(room.texts)
        assert stage.peer.toasts[-1].alert
        assert "somebody else" in stage.peer.toasts[-1].text


async def test_the_button_of_a_private_command_is_refused_where_only_the_tapper_sees_it(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, ben, room):
        await say(stage, ann, room, "/about")
        await tap(stage, ben, room, "My settings")

        assert 1 == len(room.texts)
        assert "somebody else" in stage.peer.toasts[-1].text


async def test_an_own_undo_changes_the_answer_in_place(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _, room):
        await say(stage, ann, room, "/done week1-stats")
        await tap(stage, ann, room, "Undo")

        [answer] = room.texts
        assert "done!" not in answer
        assert 0 == await count_ticks(sqlite_store)


async def test_a_typed_undo_changes_the_old_answer(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _, room):
        await say(stage, ann, room, "/done week1-stats")
        old = room.last
        await say(stage, ann, room, "/undo")

        assert old.text.startswith("↩️ Undone:")
        assert [] == old.buttons
        assert room.last is not old


@pytest.mark.parametrize("asking", ["/done", "/next"])
async def test_a_typed_undo_changes_the_answer_to_a_tap(sqlite_store: Store, asking: str) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _, room):
        await say(stage, ann, room, asking)
        await tap(stage, ann, room, room.last.buttons[0])
        old = room.last
        assert "done!" in old.text
        await say(stage, ann, room, "/undo")

        assert old.text.startswith("↩️ Undone:")
        assert room.last is not old


async def test_a_typed_undo_changes_an_answer_that_was_done_again(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _, room):
        await say(stage, ann, room, "/done week1-stats")
        await tap(stage, ann, room, "Undo")
        await tap(stage, ann, room, "Redo")
        old = room.last
        await say(stage, ann, room, "/undo")

        assert old.text.startswith("↩️ Undone:")


async def test_a_typed_undo_changes_the_answer_to_a_confirmed_line(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _, room):
        room.admins.append(ann)
        stage.peer.says(None, room, "/done week1-stats")
        await stage.peer.quiet()
        await tap(stage, ann, room, "It’s me")
        old = room.last
        assert "done!" in old.text
        await say(stage, ann, room, "/undo")

        assert old.text.startswith("↩️ Undone:")


async def test_an_undo_never_tells_the_group_what_a_hidden_learner_did(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, _, ben, room):
        await say(stage, ben, stage.peer.private(ben), "/settings visibility hidden")
        ben.started = False
        stage.peer.chats.pop(ben.id)
        for line in ("/done week1-stats", "/undo"):
            await say(stage, ben, room, line)

        assert 0 == await count_ticks(sqlite_store)
        assert ["only for you" in text for text in room.texts] == [True, True]


async def test_an_undo_that_is_asked_about_changes_the_question_and_the_old_answer(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _, room):
        await say(stage, ann, room, "/done week1-stats")
        old = room.last
        stage.clock.advance(timedelta(days=1))
        await say(stage, ann, room, "/undo")
        question = room.last
        await tap(stage, ann, room, question.buttons[0])

        assert 0 == await count_ticks(sqlite_store)
        assert room.last is question
        assert "?" not in question.text
        assert old.text.startswith("↩️ Undone:")


async def test_a_choice_changes_the_question(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _, room):
        await say(stage, ann, room, "/done")
        question = room.last
        await tap(stage, ann, room, question.buttons[0])

        assert room.last is question
        assert "done!" in question.text


async def test_a_post_keeps_its_subject_and_the_tapper_is_answered_in_private(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _, room):
        await stage.adapter.send(place_in(room), POST, "key")
        await tap(stage, ann, room, "My streak")
        await tap(stage, ann, room, "Tick")

        assert ["Ann finished ZERO!"] == room.texts
        assert 2 == len(stage.peer.private(ann).texts)
        assert 1 == await count_ticks(sqlite_store)


async def test_without_a_private_chat_the_tapper_is_named_in_the_group(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, _, ben, room):
        await stage.adapter.send(place_in(room), POST, "key")
        await tap(stage, ben, room, "My streak")

        post, answer = room.texts
        assert "Ann finished ZERO!" == post
        assert "Ben" in answer


async def test_the_tapper_is_named_before_the_title_and_not_among_the_lines_of_a_board(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, _, ben, room):
        board = Reply(plain("Who is ahead?"), buttons=((Button("Board", "leaderboard"),),))
        await stage.adapter.send(place_in(room), board, "key")
        await tap(stage, ben, room, "Board")

        assert room.last.text.startswith("Ben: This week")


async def test_a_button_without_an_owner_never_changes_a_message_in_a_group(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _, room):
        await say(stage, ann, room, "/progress")
        before = room.last.text
        stage.peer.sends_data(ann, room.last, "roadmap")
        stage.peer.sends_data(ann, room.last, "undo")
        await stage.peer.quiet()

        assert before == room.texts[0]


async def test_a_typed_undo_changes_the_answer_to_a_placement_and_no_question_stays(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _, room):
        await say(stage, ann, room, "/placement week2")
        question = room.last
        await tap(stage, ann, room, question.buttons[0])
        assert "You start at" in question.text
        assert room.last is question
        await say(stage, ann, room, "/undo")

        assert question.text.startswith("↩️ Undone: You start at")


async def test_all_may_tap_the_greeting_that_somebody_asked_for_in_a_group(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, _, _, room):
        eve, dan = stage.peer.user("Eve"), stage.peer.user("Dan", started=True)
        await say(stage, eve, room, "/start")
        greeting = room.last
        assert "Everyone" in greeting.text
        before = greeting.text
        await tap(stage, dan, room, "Join")

        assert "You’re in!" in stage.peer.private(dan).last.text
        assert before == greeting.text


async def test_a_line_that_is_confirmed_twice_in_a_moment_is_done_once(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, _, room):
        room.admins.append(ann)
        await say(stage, None, room, "/log 30m")
        question = room.last
        stage.peer.taps(ann, question, "It’s me")
        stage.peer.taps(ann, question, "It’s me")
        await stage.peer.quiet()

        assert 1 == await sqlite_store.read(lambda db: db.scalar(select(func.count()).select_from(sessions)))
