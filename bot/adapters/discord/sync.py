"""Tell Discord our commands, only when they changed: a day has 200 creations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from discord import AppCommandType, app_commands

from bot.adapters.discord import errors
from bot.adapters.discord.markdown import UNKNOWN, Commands

log = structlog.get_logger()

_SLASH = AppCommandType.chat_input.value
_TYPES = frozenset({_SLASH, AppCommandType.user.value, AppCommandType.message.value})
"""The types of commands that are ours to list. Discord itself keeps the one that opens an activity."""


async def sync(tree: app_commands.CommandTree[Any]) -> Commands:
    """Compare our commands with those that Discord shows, and replace them if they differ.

    Returns the ids of slash commands by name. A failure is only logged. The commands of the last time still work, and
    an unknown command has its answer.
    """
    wanted = [command.to_dict(tree) for command in tree.get_commands()]
    known = UNKNOWN
    try:
        shown = await tree.client.http.get_global_commands(tree.client.application_id or 0)
        known = _ids((one["name"], int(one["id"]), one.get("type", _SLASH)) for one in shown)
        if essence(wanted) == essence(shown):
            return known
        known = _ids((one.name, one.id, one.type.value) for one in await tree.sync())
    except (*errors.REQUEST_FAILURES, app_commands.CommandSyncFailure) as error:
        log.error("commands.not_synced", **errors.describe_error(error))
    else:
        log.info("commands.synced", count=len(wanted))
    return known


def _ids(listed: Iterable[tuple[str, int, int]]) -> Commands:
    return {name: known for name, known, kind in listed if kind == _SLASH}


def essence(commands: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Reduce command definitions to a form that can be compared.

    Discord's additions are left out, and its omissions filled in.
    """
    listed = [_command(one) for one in commands if one.get("type", _SLASH) in _TYPES]
    return sorted(listed, key=lambda one: (one["type"], str(one["name"])))


def _command(given: Mapping[str, Any]) -> dict[str, Any]:
    permissions = given.get("default_member_permissions")
    return {
        "type": given.get("type", _SLASH),
        "name": given["name"],
        "description": given.get("description") or "",
        "nsfw": bool(given.get("nsfw")),
        "permissions": None if permissions is None else int(permissions),
        "contexts": sorted(given.get("contexts") or ()),
        "installs": sorted(given.get("integration_types") or ()),
        "options": [_option(one) for one in given.get("options") or ()],
    }


def _option(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": given["type"],
        "name": given["name"],
        "description": given["description"],
        "required": bool(given.get("required")),
        "autocomplete": bool(given.get("autocomplete")),
        "choices": [(one["name"], one["value"]) for one in given.get("choices") or ()],
        "lengths": (given.get("min_length"), given.get("max_length")),
        "channels": sorted(given.get("channel_types") or ()),
    }
