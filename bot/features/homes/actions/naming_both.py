"""Name both groups of a connection so that nobody takes one for the other."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.features.homes.queries import connections
from bot.features.members.queries.group_settings import GroupSettings, read_group_settings
from bot.identity import GroupId


def read_both_settings(db: Connection, group_id: GroupId, other_id: GroupId) -> tuple[GroupSettings, GroupSettings]:
    """Read the settings of two groups, with titles that nobody takes for one another."""
    settings, other = read_group_settings(db, group_id), read_group_settings(db, other_id)
    title, other_title = distinguish_titles(db, (group_id, settings.title), (other_id, other.title))
    return replace(settings, title=title), replace(other, title=other_title)


def distinguish_titles(db: Connection, group: tuple[GroupId, str], other: tuple[GroupId, str]) -> tuple[str, str]:
    """Return the titles of two groups. If they are one, behind each stands the platform of the group."""
    if group[1].casefold().strip() != other[1].casefold().strip():
        return group[1], other[1]
    platforms = {home.group_id: home.platform for home in connections.read_homes(db, group[0], other[0])}
    return _behind(group[1], platforms.get(group[0], "")), _behind(other[1], platforms.get(other[0], ""))


def _behind(title: str, platform: str) -> str:
    return f"{title} ({platform.capitalize()})" if title and platform else title
