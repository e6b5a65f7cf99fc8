"""Keep what a learner said while two accounts are linked: consents, wishes for study partners, whom to avoid.

Revision: 0058, after 0057.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

_SETTINGS = (
    "'zone', 'day_end', 'nudge_on', 'nudge_at', 'nudge_pace', 'snoozed_until', 'saver_on', 'cheers_on', 'fallback'"
)
_CONSENTS = ("visibility", "publishing", "shows_work", "takes_questions", "pings", "community_on")
_AVOIDED = ("said_on", "named_on")


def upgrade() -> None:
    _allow(f"setting IN ({_SETTINGS}, {', '.join(map(repr, _CONSENTS))})")
    for name in _AVOIDED:
        op.add_column("avoidances", sa.Column(name, sa.String(length=16), nullable=True))
    op.add_column("memberships", sa.Column("partner_changed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("memberships", "partner_changed_at")
    for name in _AVOIDED:
        op.drop_column("avoidances", name)
    changes = sa.table("setting_changes", sa.column("setting"))
    op.execute(changes.delete().where(changes.c.setting.in_(_CONSENTS)))
    _allow(f"setting IN ({_SETTINGS})")


def _allow(condition: str) -> None:
    with op.batch_alter_table("setting_changes") as table:
        table.drop_constraint(op.f("ck_setting_changes_setting"), type_="check")
        table.create_check_constraint(op.f("ck_setting_changes_setting"), condition)
