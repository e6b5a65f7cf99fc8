"""The registry -> slash commands with typed options, choices and autocomplete; and a menu of a member."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.adapters.discord import errors
from bot.adapters.discord.answering import Answering, Interaction
from bot.adapters.discord.options import choices, descriptions, is_completed, signature
from bot.adapters.discord.reading import MENU_COMMAND, menu_name, read_command
from bot.chat import limits
from bot.chat.command import Command, Suggestion
from bot.chat.dispatch import Dispatcher

log = structlog.get_logger()

TAKEN_ALONG = frozenset({"done", "next", "progress"})
"""The commands that a user may take along to servers and chats of which the bot is no member."""

SUGGEST_SECONDS = 2.0  # Discord forgets the question after three
CHOICE = 100  # characters of a choice's name, and of its value

Complete = Callable[[Interaction, str, str, str], Coroutine[Any, Any, None]]


class Tree(app_commands.CommandTree[discord.Client]):
    """The slash commands of a client."""

    def __init__(self, client: discord.Client, answering: Answering, dispatcher: Dispatcher, seconds: float) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        self._answering = answering
        self._dispatcher = dispatcher
        self._seconds = seconds
        for command in dispatcher.registry:
            self.add_command(self._native(command))
        if dispatcher.registry.get(MENU_COMMAND):
            self.add_command(self._menu())

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Answer a command that Discord still shows, though it was changed or removed.

        The core has a kind answer to that.
        """
        log.warning("command.unfit", interaction=interaction.id, error=type(error).__name__)
        if interaction.type is discord.InteractionType.autocomplete:
            await _show(interaction, [])
        elif not isinstance(error, app_commands.CommandInvokeError):
            await self._answering.answer_command(interaction)

    def _native(self, command: Command) -> app_commands.Command[Any, ..., None]:
        async def run(interaction: Interaction, **_: object) -> None:
            await self._answering.answer_command(interaction)

        parts = self._dispatcher.registry.parts(command.name)
        run.__signature__ = signature(command, parts)  # type: ignore[attr-defined]  # what discord.py reads options from
        app_commands.describe(**descriptions(command, parts))(run)
        app_commands.choices(**choices(command, parts))(run)
        made: app_commands.Command[Any, ..., None] = app_commands.Command(
            name=command.name, description=command.help, callback=run
        )
        for name in (name for name, arg in command.args.items() if is_completed(arg)):
            made.autocomplete(name)(self._completer(command.name, name))
        if command.name in TAKEN_ALONG:
            made.allowed_contexts = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
            made.allowed_installs = app_commands.AppInstallationType(guild=True, user=True)
        if command.for_stewards:
            made.default_permissions = discord.Permissions(manage_guild=True)  # hides it; the core checks each call
        return made

    def _menu(self) -> app_commands.ContextMenu:
        async def run(interaction: Interaction, member: discord.User) -> None:
            await self._answering.answer_command(interaction, alone=True)

        run.__annotations__["member"] = discord.User  # what discord.py reads the type of menu from
        return app_commands.ContextMenu(
            name=menu_name(),
            callback=run,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        )

    def _completer(
        self, command: str, arg: str
    ) -> Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]:
        async def complete(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
            await _show(interaction, await self._suggest(interaction, command, arg, typed))
            return []

        return complete

    async def _suggest(self, interaction: Interaction, command: str, arg: str, typed: str) -> list[Suggestion]:
        """Return the core's suggestions, or none if they take too long."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._dispatcher.beforehand.suggest(read_command(interaction), command, arg, typed)
        except Exception as error:
            log.warning("suggest.failed", interaction=interaction.id, command=command, error=type(error).__name__)
            return []


async def _show(interaction: Interaction, found: Iterable[Suggestion]) -> None:
    """Answer an autocomplete. A late answer is no loss: the next key press asks again."""
    fitting = [one for one in found if 0 < len(one.value) <= CHOICE and one.label.strip()]
    shown = [app_commands.Choice(name=limits.shorten(one.label, CHOICE), value=one.value) for one in fitting]
    try:
        await interaction.response.autocomplete(shown[: limits.SUGGESTIONS])
    except (*errors.REQUEST_FAILURES, discord.InteractionResponded) as error:
        log.debug("suggest.late", interaction=interaction.id, **errors.describe_error(error))
