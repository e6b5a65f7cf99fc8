"""The platform that a connection works for: that of the call, or of the place where a post is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

P = ParamSpec("P")
T = TypeVar("T")

_PLATFORM = "platform"


@contextmanager
def working_on(db: Connection, platform: str | None) -> Iterator[None]:
    """Let a connection know meanwhile for which platform it works."""
    known = db.info  # not read at the end: a connection that was lost meanwhile gives none
    before = known.get(_PLATFORM)
    known[_PLATFORM] = platform
    try:
        yield
    finally:
        known[_PLATFORM] = before


def on_platform(platform: str, fn: Callable[Concatenate[Connection, P], T]) -> Callable[Concatenate[Connection, P], T]:
    """Let a function work for a platform."""

    @wraps(fn)
    def work(db: Connection, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with working_on(db, platform):
            return fn(db, *args, **kwargs)

    return work


def find_platform(db: Connection) -> str | None:
    """Find the platform that a connection works for. None: for none, as the plan and the web."""
    platform: str | None = db.info.get(_PLATFORM)
    return platform
