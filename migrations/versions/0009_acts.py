"""Keep acts, so that one undo takes back all that one act did.

Old rows become acts too: the ticks of one learner with one instant and source are one act, and so are sessions.
A choice that a tick made belongs to that tick's act. Other old choices and criteria belong to none. A milestone that
an undo took out of its post is withdrawn.

Revision: 0009, after 0008.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
KINDS = ("tick", "log", "habit", "repair", "choice", "placement", "criterion")
IN_NO_ROADMAP = ("streak", "comeback")

OUTBOX = sa.table("outbox", sa.column("id"), sa.column("kind"), sa.column("facts", sa.JSON))
MILESTONES = sa.table(
    "milestones", *(sa.column(name) for name in ("learner_id", "roadmap", "kind", "slug")), sa.column("withdrawn")
)

OLD_ACTS = """
INSERT INTO acts (learner_id, kind, roadmap, at, day, undone_at)
SELECT learner_id, kind, roadmap, at, day, undone_at FROM (
    SELECT ticks.learner_id, ticks.source AS kind, ticks.roadmap, ticks.at, MIN(ticks.day) AS day,
        CASE WHEN COUNT(undos.tick_id) = COUNT(*) THEN MAX(undos.at) END AS undone_at
    FROM ticks LEFT JOIN undos ON undos.tick_id = ticks.id
    GROUP BY ticks.learner_id, ticks.source, ticks.roadmap, ticks.at
    UNION ALL
    SELECT learner_id, {kind} AS kind, '' AS roadmap, at, MIN(day) AS day,
        CASE WHEN COUNT(undone_at) = COUNT(*) THEN MAX(undone_at) END AS undone_at
    FROM sessions GROUP BY learner_id, {kind}, at
) AS found ORDER BY at, kind
"""
KIND = "CASE WHEN source = 'repair' THEN 'repair' WHEN habit <> '' THEN 'habit' ELSE 'log' END"
ACTS_OF_TICKS = """
UPDATE ticks SET act_id = (SELECT MIN(acts.id) FROM acts WHERE acts.learner_id = ticks.learner_id
    AND acts.at = ticks.at AND acts.kind = ticks.source AND acts.roadmap = ticks.roadmap)
"""
ACTS_OF_SESSIONS = """
UPDATE sessions SET act_id = (SELECT MIN(acts.id) FROM acts WHERE acts.learner_id = sessions.learner_id
    AND acts.at = sessions.at AND acts.roadmap = '' AND acts.kind = {kind})
"""
OLD_CHOICES = """
INSERT INTO changes (learner_id, act_id, roadmap, kind, name, value, at)
SELECT learner_id, (SELECT MIN(acts.id) FROM acts WHERE acts.learner_id = choices.learner_id
        AND acts.at = choices.at AND acts.roadmap = choices.roadmap AND acts.undone_at IS NULL),
    roadmap, 'choice', choice, option, at FROM choices ORDER BY at
"""
OLD_CRITERIA = """
INSERT INTO changes (learner_id, roadmap, kind, name, value, at)
SELECT learner_id, roadmap, 'criterion', criterion, criterion, at FROM criteria ORDER BY at
"""
ACTS_OF_MILESTONES = """
UPDATE milestones SET act_id = (SELECT MAX(acts.id) FROM acts WHERE acts.learner_id = milestones.learner_id
    AND acts.at = milestones.at)
"""


def upgrade() -> None:
    make_acts()
    make_changes()
    widen("ticks")
    widen("sessions")
    with op.batch_alter_table("milestones") as milestones:
        milestones.add_column(sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False))
        milestones.add_column(sa.Column("act_id", ID, nullable=True))
    op.create_index("ix_acts_upgrading", "acts", ["learner_id", "at"], unique=False)
    for statement in (OLD_ACTS, ACTS_OF_TICKS, ACTS_OF_SESSIONS, OLD_CHOICES, OLD_CRITERIA, ACTS_OF_MILESTONES):
        op.execute(statement.format(kind=KIND))
    op.drop_index("ix_acts_upgrading", table_name="acts")
    withdraw_old_milestones(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table("milestones") as milestones:
        milestones.drop_column("act_id")
        milestones.drop_column("withdrawn")
    for table in ("sessions", "ticks"):
        with op.batch_alter_table(table) as changed:
            changed.drop_index(op.f(f"ix_{table}_act_id"))
            changed.drop_constraint(op.f(f"fk_{table}_act_id"), type_="foreignkey")
            changed.drop_column("act_id")
    op.drop_table("changes")
    op.drop_table("acts")


def make_acts() -> None:
    op.create_table(
        "acts",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("roadmap", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.CheckConstraint(f"kind IN ({', '.join(map(repr, KINDS))})", name=op.f("ck_acts_kind")),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name=op.f("fk_acts_learner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
    )
    op.create_index(op.f("ix_acts_learner_id_id"), "acts", ["learner_id", "id"], unique=False)


def make_changes() -> None:
    op.create_table(
        "changes",
        sa.Column("id", ID, nullable=False),
        sa.Column("learner_id", ID, nullable=False),
        sa.Column("act_id", ID, nullable=True),
        sa.Column("roadmap", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.CheckConstraint("kind IN ('choice', 'criterion')", name=op.f("ck_changes_kind")),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name=op.f("fk_changes_act_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_changes_learner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_act_id"), "changes", ["act_id"], unique=False)
    op.create_index(op.f("ix_changes_learner_id"), "changes", ["learner_id"], unique=False)


def widen(table: str) -> None:
    with op.batch_alter_table(table) as widened:
        widened.add_column(sa.Column("act_id", ID, nullable=True))
        widened.create_foreign_key(op.f(f"fk_{table}_act_id"), "acts", ["act_id"], ["id"], ondelete="SET NULL")
        widened.create_index(op.f(f"ix_{table}_act_id"), ["act_id"], unique=False)


def withdraw_old_milestones(db: sa.Connection) -> None:
    for row in db.execute(sa.select(OUTBOX).where(OUTBOX.c.kind == "celebration")).all():
        for milestone in row.facts.get("withdrawn", ()):
            withdraw(db, row.facts, milestone)


def withdraw(db: sa.Connection, facts: dict[str, Any], milestone: dict[str, Any]) -> None:
    roadmap = "" if milestone["kind"] in IN_NO_ROADMAP else facts["roadmap"]
    where = (
        MILESTONES.c.learner_id == facts["learner"],
        MILESTONES.c.roadmap == roadmap,
        MILESTONES.c.kind == milestone["kind"],
        MILESTONES.c.slug == milestone.get("slug", ""),
    )
    db.execute(sa.update(MILESTONES).where(*where).values(withdrawn=sa.true()))
