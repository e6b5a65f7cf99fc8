"""Keep whose publishing a steward stopped, and since when. At first nobody's is.

Revision: 0040, after 0039.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("memberships") as table:
        table.add_column(sa.Column("barred_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("memberships") as table:
        table.drop_column("barred_at")
