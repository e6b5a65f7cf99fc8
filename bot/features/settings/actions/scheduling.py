"""When a group hears from us: how long we are to be quiet, and which posts the settings make."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.celebrations.actions.posted import CELEBRATION
from bot.features.checkins.actions import OPEN_FOR, week_behind
from bot.features.checkins.posts import FEWEST_DAYS
from bot.features.checkins.queries import Checkin, read_latest_checkin
from bot.features.members.actions import presence
from bot.features.members.queries import group_settings, groups
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.pauses.absences import is_deserted
from bot.features.reviews.posts import LAST_DAY
from bot.features.settings.actions.group_setup import set_up
from bot.identity import Caller
from bot.posting import audiences as store
from bot.posting import dues, hours, silencing
from bot.posting.audiences import Audience
from bot.posting.budget import CHECKIN, CLOSE, DIGEST, NUDGE, REVIEW, TO_GROUPS, has_group_heard

DAYS = 14
MOST_DAYS = 366
_DAY = timedelta(days=1)


class QuietTooLong(Refused):
    """A silence of more than a year."""


class QuietInThePast(Refused):
    """A silence that would be over already."""


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


def be_quiet(db: Connection, who: Caller, roadmap_slug: str, days: int) -> GroupSettings:
    """Say nothing unasked in the group until so many days from now begin there; 0 ends it.

    What waits to be said is dropped, celebrations too; milestones of that time are kept and not told afterwards.
    Raises QuietInThePast, QuietTooLong.
    """
    if days < 0:
        raise QuietInThePast
    if days > MOST_DAYS:
        raise QuietTooLong
    zone = set_up(db, who, roadmap_slug, {}, move=False).zone
    day = hours.local_date(who.now, zone) + timedelta(days=days)
    until = _midnight(day, zone) if days else None
    kept = set_up(db, who, roadmap_slug, {"quiet_until": until}, move=False)
    if until is not None:
        silencing.hush_group(db, groups.require_group_here(db, who.place).group_id, (*TO_GROUPS, CELEBRATION), who.now)
    return kept


def see_group(db: Connection, who: Caller) -> GroupSettings | None:
    """How the group that talks here is set up; None if nobody has used it yet."""
    found = presence.read_surroundings(db, who.account, who.place).group_id
    return None if found is None else group_settings.read_group_settings(db, found)


def local_today(db: Connection, who: Caller) -> date:
    """The date on the calendar of the group that talks here."""
    return hours.local_date(who.now, presence.read_surroundings(db, who.account, who.place).zone or who.zone)


def preview_here(db: Connection, who: Caller, roadmap_slug: str, days: int = DAYS) -> Preview:
    """The posts to come in the caller's group, which is made if nobody has used it yet. Raises NoGroupOfYourOwn."""
    set_up(db, who, roadmap_slug, {}, move=False)
    return preview_posts(db, groups.require_group_here(db, who.place).group_id, who.now, days)


def preview_posts(db: Connection, group_id: int, now: datetime, days: int = DAYS) -> Preview:
    """The posts to come in a group over so many days: at most one a day. Raises NoResultFound."""
    group = store.read_audience(db, group_id)
    until = now + timedelta(days=days)
    quiet = group.quiet_until if group.quiet_until is not None and group.quiet_until > now else None
    coming = {} if group.asleep or group.removed else dues.read_group_dues(db, group_id)
    latest = read_latest_checkin(db, group_id, now)
    view = _View(
        group,
        group_settings.read_week_start(db, group_id),
        coming,
        since=max(quiet or now, group.created_at + hours.NEW),
        until=until + _DAY,  # what gives way on the last day gives way to what follows
        told=hours.local_date(now, group.zone) if has_group_heard(db, group, now) else None,
        latest=latest,
        is_deserted=partial(is_deserted, db, group),
    )
    found = _posts(view)
    posts = tuple(sorted((one for one in found if one.at <= until), key=lambda one: one.at))
    return Preview(group_id, group.zone, posts, group.asleep, quiet)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


@dataclass(frozen=True, slots=True)
class _View:
    """What is planned for a group: what is due before `since` is not said. `latest`: the last check-in. `told`: today,
    if it has had its post.

    `is_deserted`: whether nobody will be there to be asked about a week at a moment.
    """

    group: Audience
    week_start: int
    coming: Mapping[str, datetime]
    since: datetime
    until: datetime
    told: date | None
    latest: Checkin | None
    is_deserted: Callable[[date, datetime], bool]

    def day_of(self, at: datetime) -> date:
        return hours.group_date(self.group, at)

    def week_of(self, at: datetime) -> date:
        return week_behind(self.day_of(at), self.week_start)


def _posts(view: _View) -> Iterator[Posting]:
    taken = {view.told} if view.told else set()
    vain: list[datetime] = []
    rounds = list(_rounds(view, taken, vain))
    reviews = list(_reviews(view, taken))
    taken.update(view.day_of(one.at) for one in reviews)
    yield from rounds
    yield from reviews
    for moment in _moments(view.coming.get(NUDGE), view.until, lambda at: hours.next_nudge(view.group, at)):
        waits = any(moment < at and view.day_of(moment) == view.day_of(at) for at in vain)
        if moment >= view.since and view.day_of(moment) not in taken and not waits:
            yield Posting(NUDGE, moment)


def _rounds(view: _View, taken: set[date], vain: list[datetime]) -> Iterator[Posting]:
    """Check-ins, each with the digest that closes it, and the days that they take from lesser posts.

    What meets a day that has its post waits for the next. A check-in that would come few days after another, be about
    the same week or ask nobody is looked at in vain.
    """
    closes_at = view.coming.get(CLOSE)
    if closes_at and closes_at >= view.since and not view.group.solo:
        closes_at = _free(view, closes_at, taken)
        taken.add(view.day_of(closes_at))
        yield Posting(DIGEST, closes_at)
    week, opened_on = (view.latest.week, view.day_of(view.latest.opened_at)) if view.latest else (date.min, date.min)
    for at in _moments(view.coming.get(CHECKIN), view.until, lambda at: hours.next_checkin(view.group, at)):
        if at < view.since:
            continue
        coming, apart = view.week_of(at), view.day_of(at) - opened_on
        if coming == week or apart.days < FEWEST_DAYS or view.is_deserted(coming, at):
            vain.append(at)
            continue
        moment = _free(view, at, taken)
        week, opened_on = view.week_of(moment), view.day_of(moment)
        taken.add(opened_on)
        yield Posting(CHECKIN, moment)
        if not view.group.solo:
            taken.add(view.day_of(moment + OPEN_FOR))
            yield Posting(DIGEST, moment + OPEN_FOR)


def _free(view: _View, at: datetime, taken: Collection[date]) -> datetime:
    return hours.put_off(view.group, at) if view.day_of(at) in taken else at


def _reviews(view: _View, taken: Collection[date]) -> Iterator[Posting]:
    """Reviews: each waits for a day without another post, for a week at most."""
    moment = view.coming.get(REVIEW)
    while moment is not None and moment <= view.until:
        day = view.day_of(moment)
        waits = moment >= view.since and day in taken
        if moment >= view.since and not waits:
            yield Posting(REVIEW, moment)
        again = waits and day.day < LAST_DAY
        moment = hours.next_nudge(view.group, moment) if again else hours.next_review(view.group, moment)


def _moments(first: datetime | None, until: datetime, follow: Callable[[datetime], datetime]) -> Iterator[datetime]:
    while first is not None and first <= until:
        yield first
        first = follow(first)
