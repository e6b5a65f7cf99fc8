"""Keep which account typed a code first.

Revision: 0051, after 0050.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("codes", sa.Column("typed_on", sa.String(16)))
    op.add_column("codes", sa.Column("typed_by", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("codes", "typed_by")
    op.drop_column("codes", "typed_on")
