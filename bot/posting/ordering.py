"""Changes of many posts at once, which take their locks in the order of ids.

Two transactions that change the same posts then never wait for each other.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Update, select, update

from bot.tables import outbox


def update_in_order(*which: ColumnElement[bool]) -> Update:
    """Begin a change of all posts for which this holds; it waits for those that another transaction changes."""
    return _update(*which, skip_locked=False)


def update_free(*which: ColumnElement[bool]) -> Update:
    """Begin a change of all posts for which this holds and that no other transaction changes at the moment."""
    return _update(*which, skip_locked=True)


def _update(*which: ColumnElement[bool], skip_locked: bool) -> Update:
    ids = select(outbox.c.id).where(*which).order_by(outbox.c.id).correlate(None)
    return update(outbox).where(outbox.c.id.in_(ids.with_for_update(of=outbox, skip_locked=skip_locked)))
