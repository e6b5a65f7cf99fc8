"""An interaction -> a `Said`: account, place and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import discord

from bot.adapters.discord.rights import InteractionRights
from bot.chat.call import Said, say
from bot.chat.form import FORM_ABOUT
from bot.chat.ownership import read_button
from bot.chat.parse import clean_line
from bot.chat.registry import MORE
from bot.identity import Account, Place, Platform
from bot.texts import SOURCE

MENU_COMMAND = "progress"
"""The command that the menu of a member calls, about that member."""

_MENU = discord.AppCommandType.user.value


def read_command(interaction: discord.Interaction[Any]) -> Said:
    """Read a slash command with its options, or the menu of a member. A chosen part is read as its typed line.

    They are read from the payload itself, so that a command from an older list can be read too.
    """
    payload: Mapping[str, Any] = interaction.data or {}
    if payload.get("type") == _MENU and payload.get("name") == menu_name():
        member = f"{Platform.DISCORD}:{payload.get('target_id')}"
        return _said(interaction, name=MENU_COMMAND, options={"member": member})
    name, options = str(payload.get("name", "")), _options(payload)
    if part := options.pop(MORE, ""):
        return _said(interaction, line=" ".join((f"/{name}", part, *options.values())))
    return _said(interaction, name=name, options=options)


def menu_name() -> str:
    """The label of the menu of a member, in which a tap shows their progress."""
    return say(SOURCE, "discord.menu.progress").plain


def read_tap(interaction: discord.Interaction[Any], line: str) -> Said:
    """Read a tapped button as its typed line. Only the tapper sees an ephemeral message."""
    alone = interaction.message is not None and interaction.message.flags.ephemeral
    said = read_button(_said(interaction), line)
    return replace(said, overseen=said.overseen and not alone)


def read_form(interaction: discord.Interaction[Any], name: str, fields: Mapping[str, str]) -> Said:
    """Read a form that was sent in: its command, with each field as an option, and what it is about as another."""
    command, _, about = name.partition(" ")
    return _said(interaction, name=command, options={**fields, **({FORM_ABOUT: about} if about else {})})


def is_guest(interaction: discord.Interaction[Any]) -> bool:
    """Whether a user brought the app to a server or chat of which the bot is no member."""
    if interaction.guild_id:
        return interaction.is_user_integration() and not interaction.is_guild_integration()
    return bool(interaction.context.private_channel)


def discord_place(interaction: discord.Interaction[Any]) -> Place:
    """Read the place of an interaction. A thread counts as a channel of its own.

    Where the bot is a guest, the place is the caller's own, whose conversation may still have to be opened.
    """
    if is_guest(interaction):
        return Place(Platform.DISCORD, interaction.user.id, interaction.user.id, private=True)
    chat = interaction.channel_id or interaction.guild_id or interaction.user.id
    if interaction.guild_id is None:
        return Place(Platform.DISCORD, chat, chat, private=True)
    title = interaction.guild.name if interaction.guild else ""
    return Place(Platform.DISCORD, interaction.guild_id, chat, title=clean_line(title).strip())


def discord_account(user: discord.User | discord.Member, language: str = "") -> Account:
    """Read the account that speaks, with the name that the others see."""
    name = clean_line(user.display_name).strip() or clean_line(user.name).strip() or str(user.id)
    return Account(Platform.DISCORD, user.id, name, user.name, language)


def _said(
    interaction: discord.Interaction[Any],
    *,
    line: str = "",
    name: str = "",
    options: Mapping[str, str] | None = None,
) -> Said:
    place = discord_place(interaction)
    return Said(
        account=discord_account(interaction.user, str(interaction.locale)),
        place=place,
        inbound=f"{Platform.DISCORD}:{interaction.id}",
        line=line,
        people=_people(interaction),
        name=name,
        options=options or {},
        overseen=not place.private,
        muted=isinstance(interaction.user, discord.Member) and interaction.user.is_timed_out(),
        rights=InteractionRights(interaction, place.private),
    )


def _people(interaction: discord.Interaction[Any]) -> dict[str, str]:
    """Read the names of the people who were picked, as the server shows them."""
    payload: Mapping[str, Any] = interaction.data or {}
    resolved = payload.get("resolved", {})
    nicks = {user_id: member.get("nick") for user_id, member in resolved.get("members", {}).items()}
    return {
        f"{Platform.DISCORD}:{user_id}": clean_line(
            nicks.get(user_id) or user.get("global_name") or user.get("username") or ""
        ).strip()
        for user_id, user in resolved.get("users", {}).items()
    }


def _options(payload: Mapping[str, Any]) -> dict[str, str]:
    files = payload.get("resolved", {}).get("attachments", {})
    given = [option for option in payload.get("options", ()) if "value" in option]
    return {str(option["name"]): _value(option, files) for option in given}


def _value(option: Mapping[str, Any], files: Mapping[str, Any]) -> str:
    """Read a value as it would be typed. A file is its name: Discord keeps what was picked for a short time alone."""
    value = str(option["value"])
    match option.get("type"):
        case discord.AppCommandOptionType.user.value:
            return f"{Platform.DISCORD}:{value}"
        case discord.AppCommandOptionType.role.value:
            return f"<@&{value}>"
        case discord.AppCommandOptionType.channel.value:
            return f"<#{value}>"
        case discord.AppCommandOptionType.attachment.value:
            return clean_line(str(files.get(value, {}).get("filename", ""))).strip()
        case _:
            return value
