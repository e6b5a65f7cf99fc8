"""Make the tables of what the bot says unasked: due moments, check-ins, promises, dialogs, the heartbeat.

Revision: 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    widen_learners()
    widen_accounts()
    widen_groups()
    let_posts_be_private()
    make_dues()
    make_checkins()
    make_reports()
    make_promises()
    make_dialogs()
    make_beats()


def downgrade() -> None:
    for table in ("beats", "dialogs", "promises", "reports", "checkins", "dues"):
        op.drop_table(table)
    op.execute("DELETE FROM outbox WHERE place_id IS NULL")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_index("ix_outbox_account_id")
        outbox.drop_constraint(op.f("ck_outbox_target"), type_="check")
        outbox.drop_constraint("fk_outbox_account_id", type_="foreignkey")
        outbox.drop_column("account_id")
        outbox.alter_column("place_id", existing_type=ID, nullable=False)
    with op.batch_alter_table("groups") as groups:
        for column in ("asleep", "quiet_until", "review_on", "checkin_on", "nudge_on"):
            groups.drop_column(column)
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_column("off_reason")
    with op.batch_alter_table("learners") as learners:
        for constraint in ("fallback", "nudge_pace", "nudge_at"):
            learners.drop_constraint(op.f(f"ck_learners_{constraint}"), type_="check")
        for column in (
            "welcomed_at",
            "fallback",
            "saver_on",
            "snoozed_until",
            "nudges_ignored",
            "nudge_pace",
            "nudge_at",
            "nudge_on",
            "active_at",
        ):
            learners.drop_column(column)


def widen_learners() -> None:
    with op.batch_alter_table("learners") as learners:
        learners.add_column(sa.Column("active_at", INSTANT))
        learners.add_column(sa.Column("nudge_on", sa.Boolean(), nullable=False, server_default=sa.false()))
        learners.add_column(sa.Column("nudge_at", sa.Integer()))
        learners.add_column(sa.Column("nudge_pace", sa.Integer(), nullable=False, server_default="0"))
        learners.add_column(sa.Column("nudges_ignored", sa.Integer(), nullable=False, server_default="0"))
        learners.add_column(sa.Column("snoozed_until", INSTANT))
        learners.add_column(sa.Column("saver_on", sa.Boolean(), nullable=False, server_default=sa.true()))
        learners.add_column(sa.Column("fallback", sa.String(length=8), nullable=False, server_default="none"))
        learners.add_column(sa.Column("welcomed_at", INSTANT))
        learners.create_check_constraint(op.f("ck_learners_nudge_at"), "nudge_at BETWEEN 0 AND 1439")
        learners.create_check_constraint(
            op.f("ck_learners_nudge_pace"), "nudge_pace BETWEEN 0 AND 4 AND nudges_ignored >= 0"
        )
        learners.create_check_constraint(op.f("ck_learners_fallback"), "fallback IN ('none', 'group')")


def widen_accounts() -> None:
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("off_reason", sa.String(length=64)))


def widen_groups() -> None:
    with op.batch_alter_table("groups") as groups:
        for column in ("nudge_on", "checkin_on", "review_on"):
            groups.add_column(sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.true()))
        groups.add_column(sa.Column("quiet_until", INSTANT))
        groups.add_column(sa.Column("asleep", sa.Boolean(), nullable=False, server_default=sa.false()))


def let_posts_be_private() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("place_id", existing_type=ID, nullable=True)
        outbox.add_column(sa.Column("account_id", ID))
        outbox.create_foreign_key("fk_outbox_account_id", "accounts", ["account_id"], ["id"], ondelete="CASCADE")
        outbox.create_check_constraint(op.f("ck_outbox_target"), "(place_id IS NULL) <> (account_id IS NULL)")
        outbox.create_index("ix_outbox_account_id", ["account_id"])


def make_dues() -> None:
    op.create_table(
        "dues",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("group_id", ID),
        sa.Column("learner_id", ID),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("(group_id IS NULL) <> (learner_id IS NULL)", name=op.f("ck_dues_owner")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_dues_group_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_dues_learner_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_dues"),
        sa.UniqueConstraint("kind", "group_id", name="uq_dues_kind_group_id"),
        sa.UniqueConstraint("kind", "learner_id", name="uq_dues_kind_learner_id"),
    )
    for column in ("at", "group_id", "learner_id"):
        op.create_index(f"ix_dues_{column}", "dues", [column])


def make_checkins() -> None:
    op.create_table(
        "checkins",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_checkins_group_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_checkins"),
        sa.UniqueConstraint("group_id", "week", name="uq_checkins_group_id_week"),
    )


def make_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("checkin_id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("finished", sa.Text(), nullable=False, server_default=""),
        sa.Column("obstacle", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(["checkin_id"], ["checkins.id"], name="fk_reports_checkin_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_reports_learner_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("checkin_id", "learner_id", name="pk_reports"),
    )
    op.create_index("ix_reports_learner_id", "reports", ["learner_id"])


def make_promises() -> None:
    op.create_table(
        "promises",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("roadmap", sa.String(length=64), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("task", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False, server_default="open"),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("state IN ('open', 'kept', 'part', 'moved')", name=op.f("ck_promises_state")),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_promises_learner_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("learner_id", "roadmap", "week", "task", name="pk_promises"),
    )


def make_dialogs() -> None:
    op.create_table(
        "dialogs",
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_dialogs_learner_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("learner_id", name="pk_dialogs"),
    )


def make_beats() -> None:
    op.create_table(
        "beats",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_beats_one")),
        sa.PrimaryKeyConstraint("id", name="pk_beats"),
    )
