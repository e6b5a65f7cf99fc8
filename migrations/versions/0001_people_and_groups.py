"""Make the tables of learners, their accounts, groups, places and memberships.

Revision: 0001, after nothing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    make_learners()
    make_accounts()
    make_groups()
    make_places()
    make_memberships()


def downgrade() -> None:
    op.drop_table("memberships")
    op.drop_table("places")
    op.drop_table("groups")
    op.drop_table("accounts")
    op.drop_table("learners")


def make_learners() -> None:
    op.create_table(
        "learners",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("zone_is_own", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("day_end", sa.Integer(), server_default="240", nullable=False),
        sa.Column("next_zone", sa.String(length=64), nullable=True),
        sa.Column("next_day_end", sa.Integer(), nullable=True),
        sa.Column("next_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rest_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("visibility", sa.String(length=8), server_default="group", nullable=False),
        sa.Column("pings", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_day", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), server_default="0", nullable=False),
        sa.Column("points_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("streak", sa.Integer(), server_default="0", nullable=False),
        sa.Column("streak_through", sa.Date(), nullable=True),
        sa.Column("best_streak", sa.Integer(), server_default="0", nullable=False),
        sa.Column("in_community", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("visibility IN ('group', 'number', 'hidden')", name=op.f("ck_learners_visibility")),
        sa.CheckConstraint("(next_from IS NULL) = (next_zone IS NULL)", name=op.f("ck_learners_next")),
        sa.CheckConstraint("day_end BETWEEN 0 AND 360", name=op.f("ck_learners_day_end")),
        sa.CheckConstraint("points >= 0 AND streak >= 0 AND best_streak >= 0", name=op.f("ck_learners_counters")),
        sa.CheckConstraint("rest_days BETWEEN 0 AND 126 OR rest_days = 127", name=op.f("ck_learners_rest_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learners")),
    )
    op.create_index("ix_learners_community", "learners", ["in_community", "points", "points_at", "id"], unique=False)


def make_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("username", sa.String(length=64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_accounts_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("platform", "user_id", name=op.f("uq_accounts_platform_user_id")),
    )
    op.create_index(op.f("ix_accounts_learner_id"), "accounts", ["learner_id"], unique=False)
    op.create_index(op.f("ix_accounts_platform_username"), "accounts", ["platform", "username"], unique=False)


def make_groups() -> None:
    op.create_table(
        "groups",
        sa.Column("id", ID, nullable=False),
        sa.Column("title", sa.String(length=128), nullable=False),
        sa.Column("roadmap", sa.String(length=64), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("week_start", sa.Integer(), server_default="0", nullable=False),
        sa.Column("language", sa.String(length=8), server_default="en", nullable=False),
        sa.Column("nudge_at", sa.Integer(), server_default="1080", nullable=False),
        sa.Column("checkin_day", sa.Integer(), server_default="6", nullable=False),
        sa.Column("checkin_at", sa.Integer(), server_default="1080", nullable=False),
        sa.Column("community", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("solo", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "nudge_at BETWEEN 0 AND 1439 AND checkin_at BETWEEN 0 AND 1439", name=op.f("ck_groups_hours")
        ),
        sa.CheckConstraint("week_start BETWEEN 0 AND 6 AND checkin_day BETWEEN 0 AND 6", name=op.f("ck_groups_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
    )


def make_places() -> None:
    op.create_table(
        "places",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("space_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=True),
        sa.Column("off_reason", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_places_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("platform", "space_id", name=op.f("uq_places_platform_space_id")),
    )
    op.create_index(op.f("ix_places_group_id"), "places", ["group_id"], unique=False)


def make_memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("steward", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_memberships_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_memberships_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "group_id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("group_id", "number", name=op.f("uq_memberships_group_id_number")),
    )
    op.create_index(op.f("ix_memberships_group_id"), "memberships", ["group_id"], unique=False)
