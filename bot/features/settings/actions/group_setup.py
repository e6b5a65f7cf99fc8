"""A steward's changes to the group's settings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.errors import NoGroupOfYourOwn
from bot.features.homes.actions.agreed import keep_agreed_settings
from bot.features.members.actions import activity, presence
from bot.features.members.actions.names import tidy_title
from bot.features.members.queries import group_changes, group_settings, groups, learners, places
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.members.queries.groups import GroupHere
from bot.features.members.queries.learners import Person
from bot.features.members.queries.places import PostingPlace
from bot.features.points.actions import place_in_community
from bot.features.streaks.actions import counting
from bot.features.streaks.actions.clocks import turn_clock
from bot.identity import Caller, GroupId, Place, PlaceId
from bot.posting import audiences, calendar, silencing, target_posts
from bot.posting.kinds import all_kinds
from bot.posting.locking import lock_group, lock_learner, lock_members

CHANGEABLE = frozenset(
    {
        "roadmap",
        "zone",
        "week_start",
        "language",
        "nudge_at",
        "nudge_days",
        "nudge_on",
        "checkin_day",
        "checkin_at",
        "checkin_on",
        "review_on",
        "quiet_until",
        "community",
        "answers",
    }
)

CONCERNS_MEMBERS = frozenset({"zone", "community"})


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """The settings of a group whose posts go here now, and the place where they went `before`."""

    settings: GroupSettings
    before: PostingPlace


def set_up(
    db: Connection, caller: Caller, roadmap_slug: str, values: Mapping[str, object], *, choose: bool = False
) -> GroupSettings:
    """Change a group's settings, if `values` has any, and return all of them.

    1. Find the group of this place, or make it if the place has none. In a private chat, it is the group of one.
    2. Lock it, and the members whom the change concerns.
    3. Note the group as active, take its title from the platform, and switch a place on that was unreachable.
    4. With `choose`, post in this chat and thread from now on, if no steward has chosen a place yet.
    5. Note the caller as a steward, as a member or by account alone.
    6. Write the changed settings, and cancel waiting posts of the kinds that are now off.
    7. Apply a changed zone or community setting to the members.
    8. Wake the group if it was asleep or unreachable, and set its dues again.

    Raises NoGroupOfYourOwn in a private chat, if the caller's group is not a group of one. Raises SettingAgreed.
    """
    assert CHANGEABLE.issuperset(values)  # noqa: S101  these are columns: only the listed ones may be set
    here = _group_here(db, caller, roadmap_slug)
    person = _lock(db, caller, here, values)
    keep_agreed_settings(db, here.group_id, values)
    group_changes.note_group_alive(db, here, tidy_title(caller.place.title), caller.now, back=here.unreachable)
    if here.unreachable:
        places.revive_place(db, here.place_id, caller.now)
    if choose and not _find_place(db, here).chosen:
        _choose_place(db, caller, here.place_id)
    if person is None or not group_settings.mark_steward(db, here.group_id, person.learner_id):
        places.note_steward(db, here.place_id, caller.account)
    if values:
        audiences.change_audience(db, here.group_id, **values)
        silencing.hush_group(db, here.group_id, _turned_off(values), caller.now)
        _follow(db, caller, here.group_id, values)
    activity.wake_group(db, here, caller.now, back=here.unreachable)
    calendar.schedule_group(db, here.group_id, caller.now)
    kept = group_settings.read_group_settings(db, here.group_id)
    return replace(kept, places=places.read_posting_places(db, here.group_id))


def is_place_wanted(db: Connection, place: Place) -> bool:
    """Whether no steward has chosen yet where this group gets its posts."""
    here = groups.find_group_here(db, place, None)
    return here is None or not _find_place(db, here).chosen


def post_here(db: Connection, caller: Caller, roadmap_slug: str) -> PlaceChange:
    """Post in this chat and thread from now on, as a steward wishes. Posts that wait for the place are tried at once.

    The group is first set up as by `set_up`, with the same errors.
    """
    settings = set_up(db, caller, roadmap_slug, {})
    here = groups.require_group_here(db, caller.place)
    before = _find_place(db, here)
    _choose_place(db, caller, here.place_id)
    return PlaceChange(replace(settings, places=places.read_posting_places(db, here.group_id)), before)


def choose_role(db: Connection, caller: Caller, roadmap_slug: str, role_id: int | None) -> None:
    """Choose the role of this Discord server that a level's celebration pings. None: no role.

    The group is first set up as by `set_up`, with the same errors.
    """
    set_up(db, caller, roadmap_slug, {})
    places.set_role(db, groups.require_group_here(db, caller.place).place_id, role_id)


def _find_place(db: Connection, here: GroupHere) -> PostingPlace:
    return places.read_posting_place(db, here.group_id, here.place_id)


def _choose_place(db: Connection, caller: Caller, place_id: PlaceId) -> None:
    places.move_posts(db, place_id, caller.place, chosen=True)
    target_posts.try_now(db, place_id, caller.now)


def _group_here(db: Connection, caller: Caller, roadmap_slug: str) -> GroupHere:
    if not caller.place.private:
        here = groups.find_group_here(db, caller.place, None)
        if here is None:
            title = tidy_title(caller.place.title)
            group_changes.add_group(db, caller.place, title, roadmap_slug, caller.now, zone=caller.zone)
        return here or groups.require_group_here(db, caller.place)
    ahead = groups.find_group_ahead(db, caller.place, caller.account)
    if ahead is not None:
        lock_group(db, ahead.group_id)
    present = presence.enter(db, caller, roadmap_slug)
    if not group_settings.read_group_settings(db, present.group_id).solo:
        raise NoGroupOfYourOwn
    return groups.require_group_here(db, caller.place)


def _lock(db: Connection, caller: Caller, here: GroupHere, changed: Collection[str]) -> Person | None:
    """Lock the group and the caller, with the members if the change concerns them. Returns the caller's learner."""
    person = learners.find_person(db, caller.account)
    own = [person.learner_id] if person else []
    if here.unreachable or CONCERNS_MEMBERS.intersection(changed):
        lock_members(db, here.group_id, own)
    else:
        lock_group(db, here.group_id)
        for learner_id in own:
            lock_learner(db, learner_id)
    return person


def _turned_off(changed: Mapping[str, object]) -> list[str]:
    return [kind.name for kind in all_kinds() if kind.switch and changed.get(kind.switch) is False]


def _follow(db: Connection, caller: Caller, group_id: GroupId, changed: Collection[str]) -> None:
    """Apply a changed zone or community setting to the group's members.

    Members without a zone of their own take the group's zone. A changed community setting puts members on the
    community board, or takes them off.
    """
    if "zone" in changed:
        zone = group_settings.read_group_settings(db, group_id).zone
        for learner_id in group_settings.read_zone_followers(db, group_id):
            turn_clock(db, learner_id, caller.now, zone=zone)
            counting.reckon_streak_change(db, learner_id, caller.now)
    if "community" in changed:
        place_in_community(db, audiences.read_member_ids(db, group_id))
