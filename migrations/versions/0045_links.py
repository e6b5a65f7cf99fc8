"""Keep which account made each row, codes, and the links of learners.

Revision: 0045, after 0044.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
MADE = (
    *("acts", "avoidances", "changes", "cheers", "choices", "criteria", "dialogs", "focus_members", "focuses"),
    *("gathered", "goals", "helps", "memberships", "milestones", "obstacles", "outage_days", "paired", "pauses"),
    *("promises", "reports", "rest_changes", "sessions", "streak_news", "takedowns", "ticks", "zone_changes"),
)


def upgrade() -> None:
    for table in MADE:
        op.add_column(table, sa.Column("made_on", sa.String(16)))
    op.add_column("learners", sa.Column("linked", sa.Boolean(), nullable=False, server_default=sa.false()))
    make_codes()
    make_guesses()
    make_links()


def make_codes() -> None:
    op.create_table(
        "codes",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("learner_id", ID),
        sa.Column("group_id", ID),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.CheckConstraint("kind IN ('link', 'connect')", name=op.f("ck_codes_kind")),
        sa.CheckConstraint("(learner_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_codes_issuer")),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name=op.f("fk_codes_learner_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_codes_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes")),
        sa.UniqueConstraint("hash", name=op.f("uq_codes_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_codes_platform_user_id_at"), "codes", ["platform", "user_id", "at"])
    op.create_index(op.f("ix_codes_learner_id"), "codes", ["learner_id"])
    op.create_index(op.f("ix_codes_group_id"), "codes", ["group_id"])
    op.create_index(op.f("ix_codes_at"), "codes", ["at"])


def make_guesses() -> None:
    op.create_table(
        "guesses",
        sa.Column("id", ID, nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("space_id", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guesses")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_guesses_platform_user_id_at"), "guesses", ["platform", "user_id", "at"])
    op.create_index(op.f("ix_guesses_platform_space_id_at"), "guesses", ["platform", "space_id", "at"])
    op.create_index(op.f("ix_guesses_at"), "guesses", ["at"])


def make_links() -> None:
    op.create_table(
        "links",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("other_platform", sa.String(16), nullable=False),
        sa.Column("other_number", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("platform <> other_platform", name=op.f("ck_links_platforms")),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name=op.f("fk_links_learner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("learner_id", name=op.f("uq_links_learner_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "set_aside",
        sa.Column("id", ID, nullable=False),
        sa.Column("link_id", ID, nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("table_name", sa.String(32), nullable=False),
        sa.Column("twin", ID),
        sa.Column("row", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_set_aside_link_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_set_aside_link_id_table_name"), "set_aside", ["link_id", "table_name"])


def downgrade() -> None:
    for table in ("set_aside", "links", "guesses", "codes"):
        op.drop_table(table)
    op.drop_column("learners", "linked")
    for table in MADE:
        op.drop_column(table, "made_on")
