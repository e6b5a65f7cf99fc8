"""Keep when a learner last changed each of their settings.

The last change of a learner's own zone is known. It also stands for a day end that is unlike the default.

Revision: 0055, after 0054.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

_SETTINGS = (
    "'zone', 'day_end', 'nudge_on', 'nudge_at', 'nudge_pace', 'snoozed_until', 'saver_on', 'cheers_on', 'fallback'"
)
_KNOWN = """
    INSERT INTO setting_changes (learner_id, setting, at)
    SELECT learners.id, '{setting}', max(zone_changes.at)
    FROM learners JOIN zone_changes ON zone_changes.learner_id = learners.id
    WHERE {changed}
    GROUP BY learners.id
"""


def upgrade() -> None:
    op.create_table(
        "setting_changes",
        sa.Column("learner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("setting", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_on", sa.String(length=16), nullable=True),
        sa.CheckConstraint(f"setting IN ({_SETTINGS})", name="setting"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name="fk_setting_changes_learner_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "setting", name="pk_setting_changes"),
    )
    op.execute(_KNOWN.format(setting="zone", changed="learners.zone_is_own"))
    op.execute(_KNOWN.format(setting="day_end", changed="coalesce(learners.next_day_end, learners.day_end) <> 240"))


def downgrade() -> None:
    op.drop_table("setting_changes")
