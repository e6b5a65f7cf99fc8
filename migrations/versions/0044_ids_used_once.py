"""Let SQLite never give the id of a deleted row to a new one, as PostgreSQL never does.

Buttons in old messages, facts and keys hold ids of rows that may be deleted meanwhile.

Revision: 0044, after 0043.
"""

from __future__ import annotations

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

COUNTED = (
    *("accounts", "acts", "changes", "checkins", "dues", "focuses", "groups", "learners", "obstacles", "outbox"),
    *("pairings", "pauses", "places", "sessions", "takedowns", "ticks", "zone_changes"),
)


def upgrade() -> None:
    rebuild(once=True)


def downgrade() -> None:
    rebuild(once=False)


def rebuild(*, once: bool) -> None:
    if op.get_context().dialect.name != "sqlite":
        return
    for table in COUNTED:
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": once}):
            pass
