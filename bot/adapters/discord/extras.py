"""Show a command's form as a window with fields (a modal), which only Discord has.

It must be the very first answer to an interaction. Its ids are fixed, and nothing of it is kept in memory. So a
form opened before a restart can be sent in after it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import discord
import structlog

from bot.adapters.discord import errors
from bot.chat.call import Said
from bot.chat.dispatch import Dispatcher
from bot.chat.form import LABEL, Form, Input
from bot.chat.limits import shorten

log = structlog.get_logger()

FORM = "form:"
SECONDS = 1.5  # of the three that Discord gives; after that the answer comes as a message
PLACEHOLDER = 100


async def open_form(interaction: discord.Interaction[Any], dispatcher: Dispatcher, said: Said) -> bool:
    """Open the form that this call asks for. Returns False if it asks for none, or the form took too long."""
    if not dispatcher.asks_for_form(said):
        return False
    try:
        async with asyncio.timeout(SECONDS):
            form = await dispatcher.form(said)
    except TimeoutError:
        log.warning("form.slow", interaction=interaction.id)
        return False
    return form is not None and await _send(interaction, form, f"{dispatcher.command_of(said)} {form.about}".strip())


def name_of_form(interaction: discord.Interaction[Any]) -> str:
    """The command whose form was sent in; empty for any other interaction."""
    payload: Mapping[str, Any] = interaction.data or {}
    custom_id = str(payload.get("custom_id", ""))
    is_form = interaction.type is discord.InteractionType.modal_submit and custom_id.startswith(FORM)
    return custom_id.removeprefix(FORM) if is_form else ""


def read_fields(interaction: discord.Interaction[Any]) -> dict[str, str]:
    """Read the fields of a form, empty ones included."""
    payload: Mapping[str, Any] = interaction.data or {}
    return {str(one["custom_id"]): str(one.get("value") or "") for one in _inputs(payload.get("components", ()))}


def _inputs(components: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The fields of a form, from inside the rows and labels that Discord puts around them."""
    for component in components:
        inside = [component["component"]] if "component" in component else component.get("components", ())
        yield from _inputs(inside)
        if "custom_id" in component and not inside:
            yield component


async def _send(interaction: discord.Interaction[Any], form: Form, name: str) -> bool:
    """Send the window. Always returns True, even if the window was lost.

    No work was done yet, and no other answer would be in time.
    """
    modal = discord.ui.Modal(title=shorten(form.title, LABEL), custom_id=f"{FORM}{name}", timeout=None)
    for field in form.inputs:
        modal.add_item(discord.ui.Label(text=shorten(field.label, LABEL), component=_field(field, form.limit)))
    modal.stop()
    try:
        await interaction.response.send_modal(modal)
    except (*errors.REQUEST_FAILURES, discord.InteractionResponded) as error:
        log.warning("form.lost", interaction=interaction.id, **errors.describe_error(error))
    return True


def _field(asked: Input, limit: int) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(
        custom_id=asked.name,
        style=discord.TextStyle.paragraph if asked.long else discord.TextStyle.short,
        default=shorten(asked.value, limit) or None,
        placeholder=shorten(asked.hint, PLACEHOLDER) or None,
        required=False,
        max_length=limit,
    )
