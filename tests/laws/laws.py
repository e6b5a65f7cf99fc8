"""The laws that hold whatever a group does, each read from the record alone.

Each law is a function that yields what breaks it, in words. The rules stand here once more, by the design.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from tests.laws.record import Post, Record
from tests.laws.streak_laws import a_freeze_is_told_once, an_end_of_a_streak_is_explained_once
from tests.reckoning.days import DAY

HOUR = timedelta(hours=1)
NUDGE, PERSONAL, SAVER = "nudge", "personal", "saver"
CHECKIN, DIGEST, REVIEW = "checkin", "digest", "review"
DAILY = (NUDGE, CHECKIN, DIGEST, REVIEW)
"""The posts of which a group hears one a day. Celebrations come when they are due."""
CELEBRATIONS = ("celebration", "gathering")
LATEST_NUDGE = timedelta(hours=3)
"""How late a nudge of the evening may come, so that it is the nudge of the day before."""
MOVED_WEEK = 4.5 * DAY
"""Five days by the dates of a zone, which may have changed in between."""
FRESH = 2 * DAY
"""How long after a milestone its celebration may come, as after a night offline."""

Law = Callable[[Record], Iterator[str]]


def nobody_is_named_for_having_missed(record: Record) -> Iterator[str]:
    """A post names a member only for what they did. It never names a member that is hidden, by number or gone.

    1. A nudge, an opening and a review name no member at all.
    2. A digest names members that did something from the first day of its week on, or since the digest before.
    3. A celebration names members that did something in the last two days.
    """
    digested = datetime.max.replace(tzinfo=UTC)
    for post in record.in_group():
        since = _names_since(post, digested)
        digested = post.at if post.kind == DIGEST else digested
        for name in sorted(name for name in record.doings if re.search(rf"\b{name}\b", post.words)):
            if name in post.group.unnamed:
                yield f"{name} is hidden, shown by number or gone, and is named in {post}"
            if since is None:
                yield f"a post of this kind names no member, and {name} is named in {post}"
            elif not any(since <= at <= post.at for at in record.doings[name]):
                yield f"{name} did nothing since {since:%a %d %b}, and is named in {post}"


def _names_since(post: Post, digested: datetime) -> datetime | None:
    if post.kind == DIGEST:
        week = date.fromisoformat(post.key.rsplit(":", 1)[1][:10])
        return min(datetime.combine(week - DAY, datetime.min.time(), ZoneInfo(post.group.zone)), digested)
    return post.at - FRESH if post.kind in CELEBRATIONS else None


def a_group_hears_one_post_a_day(record: Record) -> Iterator[str]:
    """A group hears at most one nudge, opening, digest or review on a date of its zone."""
    posts = record.in_group(*DAILY)
    for before, post in pairwise(posts):
        if _date(before.at, post.group.zone) == _date(post.at, post.group.zone):
            yield f"two posts on one date: {before} and {post}"


def a_learner_gets_one_private_post_a_day(record: Record) -> Iterator[str]:
    """A learner gets at most one private post on a study day, and one saver beside it."""
    counted = Counter((post.to, post.learner.day, post.kind == SAVER) for post in record.posts if post.learner)
    for (name, day, saver), count in counted.items():
        if count > 1:
            yield f"{count} {'savers' if saver else 'private posts'} to {name} on {day}: {_on(record, name, day)}"


def _on(record: Record, name: str, day: date) -> list[str]:
    return [str(post) for post in record.in_private(name) if post.learner and post.learner.day == day]


def the_night_is_quiet(record: Record) -> Iterator[str]:
    """No post comes between 22:00 and 08:00, unless an hour of the night was set. Celebrations come when due."""
    for post in record.posts:
        then = post.learner or post.group
        at = post.at.astimezone(ZoneInfo(then.zone))
        if not 8 <= at.hour < 22 and not then.by_night and post.kind not in CELEBRATIONS:
            yield f"at {at:%H:%M} in {then.zone}: {post}"


def a_nudge_comes_on_the_stewards_weekdays(record: Record) -> Iterator[str]:
    """A group is nudged on the weekdays that its steward chose. After midnight the nudge is of the day before."""
    for post in record.in_group(NUDGE):
        at = post.at.astimezone(ZoneInfo(post.group.zone))
        day = (at - LATEST_NUDGE if at.hour < LATEST_NUDGE / HOUR else at).weekday()
        if day not in post.group.nudge_days:
            yield f"only weekdays {sorted(post.group.nudge_days)} (Monday = 0) were chosen: {post}"


def nudges_keep_an_hour_apart(record: Record) -> Iterator[str]:
    """A group's nudge and a private nudge to one of its members are an hour apart at least."""
    for nudge in record.in_group(NUDGE):
        for name in sorted(nudge.group.members):
            for private in record.in_private(name, PERSONAL):
                if abs(private.at - nudge.at) < HOUR:
                    yield f"less than an hour apart: {nudge} and {private}"


def weeks_and_months_are_told_once(record: Record) -> Iterator[str]:
    """A week has one check-in and one digest at most, and a month has one review.

    If the steward moves the check-in to another weekday, five days lie between two of them.
    """
    for kind in (CHECKIN, DIGEST, REVIEW):
        posts = record.in_group(kind)
        spans = Counter(post.key.rsplit(":", 1)[1] for post in posts)
        for before, post in pairwise(posts):
            if post.at - before.at < MOVED_WEEK or spans[post.key.rsplit(":", 1)[1]] > 1:
                yield f"too often: {before} and {post}"


def a_muted_group_hears_nothing(record: Record) -> Iterator[str]:
    """While the steward has muted the group, nothing is posted in its place."""
    for post in record.in_group():
        if post.group.muted:
            yield f"the group is muted: {post}"


def a_learner_who_wants_silence_has_it(record: Record) -> Iterator[str]:
    """A learner who is paused, snoozes, stopped the reminders or left gets no private post."""
    for post in record.posts:
        if post.learner and post.learner.silence:
            yield f"{post.to} {post.learner.silence}: {post}"


def _date(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


LAWS: tuple[Law, ...] = (
    nobody_is_named_for_having_missed,
    a_group_hears_one_post_a_day,
    a_learner_gets_one_private_post_a_day,
    the_night_is_quiet,
    a_nudge_comes_on_the_stewards_weekdays,
    nudges_keep_an_hour_apart,
    weeks_and_months_are_told_once,
    a_muted_group_hears_nothing,
    a_learner_who_wants_silence_has_it,
    an_end_of_a_streak_is_explained_once,
    a_freeze_is_told_once,
)
