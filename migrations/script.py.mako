"""${message}

Revision: ${up_revision}, after ${down_revision | comma,n}.
"""

# Rules of a migration; take these lines out when it obeys them.
# 1. It has one purpose, and its subject above says which.
# 2. It imports nothing of bot/ but column types: the code changes, a migration stays.
# 3. It works on rows that are there: give a new column a server default, and fill it in the same transaction.
# 4. It is atomic on SQLite and PostgreSQL: no statement that needs a transaction of its own.
# 5. On SQLite a constraint changes in a batch (`op.batch_alter_table`), and every constraint has a name.
# 6. A column goes in two releases: first nothing reads it, then it is dropped.
# 7. tests/migrations/ upgrades a filled database through it, on both engines.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
