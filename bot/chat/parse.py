"""A typed line -> a command's name and its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.command import Arg, Command
from bot.chat.registry import Registry
from bot.identity import clear


@dataclass(frozen=True, slots=True)
class Typed:
    """A line taken apart: the command's word, lower case and without its slash, and the rest as typed."""

    name: str
    rest: str


def split_line(line: str) -> Typed:
    """Take the first word off a line as the command's name.

    Invisible characters are removed. Blanks and line ends in the rest stay.
    """
    words = clean_line(line).strip().removeprefix("/").split(maxsplit=1)
    return Typed(words[0].lower() if words else "", words[1] if len(words) > 1 else "")


def unfold_line(registry: Registry, line: str) -> str:
    """Put the line that a synonym or a part of a command stands for in its place. Other lines stay as they are."""
    typed = split_line(line)
    meant = registry.meant_by(typed.name)
    if meant != typed.name:
        line = f"/{meant} {typed.rest}".rstrip()
        typed = split_line(line)
    part = registry.part_behind(typed.name, typed.rest)
    return f"/{part}" if part else line


def clean_line(text: str) -> str:
    """Remove invisible characters, and make every line end a line feed and every tab a blank."""
    return clear(text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def bind_args(command: Command, rest: str) -> dict[str, str]:
    """Give the words of a line to a command's arguments in order; the last argument takes all that is left."""
    names = list(command.args)
    words = rest.split(maxsplit=max(len(names) - 1, 0)) if names else []
    return dict(zip(names, (word.strip() for word in words), strict=False))


def bind_options(command: Command, options: Mapping[str, str]) -> dict[str, str]:
    """Give the options of a command to its arguments. What was picked for an argument stands behind its words."""
    given = {name: clean_line(value).strip() for name, value in options.items() if name in command.args}
    for name, arg in command.args.items():
        picked = [options[pick] for pick in arg.picks if options.get(pick)]
        if picked:
            given[name] = " ".join([given.get(name, ""), *picked]).strip()
    return given


def missing_arg(args: Mapping[str, Arg], given: Mapping[str, str]) -> str:
    """The name of the first required argument that was not given, or empty."""
    return next((name for name, arg in args.items() if not arg.optional and not given.get(name)), "")
