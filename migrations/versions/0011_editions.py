"""Keep the last text of each roadmap, so that learners' acts follow their tasks when it is edited.

A roadmap without a row has acts under the slugs of version 0.1: the next start moves them.

Revision: 0011, after 0010.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "editions",
        sa.Column("roadmap", sa.String(64), nullable=False),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("roadmap", name=op.f("pk_editions")),
    )


def downgrade() -> None:
    op.drop_table("editions")
