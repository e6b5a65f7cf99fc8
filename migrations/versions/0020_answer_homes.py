"""Let stewards choose where answers that only their asker needs stand in a Telegram group. Groups keep: here.

Revision: 0020, after 0019.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("groups") as groups:
        groups.add_column(sa.Column("answers", sa.String(8), nullable=False, server_default="here"))
        groups.create_check_constraint("answers", "answers IN ('here', 'brief', 'private')")


def downgrade() -> None:
    with op.batch_alter_table("groups") as groups:
        groups.drop_constraint(op.f("ck_groups_answers"), type_="check")
        groups.drop_column("answers")
