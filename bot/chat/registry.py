"""All commands by name and alias."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.chat.command import Command


class Registry:
    """The commands in the order of /help. Raises ValueError when two share a name or alias."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._commands = tuple(commands)
        self._by_name: dict[str, Command] = {}
        for command in self._commands:
            for name in (command.name, *command.aliases):
                if name in self._by_name:
                    raise ValueError(f"two commands are called /{name}")
                self._by_name[name] = command

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands)

    def __len__(self) -> int:
        return len(self._commands)

    def get(self, name: str) -> Command | None:
        """The command of this name or alias, in any case."""
        return self._by_name.get(name.lower())

    def names(self) -> tuple[str, ...]:
        """Every name and alias, for near misses."""
        return tuple(self._by_name)
