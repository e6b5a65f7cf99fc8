"""Examine all that the bot needs, and name a remedy for each trouble."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import available_timezones

import aiohttp
import typer
from sqlalchemy import text

from bot.cli.findings import Finding, list_acts, word_cut_off, word_daily_job, word_missing
from bot.cli.plurals import count_things
from bot.clock import SystemClock
from bot.config import Settings, secret_of
from bot.database import migrating
from bot.database.engines import read_address
from bot.database.privacy import find_open_files, is_open_to_others
from bot.database.store import open_store
from bot.errors import ConfigError
from bot.features.privacy.actions.upkeep import DAILY, last_done
from bot.features.roadmaps import actions as following
from bot.identity import Platform
from bot.library import list_lines, read_shelf
from bot.posting.redirecting import count_cut_off

DISCORD_API = "https://discord.com/api/v10"
TELEGRAM_API = "https://api.telegram.org"
LIMIT = aiohttp.ClientTimeout(total=8)
SKEW = timedelta(seconds=30)
ZONES = 400
NO_TABLES = "none yet; the first start makes it"


async def examine(settings: Settings) -> int:
    """Print a line for each finding. Returns the exit status: 1 if any finding has a remedy."""
    ill = 0
    async for finding in _examine(settings):
        ill += bool(finding.remedy)
        typer.echo(f"{'✗' if finding.remedy else '✓'} {finding.what}: {finding.found}")
        if finding.remedy:
            typer.echo(f"    {finding.remedy}")
    return int(bool(ill))


async def _examine(settings: Settings) -> AsyncIterator[Finding]:
    yield Finding("Python", sys.version.split()[0])
    yield Finding("Zone data", f"{len(available_timezones())} zones", _few_zones())
    yield _roadmaps(settings)
    for finding in _modes(settings):
        yield finding
    database = await _database(settings)
    yield database
    if not database.remedy and database.found != NO_TABLES:
        for finding in await _acts(settings):
            yield finding
        yield await _daily_job(settings)
        for finding in await _cut_off(settings):
            yield finding
    async with aiohttp.ClientSession(timeout=LIMIT) as http:
        yield await _discord(settings, http)
        yield await _telegram(settings, http)
    if not settings.has_token:
        yield Finding(
            "Platforms", "no token is set", "Set DISCORD_TOKEN or TELEGRAM_TOKEN in .env, or run the sandbox."
        )


def _few_zones() -> str:
    return "" if len(available_timezones()) >= ZONES else "Install the tzdata package again: `make clean run`."


def _roadmaps(settings: Settings) -> Finding:
    shelf = read_shelf(settings.roadmaps)
    remedies = (f"Left out: {complaint}" for complaint in shelf.left_out)
    unread = (_word_unread(slug, one.unread) for slug, one in shelf.roadmaps.items() if one.unread)
    return Finding("Roadmaps", ", ".join(shelf.roadmaps), "\n    ".join([*remedies, *unread]))


def _word_unread(slug: str, lines: Sequence[int]) -> str:
    count = count_things(len(lines), "line")
    return f"{slug}: {count} left out: {list_lines(lines)}. Run `roadmap check` on the file to see why."


def _modes(settings: Settings) -> Iterator[Finding]:
    """Find files with secrets or notes that others on this machine may read."""
    database = _file_of(settings)
    files = find_open_files(database) if database else []
    for file in (*files, *filter(is_open_to_others, (Path(".env"),))):
        yield Finding("Files", f"others on this machine may read {file}", f"Close it to them: `chmod 600 {file}`.")


def _file_of(settings: Settings) -> Path | None:
    """The database's file; None on PostgreSQL, or if the address is none."""
    try:
        address = read_address(settings.database_url)
    except ConfigError:
        return None
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


async def _database(settings: Settings) -> Finding:
    """Look whether the database can be used, without changing it."""
    try:
        file = _file_of(settings)
        if file is not None and not _is_there(file):
            return _no_database(file)
        await migrating.require_current(settings.database_url)
        store = open_store(settings.database_url)
        try:
            await store.write(lambda db: db.execute(text("SELECT 1")).scalar())
        finally:
            await store.close()
    except ConfigError as error:
        return Finding("Database", "cannot be used", str(error))
    return Finding("Database", f"at revision {await migrating.read_revision(settings.database_url)}, can be written")


