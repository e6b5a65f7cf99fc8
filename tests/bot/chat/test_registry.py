"""Which words call which command, and which give way to what free words may mean."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.chat.call import Call, Said, Scene
from bot.chat.command import Arg, Command, command
from bot.chat.markup import plain
from bot.chat.parse import unfold_line
from bot.chat.registry import Registry
from bot.chat.reply import Reply
from bot.chat.understanding import offer_meant
from bot.identity import Account, Place
from roadmap.model import Roadmap
from tests.bot.room import START


def made(name: str, *aliases: str, bare: bool = False) -> Command:
    async def run(call: Call, what: str = "") -> Reply:
        """Do it."""
        return Reply(plain(what))

    async def run_bare(call: Call) -> Reply:
        """Do it."""
        return Reply(plain(""))

    chosen: Any = run_bare if bare else run
    chosen.__name__ = name
    args: dict[str, Any] = {} if bare else {"what": Arg("what", optional=True, rest=True)}
    return command(aliases=aliases, **args)(chosen)


ODD = (("Odd", "gone"),)
"""A line of a command that is no more."""


def understand(_: object, words: str) -> tuple[tuple[str, str], ...]:
    if "odd" in words:
        return ODD
    return (("Pause", "pause 3d"), ("Next", "next")) if "tired" in words else ()


REGISTRY = Registry(
    [made("pause", "rest"), made("next", bare=True), made("progress", "path"), made("quit", "bye")],
    folded=[made("goal", "aim")],
    hidden=[made("hello")],
    parts={"progress": {"target": "goal"}},
    synonyms={"tired": "pause", "finish": "progress target", "brb": "pause soon"},
    understand=understand,
    yielding=("quit",),
)


@pytest.mark.parametrize(
    ("word", "yields"),
    [
        ("pause", False),
        ("PAUSE!", False),
        ("rest", False),  # an alias is as good as the name
        ("aim", False),
        ("tired", True),  # a synonym is not
        ("next", True),  # it takes no words
        ("quit", True),
        ("bye", True),
        ("hello", True),
        ("unknown", True),
    ],
)
def test_free_words_mean_a_command_by_its_own_name_if_it_takes_them(word: str, yields: bool) -> None:
    assert yields is REGISTRY.yields(word)


@pytest.mark.parametrize(
    ("line", "unfolded"),
    [
        ("/pause 3d", "/pause 3d"),
        ("/brb 3d", "/pause soon 3d"),
        ("/brb", "/pause soon"),
        ("/progress target 1 May", "/goal 1 May"),
        ("/finish 1 May", "/goal 1 May"),  # a synonym for a part
        ("/finish", "/goal"),
        ("/progress more", "/more progress"),
        ("/progress 1 May", "/progress 1 May"),
    ],
)
def test_a_line_is_unfolded_to_what_it_stands_for(line: str, unfolded: str) -> None:
    assert unfolded == unfold_line(REGISTRY, line)


def call(line: str, **values: Any) -> Call:
    said = replace(Said(Account("sandbox", 1, "Ann"), Place("sandbox", 1, 1), "sandbox:1", line), **values)
    store: Any = None
    return Call(said, Scene(Roadmap("climb", "Climb", ())), START, store, REGISTRY, {})


OFFERED = (("Pause", "pause 3d"), ("Next", "next"))


@pytest.mark.parametrize(
    ("line", "values", "offered"),
    [
        ("so tired today", {}, OFFERED),
        ("next tired", {}, OFFERED),
        ("bye tired", {}, OFFERED),
        ("tired today", {}, ()),  # the likeliest line is the command that was typed
        ("pause tired", {}, ()),
        ("tired", {}, ()),
        ("untired", {}, ()),
        ("so odd", {}, ODD),
        ("/so tired", {}, ()),
        ("so tired", {"tapped": True}, ()),
        ("so tired", {"plain": True}, ()),
        ("so long", {}, ()),
    ],
)
def test_lines_are_offered_for_typed_words_that_no_command_takes(
    line: str, values: dict[str, Any], offered: tuple[tuple[str, str], ...]
) -> None:
    assert offered == offer_meant(REGISTRY, call(line, **values))
