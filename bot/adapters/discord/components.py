"""Buttons of a reply -> Discord's buttons, and a menu where they are many choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import discord

from bot.adapters.discord.markdown import safe_url
from bot.chat import limits
from bot.chat.call import say
from bot.chat.reply import Button, ButtonStyle, Link, Reply, Row
from bot.texts import SOURCE

TAP = "line"
"""A button's id is like `line:undo week2-numpy`. A second button with that line has `line2:...`, so that ids differ."""

MENU = "choose"
"""A menu's id is `choose1`, `choose2` and so on. The lines are the values of its options."""


STYLES = {
    ButtonStyle.PLAIN: discord.ButtonStyle.secondary,
    ButtonStyle.PRIMARY: discord.ButtonStyle.primary,
    ButtonStyle.SUCCESS: discord.ButtonStyle.success,
    ButtonStyle.DANGER: discord.ButtonStyle.danger,
}


def make_view(reply: Reply) -> discord.ui.View:
    """Make the buttons and menus of a reply.

    The view is stopped so that the library does not keep it for ever. Taps are found by their ids.
    """
    view = discord.ui.View(timeout=None)
    names: dict[str, int] = {}
    for number, row in enumerate(_rows(reply.buttons, names)):
        for item in row:
            item.row = number
            view.add_item(item)
    view.stop()
    return view


def _rows(rows: Iterable[Row], names: dict[str, int]) -> Iterator[list[discord.ui.Item[Any]]]:
    for choice, group in groupby(rows, key=_choice_of):
        choices = tuple(group)
        menu = _menu(choice, [one for row in choices for one in row if isinstance(one, Button)]) if choice else None
        if menu is not None:
            yield [menu]
            continue
        for row in choices:
            yield [item for one in row if (item := _button(one, names)) is not None]


def _choice_of(row: Row) -> int:
    return next((one.choice for one in row if isinstance(one, Button)), 0)


def _menu(choice: int, buttons: list[Button]) -> discord.ui.Select[Any] | None:
    """Make a menu of choices. None if two of them carry the same, which no menu can."""
    options = {one.carried: discord.SelectOption(label=one.label, value=one.carried) for one in buttons}
    if len(options) < len(buttons):
        return None
    placeholder = say(SOURCE, "discord.menu.choose", n=len(buttons)).plain
    return discord.ui.Select(custom_id=f"{MENU}{choice}", placeholder=placeholder, options=[*options.values()])


def _button(button: Button | Link, names: dict[str, int]) -> discord.ui.Button[Any] | None:
    if isinstance(button, Link):
        url = safe_url(button.url)
        return discord.ui.Button(label=limits.shorten(button.label, limits.LABEL), url=url) if url else None
    names[button.carried] = turn = names.get(button.carried, 0) + 1
    name = TAP if turn == 1 else f"{TAP}{turn}"
    return discord.ui.Button(label=button.label, custom_id=f"{name}:{button.carried}", style=STYLES[button.style])
