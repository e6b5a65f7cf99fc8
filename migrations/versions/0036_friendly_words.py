"""Keep when a steward last had a friendly word sent to a member. At first none was.

Revision: 0036, after 0035.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("memberships") as table:
        table.add_column(sa.Column("written_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("memberships") as table:
        table.drop_column("written_at")
