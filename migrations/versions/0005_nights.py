"""Let a post that is held up wait through the night of those who are to read it.

Revision: 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("night_from", INSTANT))
        outbox.add_column(sa.Column("night_until", INSTANT))
        outbox.create_check_constraint(op.f("ck_outbox_night"), "night_from < night_until")


def downgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint(op.f("ck_outbox_night"), type_="check")
        outbox.drop_column("night_until")
        outbox.drop_column("night_from")
