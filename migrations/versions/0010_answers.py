"""Keep the answers to typed messages for a while, so that an edited message can change its answer.

Revision: 0010, after 0009.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("learner_id", ID),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("answer_chat_id", sa.BigInteger, nullable=False),
        sa.Column("answer_id", sa.BigInteger, nullable=False),
        sa.Column("acts", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat_id", "message_id", name=op.f("pk_answers")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_answers_learner_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_answers_at"), "answers", ["at"])
    op.create_index(op.f("ix_answers_learner_id"), "answers", ["learner_id"])
    op.create_index(op.f("ix_answers_platform_user_id"), "answers", ["platform", "user_id"])


def downgrade() -> None:
    op.drop_table("answers")
