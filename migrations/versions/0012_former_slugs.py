"""Keep what slugs meant in earlier editions, so that a button of then never counts for other work.

Revision: 0012, after 0011.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("editions") as editions:
        editions.add_column(sa.Column("former", sa.JSON))


def downgrade() -> None:
    with op.batch_alter_table("editions") as editions:
        editions.drop_column("former")
