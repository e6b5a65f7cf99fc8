"""Keep what learners allow the group to read and to ask. Reports from before are never published.

Revision: 0028, after 0027.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

CHOICES = "publishing IN ('all', 'promise', 'private')"


def upgrade() -> None:
    with op.batch_alter_table("learners") as table:
        table.add_column(sa.Column("publishing", sa.String(8)))
        table.add_column(sa.Column("shows_work", sa.Boolean()))
        table.add_column(sa.Column("takes_questions", sa.Boolean()))
        table.create_check_constraint(op.f("ck_learners_publishing"), CHOICES)
    with op.batch_alter_table("reports") as table:
        table.add_column(sa.Column("publishing", sa.String(8)))
        table.add_column(sa.Column("hidden_at", sa.DateTime(timezone=True)))
        table.create_check_constraint(op.f("ck_reports_publishing"), CHOICES)


def downgrade() -> None:
    with op.batch_alter_table("reports") as table:
        table.drop_constraint(op.f("ck_reports_publishing"), type_="check")
        table.drop_column("hidden_at")
        table.drop_column("publishing")
    with op.batch_alter_table("learners") as table:
        table.drop_constraint(op.f("ck_learners_publishing"), type_="check")
        table.drop_column("takes_questions")
        table.drop_column("shows_work")
        table.drop_column("publishing")
