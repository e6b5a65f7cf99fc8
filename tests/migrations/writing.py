"""Writes `migrations/newest.sql`, all that the migrations make in an empty SQLite file: `make docs`."""

from __future__ import annotations

import asyncio
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, text

from bot.database.migrating import NEWEST, newest_revision, run_migrations, upgrade_to

MADE = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'index', name"


def script(db: Connection, revision: str = "") -> str:
    """Every statement that the migrations up to a revision amount to, by what they leave in a SQLite file."""
    upgrade_to(db, revision or newest_revision())
    made = [_in_order(statement) for statement in db.scalars(text(MADE))]
    reached = db.scalar(
        text("SELECT 'INSERT INTO alembic_version VALUES (' || quote(version_num) || ')' FROM alembic_version")
    )
    return "".join(f"{statement};\n\n" for statement in [*made, reached]).removesuffix("\n")


def _in_order(statement: str) -> str:
    """Sort a table's constraints. Alembic keeps them in a set, so that their order changes from run to run."""
    opening, *parts, closing = statement.split("\n") if "\n" in statement else [statement, ""]
    columns = [part for part in parts if not part.startswith("\tCONSTRAINT ")]
    lines = [part.rstrip(", ") for part in (*columns, *sorted(set(parts) - set(columns)))]
    return "\n".join([opening, ",\n".join(lines), closing]) if parts else statement


def main() -> None:
    """Run the migrations on a file that is thrown away."""
    with TemporaryDirectory(prefix="cairn-") as folder:
        url = f"sqlite:///{folder}/cairn.db"
        NEWEST.write_text(asyncio.run(run_migrations(url, script)), encoding="utf-8")


if __name__ == "__main__":
    main()
