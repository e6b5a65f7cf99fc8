"""A conversation as both platforms show it, side by side: Discord's embed on the left, Telegram's HTML on the right.

What is said in a room on one platform stands on its side alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

import discord

from bot.adapters.discord.render import render_discord
from bot.adapters.sandbox import directives
from bot.adapters.sandbox.lines import EXPECTED, read_spoken_line
from bot.adapters.sandbox.render import heading, visible
from bot.adapters.sandbox.room import MessageKind, SandboxMessage
from bot.adapters.sandbox.stage import Stage
from bot.adapters.telegram.render import render_telegram
from bot.chat.reply import Reply
from bot.cli.sandboxing import Sandbox
from bot.clock import SettableClock
from bot.config import read_settings
from bot.identity import Platform
from tests.transcripts.playing import BEGIN, HERE, PLAYED, dice_for

SIDES = HERE / "sides"
WIDTH = 64
"""Characters of each column."""


async def play_sides(lines: Iterable[str], folder: Path) -> str:
    """Play a script, and return its lines with each message as both platforms show it."""
    clock = SettableClock(BEGIN)
    settings = read_settings(None).model_copy(update={"database_url": f"sqlite:///{folder}/{PLAYED}"})
    written: list[str] = []
    lines = list(lines)
    async with Sandbox(settings, clock, dice_for(lines)) as sandbox:
        sandbox.adapter.room.show = lambda message: written.extend(show_sides(message))
        stage = Stage(sandbox.adapter, sandbox.app.work, clock, directives.ALL, sandbox.restart)
        await stage.pass_time(clock.now())
        for line in lines:
            if (line.rstrip() + " ").startswith(EXPECTED):
                continue
            written.append(visible(line.rstrip()))
            if spoken := read_spoken_line(line):
                await stage.take(spoken)
    return "\n".join(written) + "\n"


def show_sides(message: SandboxMessage) -> Iterator[str]:
    """Write a message's heading, and its two renderings beside each other. A note has no renderings."""
    yield f"  @ {heading(message)}"
    if message.kind is MessageKind.NOTE:
        return
    platform = message.place.platform
    left = [] if platform == Platform.TELEGRAM else _fold(on_discord(message.reply))
    right = [] if platform == Platform.DISCORD else _fold(on_telegram(message.reply))
    for one, other in zip_longest(left, right, fillvalue=""):
        yield f"  │ {one:<{WIDTH}} │ {other}".rstrip()


def on_discord(reply: Reply) -> list[str]:
    """Write an embed as lines: pings, title, text, fields, and a line for each row of buttons."""
    shown = render_discord(reply)
    embed = shown.embed
    lines = [shown.content, f"# {embed.title}" if embed.title else "", *(embed.description or "").split("\n")]
    for field in embed.fields:
        lines += [f"## {field.name}", *(field.value or "").split("\n")]
    rows: dict[int, list[str]] = {}
    for item in shown.view.children:
        rows.setdefault(item.row or 0, []).append(_label(item))
    return [line for line in (*lines, *map(" ".join, rows.values())) if line]


def on_telegram(reply: Reply) -> list[str]:
    """Write a message's HTML as lines, and a line for each row of its keyboard."""
    shown = render_telegram(reply)
    rows = shown.keyboard["inline_keyboard"] if shown.keyboard else []
    return [
        line
        for line in (*shown.html.split("\n"), *(" ".join(f"[{one['text']}]" for one in row) for row in rows))
        if line
    ]


def _label(item: discord.ui.Item[discord.ui.View]) -> str:
    if isinstance(item, discord.ui.Select):
        return f"[{item.placeholder}: {', '.join(option.label for option in item.options)}]"
    return f"[{item.label}]" if isinstance(item, discord.ui.Button) else "[?]"


def _fold(lines: Iterable[str]) -> list[str]:
    return [part for line in lines for part in textwrap.wrap(line, WIDTH, break_on_hyphens=False) or [""]]
