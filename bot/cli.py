"""The command line: each subcommand reads its settings, calls one thing and says what came of it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlalchemy.engine import Connection

from bot.app import open_app
from bot.cli_posts import posts
from bot.cli_roadmap import roadmaps
from bot.clock import SystemClock
from bot.config import Settings, read_settings
from bot.errors import ConfigError
from bot.logs import set_up_logs
from bot.storage import migrating
from bot.storage.backup import back_up
from bot.usecases import accounting

T = TypeVar("T")

app = typer.Typer(
    help="Cairn: study groups on Discord and Telegram tick off a roadmap, keep their streaks and celebrate.",
    epilog="Without a subcommand: the bot where a token is set in .env, the sandbox otherwise.",
    invoke_without_command=True,
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
database = typer.Typer(help="Look after the database.", no_args_is_help=True)
app.add_typer(database, name="db")
app.add_typer(roadmaps, name="roadmap")
app.command()(posts)


class Format(StrEnum):
    """How the sandbox prints."""

    TEXT = "text"
    JSON = "json"


@app.callback()
def start(context: typer.Context) -> None:
    """Run what fits when no subcommand is named."""
    if context.invoked_subcommand is None:
        settings = _settings()
        if settings.has_token:
            run()
        else:
            sandbox()


@app.command()
def run() -> None:
    """Run the bot until Ctrl-C or SIGTERM."""
    settings = _settings()
    if not settings.has_token:
        raise ConfigError("DISCORD_TOKEN and TELEGRAM_TOKEN are both empty: set one in .env, or try `sandbox`.")
    set_up_logs(settings.log_level, settings.log_format)
    from bot import running  # noqa: PLC0415  each platform's library is loaded by those who run it

    asyncio.run(running.run(settings))


@app.command()
def sandbox(
    script: Annotated[str, typer.Option(help="A file of lines to play, `-` for standard input.")] = "",
    now: Annotated[str, typer.Option(help="When it begins, such as 2026-03-01T09:00Z; otherwise now.")] = "",
    db: Annotated[str, typer.Option(help="Database to use; otherwise one that is thrown away at the end.")] = "",
    output: Annotated[Format, typer.Option("--format", help="json: one object a line for each message.")] = Format.TEXT,
) -> None:
    """Play a study group here: no token, no network."""
    from bot import sandboxing  # noqa: PLC0415  the prompt is for those who sit at it

    set_up_logs("warning", "text")
    asyncio.run(sandboxing.run(_settings(), script=script, now=_instant(now), db=db, form=output.value))


@app.command("doctor")
def examine() -> None:
    """Look for trouble, and name a remedy for each."""
    from bot import doctor  # noqa: PLC0415

    raise typer.Exit(asyncio.run(doctor.examine(_settings())))


@database.command("upgrade")
def upgrade_database() -> None:
    """Bring the tables up to date, as `run` does by itself."""
    asyncio.run(migrating.upgrade(_settings().database_url))
    current_revision()


@database.command("current")
def current_revision() -> None:
    """Say at which revision the database is."""
    revision = asyncio.run(migrating.current(_settings().database_url))
    typer.echo(revision or "no tables yet; `db upgrade` makes them")


@database.command()
def backup(file: Annotated[Path, typer.Argument(help="where to; a file that is not there yet")]) -> None:
    """Copy a SQLite database that may be in use, whole and checked."""
    asyncio.run(back_up(_settings().database_url, file))
    typer.echo(f"Everything is in {file}.")


@database.command()
def verify() -> None:
    """Compare every counter with the facts behind it."""
    differences = asyncio.run(_with_store(accounting.verify))
    for difference in differences:
        typer.echo(str(difference))
    typer.echo("All counters are right." if not differences else "`db rebuild` mends them.")
    raise typer.Exit(bool(differences))


@database.command()
def rebuild() -> None:
    """Make every counter anew from those facts."""
    mended = asyncio.run(_with_store(accounting.rebuild))
    typer.echo(f"Counters made anew for {mended} learners.")


def main() -> None:
    """Run the command line; a wrong setting ends it with one sentence and status 2."""
    try:
        app()
    except ConfigError as error:
        typer.echo(f"cairn: {error}", err=True)
        sys.exit(2)


def _settings() -> Settings:
    return read_settings()


def _instant(text: str) -> datetime:
    if not text:
        return SystemClock().now()
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not an instant; write it like 2026-03-01T09:00Z") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


async def _with_store(fn: Callable[[Connection], T]) -> T:
    async with open_app(_settings(), SystemClock()) as opened:
        return await opened.store.write(fn)
