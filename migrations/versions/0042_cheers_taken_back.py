"""Keep when a cheer was taken back, so that the second of two quick taps does not give it again.

Revision: 0042, after 0041.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cheers") as cheers:
        cheers.add_column(sa.Column("given", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    op.execute("DELETE FROM cheers WHERE NOT given")
    with op.batch_alter_table("cheers") as cheers:
        cheers.drop_column("given")
