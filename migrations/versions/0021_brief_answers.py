"""Keep which answers are to be removed from a chat, and when.

Revision: 0021, after 0020.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brief_answers",
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_brief_answers")),
    )
    op.create_index(op.f("ix_brief_answers_until"), "brief_answers", ["until"])


def downgrade() -> None:
    op.drop_table("brief_answers")
