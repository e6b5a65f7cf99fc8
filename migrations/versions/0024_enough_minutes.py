"""Keep how many minutes made the day of a session done. It was 15 for all sessions until now.

Revision: 0024, after 0023.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("enough", sa.Integer, nullable=False, server_default="15"))


def downgrade() -> None:
    op.drop_column("sessions", "enough")
