"""`cairn db ...`: look after the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.plurals import count_things

database = typer.Typer(help="Look after the database.", no_args_is_help=True)


@database.command("upgrade")
def upgrade_database() -> None:
    """Bring the tables up to date, as `run` does by itself."""
    import asyncio

    from bot.config import read_settings
    from bot.database.migrating import upgrade

    asyncio.run(upgrade(read_settings().database_url))
    current_revision()


@database.command("current")
def current_revision() -> None:
    """Say at which revision the database is."""
    import asyncio

    from bot.config import read_settings
    from bot.database.migrating import read_revision

    revision = asyncio.run(read_revision(read_settings().database_url))
    typer.echo(revision or "no tables yet; `db upgrade` makes them")


@database.command()
def backup(file: Annotated[Path, typer.Argument(help="where to; a file that is not there yet")]) -> None:
    """Copy a SQLite database that may be in use, whole and checked."""
    import asyncio

    from bot.config import read_settings
    from bot.database.backup import back_up

    asyncio.run(back_up(read_settings().database_url, file))
    typer.echo(f"Everything is in {file}.")


@database.command()
def verify() -> None:
    """Compare every counter with the facts behind it. Nothing is changed."""
    import asyncio

    from bot.cli.opening import query_current_store
    from bot.features.streaks.actions import counting

    differences = asyncio.run(query_current_store(counting.verify_counters))
    for difference in differences:
        typer.echo(str(difference))
    typer.echo("All counters are right." if not differences else "`db rebuild` mends them.")
    raise typer.Exit(bool(differences))


@database.command()
def rebuild() -> None:
    """Make every counter anew from those facts."""
    import asyncio

    from bot.cli.opening import with_store
    from bot.features.streaks.actions import counting

    mended = asyncio.run(with_store(lambda store: store.write(counting.rebuild_counters)))
    typer.echo(f"{count_things(mended, 'counter')} mended." if mended else "All counters were right.")
