"""Keep whom a stuck learner lets the bot ask, and when their group was asked.

Revision: 0032, after 0031.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("obstacles") as table:
        table.add_column(sa.Column("outreach", sa.String(8)))
        table.add_column(sa.Column("posted_at", sa.DateTime(timezone=True)))
        table.create_check_constraint(op.f("ck_obstacles_outreach"), "outreach IN ('both', 'group', 'private')")


def downgrade() -> None:
    with op.batch_alter_table("obstacles") as table:
        table.drop_constraint(op.f("ck_obstacles_outreach"), type_="check")
        table.drop_column("posted_at")
        table.drop_column("outreach")
