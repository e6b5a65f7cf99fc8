"""The messages of a session: one in each home of its group that has one, or one in a private chat."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.features.focus.facts import opening_key
from bot.features.focus.queries.focuses import Focus
from bot.features.focus.queries.messages import FocusMessage, read_keyed_messages
from bot.features.members.queries.places import read_posting_places
from bot.identity import PlaceId


def key_at(focus: Focus, place_id: PlaceId | None) -> str:
    """Make the key of the message of a session in a home. The home in which it was started needs no name in it."""
    return opening_key(focus.id, None if place_id == focus.place_id else place_id)


def read_messages(db: Connection, focus: Focus) -> list[FocusMessage]:
    """Read the messages of a session, those that have not arrived included."""
    homes = [one.id for one in read_posting_places(db, focus.group_id)] if focus.place_id is not None else []
    return read_keyed_messages(db, [key_at(focus, one) for one in {focus.place_id, *homes}])
