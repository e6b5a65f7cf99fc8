"""Part a connected group from a home from which the bot was removed a month ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.homes.actions.parting import lock_both, part_groups
from bot.features.homes.facts import HomesNews
from bot.features.homes.queries.connections import KeptConnection, read_connection, read_group_row
from bot.features.homes.queries.history import give_history
from bot.features.homes.queries.lost import LostHome, find_lost_home
from bot.identity import PlaceId
from bot.library import Library
from bot.posting import hours


def part_lost_home(db: Connection, place_id: PlaceId, before: datetime, library: Library, now: datetime) -> bool:
    """Part a group from its home that was lost before an instant, as a disconnect does.

    What both did together stays with the home that is left. Returns False if the bot is back, or they have parted.
    """
    found = _find(db, place_id, before)
    if found is None:
        return False
    lock_both(db, found[1])
    found = _find(db, place_id, before)
    if found is None:
        return False
    lost, connection = found
    part_groups(db, connection, library, now, HomesNews.LEFT)
    if lost.own_id == connection.group_id and connection.joined_at:
        _give_history(db, connection, connection.joined_at)
    return True


def _give_history(db: Connection, connection: KeptConnection, since: datetime) -> None:
    joined_on = hours.local_date(since, read_group_row(db, connection.group_id)["zone"])
    give_history(db, connection.group_id, connection.other_id, since, joined_on - timedelta(days=6))


def _find(db: Connection, place_id: PlaceId, before: datetime) -> tuple[LostHome, KeptConnection] | None:
    lost = find_lost_home(db, place_id)
    found = read_connection(db, lost.connection_id) if lost and lost.removed_at <= before else None
    return (lost, found) if lost and found else None
