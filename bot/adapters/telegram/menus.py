"""The command menus: for private chats, groups and administrators, in each language, set only when changed."""

from __future__ import annotations

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import BadRequest

from bot import texts
from bot.chat.command import Access, Command, Registry

log = structlog.get_logger()


async def set_menus(bot: Bot, registry: Registry) -> int:
    """Make every menu as the registry says. Returns how many had to be changed.

    A menu with which Telegram finds fault stays as it was. Raises TelegramError for trouble that may pass.
    """
    changed = 0
    for scope, commands in menus(registry):
        for language in texts.languages():
            try:
                changed += await _set_menu(bot, scope, commands, language)
            except BadRequest as error:
                log.error("telegram.menu_refused", scope=scope.type, language=language, reason=error.message)
    return changed


def menus(registry: Registry) -> list[tuple[BotCommandScope, list[Command]]]:
    """The commands of each menu. In a group only its administrators see the stewards' commands."""
    everything = list(registry)
    members = [command for command in everything if command.access is Access.MEMBER]
    return [
        (BotCommandScopeAllPrivateChats(), everything),
        (BotCommandScopeAllGroupChats(), members),
        (BotCommandScopeAllChatAdministrators(), everything),
    ]


async def _set_menu(bot: Bot, scope: BotCommandScope, commands: list[Command], language: str) -> bool:
    code = "" if language == texts.SOURCE else language  # without a code: for all languages without a menu of their own
    wanted = tuple(BotCommand(command.name, help_text(command, language)) for command in commands)
    if await bot.get_my_commands(scope=scope, language_code=code) == wanted:
        return False
    await bot.set_my_commands(wanted, scope=scope, language_code=code)
    return True


def help_text(command: Command, language: str) -> str:
    """Return a command's help in a language."""
    translated = texts.catalogue(language).get(f"help.{command.name}")
    return translated[0] if translated else command.help
