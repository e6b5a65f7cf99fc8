"""Updates of a platform that wait for their answer."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, Table, Text

from bot.database.columns import Instant, metadata

waiting_updates = Table(  # confirmed to Telegram, but not answered yet
    "waiting_updates",
    metadata,
    # Privacy: it holds a message or tap as it came, with its person. Only the adapter reads it, after a kill. A row is
    # deleted when it is answered, mostly within a minute, and after a day at most. Forget deletes what names a person.
    Column("number", BigInteger, autoincrement=False, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("number"),
    Index(None, "at"),
)
