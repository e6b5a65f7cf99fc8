"""Keep with a call that wrote what its answer needs after a restart, until it is answered.

Revision: 0017, after 0016.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inbound") as inbound:
        inbound.add_column(sa.Column("ticket", sa.JSON))


def downgrade() -> None:
    with op.batch_alter_table("inbound") as inbound:
        inbound.drop_column("ticket")
