"""Counts that a transaction changes at its end.

Their rows are shared by everybody, so they are locked last, and for the shortest time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Change = Callable[[Connection, Mapping[int, int]], None]
"""Adds to counts: `(db, count -> more of it, or fewer if negative)`."""

_KEY = "at_end"


def at_end(db: Connection, change: Change, counts: Mapping[int, int]) -> None:
    """Put a change of counts off to the end of the transaction. Changes of the same kind are added up."""
    put_off = _put_off(db)
    put_off[change] = Counter(put_off.get(change, {}))
    for count, more in counts.items():
        put_off[change][count] += more


def run_to_end(db: Connection, work: Callable[[Connection], T]) -> T:
    """Do the work of a transaction, and then what it put off."""
    _put_off(db).clear()  # what a transaction that failed left behind
    result = work(db)
    for change, counts in _put_off(db).items():
        change(db, {count: more for count, more in counts.items() if more})
    _put_off(db).clear()
    return result


@contextmanager
def step(db: Connection) -> Iterator[None]:
    """Make a savepoint. A failure takes back what was put off since then, too."""
    before = {change: Counter(counts) for change, counts in _put_off(db).items()}
    try:
        with db.begin_nested():
            yield
    except BaseException:
        db.info[_KEY] = before
        raise


def _put_off(db: Connection) -> dict[Change, Counter[int]]:
    kept: dict[Change, Counter[int]] = db.info.setdefault(_KEY, {})
    return kept
