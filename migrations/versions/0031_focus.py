"""Keep shared study sessions, and the members who study in each.

Revision: 0031, after 0030.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "focuses",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("place_id", ID),
        sa.Column("account_id", ID),
        sa.Column("starter_id", ID),
        sa.Column("timetable", sa.String(64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("running", sa.Boolean()),
        sa.CheckConstraint("(place_id IS NULL) <> (account_id IS NULL)", name=op.f("ck_focuses_target")),
        sa.CheckConstraint("(running IS NULL) = (ended_at IS NOT NULL)", name=op.f("ck_focuses_running")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_focuses_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_focuses_place_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_focuses_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["starter_id"], ["learners.id"], name=op.f("fk_focuses_starter_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focuses")),
        sa.UniqueConstraint("place_id", "running", name=op.f("uq_focuses_place_id_running")),
        sa.UniqueConstraint("account_id", "running", name=op.f("uq_focuses_account_id_running")),
    )
    op.create_index(op.f("ix_focuses_group_id_running"), "focuses", ["group_id", "running"])
    op.create_index(op.f("ix_focuses_starter_id"), "focuses", ["starter_id"])
    op.create_table(
        "focus_members",
        sa.Column("focus_id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.Column("staying", sa.Boolean()),
        sa.Column("minutes", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("act_id", ID),
        sa.CheckConstraint("(staying IS NULL) = (left_at IS NOT NULL)", name=op.f("ck_focus_members_staying")),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_focus_members_minutes")),
        sa.ForeignKeyConstraint(
            ["focus_id"], ["focuses.id"], name=op.f("fk_focus_members_focus_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_focus_members_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name=op.f("fk_focus_members_act_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("focus_id", "learner_id", name=op.f("pk_focus_members")),
        sa.UniqueConstraint("learner_id", "staying", name=op.f("uq_focus_members_learner_id_staying")),
    )
    op.create_index(op.f("ix_focus_members_act_id"), "focus_members", ["act_id"])


def downgrade() -> None:
    op.drop_table("focus_members")
    op.drop_table("focuses")
