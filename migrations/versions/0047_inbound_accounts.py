"""Keep the caller of each kept result, so that it is forgotten with them. That of earlier results is not known.

Revision: 0047, after 0046.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbound", sa.Column("platform", sa.String(16)))
    op.add_column("inbound", sa.Column("user_id", sa.BigInteger()))


def downgrade() -> None:
    with op.batch_alter_table("inbound") as table:
        table.drop_column("user_id")
        table.drop_column("platform")
