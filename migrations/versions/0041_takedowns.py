"""Keep which published texts a steward took down, so that they can be put back.

Revision: 0041, after 0040.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "takedowns",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("checkin_id", ID),
        sa.Column("obstacle_id", ID),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(checkin_id IS NULL) <> (obstacle_id IS NULL)", name=op.f("ck_takedowns_text")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_takedowns_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_takedowns_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["checkin_id"], ["checkins.id"], name=op.f("fk_takedowns_checkin_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["obstacle_id"], ["obstacles.id"], name=op.f("fk_takedowns_obstacle_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takedowns")),
        sa.UniqueConstraint("checkin_id", "learner_id", name=op.f("uq_takedowns_checkin_id_learner_id")),
        sa.UniqueConstraint("obstacle_id", name=op.f("uq_takedowns_obstacle_id")),
    )
    op.create_index(op.f("ix_takedowns_group_id"), "takedowns", ["group_id"])
    op.create_index(op.f("ix_takedowns_learner_id"), "takedowns", ["learner_id"])


def downgrade() -> None:
    op.drop_table("takedowns")
