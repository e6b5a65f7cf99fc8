"""Keep on which weekdays a group is nudged, and how many nudges in a row it did not react to. Groups keep: every day.

Revision: 0026, after 0025.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("groups") as groups:
        groups.add_column(sa.Column("nudge_days", sa.Integer, nullable=False, server_default="127"))
        groups.add_column(sa.Column("nudges_ignored", sa.Integer, nullable=False, server_default="0"))
        groups.add_column(sa.Column("nudged_at", sa.DateTime(timezone=True)))
        groups.create_check_constraint("nudge_days", "nudge_days BETWEEN 1 AND 127 AND nudges_ignored >= 0")


def downgrade() -> None:
    with op.batch_alter_table("groups") as groups:
        groups.drop_constraint(op.f("ck_groups_nudge_days"), type_="check")
        groups.drop_column("nudged_at")
        groups.drop_column("nudges_ignored")
        groups.drop_column("nudge_days")
