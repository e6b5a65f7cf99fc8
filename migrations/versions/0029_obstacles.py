"""Keep obstacles, and the fellow members who were asked to help with one or offered to.

Revision: 0029, after 0028.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "obstacles",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("roadmap", sa.String(64), nullable=False),
        sa.Column("task", sa.String(64)),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("checkin_id", ID),
        sa.Column("state", sa.String(8), nullable=False, server_default="open"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("solution", sa.Text(), nullable=False, server_default=""),
        sa.Column("hidden_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("source IN ('checkin', 'stuck')", name=op.f("ck_obstacles_source")),
        sa.CheckConstraint("state IN ('open', 'solved', 'closed')", name=op.f("ck_obstacles_state")),
        sa.CheckConstraint("(ended_at IS NULL) = (state = 'open')", name=op.f("ck_obstacles_ended")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_obstacles_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_obstacles_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["checkin_id"], ["checkins.id"], name=op.f("fk_obstacles_checkin_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obstacles")),
        sa.UniqueConstraint("checkin_id", "learner_id", name=op.f("uq_obstacles_checkin_id_learner_id")),
    )
    op.create_index(op.f("ix_obstacles_learner_id"), "obstacles", ["learner_id"])
    op.create_index(op.f("ix_obstacles_group_id_task"), "obstacles", ["group_id", "task"])
    op.create_table(
        "helps",
        sa.Column("obstacle_id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True)),
        sa.Column("thanked_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "state IN ('asked', 'declined', 'passed', 'offered', 'helped', 'unhelpful')", name=op.f("ck_helps_state")
        ),
        sa.ForeignKeyConstraint(
            ["obstacle_id"], ["obstacles.id"], name=op.f("fk_helps_obstacle_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name=op.f("fk_helps_learner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("obstacle_id", "learner_id", name=op.f("pk_helps")),
    )
    op.create_index(op.f("ix_helps_learner_id"), "helps", ["learner_id"])


def downgrade() -> None:
    op.drop_table("helps")
    op.drop_table("obstacles")
