"""Keep of which session a session was a part until two groups parted.

Revision: 0060, after 0059.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("focuses", sa.Column("parted_from", ID))


def downgrade() -> None:
    op.drop_column("focuses", "parted_from")
