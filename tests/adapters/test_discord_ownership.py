"""Whose message is it: taps on one's own answers, on others' and on posts, and what an undo changes on Discord."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any, cast

import pytest

from bot.chat.markup import plain
from bot.chat.reply import Button, Reply
from bot.database.store import Store
from tests.adapters.discord_core import ToyCore
from tests.adapters.discord_peer_exchange import UPDATE
from tests.adapters.discord_peer_state import Message, Person
from tests.adapters.discord_stage import ANN, BEN, Stage, staged
from tests.adapters.test_discord_restart import all_closed, tickets
from tests.adapters.weekly_core import WeeklyCore

DONE = {"task": "week1-algebra"}
BACK = "open again"


def on_discord(store: Store) -> Any:
    return staged(cast(ToyCore, WeeklyCore(store)))


async def done(stage: Stage, person: Person = ANN) -> Message:
    return await stage.peer.slash(person, "done", DONE)


async def post(stage: Stage, *buttons: Button) -> Message:
    """A post of ours, as a celebration is."""
    await stage.adapter.send(stage.place, Reply(plain("A level is done"), buttons=(buttons,)), "key")
    return stage.peer.general.messages[-1]


async def test_the_undo_button_changes_the_answer_that_has_it(sqlite_store: Store) -> None:
    async with on_discord(sqlite_store) as stage:
        answer = await done(stage)
        exchange = await stage.peer.begin_tap(answer, "Undo", ANN)
        await stage.peer.until(lambda: exchange.settled)

        assert UPDATE == exchange.acknowledged
        assert BACK in answer.text
        assert [answer] == stage.peer.general.messages


async def test_a_redo_changes_it_again_and_an_undo_again(sqlite_store: Store) -> None:
    async with on_discord(sqlite_store) as stage:
        answer = await done(stage)
        for words in (BACK, "Linear algebra", BACK):
            first = next(iter(answer.buttons))  # Undo, and then its contrary
            await stage.peer.tap(answer, first, ANN)
            assert words in answer.text

        assert [answer] == stage.peer.general.messages


async def test_a_typed_undo_changes_the_answer_that_reported_it(sqlite_store: Store) -> None:
    async with on_discord(sqlite_store) as stage:
        answer = await done(stage)
        told = await stage.peer.slash(ANN, "undo")
        await stage.adapter.stop()

        assert told.ephemeral
        assert BACK in told.text
        assert BACK in answer.text
        assert [answer] == stage.peer.general.messages


@pytest.mark.parametrize("typed", [True, False])
async def test_the_old_answer_of_a_learner_who_hid_says_only_that_it_was_undone(
    sqlite_store: Store, *, typed: bool
) -> None:
    async with on_discord(sqlite_store) as stage:
        answer = await done(stage)
        await stage.peer.slash(ANN, "settings", {"what": "visibility", "value": "hidden"})
        told = await (stage.peer.slash(ANN, "undo") if typed else stage.peer.tap(answer, "Undo", ANN))
        await stage.adapter.stop()

        assert told.ephemeral
        assert BACK in told.text
        assert ("This was undone.", {}) == (answer.text, answer.buttons)


async def test_a_typed_undo_after_a_restart_changes_it_too(sqlite_store: Store) -> None:
    async with on_discord(sqlite_store) as stage:
        answer = await done(stage)
        await stage.restart()
        while await sqlite_store.read(tickets):
            await asyncio.sleep(0)
        await stage.peer.slash(ANN, "undo")
        await stage.adapter.stop()

        assert BACK in answer.text


async def test_the_yes_to_an_older_undo_changes_question_and_answer(sqlite_store: Store) -> None:
    async with on_discord(sqlite_store) as stage:
        answer = await done(stage)
        stage.core.clock.advance(timedelta(days=2))
        question = await stage.peer.slash(ANN, "undo")
        yes = next(label for label in question.buttons if label.startswith("Yes"))
        changed = await stage.peer.tap(question, yes, ANN)
        await stage.adapter.stop()

        assert changed is question
        assert question.ephemeral
        assert BACK in question.text
        assert BACK in answer.text


async def test_an_undo_whose_answer_is_gone_is_told_all_the_same(sqlite_store: Store) -> None:
    async with on_discord(sqlite_store) as stage:
        await done(stage)
        stage.peer.general.messages.clear()
        told = await stage.peer.slash(ANN, "undo")
        await stage.adapter.stop()

        assert BACK in told.text


@pytest.mark.parametrize("label", ["Undo", "Progress"])
async def test_a_tap_on_somebody_elses_answer_leaves_it_and_is_answered_privately(
    sqlite_store: Store, label: str
) -> None:
    async with on_discord(sqlite_store) as stage:
        answer = await done(stage)
        before = answer.text
        button = next(one for one in answer.buttons if one.endswith(label.lower()) or one.startswith(label))
        told = await stage.peer.tap(answer, button, BEN)

        assert told.ephemeral
        assert before == answer.text
        assert [answer] == stage.peer.general.messages


@pytest.mark.parametrize("line", ["leaderboard", "progress", "leaderboard streaks", "help"])
async def test_a_tap_on_a_post_leaves_it_and_is_answered_privately(sqlite_store: Store, line: str) -> None:
    async with on_discord(sqlite_store) as stage:
        await stage.peer.slash(ANN, "join")
        shared = await post(stage, Button("Look", line))
        messages = list(stage.peer.general.messages)
        told = await stage.peer.tap(shared, "Look", ANN)

        assert told.ephemeral
        assert "A level is done" == shared.text
        assert messages == stage.peer.general.messages


@pytest.mark.parametrize("carried", ["line:leaderboard streaks", "line:undo #1"])
async def test_a_button_without_an_owner_never_changes_what_others_see(sqlite_store: Store, carried: str) -> None:
    async with on_discord(sqlite_store) as stage:
        answer = await done(stage)
        before = answer.text
        answer.components[0]["components"][0]["custom_id"] = carried
        told = await stage.peer.tap(answer, next(iter(answer.buttons)), ANN)

        assert told.ephemeral
        assert before == answer.text


async def test_choosing_from_a_question_changes_the_question(sqlite_store: Store) -> None:
    async with on_discord(sqlite_store) as stage:
        await stage.peer.slash(ANN, "join")
        question = await stage.peer.slash(ANN, "done", {"task": "zero"})
        label = next(iter(question.buttons))
        changed = await stage.peer.tap(question, label, ANN)

        assert question.ephemeral
        assert changed is question


@pytest.mark.parametrize("minutes", [13, 16])
async def test_a_typed_undo_changes_a_private_answer_while_its_token_lives(sqlite_store: Store, minutes: int) -> None:
    async with on_discord(sqlite_store) as stage:
        await stage.peer.slash(ANN, "settings", {"what": "visibility", "value": "hidden"})
        exchange = await stage.peer.begin(ANN, "done", DONE)
        await stage.peer.until(lambda: exchange.settled)
        await all_closed(sqlite_store)
        stage.patience.pass_(minutes * 60)
        exchange.expired = minutes > 15
        told = await stage.peer.slash(ANN, "undo")
        await stage.adapter.stop()

        assert exchange.shown.ephemeral
        assert BACK in told.text
        assert (BACK in exchange.shown.text) is (minutes < 15)
        asked = [call for call in stage.peer.calls if "webhooks" in call and exchange.token in call]
        assert (1 if minutes < 15 else 0) == len(asked)


async def test_the_undo_button_of_a_private_answer_changes_it_once(sqlite_store: Store) -> None:
    async with on_discord(sqlite_store) as stage:
        await stage.peer.slash(ANN, "settings", {"what": "visibility", "value": "hidden"})
        answer = await stage.peer.slash(ANN, "done", DONE)
        calls = len(stage.peer.calls)
        changed = await stage.peer.tap(answer, "Undo", ANN)
        await stage.adapter.stop()

        assert changed is answer
        assert BACK in answer.text
        assert 1 == len([call for call in stage.peer.calls[calls:] if "callback" in call or "webhooks" in call])
