"""Keep the study days that an outage takes from each learner. They were found by the clock that the learner has now.

The outages already stored are open. The program resolves them at its next start, a batch of learners at a time.

Revision: 0008, after 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("outages", sa.Column("resolved", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "outage_days",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_outage_days_days")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_outage_days_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["starts_at"], ["outages.starts_at"], name=op.f("fk_outage_days_starts_at"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "starts_at", name=op.f("pk_outage_days")),
    )
    op.create_index("ix_outage_days_starts_at", "outage_days", ["starts_at"])


def downgrade() -> None:
    op.drop_table("outage_days")
    with op.batch_alter_table("outages") as outages:
        outages.drop_column("resolved")
