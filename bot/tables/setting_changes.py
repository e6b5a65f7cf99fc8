"""When a learner last changed each of their settings, and last said each of their consents."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, String, Table

from bot.closed_sets import ConsentKind, Setting, one_of
from bot.database.columns import Instant, learner_key, maker, metadata
from bot.database.rules import Forget, LearnerRule, Merge, ruled

setting_changes = Table(
    "setting_changes",
    metadata,
    # Privacy: only its learner reads it. It is deleted with the learner and by forget. When two learners become one:
    # 1. Of each setting the later change stays, and the setting has its value.
    # 2. Without a known change, a value unlike the default was changed. If neither was, the kept learner's stays.
    # 3. Rest days are those that count from the later day. Name and language are of the account that was used last.
    # 4. A consent is no setting: the stricter value stays. The rows of both are set aside, so that a row of a linked
    #    learner is of a consent that was said since the link. After an unlink its value is both's. The
    #    row goes to its maker alone.
    # After an unlink each account has its settings of before, and those that it changed last since. A clock that was
    # changed since is both's.
    learner_key(primary=True),
    Column("setting", String(16), primary_key=True),
    Column("at", Instant, nullable=False),
    maker(),
    CheckConstraint(one_of("setting", Setting, ConsentKind), name="setting"),
    info=ruled(LearnerRule(Merge.LATER, Forget.DELETE, export="setting_changes", by="at")),
)
