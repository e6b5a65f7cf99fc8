"""Keep when the bot was removed from a place, and for which removal its stewards were warned last.

Places that it was removed from before count from the upgrade.

Revision: 0057, after 0056.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

_SQLITE = """
    UPDATE places SET removed_at = strftime('%Y-%m-%d %H:%M:%f000', 'now') WHERE off_reason = 'removed'
"""
_POSTGRES = "UPDATE places SET removed_at = now() WHERE off_reason = 'removed'"


def upgrade() -> None:
    op.add_column("places", sa.Column("removed_at", sa.DateTime(timezone=True)))
    op.add_column("place_stewards", sa.Column("warned_for", sa.DateTime(timezone=True)))
    op.execute(_SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES)


def downgrade() -> None:
    op.drop_column("place_stewards", "warned_for")
    op.drop_column("places", "removed_at")
