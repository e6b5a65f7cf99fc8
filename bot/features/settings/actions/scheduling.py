"""A group's silence, and the preview of its posts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.members.actions.places import find_group_of_caller
from bot.features.members.actions.surroundings import read_surroundings
from bot.features.members.queries import group_settings, groups
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.members.queries.places import read_noted_groups
from bot.features.settings.actions.group_setup import set_up
from bot.identity import Caller, GroupId
from bot.posting import audiences, dues, hours, silencing
from bot.posting.audience_rules import is_hushed
from bot.posting.budget import has_group_heard
from bot.posting.decisions import Decision, Foresight, Speak, Wait
from bot.posting.kinds import GroupMoments, Hearer, PostKind, all_kinds, silenced_names

PREVIEWED_DAYS = 14
MOST_DAYS = 366
MIDNIGHT = time_of_day()
_DAY = timedelta(days=1)


class QuietTooLong(Refused):
    """Refusal: the silence would last more than a year."""


class QuietInThePast(Refused):
    """Refusal: the silence would be over already."""


@dataclass(frozen=True, slots=True)
class ForeseenPost:
    """A post to come: nudge, review, checkin or digest. `at` is its exact instant.

    A foreseen nudge is left out if every member has studied by then.
    """

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """A group's posts in the days to come, if its members do nothing.

    `asleep`: the group has no posts until a member returns.
    """

    group_id: GroupId
    zone: str
    posts: tuple[ForeseenPost, ...]
    asleep: bool = False
    quiet_until: datetime | None = None


def be_quiet(
    db: Connection,
    caller: Caller,
    roadmap_slug: str,
    days: int,
    *,
    time: timedelta = timedelta(),
    at: int | None = None,
) -> GroupSettings:
    """Silence a group for `days` days, until local midnight, or by the rule of `find_silence_end`.

    Without any of these the silence ends.
    Waiting posts are cancelled, celebrations too. Milestones of that time are kept, but not posted later.
    Raises QuietInThePast, QuietTooLong, NoGroupOfYourOwn.
    """
    if days < 0:
        raise QuietInThePast
    if timedelta(days=days) + time > timedelta(days=MOST_DAYS):
        raise QuietTooLong
    zone = set_up(db, caller, roadmap_slug, {}).zone
    day = hours.local_date(caller.now, zone) + timedelta(days=days)
    begins = _midnight(day, zone) if days else None
    until = hours.find_silence_end(caller.now, zone, day=begins, time=time, at=at)
    kept = set_up(db, caller, roadmap_slug, {"quiet_until": until})
    if until is not None:
        silencing.hush_group(
            db, groups.require_group_here(db, caller.place).group_id, silenced_names(Hearer.GROUP), caller.now
        )
    return kept


def see_group(db: Connection, caller: Caller) -> GroupSettings | None:
    """Read the settings of the caller's group here. None if there is no group yet."""
    found = find_group_of_caller(db, caller.account, caller.place)
    return None if found is None else group_settings.read_group_settings(db, found.group_id)


def see_groups(db: Connection, caller: Caller) -> dict[GroupId, GroupSettings]:
    """Read the settings of the groups that a caller may see in private.

    They are the one that they used last as a member, and those that they set up without being a member.
    """
    found = find_group_of_caller(db, caller.account, caller.place)
    used = [found.group_id] if found and not found.solo else []
    listed = dict.fromkeys([*used, *read_noted_groups(db, caller.account)])
    return {group_id: group_settings.read_group_settings(db, group_id) for group_id in listed}


def local_today(db: Connection, caller: Caller) -> date:
    """Return today's date in the group's zone. Without a group, the learner's zone decides, else the caller's."""
    return hours.local_date(caller.now, read_surroundings(db, caller.account, caller.place).zone or caller.zone)


def preview_here(db: Connection, caller: Caller, roadmap_slug: str, days: int = PREVIEWED_DAYS) -> Preview:
    """Preview the posts of the caller's group, which is set up first as by `set_up`.

    Raises NoGroupOfYourOwn.
    """
    set_up(db, caller, roadmap_slug, {})
    return preview_posts(db, groups.require_group_here(db, caller.place).group_id, caller.now, days)


def preview_posts(db: Connection, group_id: GroupId, now: datetime, days: int = PREVIEWED_DAYS) -> Preview:
    """Preview a group's posts over `days` days: at most one for each local date.

    1. A sleeping or removed group has no posts.
    2. Take the group's dues in the order of time, as the planner will.
    3. Ask the kind of each due for its decision, as if the members did nothing.
    4. Speak: the post is foreseen, and its date takes no other.
    5. Wait: the due moves to the moment that the decision names.
    6. After any other decision, the due moves to the next one of its kind, if there is any.

    Raises NoResultFound for an unknown group.
    """
    group = audiences.read_audience(db, group_id)
    quiet = group.quiet_until if is_hushed(group, now) else None
    coming = {} if group.asleep or group.removed else dues.read_group_dues(db, group_id)
    heard_on = hours.local_date(now, group.zone) if has_group_heard(db, group, now) else None
    posts = tuple(_foresee(Foresight(db, group, coming, heard_on), now, now + timedelta(days=days)))
    return Preview(group_id, group.zone, posts, group.asleep, quiet)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, MIDNIGHT, ZoneInfo(zone))


def _foresee(foresight: Foresight, now: datetime, until: datetime) -> Iterator[ForeseenPost]:
    """Yield the posts that the group's dues lead to until an instant, in the order of time.

    An overdue post is foreseen for `now`. The foresight is moved on with each due.
    """
    foreseen = {kind.moments.name: kind for kind in all_kinds() if _is_foreseen(kind) and kind.moments}
    while ahead := [(at, name) for name, at in foresight.coming.items() if name in foreseen and at <= until]:
        at, name = min(ahead)
        instant = max(at, now)
        decision, following = _decide(foreseen[name], foresight, at, instant)
        if isinstance(decision, Speak):
            yield ForeseenPost(foreseen[name].name, instant)
            foresight.heard_on = hours.local_date(instant, foresight.group.zone)
            foresight.spoken[foreseen[name].name] = instant
        del foresight.coming[name]
        if following is not None:
            foresight.coming[name] = following


def _is_foreseen(kind: PostKind) -> bool:
    return isinstance(kind.moments, GroupMoments) and kind.moments.foresee is not None


def _decide(kind: PostKind, foresight: Foresight, at: datetime, instant: datetime) -> tuple[Decision, datetime | None]:
    """Decide about a due, and return when its kind is due next. None: not again."""
    assert isinstance(kind.moments, GroupMoments)  # noqa: S101  `_is_foreseen` has checked it
    assert kind.moments.foresee is not None  # noqa: S101
    decision = kind.moments.foresee(foresight, at, instant)
    if isinstance(decision, Wait):
        return decision, decision.until
    return decision, kind.moments.next_due(foresight.group, instant) if kind.moments.next_due else None
