"""Acts: what learners did, and the choices and criteria as their acts left them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, String, Table

from bot.closed_sets import ActKind, ChangeKind, one_of
from bot.database.columns import Id, Instant, learner_key, maker, metadata
from bot.database.rules import Forget, LearnerRule, Merge, ruled


def act_key() -> Column[int]:
    """Make a column that gives a row to an act. The row stays if the act is deleted."""
    return Column("act_id", Id, ForeignKey("acts.id", ondelete="SET NULL"), index=True)


acts = Table(  # append-only; deleted with the learner, and moved with them when two learners become one
    "acts",
    metadata,
    Column("id", Id, primary_key=True),
    learner_key(),
    Column("kind", String(16), nullable=False),
    Column("roadmap", String(64), nullable=False),  # empty for study beside a roadmap
    Column("at", Instant, nullable=False),
    Column("day", Date, nullable=False),  # the study day on which it was done
    Column("undone_at", Instant),  # taken back whole
    maker(),
    CheckConstraint(one_of("kind", ActKind), name="kind"),
    Index(None, "learner_id", "id"),
    info=ruled(LearnerRule(Merge.MOVE, Forget.DELETE, export="acts")),
    sqlite_autoincrement=True,
)

changes = Table(  # append-only: each option chosen, each criterion affirmed or withdrawn; the last live row holds
    "changes",
    metadata,
    Column("id", Id, primary_key=True),
    learner_key(),
    act_key(),  # none: made before acts were kept, and never taken back
    Column("roadmap", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("name", String(64), nullable=False),  # the slug of the choice or criterion
    Column("value", String(64), nullable=False),  # the slug of the option; empty: the criterion was withdrawn
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
    maker(),
    CheckConstraint(one_of("kind", ChangeKind), name="kind"),
    Index(None, "learner_id"),
    info=ruled(LearnerRule(Merge.MOVE, Forget.DELETE, export="changes")),
    sqlite_autoincrement=True,
)
