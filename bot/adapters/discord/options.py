"""The arguments of a command -> options of a slash command: words, choices, members, roles and files."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import app_commands

from bot.chat.call import say
from bot.chat.command import Arg, Command, Pick
from bot.chat.registry import MORE
from bot.texts import SOURCE

LONGEST_OPTION = 2000


class PickedChannel(app_commands.Transformer[Any]):
    """A channel in which one may post, or a thread."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Say that it is a channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """List the kinds of channels that are offered."""
        kinds = discord.ChannelType
        return [kinds.text, kinds.news, kinds.news_thread, kinds.public_thread, kinds.private_thread]

    async def transform(self, _: discord.Interaction[Any], value: object, /) -> object:
        """Take it as it is: the core reads the payload."""
        return value


PICKED = {
    Pick.CHANNEL: app_commands.Transform[object, PickedChannel],
    Pick.ROLE: discord.Role,
    Pick.FILE: discord.Attachment,
}


def signature(command: Command, parts: Mapping[str, str]) -> inspect.Signature:
    """The parameters that discord.py is to make options of.

    What may be picked for an argument is an option too, and so is the choice of a part of the command. Beside parts,
    no option is required: a part is chosen without it, and the core asks for what is missing.
    """
    picked = [_parameter(pick, PICKED[pick], optional=True) for pick in picks(command)]
    typed = [
        _parameter(name, _annotation(arg), optional=arg.optional or bool(parts)) for name, arg in command.args.items()
    ]
    more = [_parameter(MORE, str, optional=True)] if parts else []
    return inspect.Signature([_parameter("interaction", discord.Interaction, optional=False), *typed, *picked, *more])


def descriptions(command: Command, parts: Mapping[str, str]) -> dict[str, str]:
    """The description of each option."""
    typed = {name: arg.help for name, arg in command.args.items()}
    others = (*picks(command), *((MORE,) if parts else ()))
    return typed | {str(one): say(SOURCE, f"discord.option.{one}").plain for one in others}


def choices(command: Command, parts: Mapping[str, str]) -> dict[str, list[app_commands.Choice[str]]]:
    """The words that an option may be, for those that have such; and the parts of the command."""
    labels = {word: say(SOURCE, f"part.{part}").plain for word, part in parts.items()}
    more = [app_commands.Choice(name=label, value=word) for word, label in labels.items()]
    return ({MORE: more} if more else {}) | {
        name: [app_commands.Choice(name=word, value=word) for word in arg.choices]
        for name, arg in command.args.items()
        if arg.choices
    }


def is_completed(arg: Arg) -> bool:
    """Whether suggestions are shown while its option is typed."""
    return arg.suggest is not None and not (arg.choices or arg.member)


def picks(command: Command) -> Iterator[Pick]:
    """The things that may be picked for the arguments of a command."""
    return (pick for arg in command.args.values() for pick in arg.picks)


def _parameter(name: str, annotation: object, *, optional: bool) -> inspect.Parameter:
    default: Any = None if optional else inspect.Parameter.empty
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=annotation, default=default)


def _annotation(arg: Arg) -> object:
    if arg.member:
        return discord.User
    return str if arg.choices else app_commands.Range[str, 1, LONGEST_OPTION]
