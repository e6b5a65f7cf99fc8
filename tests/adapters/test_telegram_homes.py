"""Where an answer stands that only its asker needs: here, here for two minutes, or in private."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import func, select

from bot.database.store import Store
from bot.features.answers.brevity import BRIEF
from bot.features.members.greeting import greet
from bot.tables import brief_answers
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.telegram_stage import Stage, on_stage, place_in
from tests.adapters.telegram_toy import ToyCore
from tests.adapters.weekly_core import WeeklyCore

LOOKUPS = ("/help", "/streak", "/next", "/progress")


@asynccontextmanager
async def in_a_group(store: Store, home: str = "", *, started: bool = True) -> AsyncIterator[tuple[Stage, User, Chat]]:
    """The real commands behind the adapter, and Ann, an administrator, in a group that chose a home."""
    core = WeeklyCore(store)
    async with on_stage(begin=False, sweep=0.01) as stage:
        stage.core, stage.clock = cast(ToyCore, core), core.clock
        stage.adapter = stage.make()
        await stage.begin()
        ann = stage.peer.user("Ann", started=started)
        room = stage.peer.group("Study", admins=(ann,))
        await say(stage, ann, room, "/join")
        if home:
            await say(stage, ann, room, f"/setup answers {home}")
        room.messages.clear()
        if started:
            stage.peer.private(ann).messages.clear()
        yield stage, ann, room


async def say(stage: Stage, who: User | None, where: Chat, line: str) -> None:
    stage.peer.says(who, where, line)
    await stage.peer.quiet()


async def count_briefs(store: Store) -> int:
    return await store.read(lambda db: db.execute(select(func.count()).select_from(brief_answers)).scalar_one())


@pytest.mark.parametrize("line", LOOKUPS)
async def test_a_group_that_chose_nothing_has_lookups_in_its_chat(sqlite_store: Store, line: str) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await say(stage, ann, room, line)

        assert (1, 0) == (len(room.texts), len(stage.peer.private(ann).texts))


@pytest.mark.parametrize("line", ["/help", "/streak"])
async def test_a_group_that_wants_them_in_private_gets_a_line_that_points_there(sqlite_store: Store, line: str) -> None:
    async with in_a_group(sqlite_store, "private") as (stage, ann, room):
        await say(stage, ann, room, line)

        assert ["I answered in private."] == room.texts
        assert room.last.quiet
        assert 1 == len(stage.peer.private(ann).texts)


async def test_without_a_private_chat_the_answer_stands_in_the_group(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store, "private", started=False) as (stage, ann, room):
        await say(stage, ann, room, "/streak")

        [answer] = room.texts
        assert "private" not in answer


@pytest.mark.parametrize("home", ["here", "brief", "private"])
async def test_what_concerns_the_group_is_public_wherever_the_rest_stands(sqlite_store: Store, home: str) -> None:
    async with in_a_group(sqlite_store, home) as (stage, ann, room):
        await say(stage, ann, room, "/done week1-stats")

        assert "Statistics" in room.texts[0]
        assert 0 == await count_briefs(sqlite_store)
        assert [] == stage.peer.private(ann).texts


@pytest.mark.parametrize("line", LOOKUPS)
async def test_a_brief_answer_is_removed_after_two_minutes(sqlite_store: Store, line: str) -> None:
    async with in_a_group(sqlite_store, "removed") as (stage, ann, room):
        await say(stage, ann, room, line)
        stage.clock.advance(BRIEF - timedelta(seconds=1))
        assert 1 == len(room.texts)
        stage.clock.advance(timedelta(seconds=1))
        await stage.peer.until(lambda: not room.texts)

        while await count_briefs(sqlite_store):
            await asyncio.sleep(0)


async def test_a_brief_answer_is_removed_also_after_a_restart(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store, "brief") as (stage, ann, room):
        await say(stage, ann, room, "/help")
        await stage.end()
        stage.clock.advance(BRIEF)
        stage.adapter = stage.make()
        await stage.begin()
        await stage.peer.until(lambda: not room.texts)


async def test_an_answer_that_is_gone_or_must_stay_is_no_error(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store, "brief") as (stage, ann, room):
        await say(stage, ann, room, "/help")
        await say(stage, ann, room, "/streak")
        room.messages.pop()
        stage.peer.refuses("deleteMessage", 400, "Bad Request: message can't be deleted")
        stage.clock.advance(BRIEF)
        await stage.peer.until(lambda: len(stage.peer.called("deleteMessage")) == 1)

        while await count_briefs(sqlite_store):
            await asyncio.sleep(0)
        assert 1 == len(room.texts)


async def test_an_answer_that_telegram_cannot_remove_now_is_removed_later(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store, "brief") as (stage, ann, room):
        await say(stage, ann, room, "/help")
        stage.peer.breaks("deleteMessage", 500, times=9)
        stage.clock.advance(BRIEF)
        await stage.peer.until(lambda: not room.texts)


async def test_a_hidden_learner_is_answered_in_private(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await say(stage, ann, stage.peer.private(ann), "/settings visibility hidden")
        await say(stage, ann, room, "/done week1-stats")

        assert [] == room.texts
        assert "Statistics" in stage.peer.private(ann).last.text


async def test_the_choice_is_shown_and_changed_by_taps(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await say(stage, ann, room, "/setup all")
        assert "Look-ups and help: here" in room.last.text
        stage.peer.taps(ann, room.last, "Answers")
        await stage.peer.quiet()
        assert ["Here", "Here, removed after 2 minutes", "In private"] == room.last.buttons[:3]
        stage.peer.taps(ann, room.last, "In private")
        await stage.peer.quiet()

        assert "Look-ups and help: in private" in room.last.text


async def tap(stage: Stage, who: User, room: Chat, label: str) -> None:
    stage.peer.taps(who, room.last, label)
    await stage.peer.quiet()


async def test_a_lookup_by_a_tap_is_private_where_the_group_wants_that(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store, "private") as (stage, ann, room):
        await say(stage, ann, room, "/done week1-stats")
        await tap(stage, ann, room, "What’s next")

        assert 1 == len(room.texts)
        assert "Up next" in stage.peer.private(ann).last.text


async def test_a_lookup_by_a_tap_is_removed_where_the_group_wants_that(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store, "brief") as (stage, ann, room):
        await say(stage, ann, room, "/done week1-stats")
        await tap(stage, ann, room, "What’s next")
        assert "Up next" in room.last.text
        assert room.last.quiet
        stage.clock.advance(BRIEF)
        await stage.peer.until(lambda: 1 == len(room.texts))

        assert "done!" in room.last.text


async def test_a_lookup_by_a_tap_without_a_private_chat_names_its_reader(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store, "private", started=False) as (stage, ann, room):
        await say(stage, ann, room, "/done week1-stats")
        await tap(stage, ann, room, "What’s next")

        assert room.last.text.startswith("Ann: Up next")


async def test_a_brief_question_that_became_a_tick_stays_for_the_group(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store, "brief") as (stage, ann, room):
        await say(stage, ann, room, "/done")
        assert 1 == await count_briefs(sqlite_store)
        await tap(stage, ann, room, room.last.buttons[0])

        assert "done!" in room.last.text
        while await count_briefs(sqlite_store):
            await asyncio.sleep(0)


async def test_a_brief_answer_stays_when_an_edit_makes_it_a_tick(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store, "brief") as (stage, ann, room):
        said = stage.peer.says(ann, room, "/streak")
        await stage.peer.quiet()
        assert 1 == await count_briefs(sqlite_store)
        stage.peer.edits(said, "/done week1-stats")
        await stage.peer.quiet()

        assert "done!" in room.last.text
        while await count_briefs(sqlite_store):
            await asyncio.sleep(0)


@pytest.mark.parametrize("home", ["here", "brief", "private"])
async def test_leaving_is_asked_in_the_group_that_is_left_and_the_answer_takes_its_place(
    sqlite_store: Store, home: str
) -> None:
    async with in_a_group(sqlite_store, home) as (stage, ann, room):
        await say(stage, ann, room, "/leave")
        question = room.last
        await tap(stage, ann, room, "Yes, leave")

        assert "You left" in question.text
        assert [] == stage.peer.private(ann).texts


async def test_set_up_that_begins_with_the_button_of_a_greeting_goes_on_in_the_group(sqlite_store: Store) -> None:
    async with in_a_group(sqlite_store) as (stage, ann, room):
        await stage.adapter.send(place_in(room), greet("en"), "key")
        greeting = room.last
        await tap(stage, ann, room, "Set up")
        assert room.last is not greeting
        await tap(stage, ann, room, "Keep it")
        await tap(stage, ann, room, "19:00")
        await tap(stage, ann, room, "Skip the rest")

        assert "Daily nudge at 19:00" in room.last.text
        assert [] == stage.peer.private(ann).texts


@pytest.mark.parametrize(("home", "private", "briefs"), [("private", 1, 0), ("brief", 0, 1), ("here", 0, 0)])
async def test_the_answer_to_a_confirmed_lookup_stands_there_too(
    sqlite_store: Store, home: str, private: int, briefs: int
) -> None:
    async with in_a_group(sqlite_store, home) as (stage, ann, room):
        await say(stage, None, room, "/streak")
        stage.peer.taps(ann, room.last, "It’s me")
        await stage.peer.quiet()

        [shown] = room.texts
        assert (private == 1) is (shown == "I answered in private.")
        assert (private, briefs) == (len(stage.peer.private(ann).texts), await count_briefs(sqlite_store))
