"""Keep on which platform a linked learner is not in the chat of their group, and on which they were looked for last.

Revision: 0059, after 0058.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("memberships", sa.Column("called_on", sa.String(16)))
    op.add_column("memberships", sa.Column("away_on", sa.String(16)))


def downgrade() -> None:
    op.drop_column("memberships", "away_on")
    op.drop_column("memberships", "called_on")
