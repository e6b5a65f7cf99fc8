"""Let two groups be connected to one, and remember where their places came from.

Revision: 0052, after 0051.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    add_reference("groups", "joined_to", "CASCADE")
    add_reference("places", "came_from", "SET NULL")
    op.create_table(
        "connections",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=False),
        sa.Column("roadmap", sa.String(64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("joined_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("open", sa.Boolean()),
        sa.CheckConstraint("(open IS NULL) = (ended_at IS NOT NULL)", name=op.f("ck_connections_open")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_connections_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["groups.id"], name=op.f("fk_connections_other_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connections")),
        sa.UniqueConstraint("group_id", "open", name=op.f("uq_connections_group_id_open")),
        sa.UniqueConstraint("other_id", "open", name=op.f("uq_connections_other_id_open")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_connections_open_due_at"), "connections", ["open", "due_at"])


def add_reference(table: str, name: str, ending: str) -> None:
    with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as changed:
        changed.add_column(sa.Column(name, ID))
        changed.create_foreign_key(op.f(f"fk_{table}_{name}"), "groups", [name], ["id"], ondelete=ending)
        changed.create_index(op.f(f"ix_{table}_{name}"), [name])


def downgrade() -> None:
    op.drop_table("connections")
    for table, name in (("places", "came_from"), ("groups", "joined_to")):
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as changed:
            changed.drop_index(op.f(f"ix_{table}_{name}"))
            changed.drop_constraint(op.f(f"fk_{table}_{name}"), type_="foreignkey")
            changed.drop_column(name)
