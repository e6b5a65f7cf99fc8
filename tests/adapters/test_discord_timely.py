"""When the answer to an interaction comes: at once, or deferred; and who sees that the bot thinks."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.discord import door
from bot.adapters.discord.markdown import Commands
from bot.adapters.discord.patience import KNOWN, READY
from bot.adapters.discord.render import DiscordMessage, render_discord
from bot.chat.markup import plain
from bot.chat.reply import Button, Reply
from tests.adapters.discord_core import ToyCore
from tests.adapters.discord_peer_exchange import DEFER, DEFER_UPDATE, SEND, UPDATE, Exchange
from tests.adapters.discord_peer_state import Message
from tests.adapters.discord_stage import ANN, CHIEF, Stage, staged


def slow(*, unknown: bool = False) -> tuple[ToyCore, asyncio.Event]:
    """A core whose answers take until the gate opens; with `unknown` the caller is not known before either."""
    gate = asyncio.Event()
    core = ToyCore(gate=gate) if unknown else ToyCore()
    core.store.gate = gate
    return core, gate


async def deferred(stage: Stage, exchange: Exchange) -> None:
    """Let a second pass until Discord knows that the answer takes longer."""
    await stage.pass_(READY)
    await stage.peer.until(lambda: exchange.acknowledged)


@pytest.mark.parametrize(("name", "private"), [("done", False), ("secret", True), ("hint", True), ("progress", False)])
async def test_an_answer_that_is_ready_is_the_first_word(name: str, private: bool) -> None:
    async with staged() as stage:
        options = {"task": "numpy"} if name == "done" else {}
        exchange = await stage.peer.begin(ANN, name, options)
        await stage.peer.until(lambda: exchange.settled)

    assert SEND == exchange.acknowledged
    assert private == exchange.hidden == exchange.shown.ephemeral
    assert 1 == len([call for call in stage.peer.calls if "/webhooks/" in call or "/interactions/" in call])


@pytest.mark.parametrize(
    ("name", "unknown", "seen"),
    [("done", False, True), ("done", True, False), ("secret", False, False), ("hint", False, True)],
)
async def test_all_see_that_it_thinks_only_for_a_public_command_of_a_known_caller(
    name: str, unknown: bool, seen: bool
) -> None:
    core, gate = slow(unknown=unknown)
    async with staged(core) as stage:
        exchange = await stage.peer.begin(ANN, name, {"task": "numpy"} if name == "done" else {})
        await deferred(stage, exchange)

        assert DEFER == exchange.acknowledged
        assert seen is not exchange.hidden
        gate.set()
        await stage.peer.until(lambda: exchange.settled)


async def test_all_see_nothing_of_a_slow_call_of_a_hidden_learner() -> None:
    core, gate = slow()
    core.hidden = True
    async with staged(core) as stage:
        exchange = await stage.peer.begin(ANN, "done", {"task": "numpy"})
        await deferred(stage, exchange)
        gate.set()
        await stage.peer.until(lambda: exchange.settled)

    assert exchange.hidden
    assert exchange.shown.ephemeral
    assert [] == stage.peer.general.messages


async def test_a_quick_answer_to_a_hidden_learner_is_private() -> None:
    core = ToyCore()
    core.hidden = True
    async with staged(core) as stage:
        answer = await stage.peer.slash(ANN, "done", {"task": "numpy"})

    assert answer.ephemeral
    assert [] == stage.peer.general.messages


async def test_a_private_answer_after_a_public_wait_takes_the_wait_away() -> None:
    core, gate = slow()
    async with staged(core) as stage:
        exchange = await stage.peer.begin(ANN, "hint")
        await deferred(stage, exchange)
        gate.set()
        await stage.peer.until(lambda: exchange.settled)

    assert exchange.original_deleted
    assert exchange.shown.ephemeral
    assert [] == stage.peer.general.messages


async def test_a_wait_that_cannot_be_taken_away_says_that_the_answer_is_private() -> None:
    core, gate = slow()
    async with staged(core) as stage:
        stage.peer.fail("DELETE /webhooks/.*", 403, 50001)
        exchange = await stage.peer.begin(ANN, "hint")
        await deferred(stage, exchange)
        gate.set()
        await stage.peer.until(lambda: exchange.follow_ups)

    assert exchange.shown.ephemeral
    assert "only you see this" == exchange.shown.text
    assert ["Answered in private."] == [one.text for one in stage.peer.general.messages]


@pytest.mark.parametrize("person", [ANN, CHIEF])
async def test_a_stewards_command_that_is_refused_is_seen_by_nobody_else(person: object) -> None:
    async with staged() as stage:
        exchange = await stage.peer.begin(ANN, "setup")
        await stage.peer.until(lambda: exchange.settled)

    assert exchange.hidden
    assert SEND == exchange.acknowledged
    assert [] == stage.peer.general.messages


async def test_a_quick_update_changes_the_tapped_message_at_once() -> None:
    async with staged() as stage:
        answer = await stage.peer.slash(ANN, "done", {"task": "numpy"})
        exchange = await stage.peer.begin_tap(answer, "Undo", ANN)
        await stage.peer.until(lambda: exchange.settled)

    assert UPDATE == exchange.acknowledged
    assert "Ann took it back" == answer.text


async def test_a_slow_tap_waits_where_only_the_tapper_sees_it() -> None:
    core, gate = slow()
    async with staged(core) as stage:
        gate.set()
        answer = await stage.peer.slash(ANN, "done", {"task": "numpy"})
        gate.clear()
        exchange = await stage.peer.begin_tap(answer, "Progress", ANN)
        await deferred(stage, exchange)

        assert (DEFER, True) == (exchange.acknowledged, exchange.hidden)
        gate.set()
        await stage.peer.until(lambda: exchange.settled)
    assert exchange.shown.ephemeral
    assert "progress of me" == exchange.shown.text


async def post_to_wave(stage: Stage) -> Message:
    """A post of ours whose message any tap changes for all."""
    waved = Reply(plain("Nobody waved"), buttons=((Button("Wave", "wave 1", replaces=True),),))
    await stage.adapter.send(stage.place, waved, "key")
    return stage.peer.general.messages[-1]


@pytest.mark.parametrize("hidden", [False, True])
async def test_a_quick_tap_changes_a_post_for_all_whoever_taps(hidden: bool) -> None:
    core = ToyCore()
    core.hidden = hidden
    async with staged(core) as stage:
        post = await post_to_wave(stage)
        exchange = await stage.peer.begin_tap(post, "Wave", ANN)
        await stage.peer.until(lambda: exchange.settled)

        assert UPDATE == exchange.acknowledged
        assert ("1 waved", ["Wave (1)"]) == (post.text, list(post.buttons))
        assert await stage.peer.tap(post, "Wave (1)", CHIEF) is post
        assert "2 waved" == post.text


async def test_a_slow_tap_changes_a_post_for_all_and_nobody_sees_it_think() -> None:
    core, gate = slow()
    async with staged(core) as stage:
        post = await post_to_wave(stage)
        exchange = await stage.peer.begin_tap(post, "Wave", ANN)
        await deferred(stage, exchange)

        assert DEFER_UPDATE == exchange.acknowledged
        gate.set()
        await stage.peer.until(lambda: exchange.settled)
        assert "1 waved" == post.text
        assert [post] == stage.peer.general.messages


async def test_a_slow_refusal_on_a_post_for_all_leaves_the_post_as_it_is() -> None:
    core, gate = slow()
    async with staged(core) as stage:
        gate.set()
        post = await post_to_wave(stage)
        for label in ("Wave", "Wave (1)"):
            await stage.peer.tap(post, label, ANN)
        gate.clear()
        exchange = await stage.peer.begin_tap(post, "Wave (2)", ANN)
        await deferred(stage, exchange)
        gate.set()
        await stage.peer.until(lambda: exchange.settled)

        assert "2 waved" == post.text
        assert [post] == [one for one in stage.peer.general.messages if not one.ephemeral]
        [refused] = exchange.follow_ups
        assert ("enough waves", True) == (refused.text, refused.ephemeral)


@pytest.mark.parametrize(
    ("name", "options", "writing", "known"),
    [
        ("done", {"task": "numpy"}, False, "Not done yet"),
        ("secret", {}, False, "Not done yet"),
        ("done", {"task": "numpy", "evidence": "note"}, False, "It’s done"),
        ("done", {"task": "numpy", "evidence": "note"}, True, "I’m not sure yet"),
    ],
)
async def test_after_twenty_seconds_thinking_becomes_what_is_known(
    name: str, options: dict[str, str], writing: bool, known: str
) -> None:
    core, gate = slow()
    core.store.write_gate = gate if writing else None
    async with staged(core) as stage:
        exchange = await stage.peer.begin(ANN, name, options)
        await deferred(stage, exchange)
        await stage.pass_(KNOWN - READY)
        await stage.peer.until(lambda: exchange.settled)
        said = exchange.shown.text

        gate.set()
        await stage.peer.until(lambda: exchange.shown.text != said)

    assert said.startswith(known)
    assert exchange.shown.text in {"Ann finished **numpy** ", "Ann finished **numpy** note", "hush "}


async def test_an_answer_that_discord_refuses_gives_way_to_a_sentence() -> None:
    core, gate = slow()
    async with staged(core) as stage:
        exchange = await stage.peer.begin(ANN, "done", {"task": "numpy"})
        await deferred(stage, exchange)
        stage.peer.fail("PATCH /webhooks/.*", 400, 50006)
        gate.set()
        await stage.peer.until(lambda: exchange.settled)

    assert exchange.shown.text.startswith("I can’t show the answer here")


@pytest.mark.parametrize("waits", [False, True])
async def test_an_answer_that_we_cannot_render_gives_way_to_a_sentence(
    monkeypatch: pytest.MonkeyPatch, waits: bool
) -> None:
    def render(reply: Reply, commands: Commands) -> DiscordMessage:
        if "finished" in reply.text.plain:
            raise ValueError("no such mark-up")
        return render_discord(reply, commands)

    monkeypatch.setattr(door, "render_discord", render)
    core, gate = slow()
    async with staged(core) as stage:
        if not waits:
            gate.set()
        exchange = await stage.peer.begin(ANN, "done", {"task": "numpy"})
        if waits:
            await deferred(stage, exchange)
            gate.set()
        await stage.peer.until(lambda: exchange.settled)

    assert exchange.shown.text.startswith("I can’t show the answer here")


async def test_a_first_answer_that_discord_refuses_gives_way_to_a_sentence() -> None:
    async with staged() as stage:
        stage.peer.fail("POST /interactions/.*", 400, 50006)
        answer = await stage.peer.slash(ANN, "done", {"task": "numpy"})

    assert answer.ephemeral
    assert answer.text.startswith("I can’t show the answer here")
