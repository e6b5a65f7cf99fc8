"""When a learner last changed each of their settings."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, String, Table

from bot.closed_sets import Setting, one_of
from bot.database.columns import Instant, learner_key, maker, metadata
from bot.database.rules import Forget, LearnerRule, Merge, ruled

setting_changes = Table(
    "setting_changes",
    metadata,
    # Privacy: only its learner reads it. It is deleted with the learner and by forget. When two learners become one:
    # 1. Of each setting the later change stays, and the setting has its value.
    # 2. Without a known change, a value unlike the default was changed. If neither was, the kept learner's stays.
    # 3. Rest days are those that count from the later day. Name and language are of the account that was used last.
    # What others may see of a learner is no setting here: the stricter consent stays.
    # After an unlink each account has its settings of before, and those that it changed last since. A clock that was
    # changed since is both's.
    learner_key(primary=True),
    Column("setting", String(16), primary_key=True),
    Column("at", Instant, nullable=False),
    maker(),
    CheckConstraint(one_of("setting", Setting), name="setting"),
    info=ruled(LearnerRule(Merge.LATER, Forget.DELETE, export="setting_changes", by="at")),
)
