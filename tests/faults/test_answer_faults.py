"""Every point on the way of an answer on Telegram, and all that may go wrong there: lost 0, doubled 0."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from tests.adapters.telegram_peer import TelegramPeer
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.telegram_stage import Stage, on_stage
from tests.virtual import run_virtually

UNSURE = "in doubt"


@dataclass(frozen=True)
class Point:
    """A request on the way of an answer: what somebody does, what it comes to, and whether a repeat is harmless."""

    act: Callable[[Stage, User, Chat], Awaitable[None]]
    came: Callable[[Stage, User, Chat], int]
    """How often the answer came."""
    harmless: bool = True


async def _say(stage: Stage, ann: User, room: Chat, line: str) -> None:
    stage.peer.says(ann, room, line)
    await stage.peer.quiet()


async def _type(stage: Stage, ann: User, room: Chat) -> None:
    await _say(stage, ann, room, "/progress")


async def _ask_for_a_card(stage: Stage, ann: User, room: Chat) -> None:
    await _say(stage, ann, room, "/card")


async def _turn_a_page(stage: Stage, ann: User, room: Chat) -> None:
    stage.peer.taps(ann, room.messages[1], "Next")
    await stage.peer.quiet()


async def _turn_to_words(stage: Stage, ann: User, room: Chat) -> None:
    stage.peer.taps(ann, room.messages[3], "More")
    await stage.peer.quiet()


async def _ask_by_a_tap(stage: Stage, ann: User, room: Chat) -> None:
    stage.peer.taps(ann, room.messages[3], "Mine")
    await stage.peer.quiet()


async def _edit(stage: Stage, _ann: User, room: Chat) -> None:
    stage.peer.edits(room.messages[0], "/page 2")
    await stage.peer.quiet()


POINTS = {
    "sendMessage": Point(_type, lambda _, ann, room: room.texts.count(f"progress of telegram:{ann.id}"), False),
    "sendMessage after a tap": Point(
        _ask_by_a_tap, lambda _, ann, room: room.texts.count(f"progress of telegram:{ann.id}"), False
    ),
    "sendPhoto": Point(_ask_for_a_card, lambda _, _ann, room: room.texts.count("your card") - 1, False),
    "editMessageText": Point(_turn_a_page, lambda _, _ann, room: room.texts.count("page 2")),
    "editMessageText of an edited command": Point(_edit, lambda _, _ann, room: room.texts.count("page 2")),
    "editMessageCaption": Point(_turn_to_words, lambda _, _ann, room: room.texts.count("page 1") - 1),
    "answerCallbackQuery": Point(_turn_a_page, lambda stage, _ann, _room: len(stage.peer.toasts)),
}
FAULTS: dict[str, Callable[[TelegramPeer, str], None]] = {
    "no connection": lambda peer, method: peer.breaks(method, 403, "<html>proxy</html>"),
    "429": lambda peer, method: peer.floods(method, 40),
    "500": lambda peer, method: peer.breaks(method, 500),
    "500 three times": lambda peer, method: peer.breaks(method, 500, times=3),
    "502, not done": lambda peer, method: peer.breaks(method, 502),
    "502, done": lambda peer, method: peer.breaks(method, 502, after=True),
    "reset, not done": lambda peer, method: peer.resets(method),
    "reset, done": lambda peer, method: peer.resets(method, after=True),
    "hang, not done": lambda peer, method: peer.hangs(method),
    "hang, done": lambda peer, method: peer.hangs(method, after=True),
}
NOBODY_KNOWS = {"502, not done", "reset, not done", "hang, not done"}
"""Faults after which a message may have come, though it did not. It is not repeated, and a sign says so instead."""


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("point", POINTS)
def test_an_answer_comes_once_whatever_goes_wrong(point: str, fault: str) -> None:
    async def main() -> None:
        async with on_stage() as stage:
            ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
            await _say(stage, ann, room, "/page 1")
            await _say(stage, ann, room, "/card")
            FAULTS[fault](stage.peer, point.partition(" ")[0])
            await POINTS[point].act(stage, ann, room)

            doubtful = fault in NOBODY_KNOWS and not POINTS[point].harmless
            assert (0 if doubtful else 1) == POINTS[point].came(stage, ann, room)
            assert [] == stage.peer.waiting
            if doubtful:
                signed = room.messages[3] if point.endswith("tap") else room.messages[-1]
                assert {signed.id: "🤔"} == room.reactions
            stage.peer.release()

    run_virtually(main())
