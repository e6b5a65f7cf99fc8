"""Tell Discord our commands, only when they changed: a day has 200 creations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from discord import app_commands

from bot.adapters.discord import errors

log = structlog.get_logger()

_SLASH = 1


async def sync(tree: app_commands.CommandTree[Any]) -> None:
    """Compare our commands with those that Discord shows, and replace them if they differ.

    A failure is only logged. The commands of the last time still work, and an unknown command has its answer.
    """
    wanted = [command.to_dict(tree) for command in tree.get_commands()]
    application = tree.client.application_id
    try:
        shown = await tree.client.http.get_global_commands(application or 0)
        if essence(wanted) == essence(shown):
            return
        await tree.sync()
    except (*errors.REQUEST_FAILURES, app_commands.CommandSyncFailure) as error:
        log.error("commands.not_synced", **errors.describe_error(error))
    else:
        log.info("commands.synced", count=len(wanted))


def essence(commands: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Reduce command definitions to a form that can be compared.

    Discord's additions are left out, and its omissions filled in.
    """
    slash = [_command(one) for one in commands if one.get("type", _SLASH) == _SLASH]
    return sorted(slash, key=lambda one: str(one["name"]))


def _command(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": given["name"],
        "description": given["description"],
        "nsfw": bool(given.get("nsfw")),
        "permissions": str(given.get("default_member_permissions") or ""),
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
    }
