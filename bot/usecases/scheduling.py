"""When a group hears from us: what a steward sets, how long we are to be quiet, and which posts that makes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errors import Refused
from bot.identity import Caller
from bot.storage import dues, silencing
from bot.storage import speaking as store
from bot.storage.group_settings import GroupSettings
from bot.storage.speaking import Audience
from bot.usecases import people
from bot.usecases.celebration import CELEBRATION
from bot.usecases.checkins import OPEN_FOR
from bot.usecases.setting_up import set_up
from bot.usecases.speaking import hours
from bot.usecases.speaking.budget import CHECKIN, CLOSE, DIGEST, NUDGE, REVIEW, TO_GROUPS
from bot.usecases.speaking.reviews import LAST_DAY

DAYS = 14
MOST_DAYS = 366
_DAY = timedelta(days=1)
_KINDS = {"nudge_on": (NUDGE,), "checkin_on": (CHECKIN,), "review_on": (REVIEW,)}


class QuietTooLong(Refused):
    """A silence of more than a year."""


class QuietInThePast(Refused):
    """A silence that would be over already."""


class NoGroupHere(Refused):
    """Nobody has used this group yet, or it is a private chat."""


@dataclass(frozen=True, slots=True)
class Posting:
    """A post to come: nudge, review, checkin or digest. `at` is exact; a nudge is left out if everybody has studied."""

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """The posts of some days to come, as they are if nobody does anything; `asleep`: none until somebody returns."""

    group_id: int
    zone: str
    posts: tuple[Posting, ...]
    asleep: bool = False
    quiet_until: datetime | None = None


def reschedule(db: Connection, who: Caller, roadmap: str, values: Mapping[str, object]) -> GroupSettings:
    """Set hours, days and what is on; what still waits of a kind that is off now is not said."""
    kept = set_up(db, who, roadmap, values, move=False)
    off = [kind for name, kinds in _KINDS.items() if values.get(name) is False for kind in kinds]
    if off:
        silencing.hush_group(db, _group_of(db, who), off, who.now)
    return kept


def be_quiet(db: Connection, who: Caller, roadmap: str, days: int) -> GroupSettings:
    """Say nothing unasked in the group until so many days from now begin there; 0 ends it.

    What waits to be said is dropped, celebrations too; milestones of that time are kept and not told afterwards.
    Raises QuietInThePast, QuietTooLong.
    """
    if days < 0:
        raise QuietInThePast
    if days > MOST_DAYS:
        raise QuietTooLong
    zone = set_up(db, who, roadmap, {}, move=False).zone
    day = hours.local_date(who.now, zone) + timedelta(days=days)
    until = _midnight(day, zone) if days else None
    kept = set_up(db, who, roadmap, {"quiet_until": until}, move=False)
    if until is not None:
        silencing.hush_group(db, _group_of(db, who), (*TO_GROUPS, CELEBRATION), who.now)
    return kept


def local_today(db: Connection, who: Caller) -> date:
    """The date on the calendar of the group that talks here."""
    return hours.local_date(who.now, people.look_around(db, who.account, who.place).zone or who.zone)


def preview_here(db: Connection, who: Caller, days: int = DAYS) -> Preview:
    """The posts to come in the caller's group. Raises NoGroupHere."""
    return preview(db, _group_of(db, who), who.now, days)


def preview(db: Connection, group_id: int, now: datetime, days: int = DAYS) -> Preview:
    """The posts to come in a group over so many days: at most one a day. Raises NoResultFound."""
    group = store.read_audience(db, group_id)
    until = now + timedelta(days=days)
    quiet = group.quiet_until if group.quiet_until is not None and group.quiet_until > now else None
    coming = {} if group.asleep or group.removed else dues.group_dues(db, group_id)
    found = _posts(
        group, coming, quiet or now, until + _DAY
    )  # what gives way on the last day gives way to what follows
    posts = tuple(sorted((one for one in found if one.at <= until), key=lambda one: one.at))
    return Preview(group_id, group.zone, posts, group.asleep, quiet)


def _group_of(db: Connection, who: Caller) -> int:
    found = people.look_around(db, who.account, who.place).group_id
    if found is None:
        raise NoGroupHere
    return found


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _posts(group: Audience, coming: Mapping[str, datetime], since: datetime, until: datetime) -> Iterator[Posting]:
    """What is planned, from `since` on: what was to be said before it is not."""
    rounds = list(_rounds(group, coming, since, until))
    taken = {hours.group_date(group, one.at) for one in rounds}
    reviews = list(_reviews(group, coming, since, until, taken))
    taken.update(hours.group_date(group, one.at) for one in reviews)
    yield from rounds
    yield from reviews
    for moment in _moments(coming.get(NUDGE), until, lambda at: hours.next_nudge(group, at)):
        if moment >= since and hours.group_date(group, moment) not in taken:
            yield Posting(NUDGE, moment)


def _rounds(group: Audience, coming: Mapping[str, datetime], since: datetime, until: datetime) -> Iterator[Posting]:
    """Check-ins, each with the digest that closes it; what meets another on its day waits for the next."""
    taken: set[date] = set()
    closes_at = coming.get(CLOSE)
    if closes_at is not None and closes_at >= since and not group.solo:
        taken.add(hours.group_date(group, closes_at))
        yield Posting(DIGEST, closes_at)
    for at in _moments(coming.get(CHECKIN), until, lambda at: hours.next_checkin(group, at)):
        moment = at + _DAY if hours.group_date(group, at) in taken else at
        if moment < since:
            continue
        yield Posting(CHECKIN, moment)
        if not group.solo:
            yield Posting(DIGEST, moment + OPEN_FOR)


def _reviews(
    group: Audience, coming: Mapping[str, datetime], since: datetime, until: datetime, taken: Collection[date]
) -> Iterator[Posting]:
    """Reviews: each waits for a day without another post, for a week at most."""
    moment = coming.get(REVIEW)
    while moment is not None and moment <= until:
        day = hours.group_date(group, moment)
        waits = moment >= since and day in taken
        if moment >= since and not waits:
            yield Posting(REVIEW, moment)
        again = waits and day.day < LAST_DAY
        moment = hours.next_nudge(group, moment) if again else hours.next_review(group, moment)


def _moments(first: datetime | None, until: datetime, follow: Callable[[datetime], datetime]) -> Iterator[datetime]:
    while first is not None and first <= until:
        yield first
        first = follow(first)
