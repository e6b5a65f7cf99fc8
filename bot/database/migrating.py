"""Bring a database to this version's tables: all of it or nothing, whatever happens on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.database.engines import PATIENCE, read_address
from bot.database.store import Backend, open_backend
from bot.errors import ConfigError, StoreBusy, StoreUnsure

T = TypeVar("T")

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
NEWEST = MIGRATIONS / "newest.sql"
"""All that the migrations make in an empty SQLite file, and `python -m tests.migrations.writing` writes it."""


async def upgrade(url: str, *, patience: float = PATIENCE) -> None:
    """Bring the database to the newest revision in one transaction; a new database is made. Raises ConfigError."""
    await run_migrations(url, upgrade_to, patience=patience)


async def read_revision(url: str) -> str | None:
    """The database's revision; None before the first `upgrade`. Raises ConfigError."""
    address = read_address(url)
    if _is_no_file(address):
        return None
    async with _opened(address, PATIENCE) as backend:
        return await backend.read(_revision)


async def require_current(url: str) -> None:
    """Check that the database is at the newest revision. Nothing is changed. Raises ConfigError."""
    revision, newest = await read_revision(url), newest_revision()
    if revision is None:
        raise ConfigError("DATABASE_URL names a database without tables; the first start or `db upgrade` makes them.")
    if revision < newest:
        raise ConfigError(
            f"DATABASE_URL names a database at revision {revision}, older than this version's {newest}; the next start "
            "or `db upgrade` brings it up to date."
        )
    if revision > newest:
        raise ConfigError(f"DATABASE_URL names a database at revision {revision}, which only a newer version knows.")


async def run_migrations(url: str, work: Callable[[Connection], T], *, patience: float = PATIENCE) -> T:
    """Run work that changes tables in one transaction, alone. Raises ConfigError where the database cannot be had."""
    async with _opened(read_address(url), patience) as backend:
        return await backend.migrate(work)


def upgrade_to(db: Connection, revision: str = "head") -> None:
    """Run the migrations up to a revision inside the transaction at hand. Raises ConfigError for a newer database.

    An empty SQLite file gets the newest tables at once, which takes a tenth of the time of all migrations.
    """
    if revision == "head":
        if db.dialect.name == "sqlite" and not inspect(db).get_table_names():
            _make_newest(db)
        if _revision(db) == newest_revision():
            db.execute(
                text("UPDATE alembic_version SET version_num = version_num")
            )  # a file that is read-only says so here
            return
    from alembic import command  # noqa: PLC0415  a quarter of a second that only those who migrate should pay
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config(attributes={"connection": db})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise ConfigError(
            f"DATABASE_URL names a database at revision {_revision(db)}, which this version does not know: a newer "
            "one made it. Update Cairn, or go back to the database's last backup."
        ) from error


def newest_revision() -> str:
    """The newest revision, by the names of the files: `0004_speaking_up.py` is 0004."""
    return max(path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _make_newest(db: Connection) -> None:
    for statement in NEWEST.read_text(encoding="utf-8").split(";\n\n"):
        db.exec_driver_sql(statement)


def _is_no_file(address: URL) -> bool:
    return address.get_backend_name() == "sqlite" and not Path(address.database or "").exists()


def _revision(db: Connection) -> str | None:
    if not inspect(db).has_table("alembic_version"):
        return None
    return db.execute(text("SELECT version_num FROM alembic_version")).scalar()


@asynccontextmanager
async def _opened(address: URL, patience: float) -> AsyncIterator[Backend]:
    backend = open_backend(address, patience)
    name = f"DATABASE_URL ({address.render_as_string(hide_password=True)})"
    try:
        yield backend
    except StoreBusy as error:
        reason = _reason(error.__cause__)
        raise ConfigError(f"{name} cannot be had just now: {reason}. Try again, or see who holds it.") from error
    except StoreUnsure as error:
        raise ConfigError(f"{name} did not answer: {_reason(error.__cause__)}. Start again.") from error
    except (DBAPIError, OSError) as error:
        raise ConfigError(f"{name} cannot be used: {_reason(error)}.") from error
    finally:
        await backend.close()


def _reason(error: BaseException | None) -> str:
    origin = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return str(origin).strip().splitlines()[0].rstrip(".") if str(origin).strip() else type(origin).__name__
