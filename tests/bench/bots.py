"""Bots as processes, for `bench_answers`: `python -m tests.bench.bots bare|ours discord|telegram URL TOKEN`.

The bare bots answer each command at once with a sentence and two buttons, and know nothing. Only what they send has the
form of our answers. The bare Telegram bot has our transport, so that the ratio tells what we add to the library.
Ours is the whole program of `bot/cli` without its web server, with rate limits so wide that nothing waits.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

import discord
from discord import app_commands
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, ApplicationBuilder, CommandHandler

from bot.adapters.discord.client import find_gateway
from bot.adapters.telegram.client import make_bot
from bot.adapters.telegram.polling_transport import PollTransport
from bot.adapters.telegram.transport import Transport
from bot.app import open_app
from bot.cli.adapting import make_adapters
from bot.cli.collecting import exempt_memory
from bot.cli.running import catch_signals, schedule_jobs
from bot.clock import SystemClock
from bot.config import Settings
from bot.features.streaks.actions.outages import renew_streaks
from bot.identity import Platform
from bot.logs import set_up_logs
from bot.pacing.lanes import Lane
from bot.posting.heartbeat import Heartbeat
from bot.posting.scheduler import Scheduler

COMMANDS = ("next", "progress", "help")
ANSWER = "Ticked off. Well done!"
BUTTONS = ("Undo", "Next")
WIDE = 1e6
NAMES = {Platform.DISCORD: "DISCORD", Platform.TELEGRAM: "TELEGRAM"}


async def bare_discord(url: str, token: str) -> None:
    """discord.py by its documentation: a tree of commands, each answered at once."""
    client = discord.Client(intents=discord.Intents(guilds=True))
    tree = app_commands.CommandTree(client)

    @tree.command(description="Tick off a task.")
    async def done(interaction: discord.Interaction[discord.Client], task: str) -> None:
        await interaction.response.send_message(embed=discord.Embed(description=f"{ANSWER} {task}"), view=_view())

    async def look(interaction: discord.Interaction[discord.Client]) -> None:
        await interaction.response.send_message(embed=discord.Embed(description=ANSWER), view=_view())

    for name in COMMANDS:
        tree.add_command(app_commands.Command(name=name, description="Look.", callback=look))
    client.setup_hook = tree.sync  # type: ignore[method-assign,assignment]
    await find_gateway(token, url)
    await client.start(token)


def _view() -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for label in BUTTONS:
        button: discord.ui.Button[discord.ui.View] = discord.ui.Button(label=label, custom_id=label)
        view.add_item(button)
    return view


async def bare_telegram(url: str, token: str) -> None:
    """python-telegram-bot by its documentation, on our transport."""
    bot = make_bot(token, url, Transport(), PollTransport())
    app: Application[Any, Any, Any, Any, Any, Any] = ApplicationBuilder().bot(bot).concurrent_updates(True).build()

    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label) for label in BUTTONS]])

    async def answer(update: Update, _context: object) -> None:
        if update.effective_message:
            await update.effective_message.reply_text(f"<b>{ANSWER}</b>", "HTML", reply_markup=keyboard)

    app.add_handler(CommandHandler(["done", *COMMANDS], answer))
    async with app:
        await app.start()
        if app.updater:
            await app.updater.start_polling()
        await asyncio.Event().wait()


async def ours(platform: Platform, url: str, token: str) -> None:
    """The whole program."""
    name = NAMES[platform].lower()
    settings = Settings.model_validate(
        {"database_url": os.environ["DATABASE_URL"], f"{name}_token": token, f"{name}_api_url": url}
    )
    stop = asyncio.Event()
    catch_signals(stop)
    async with open_app(settings, SystemClock()) as app:
        make_adapters(app, {platform: Lane(WIDE, lambda _: ())})
        heartbeat = Heartbeat(app.store, app.clock, renew_streaks)
        await heartbeat.beat()
        app.load()
        exempt_memory()
        scheduler = Scheduler()
        schedule_jobs(scheduler, app, heartbeat)
        scheduler.start()
        serving = asyncio.create_task(app.adapters[platform].start())
        await stop.wait()
        scheduler.stop()
        await app.adapters[platform].stop()
        await serving


def main(which: str, platform: Platform, url: str, token: str) -> None:
    """Run a bot until it is stopped."""
    set_up_logs("info", "text")
    if which == "ours":
        asyncio.run(ours(platform, url, token))
    else:
        asyncio.run((bare_discord if platform is Platform.DISCORD else bare_telegram)(url, token))


if __name__ == "__main__":
    main(sys.argv[1], Platform(sys.argv[2]), sys.argv[3], sys.argv[4])
