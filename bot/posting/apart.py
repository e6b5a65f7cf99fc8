"""Keep the nudges of groups and learners apart: never within the hour of each other.

The private nudge moves, because a group's nudge is for all its members.

1. A learner's own moment within the hour of a group's moves to the next quarter an hour after it (`keep_clear`).
   A group that is quiet then, or gets no nudge on that date because it ignored the last ones, counts for nothing.
2. In the quiet hours, on another date or near a nudge of another group, it moves to an hour before it instead.
3. When it comes, it waits until the nudges of the learner's groups are an hour past, late ones too (`clear_at`).
4. It is passed over for the day if that would be on another date or in the quiet hours (`may_wait`).
5. The group's nudge waits likewise for an hour after a private one that did not foresee it, as when its hour changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot.identity import LearnerId
from bot.posting import audiences, dues, hours, spoken
from bot.posting.audience_rules import is_hushed, is_nudge_thinned
from bot.posting.audiences import Audience

APART = timedelta(hours=1)
QUARTER = timedelta(minutes=15)


def keep_clear(moment: datetime, zone: str, groups: Sequence[Audience]) -> datetime:
    """Move a learner's moment out of the hour around the nudges of these groups.

    It stays if no moment near it is free. A group that will be silent then moves nothing.
    """
    near = _near(moment, groups)
    others = (*(_round(one + APART, -1) for one in near), *(_round(one - APART, 1) for one in near))
    free = (one for one in (moment, *others) if may_wait(moment, one, zone) and not _near(one, groups))
    return next(free, moment)


def may_wait(at: datetime, until: datetime, zone: str) -> bool:
    """Whether a post meant for `at` may come at `until`: on the same local date, and not in the quiet hours.

    A post meant for the quiet hours may come in them.
    """
    same_date = hours.local_date(at, zone) == hours.local_date(until, zone)
    return same_date and not hours.falls_into_night(at, until, zone)


def clear_at(db: Connection, learner_id: LearnerId, name: str, now: datetime) -> datetime:
    """Find when a learner may be nudged: now, or an hour after the nudges of their groups, past and to come.

    `name` is the kind of a group's nudge.
    """
    around = [now - APART]
    for group in audiences.read_nudging_groups(db, learner_id):
        coming = dues.read_group_dues(db, group.group_id).get(name)
        said = spoken.last_said_to_group(db, group.group_id, (name,), now - APART, now)
        around += [said] if said else []
        around += [max(coming, now)] if coming and coming < now + APART and _speaks(group, coming, now) else []
    return max(around) + APART


def _near(moment: datetime, groups: Sequence[Audience]) -> list[datetime]:
    """The nudges of these groups within an hour of a moment."""
    coming = [(group, hours.next_nudge(group, moment - APART)) for group in groups]
    return [at for group, at in coming if at < moment + APART and _speaks(group, at, at)]


def _speaks(group: Audience, at: datetime, now: datetime) -> bool:
    """Whether a group's nudge meant for `at` may come: the group is not quiet, and not thinned on that date.

    A group that was active since its last nudge is not thinned.
    """
    reacted = group.nudged_at is not None and group.active_at > group.nudged_at
    thinned = not reacted and is_nudge_thinned(group, hours.group_date(group, at))
    return not thinned and not is_hushed(group, max(at, now))


def _round(moment: datetime, sign: int) -> datetime:
    """Round a moment to a quarter of an hour: up for a negative sign, else down."""
    return moment - sign * (sign * (moment - datetime.min.replace(tzinfo=UTC)) % QUARTER)
