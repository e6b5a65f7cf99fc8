"""Free words, typed bare in the private chat on Telegram, in the sandbox, and behind /help on Discord."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import cast

import pytest

from bot.adapters.sandbox import SandboxAdapter, play
from bot.chat.heads import split_head
from bot.chat.port import Core
from bot.database.store import Store
from bot.features.commands import make_registry
from tests.adapters.telegram_peer_world import Message, User
from tests.adapters.telegram_stage import Stage, on_stage
from tests.adapters.telegram_toy import ToyCore
from tests.adapters.test_both import ANN, town
from tests.adapters.toy_room import ToyWork
from tests.adapters.weekly_core import WeeklyCore
from tests.bot.features.help.test_wants import CASES

REGISTRY = make_registry()


@pytest.fixture
async def stage(sqlite_store: Store) -> AsyncIterator[Stage]:
    """Telegram with the whole core, on which Ann has started a private chat."""
    core = WeeklyCore(sqlite_store)
    async with on_stage(begin=False) as stage:
        stage.core, stage.clock = cast(ToyCore, core), core.clock
        stage.adapter = stage.make()
        await stage.begin()
        stage.peer.user("Ann", started=True)
        yield stage


async def tell(stage: Stage, text: str) -> Message:
    """What the bot says to words of Ann in the private chat."""
    ann: User = next(iter(stage.peer.users.values()))
    chat = stage.peer.private(ann)
    stage.peer.says(ann, chat, text)
    await stage.peer.quiet()
    return chat.last


def first_line(message: Message) -> str:
    carried = [one.get("callback_data", "") for row in message.keyboard for one in row]
    return split_head(carried[0])[1] if carried else ""


async def test_bare_words_on_telegram_offer_what_is_wanted_or_do_it(stage: Stage) -> None:
    missed = []
    for line, typed in CASES[::4]:
        answer = await tell(stage, typed)
        own, first = REGISTRY.get(line.split()[0]), typed.split()[0].strip(",")
        if not (first_line(answer).startswith(line) or REGISTRY.get(first) is own):
            missed.append((typed, answer.text))

    assert [] == missed


async def test_a_tap_on_what_bare_words_offered_does_it_in_its_place(stage: Stage) -> None:
    await tell(stage, "/join")
    asked = await tell(stage, "take tomorrow off")
    stage.peer.taps(next(iter(stage.peer.users.values())), asked, "Time off: tomorrow")
    await stage.peer.quiet()

    assert "Tue 3 Mar" in asked.text
    assert asked is asked.chat.last


async def test_words_that_mean_nothing_get_a_hint_and_a_command_that_waits_gets_its_words(stage: Stage) -> None:
    assert "I understand commands" in (await tell(stage, "blorp the fizz")).text

    await tell(stage, "/log")
    assert (await tell(stage, "30m stop writing to me")).text.startswith("Logged: 30 min")


async def test_a_group_hears_no_free_words(stage: Stage) -> None:
    room = stage.peer.group("Study")
    stage.peer.says(next(iter(stage.peer.users.values())), room, "take tomorrow off")
    await stage.peer.quiet()

    assert [] == room.texts


async def test_help_offers_what_is_wanted_on_discord(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        await both.discord.slash(ANN, "join")
        asked = await both.discord.slash(ANN, "help", {"topic": "take tomorrow off"})
        done = await both.discord.tap(asked, "Time off: tomorrow", ANN)

        assert asked.ephemeral
        assert done is asked
        assert "Tue 3 Mar" in done.text


async def test_the_sandbox_offers_it_in_private_and_names_the_line_in_the_room(sqlite_store: Store) -> None:
    core, out = WeeklyCore(sqlite_store), io.StringIO()
    adapter = SandboxAdapter(cast(Core, core))
    lines = ("Ann> take tomorrow off", "Ann: take tomorrow off", "Ann: nice weather")
    await play(lines, adapter, ToyWork(core.clock, adapter), core.clock, out, "text")
    private, _, rest = out.getvalue().partition("Ann: take tomorrow off")
    room, _, talk = rest.partition("Ann: nice weather")

    assert "[1] Time off: tomorrow = /pause tomorrow" in private
    assert "Did you mean /pause tomorrow?" in room
    assert "" == talk.strip()


BARE_CODES = ("K7FH3XPA", "k7fh3xpa", "K7FH-3XPA", "K7FH 3XPA", "K7FH\n3XPA", "it’s K7FH3XPA 😊", "link k7fh3xpa")


@pytest.mark.parametrize("typed", BARE_CODES)
@pytest.mark.parametrize("kind", ["", "photo"])
@pytest.mark.parametrize("before", ["/join", "/done"])
async def test_a_bare_code_on_telegram_is_read_also_under_a_picture(
    stage: Stage, typed: str, kind: str, before: str
) -> None:
    await tell(stage, before)
    ann: User = next(iter(stage.peer.users.values()))
    chat = stage.peer.private(ann)
    if kind:
        stage.peer.shows(ann, chat, kind, typed)
    else:
        stage.peer.says(ann, chat, typed)
    await stage.peer.quiet()

    assert "That code doesn’t work" in chat.last.text


async def test_letters_on_telegram_that_may_be_words_are_offered_as_a_code(stage: Stage) -> None:
    asked = await tell(stage, "READ THAT")

    assert "settings link READTHAT" == first_line(asked)


async def test_a_bare_code_in_a_group_is_nothing_to_the_bot(stage: Stage) -> None:
    room = stage.peer.group("Study")
    stage.peer.says(next(iter(stage.peer.users.values())), room, "K7FH3XPA")
    await stage.peer.quiet()

    assert [] == room.texts
