"""Keep whose thanks a steward took down. At first nobody's are.

Revision: 0043, after 0042.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("helps") as table:
        table.add_column(sa.Column("taken_down", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("helps") as table:
        table.drop_column("taken_down")
