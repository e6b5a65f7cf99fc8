"""The texts of roadmaps, as groups follow them."""

from __future__ import annotations

from sqlalchemy import JSON, Column, String, Table

from bot.database.columns import Instant, metadata

editions = Table(  # the last text of each roadmap that was read at a start, to know at the next what its edit did
    "editions",
    metadata,
    # Privacy: no learner is in it.
    Column("roadmap", String(64), primary_key=True),
    Column("words", JSON, nullable=False),  # slug -> kind, title and hint
    Column("former", JSON),  # slug -> what it meant in earlier editions
    Column("pinned", JSON),  # the slugs that its text named itself; NULL: not known
    Column("at", Instant, nullable=False),
)
