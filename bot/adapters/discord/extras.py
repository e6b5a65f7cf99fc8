"""Show a command's form as a window with fields (a modal), which only Discord has.

It must be the very first answer to an interaction. Its ids are fixed, and nothing of it is kept in memory. So a
form opened before a restart can be sent in after it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any

import discord
import structlog

from bot.adapters.discord.patience import FORM, Patience
from bot.chat.call import Said
from bot.chat.dispatch import Dispatcher
from bot.chat.form import LABEL, Form, Input
from bot.chat.limits import shorten

log = structlog.get_logger()

WINDOW = "form:"
PLACEHOLDER = 100


Show = Callable[[discord.ui.Modal], Awaitable[None]]
"""Opens a window as the first answer to an interaction."""


async def open_form(interaction_id: int, show: Show, dispatcher: Dispatcher, said: Said, patience: Patience) -> bool:
    """Open the form that this call asks for. Returns False if it asks for none, or the form took too long.

    A window that is lost has no other answer. No work was done yet, and no other answer would be in time.
    """
    if not dispatcher.beforehand.asks_for_form(said):
        return False
    asking = asyncio.ensure_future(dispatcher.beforehand.form(said))
    try:
        if not await patience.within(FORM, asking):
            log.warning("form.slow", interaction=interaction_id)
            return False
        form = asking.result()
    finally:
        asking.cancel()
    if form is None:
        return False
    await show(_window(form, f"{dispatcher.beforehand.command_of(said)} {form.about}".strip()))
    return True


def name_of_form(interaction: discord.Interaction[Any]) -> str:
    """The command whose form was sent in; empty for any other interaction."""
    payload: Mapping[str, Any] = interaction.data or {}
    custom_id = str(payload.get("custom_id", ""))
    is_form = interaction.type is discord.InteractionType.modal_submit and custom_id.startswith(WINDOW)
    return custom_id.removeprefix(WINDOW) if is_form else ""


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


def _window(form: Form, name: str) -> discord.ui.Modal:
    modal = discord.ui.Modal(title=shorten(form.title, LABEL), custom_id=f"{WINDOW}{name}", timeout=None)
    for field in form.inputs:
        modal.add_item(discord.ui.Label(text=shorten(field.label, LABEL), component=_field(field, form.limit)))
    modal.stop()
    return modal


def _field(asked: Input, limit: int) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(
        custom_id=asked.name,
        style=discord.TextStyle.paragraph if asked.long else discord.TextStyle.short,
        default=shorten(asked.value, limit) or None,
        placeholder=shorten(asked.hint, PLACEHOLDER) or None,
        required=False,
        max_length=limit,
    )
