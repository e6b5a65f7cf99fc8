"""Make the tables of what learners study: ticks, the ledger's facts, points, choices, criteria, milestones.

Revision: 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    make_ticks()
    make_undos()
    make_sessions()
    make_pauses()
    make_rest_changes()
    make_zone_changes()
    make_outages()
    make_day_points()
    make_point_counts()
    make_choices()
    make_criteria()
    make_milestones()


def downgrade() -> None:
    op.drop_table("milestones")
    op.drop_table("criteria")
    op.drop_table("choices")
    op.drop_table("point_counts")
    op.drop_table("day_points")
    op.drop_table("outages")
    op.drop_table("zone_changes")
    op.drop_table("rest_changes")
    op.drop_table("pauses")
    op.drop_table("sessions")
    op.drop_table("undos")
    op.drop_table("ticks")


def make_ticks() -> None:
    op.create_table(
        "ticks",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("roadmap", sa.String(length=64), nullable=False),
        sa.Column("task", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("group_id", ID, nullable=True),
        sa.CheckConstraint("source = 'tick' OR points = 0", name=op.f("ck_ticks_unpaid")),
        sa.CheckConstraint("source IN ('tick', 'placement', 'repair')", name=op.f("ck_ticks_source")),
        sa.CheckConstraint("points >= 0 AND points <= weight", name=op.f("ck_ticks_points")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_ticks_group_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name=op.f("fk_ticks_learner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticks")),
        sa.UniqueConstraint(
            "learner_id", "roadmap", "task", "turn", name=op.f("uq_ticks_learner_id_roadmap_task_turn")
        ),
    )
    op.create_index(op.f("ix_ticks_learner_id_day"), "ticks", ["learner_id", "day"], unique=False)


def make_undos() -> None:
    op.create_table(
        "undos",
        sa.Column("tick_id", ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tick_id"], ["ticks.id"], name=op.f("fk_undos_tick_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tick_id", name=op.f("pk_undos")),
    )


def make_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("habit", sa.String(length=64), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.String(length=16), server_default="session", nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("source IN ('session', 'repair')", name=op.f("ck_sessions_source")),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=op.f("ck_sessions_minutes")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_sessions_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_learner_id_day"), "sessions", ["learner_id", "day"], unique=False)


def make_pauses() -> None:
    op.create_table(
        "pauses",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_pauses_order")),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name=op.f("fk_pauses_learner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    op.create_index(op.f("ix_pauses_learner_id"), "pauses", ["learner_id"], unique=False)


def make_rest_changes() -> None:
    op.create_table(
        "rest_changes",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("rest_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_rest_changes_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "from_day", name=op.f("pk_rest_changes")),
    )


def make_zone_changes() -> None:
    op.create_table(
        "zone_changes",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day_end", sa.Integer(), nullable=False),
        sa.Column("held_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_zone_changes_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_changes")),
    )
    op.create_index(op.f("ix_zone_changes_learner_id"), "zone_changes", ["learner_id"], unique=False)


def make_outages() -> None:
    op.create_table(
        "outages",
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("starts_at", name=op.f("pk_outages")),
    )


def make_day_points() -> None:
    op.create_table(
        "day_points",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_day_points_points")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_day_points_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "day", name=op.f("pk_day_points")),
    )
    op.create_index(op.f("ix_day_points_day"), "day_points", ["day"], unique=False)


def make_point_counts() -> None:
    op.create_table(
        "point_counts",
        sa.Column("points", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("learners", sa.Integer(), nullable=False),
        sa.CheckConstraint("learners >= 0", name=op.f("ck_point_counts_learners")),
        sa.PrimaryKeyConstraint("points", name=op.f("pk_point_counts")),
    )


def make_choices() -> None:
    op.create_table(
        "choices",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("roadmap", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=64), nullable=False),
        sa.Column("option", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_choices_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "roadmap", "choice", name=op.f("pk_choices")),
    )


def make_criteria() -> None:
    op.create_table(
        "criteria",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("roadmap", sa.String(length=64), nullable=False),
        sa.Column("criterion", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_criteria_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "roadmap", "criterion", name=op.f("pk_criteria")),
    )


def make_milestones() -> None:
    op.create_table(
        "milestones",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("roadmap", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('block', 'month', 'level', 'victory', 'roadmap', 'streak', 'comeback')",
            name=op.f("ck_milestones_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_milestones_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "roadmap", "kind", "slug", name=op.f("pk_milestones")),
    )
