"""The facts of each post, kept as JSON in the outbox until they are worded. Plain values: a kind is a class.

`at` is the moment that the post was meant for: one that is sent much later says so.
"""

from __future__ import annotations

from typing import Any, Self

from pydantic import TypeAdapter


class PostFacts:
    """Facts that go into the outbox and come out again."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """As kept in the outbox."""
        kept: dict[str, Any] = _adapter(type(self)).dump_python(self, mode="json")
        return kept

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """As read from the outbox. Raises pydantic.ValidationError for anything else."""
        found: Self = _adapter(cls).validate_python(kept)
        return found


_ADAPTERS: dict[type[PostFacts], TypeAdapter[Any]] = {}


def _adapter(kind: type[PostFacts]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
