"""The part of the program that answers on Telegram, as a process of its own, to be killed."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.app import open_app
from bot.cli.adapting import make_adapters
from bot.cli.running import keep_running
from bot.clock import SystemClock
from bot.config import Settings
from bot.identity import Platform
from bot.logs import set_up_logs
from tests.pacing import open_lane


@dataclass(frozen=True)
class Answerer:
    """Where it answers, what it keeps, and the folder in which it runs."""

    api_url: str
    token: str
    database_url: str
    folder: Path

    def start(self) -> BaseProcess:
        """Start it. The first start loads the program; the later ones are quick."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.faults.answerer"])
        process = context.Process(target=self.run, daemon=True)
        process.start()
        return process

    def run(self) -> None:
        """Answer until the end of the process."""
        os.chdir(self.folder)
        set_up_logs("error", "text")
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        given = {"telegram_token": self.token, "telegram_api_url": self.api_url, "database_url": self.database_url}
        async with open_app(Settings.model_validate(given), SystemClock()) as app:
            make_adapters(app, {Platform.TELEGRAM: open_lane()})
            await asyncio.gather(*(keep_running(adapter, asyncio.Event()) for adapter in app.adapters.values()))
