"""Keep which slugs an edition pins, so that a pin that comes with an edit moves no tick to another task.

Revision: 0013, after 0012.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("editions") as editions:
        editions.add_column(sa.Column("pinned", sa.JSON))


def downgrade() -> None:
    with op.batch_alter_table("editions") as editions:
        editions.drop_column("pinned")
