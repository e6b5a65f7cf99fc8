"""What Alembic runs: the migrations on a connection it was given, or on DATABASE_URL's when called by hand."""

from __future__ import annotations

import asyncio
from typing import Literal

from alembic import context
from sqlalchemy import Connection, DefaultClause
from sqlalchemy.sql.elements import False_, True_

from bot.config import read_settings
from bot.database.migrating import run_migrations
from bot.tables import Instant, metadata


def render(_what: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own types into a new revision as what they are on both engines."""
    if isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, DefaultClause) and isinstance(item.arg, (False_, True_)):
        return "sa.true()" if isinstance(item.arg, True_) else "sa.false()"
    return False


def differs(
    _context: object, _inspected: object, _column: object, found: str | None, _default: object, wanted: str | None
) -> bool | None:
    """Alembic takes SQLite's empty string for something else than an empty string; of the rest it judges well."""
    return False if found == "('')" and wanted == "" else None


def run(db: Connection) -> None:
    """Run what was asked for inside the transaction at hand."""
    context.configure(
        connection=db,
        target_metadata=metadata,
        transactional_ddl=True,  # SQLite has it, though Alembic thinks not
        render_as_batch=True,
        render_item=render,
        compare_server_default=differs,
    )
    with context.begin_transaction():
        context.run_migrations()


if connection := context.config.attributes.get("connection"):
    run(connection)
else:
    asyncio.run(run_migrations(read_settings().database_url, run))
