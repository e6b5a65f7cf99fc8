from __future__ import annotations

from typing import Any

import pytest

from bot.chat.call import Call
from bot.chat.command import Access, Arg, command
from bot.chat.markup import plain
from bot.chat.registry import Registry
from bot.chat.reply import Reply


async def go(call: Call, where: str = "") -> Reply:
    """Go there."""
    return Reply(plain(where))


def test_a_command_takes_its_name_help_and_arguments_from_its_function() -> None:
    made = command(aliases=("walk",), access=Access.STEWARD, where=Arg("a place", optional=True))(go)

    assert ("go", "Go there.", ("walk",), Access.STEWARD) == (made.name, made.help, made.aliases, made.access)


@pytest.mark.parametrize(
    ("spec", "fault"),
    [
        ({"name": "Go-now", "where": Arg("x")}, "a name is"),
        ({"aliases": ("ok", "n o"), "where": Arg("x")}, "a name is"),
        ({}, "arguments are"),
        ({"where": Arg("x"), "when": Arg("x")}, "arguments are"),
        ({"where": Arg("")}, "argument's help"),
        ({"where": Arg("x" * 101)}, "argument's help"),
    ],
)
def test_a_command_that_no_platform_could_take_cannot_be_made(spec: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        command(**spec)(go)


async def two(call: Call, first: str, second: str) -> Reply:
    """Take two."""
    return Reply(plain(first + second))


def test_only_the_last_argument_takes_the_rest_and_required_ones_come_first() -> None:
    with pytest.raises(ValueError, match="rest"):
        command(first=Arg("x", rest=True), second=Arg("x"))(two)
    with pytest.raises(ValueError, match="optional"):
        command(first=Arg("x", optional=True), second=Arg("x"))(two)


async def silent(call: Call) -> Reply:
    return Reply(plain("x"))


def test_a_command_without_help_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="help"):
        command()(silent)


def test_names_and_aliases_are_found_in_any_case_and_once_only() -> None:
    made = command(aliases=("walk",), where=Arg("a place", optional=True))(go)
    registry = Registry([made])

    assert made is registry.get("WALK") is registry.get("go")
    assert registry.get("run") is None
    assert [made] == list(registry)
    assert 1 == len(registry)
    assert ("go", "walk") == registry.names()
    with pytest.raises(ValueError, match="/go"):
        Registry([made, made])
