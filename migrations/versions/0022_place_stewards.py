"""Keep which stewards set a group up without being its members.

Revision: 0022, after 0021.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "place_stewards",
        sa.Column("place_id", ID, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_place_stewards_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("place_id", "user_id", name=op.f("pk_place_stewards")),
    )


def downgrade() -> None:
    op.drop_table("place_stewards")
