"""Keep which members left the chat of their group, and when each was last looked for there.

Revision: 0018, after 0017.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("memberships") as memberships:
        memberships.add_column(sa.Column("gone", sa.Boolean, nullable=False, server_default=sa.false()))
        memberships.add_column(sa.Column("called_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("memberships") as memberships:
        memberships.drop_column("called_at")
        memberships.drop_column("gone")
