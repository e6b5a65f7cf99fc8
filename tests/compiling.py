"""Statements that are compiled once for all engines of a kind, though each test opens its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

KEPT = 2_000


class Compiled(LRUCache[Any, Any]):
    """Compiled statements by all that SQLAlchemy asks for, without the dialect: each engine makes one of its own."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        super().__setitem__(key[1:], value)


_compiled: dict[str, Compiled] = {}


def share_compiled(engine: Engine) -> None:
    """Let an engine find what others like it have compiled, and keep for them what it compiles."""
    engine.update_execution_options(compiled_cache=_compiled.setdefault(engine.dialect.name, Compiled(KEPT)))
