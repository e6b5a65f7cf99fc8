"""Whether a group's check-in opens, and whether it closes with a digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.posting import hours
from bot.posting.audience_rules import is_hushed
from bot.posting.audiences import Audience
from bot.posting.decisions import Decision, Never, Speak, Wait
from roadmap.cadence import is_quiet

GRACE = timedelta(hours=12)
FORGOTTEN = timedelta(days=3)
"""The delay after which a check-in closes without a digest."""
FEWEST_DAYS = 5
"""The fewest days from one check-in to the next, even if the settings change between them."""


@dataclass(frozen=True, slots=True)
class CheckinState:
    """A group at the due of a check-in about a `week`. `last` is the week and opening of its latest check-in.

    `heard`: the group has had its post of the day. `deserted`: its members are all away.
    """

    group: Audience
    at: datetime
    week: date
    last: tuple[date, datetime] | None
    heard: bool
    deserted: bool


def decide_checkin(state: CheckinState, now: datetime) -> Decision:
    """Decide whether a group's check-in opens.

    1. Pass over a check-in that is later than its grace, or that a silence forbids.
    2. Pass it over if the group is new, or if its members are all away.
    3. Pass it over if the last check-in opened fewer than five days ago.
    4. At night, wait for the morning, unless the due itself is at night.
    5. On a day that has its post already, wait for the next day.
    6. Pass over a second check-in about the same week.
    7. Otherwise open it.
    """
    group = state.group
    if now - state.at > GRACE or is_hushed(group, now) or now - group.created_at < hours.NEW:
        return Never()
    if state.deserted or (state.last is not None and _days_since(group, state.last[1], state.at) < FEWEST_DAYS):
        return Never()
    if hours.falls_into_night(state.at, now, group.zone):
        return Wait(hours.next_waking(now, group.zone))
    if state.heard:
        return Wait(hours.put_off(group, state.at))
    return Never() if state.last is not None and state.last[0] == state.week else Speak()


@dataclass(frozen=True, slots=True)
class CloseState:
    """A group at the due of its check-in's end. `heard`: the group has had its post of the day."""

    group: Audience
    at: datetime
    closes_at: datetime
    heard: bool


def decide_digest(state: CloseState, now: datetime) -> Decision:
    """Decide whether a check-in closes with a digest.

    1. Wait for the end of the check-in.
    2. A group of one, and a removed or hushed group, has no digest.
    3. There is no digest more than three days after the end.
    4. On a day that has its post already, wait for the next day.
    5. At night, wait for the morning, unless the group's check-in hour is at night.
    6. Otherwise speak.
    """
    group = state.group
    if now < state.closes_at:
        return Wait(state.closes_at)
    if group.solo or group.removed or is_hushed(group, now) or now - state.closes_at > FORGOTTEN:
        return Never()
    if state.heard:
        return Wait(hours.put_off(group, state.at))
    if is_quiet(now, group.zone) and not hours.is_quiet_hour(group.checkin_at):
        return Wait(hours.next_waking(now, group.zone))
    return Speak()


def _days_since(group: Audience, opened_at: datetime, at: datetime) -> int:
    return (hours.group_date(group, at) - hours.group_date(group, opened_at)).days
