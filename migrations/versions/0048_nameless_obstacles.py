"""Let an obstacle stay without its learner, so that the thanks to its helpers still count.

Revision: 0048, after 0047.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = "fk_obstacles_learner_id"
AUTOINCREMENT = {"sqlite_autoincrement": True}


def upgrade() -> None:
    with op.batch_alter_table("obstacles", table_kwargs=AUTOINCREMENT) as table:
        table.alter_column("learner_id", existing_type=ID, nullable=True)
        table.drop_constraint(op.f(KEY), type_="foreignkey")
        table.create_foreign_key(op.f(KEY), "learners", ["learner_id"], ["id"], ondelete="SET NULL")


def downgrade() -> None:
    op.execute("DELETE FROM obstacles WHERE learner_id IS NULL")
    with op.batch_alter_table("obstacles", table_kwargs=AUTOINCREMENT) as table:
        table.drop_constraint(op.f(KEY), type_="foreignkey")
        table.create_foreign_key(op.f(KEY), "learners", ["learner_id"], ["id"], ondelete="CASCADE")
        table.alter_column("learner_id", existing_type=ID, nullable=False)
