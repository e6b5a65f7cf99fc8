"""The bot's menus and descriptions on Telegram, in each language, set only when changed.

There are menus for private chats, groups and administrators.
"""

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
from bot.chat.call import say
from bot.chat.command import Access, Command
from bot.chat.registry import Registry

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


async def set_descriptions(bot: Bot) -> int:
    """Make both descriptions as our texts say. Returns how many had to be changed.

    An empty private chat shows the long one, and the bot's profile the short one. A refused one stays as it was.
    """
    changed = 0
    for language in texts.languages():
        for describe in (_describe_long, _describe_short):
            try:
                changed += await describe(bot, language, _code(language))
            except BadRequest as error:
                log.error("telegram.description_refused", language=language, reason=error.message)
    return changed


async def _describe_long(bot: Bot, language: str, code: str) -> bool:
    wanted = say(language, "telegram.description").plain
    if (await bot.get_my_description(language_code=code)).description == wanted:
        return False
    return await bot.set_my_description(wanted, language_code=code)


async def _describe_short(bot: Bot, language: str, code: str) -> bool:
    wanted = say(language, "telegram.short_description").plain
    if (await bot.get_my_short_description(language_code=code)).short_description == wanted:
        return False
    return await bot.set_my_short_description(wanted, language_code=code)


def _code(language: str) -> str:
    """Return Telegram's code: none for the language of all who have no texts of their own."""
    return "" if language == texts.SOURCE else language


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
    code = _code(language)
    wanted = tuple(BotCommand(command.name, help_text(command, language)) for command in commands)
    if await bot.get_my_commands(scope=scope, language_code=code) == wanted:
        return False
    await bot.set_my_commands(wanted, scope=scope, language_code=code)
    return True


def help_text(command: Command, language: str) -> str:
    """Return a command's help in a language."""
    translated = texts.catalogue(language).get(f"help.{command.name}")
    return translated[0] if translated else command.help