def _is_there(file: Path) -> bool:
    return file.exists()


def _no_database(file: Path) -> Finding:
    if os.access(file.absolute().parent, os.W_OK | os.X_OK):
        return Finding("Database", NO_TABLES)
    return Finding("Database", "cannot be made", f"DATABASE_URL names {file}, and no file can be made in that folder.")


async def _acts(settings: Settings) -> list[Finding]:
    """Examine whether each act has its task, and each group its roadmap."""
    shelf = read_shelf(settings.roadmaps)
    now = SystemClock().now()
    store = open_store(settings.database_url)
    try:
        missing = await store.read(following.find_missing, shelf.roadmaps)
        findings = [word_missing(one) for one in missing]
        for slug, roadmap in shelf.roadmaps.items():
            followed, strays = await store.write(following.preview_edit, roadmap, shelf.sources[slug], now)
            findings += list_acts(followed, strays)
    finally:
        await store.close()
    return findings or [Finding("Acts", "each has its task")]


async def _daily_job(settings: Settings) -> Finding:
    """Look when the daily job was done last."""
    store = open_store(settings.database_url)
    try:
        return word_daily_job(await store.read(last_done, DAILY), SystemClock().now())
    finally:
        await store.close()


async def _cut_off(settings: Settings) -> list[Finding]:
    """Find the people who cannot be written to, as their platform has no token. With no token at all, nobody can."""
    tokens = {Platform.DISCORD: settings.discord_token, Platform.TELEGRAM: settings.telegram_token}
    running = [platform for platform, token in tokens.items() if token]
    if not running:
        return []
    store = open_store(settings.database_url)
    try:
        counts = await store.read(count_cut_off, tuple(tokens), running)
    finally:
        await store.close()
    return [word_cut_off(platform, count) for platform, count in counts.items()]


async def _discord(settings: Settings, http: aiohttp.ClientSession) -> Finding:
    if not settings.discord_token:
        return Finding("Discord", "not set up")
    url = f"{settings.discord_api_url or DISCORD_API}/users/@me"
    agent = f"DiscordBot (https://github.com/Rapptz/discord.py, {version('discord.py')})"
    headers = {"Authorization": f"Bot {settings.discord_token.get_secret_value()}", "User-Agent": agent}
    renew = "Make a new token at discord.com/developers: your application, Bot, Reset Token; put it into DISCORD_TOKEN."
    asking = http.get(url, headers=headers, proxy=secret_of(settings.discord_proxy) or None)
    return await _ask("Discord", asking, renew)


async def _telegram(settings: Settings, http: aiohttp.ClientSession) -> Finding:
    if not settings.telegram_token:
        return Finding("Telegram", "not set up")
    url = f"{settings.telegram_api_url or TELEGRAM_API}/bot{settings.telegram_token.get_secret_value()}/getMe"
    renew = "Ask @BotFather for the token again (/mybots, your bot, API Token) and put it into TELEGRAM_TOKEN."
    asking = http.get(url, proxy=secret_of(settings.telegram_proxy) or None)
    return await _ask("Telegram", asking, renew)


async def _ask(what: str, asking: AbstractAsyncContextManager[aiohttp.ClientResponse], renew: str) -> Finding:
    try:
        async with asking as response:
            skew = _skew(response.headers.get("Date", ""), SystemClock().now())
            if response.status in {401, 403, 404}:
                return Finding(what, "the token is refused", renew)
            if not response.ok:
                return Finding(what, f"answers {response.status}", "The platform has trouble; try again in a while.")
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        reach = f"Check the network, and {what.upper()}_API_URL and {what.upper()}_PROXY if they are set."
        return Finding(what, "cannot be reached", reach)
    if abs(skew) > SKEW:
        return Finding(what, f"this machine's clock is off by {round(skew.total_seconds())} s", "Set it, or run NTP.")
    return Finding(what, "reached, the token is good")


def _skew(date: str, now: datetime) -> timedelta:
    try:
        return now - parsedate_to_datetime(date)
    except (ValueError, TypeError):
        return timedelta(0)
