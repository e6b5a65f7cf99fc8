"""The platform that a connection works for, that of the call or of a post's reader. Also the platforms that run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import ColumnElement, Connection, true

P = ParamSpec("P")
T = TypeVar("T")

_PLATFORM = "platform"
_RUNNING = "running"


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


def note_running(db: Connection, platforms: Collection[str]) -> Connection:
    """Let a connection know which platforms run. Returns it."""
    db.info[_RUNNING] = tuple(platforms)
    return db


def find_running(db: Connection) -> tuple[str, ...]:
    """Find which platforms run. None of them: it is not known, as in a command of the terminal."""
    running: tuple[str, ...] = db.info.get(_RUNNING, ())
    return running


def runs(db: Connection, platform: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a platform runs, as far as it is known."""
    running = find_running(db)
    return platform.in_(running) if running else true()
