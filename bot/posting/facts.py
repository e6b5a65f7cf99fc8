"""The facts of each post, kept as JSON in the outbox until the post is worded. Each kind has its own class.

`at` is the moment for which the post was meant. A post that is sent much later says so.
"""

from __future__ import annotations

from typing import Any, Self

from pydantic import TypeAdapter


class PostFacts:
    """Facts that go into the outbox and come out again."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """Return the facts as the outbox keeps them."""
        kept: dict[str, Any] = _adapter(type(self)).dump_python(self, mode="json")
        return kept

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Read facts from the outbox. Raises pydantic.ValidationError if they do not fit."""
        found: Self = _adapter(cls).validate_python(kept)
        return found


_ADAPTERS: dict[type[PostFacts], TypeAdapter[Any]] = {}


def _adapter(kind: type[PostFacts]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
