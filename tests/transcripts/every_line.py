"""The lines of every command: bare, with each of its parts and choices, and with each topic."""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat.command import Command
from bot.features.commands import COMMANDS, FOLDED, PARTS
from bot.features.settings import schedule, settings, setup


def every_line(*, but: tuple[str, ...] = ()) -> list[str]:
    """Every command without the slash, with each of its parts and choices, in order, `but` for lines that begin so."""
    lines = {line for command in (*COMMANDS, *FOLDED) for line in _forms(command)}
    lines |= {f"settings {topic}" for topic in settings.TOPICS} | {f"setup {topic}" for topic in setup.TOPICS}
    lines |= {f"schedule {topic}" for topic in schedule.TOPICS}
    return sorted(line for line in lines if not line.startswith(but))


def _forms(command: Command) -> Iterator[str]:
    yield command.name
    for part in PARTS.get(command.name, {}):
        yield f"{command.name} {part}"
    for arg in command.args.values():
        yield from (f"{command.name} {choice}" for choice in arg.choices)
