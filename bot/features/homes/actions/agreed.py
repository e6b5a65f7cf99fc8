"""Keep the settings on which admins of two groups agreed, until the groups are one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.homes.queries import connections
from bot.identity import GroupId

AGREED = frozenset(
    {
        *("roadmap", "zone", "week_start"),
        *("nudge_on", "nudge_at", "nudge_days"),
        *("checkin_on", "checkin_day", "checkin_at"),
    }
)
"""The settings that admins see before they connect two groups, and that hold for both."""


class SettingAgreed(Refused):
    """Refusal: the group is to become one with another, with settings that admins of both agreed on."""

    other: str


def keep_agreed_settings(db: Connection, group_id: GroupId, values: Mapping[str, object]) -> None:
    """Refuse a change of agreed settings of a group with a connection to come. Raises SettingAgreed."""
    wished = AGREED.intersection(values)
    found = connections.find_connection(db, group_id) if wished else None
    if found is None or found.joined_at:
        return
    kept = connections.read_group_row(db, group_id)
    if any(kept[name] != values[name] for name in wished):
        other = connections.read_group_row(db, found.other_than(group_id))
        raise SettingAgreed(other=str(other["title"]))
