"""The commands as a call may list and explain them, without their functions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, Protocol

Understand = Callable[[Any, str], tuple[tuple[str, str], ...]]
"""Offers lines, with their labels, for the free words of a call."""


def understand_nothing(_: object, __: str) -> tuple[tuple[str, str], ...]:
    """Offer nothing."""
    return ()


class ListedArg(Protocol):
    """An argument, as help explains it."""

    @property
    def help(self) -> str:
        """Say what it is, in one line."""
        ...

    @property
    def optional(self) -> bool:
        """Say whether it may be left out."""
        ...

    @property
    def choices(self) -> tuple[str, ...]:
        """List the words that it may be; empty where it may be any."""
        ...


class ListedCommand(Protocol):
    """A command, as help explains it."""

    @property
    def name(self) -> str:
        """Give its name, without the slash."""
        ...

    @property
    def help(self) -> str:
        """Say what it does, in one line."""
        ...

    @property
    def args(self) -> Mapping[str, ListedArg]:
        """Give its arguments by name, in order."""
        ...

    @property
    def aliases(self) -> tuple[str, ...]:
        """List its other names."""
        ...

    @property
    def tapped(self) -> bool:
        """Say whether its arguments stand in buttons alone."""
        ...

    @property
    def for_stewards(self) -> bool:
        """Say whether only a steward may call it."""
        ...


class CommandListing(Hashable, Protocol):
    """All commands, in the order in which menus show them."""

    def __iter__(self) -> Iterator[ListedCommand]:
        """Give one command after the other."""
        ...

    def get(self, name: str) -> ListedCommand | None:
        """Find the command of this name or alias, in any case."""
        ...

    def names(self) -> tuple[str, ...]:
        """List every name and alias that people are told of."""
        ...

    def parts(self, name: str) -> Mapping[str, str]:
        """Give the parts of a command: word -> the name of the folded command that it calls."""
        ...

    @property
    def sections(self) -> Mapping[str, tuple[ListedCommand, ...]]:
        """Give the groups of /help, with their commands."""
        ...

    @property
    def understand(self) -> Understand:
        """Give the function that offers lines for free words."""
        ...

    def words(self) -> tuple[str, ...]:
        """List every word that is understood, for near misses."""
        ...

    def meant_by(self, name: str) -> str:
        """Give the line that a typed word begins: a synonym's, else the word."""
        ...

    @property
    def useful(self) -> tuple[str, ...]:
        """List the commands to offer to a caller who was not understood."""
        ...
