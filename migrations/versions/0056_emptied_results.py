"""Let a kept result be emptied, so that it tells nothing while its call is still known to be done.

Revision: 0056, after 0055.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inbound") as table:
        table.alter_column("result", existing_type=sa.JSON(), nullable=True)


def downgrade() -> None:
    op.execute("UPDATE inbound SET result = 'null' WHERE result IS NULL")
    with op.batch_alter_table("inbound") as table:
        table.alter_column("result", existing_type=sa.JSON(), nullable=False)
