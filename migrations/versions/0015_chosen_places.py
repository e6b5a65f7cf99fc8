"""Keep whether a steward chose the place of a group's posts. All places until now count as chosen.

Revision: 0015, after 0014.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("places") as places:
        places.add_column(sa.Column("chosen", sa.Boolean, nullable=False, server_default=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("places") as places:
        places.drop_column("chosen")
