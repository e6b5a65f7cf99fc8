"""A steward's changes to the group's settings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.members.actions import activity, presence
from bot.features.members.queries import group_settings, groups, learners
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.members.queries.groups import GroupHere
from bot.features.points.actions import place_in_community
from bot.features.settings.actions import learner_settings
from bot.features.streaks.actions import counting
from bot.identity import Caller
from bot.posting import audiences, calendar, silencing
from bot.posting.kinds import all_kinds

CHANGEABLE = frozenset(
    {
        "roadmap",
        "zone",
        "week_start",
        "language",
        "nudge_at",
        "nudge_on",
        "checkin_day",
        "checkin_at",
        "checkin_on",
        "review_on",
        "quiet_until",
        "community",
    }
)


class NoGroupOfYourOwn(Refused):
    """A group is set up where it talks, not in a private chat."""


def set_up(
    db: Connection, who: Caller, roadmap_slug: str, values: Mapping[str, object], *, move: bool = True
) -> GroupSettings:
    """Change a group's settings, if any are given, and (`move`) post from now on where this was said.

    A group that nobody has used yet is made; what still waits of a kind that is off now is not said.
    Raises NoGroupOfYourOwn in the private chat of somebody who is in a group.
    """
    assert CHANGEABLE.issuperset(values)  # noqa: S101  columns, which no caller may choose freely
    spot = _group_here(db, who, roadmap_slug)
    groups.note_group_alive(db, spot, groups.tidy_title(who.place.title), who.now, back=spot.unreachable)
    groups.speak_here(db, spot.place_id, who.place, move=move)
    _note_steward(db, who, spot.group_id)
    if values:
        group_settings.change_group_settings(db, spot.group_id, **values)
        _follow(db, who, spot.group_id, values)
        silencing.hush_group(db, spot.group_id, _turned_off(values), who.now)
    activity.wake_group(db, spot, who.now, back=spot.unreachable)
    calendar.schedule_group(db, spot.group_id, who.now)
    return replace(group_settings.read_group_settings(db, spot.group_id), role_id=groups.read_role(db, spot.place_id))


def choose_role(db: Connection, who: Caller, roadmap_slug: str, role_id: int | None) -> None:
    """Let a level's celebration ping a role of this Discord server, or none. What `set_up` says holds here too."""
    set_up(db, who, roadmap_slug, {})
    groups.set_role(db, groups.require_group_here(db, who.place).place_id, role_id)


def _group_here(db: Connection, who: Caller, roadmap_slug: str) -> GroupHere:
    if not who.place.private:
        groups.add_group(db, who.place, groups.tidy_title(who.place.title), roadmap_slug, who.now, zone=who.zone)
        return groups.require_group_here(db, who.place)
    present = presence.enter(db, who, roadmap_slug)
    if not group_settings.read_group_settings(db, present.group_id).solo:
        raise NoGroupOfYourOwn
    return groups.require_group_here(db, who.place)


def _note_steward(db: Connection, who: Caller, group_id: int) -> None:
    person = learners.find_person(db, who.account)
    if person is not None:
        group_settings.mark_steward(db, group_id, person.learner_id)


def _turned_off(changed: Mapping[str, object]) -> list[str]:
    return [kind.name for kind in all_kinds() if kind.switch and changed.get(kind.switch) is False]


def _follow(db: Connection, who: Caller, group_id: int, changed: Collection[str]) -> None:
    """Let what depends on the group's settings follow them: clocks of those without one of their own, the community."""
    if "zone" in changed:
        zone = group_settings.read_group_settings(db, group_id).zone
        for learner_id in group_settings.lock_zone_followers(db, group_id):
            learner_settings.turn_clock(db, learner_id, who.now, zone=zone)
            counting.settle_streak(db, learner_id, who.now)
    if "community" in changed:
        place_in_community(db, audiences.read_member_ids(db, group_id))
