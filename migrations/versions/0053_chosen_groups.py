"""Keep which of their groups a member chose for the private chat.

Revision: 0053, after 0052.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("memberships", sa.Column("chosen_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("memberships", "chosen_at")
