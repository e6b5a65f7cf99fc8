"""Columns that all tables share: metadata, instants in aware UTC, ids that count up on both engines; and constants."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    ExecutionContext,
    ForeignKey,
    Integer,
    MetaData,
    String,
    TypeDecorator,
    literal_column,
)

from bot.database.platforms import find_platform

_PLAIN = re.compile(r"[a-z_ ]*")


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant. SQLite keeps no zone, so it is stored naive there and made aware when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant; bring an aware one to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant has a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return aware UTC, whatever the engine kept."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up an INTEGER key by itself, a BIGINT one it does not

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def learner_key(*, primary: bool = False) -> Column[int]:
    """Make a column that gives a row to a learner. The row is deleted with the learner."""
    return Column("learner_id", Id, ForeignKey("learners.id", ondelete="CASCADE"), nullable=False, primary_key=primary)


MADE_ON = "made_on"
"""The name of the column of a row's maker."""


def maker() -> Column[str]:
    """Make a column for the platform whose account made a row. NULL: the learner had no other account then.

    It is filled with the platform that the connection works for.
    """
    return Column(MADE_ON, String(16), default=_read_platform)


def _read_platform(context: ExecutionContext) -> str | None:
    return find_platform(context.root_connection)


def constant(value: int | str) -> ColumnElement[Any]:
    """Write a value of ours into the text of a statement. Values from outside are bound instead.

    A bound value is prepared again with each run, and a list of them is spelled again.
    """
    if isinstance(value, int):
        return literal_column(str(value), Integer)
    if not _PLAIN.fullmatch(value):
        raise ValueError(f"{value!r} is no constant of a statement")
    return literal_column(f"'{value}'", String)


def constants(values: Iterable[str]) -> list[ColumnElement[Any]]:
    """Write values of ours into the text of a statement, as the list of an `in_`."""
    return [constant(value) for value in values]
