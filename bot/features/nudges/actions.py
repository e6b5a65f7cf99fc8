"""Actions on a learner's nudge settings: on or off, hour, pace, saver, fallback and snooze.

Each change renews the learner's dues. Waiting posts that are no longer wanted are cancelled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import Fallback, NudgePace, Setting
from bot.errors import Refused
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.members.queries.setting_changes import note_settings
from bot.features.nudges import usual_hours
from bot.features.nudges.facts import PERSONAL, SAVER
from bot.features.nudges.personal_nudges import speaks_on
from bot.features.pauses.actions import Mute, find_mute
from bot.features.streaks.queries import study_days
from bot.identity import Caller
from bot.posting import audience_rules, audiences, calendar, dues, hours, silencing
from bot.posting.audiences import Listener
from bot.posting.kinds import Hearer, silenced_names
from roadmap.cadence import clock_at, day_bounds, study_day

STEP = 30  # minutes
LONGEST_SNOOZE = timedelta(days=92)
DAYS_SEARCHED = 120  # days searched for the next nudge: the longest snooze, then a whole pause

SET, USUAL, EVENING = "set", "usual", "evening"
"""Where a learner's hour comes from: set, half an hour before the usual study, or 19:30 before five days of it."""


class SnoozeInThePast(Refused):
    """Refusal: the snooze would be over already."""


class SnoozeTooLong(Refused):
    """Refusal: the snooze is longer than 92 days."""

    n: int


@dataclass(frozen=True, slots=True)
class Nudges:
    """A learner's nudge settings and the next nudge.

    `on`: the learner gets nudges.
    `stopped`: no private posts come. The learner stopped them, or ignored the last question.
    `at` is minutes after midnight. `why` tells where it comes from: set, usual or evening.
    `pace` is 0 every day, 1 every other day, 2 weekly.
    `next_at` is the next moment of a nudge if the learner does not study until then. None if there is none.
    `moved`: it is not at that hour, because a nudge of the learner's group is within the hour.
    `cheers_on`: the learner hears in the morning of yesterday's cheers.
    `zone` is the learner's zone at `next_at`. `mute` is the snooze that runs.
    `joined`: the learner joined with this call.
    """

    on: bool
    stopped: bool
    at: int
    why: str
    pace: NudgePace
    next_at: datetime | None
    saver_on: bool
    fallback: Fallback
    zone: str
    mute: Mute | None = None
    joined: bool = False
    moved: bool = False
    cheers_on: bool = True


def read_nudges(db: Connection, caller: Caller) -> Nudges | None:
    """Read the caller's nudge settings and next nudge. None if the caller is no member."""
    present = presence.find_present(db, caller)
    return _nudges(db, present, caller.now) if present else None


def turn_nudges_on(
    db: Connection, caller: Caller, roadmap_slug: str, *, pace: NudgePace | None = None, at: int | None = None
) -> Nudges:
    """Turn personal nudges on and end any snooze.

    `at` sets the hour, in minutes after midnight. Without `at` the hour stays.
    `pace` sets the pace. Without `pace` a slower pace stays if nudges were on; otherwise it becomes daily.
    """

    def change(learner: Listener) -> dict[str, object]:
        wanted = (
            learner.nudge_pace
            if learner.nudge_on and learner.nudge_pace in {NudgePace.EVERY_OTHER_DAY, NudgePace.WEEKLY}
            else NudgePace.DAILY
        )
        hour: dict[str, object] = {} if at is None else {"nudge_at": at}
        return {**hour, "nudge_on": True, "nudge_pace": wanted if pace is None else pace, "snoozed_until": None}

    return _change(db, caller, roadmap_slug, change)


def shift_hour(db: Connection, caller: Caller, roadmap_slug: str, minutes: int) -> Nudges:
    """Shift the learner's hour by `minutes`, earlier if negative, and turn nudges on.

    A stopped pace becomes daily.
    """

    def change(learner: Listener) -> dict[str, object]:
        at = usual_hours.usual_hour(db, learner, caller.now)
        return {"nudge_at": (at + minutes) % hours.DAY, "nudge_on": True, "nudge_pace": _kept_pace(learner)}

    return _change(db, caller, roadmap_slug, change)


def slow_nudges(db: Connection, caller: Caller, roadmap_slug: str) -> Nudges:
    """Slow the nudges by one step: from daily to every other day, then to weekly.

    Stopped posts remain stopped.
    """

    def change(learner: Listener) -> dict[str, object]:
        stopped = learner.nudge_pace == NudgePace.STOPPED
        return {
            "nudge_pace": NudgePace.STOPPED if stopped else NudgePace(min(_kept_pace(learner) + 1, NudgePace.WEEKLY))
        }

    return _change(db, caller, roadmap_slug, change)


def turn_nudges_off(db: Connection, caller: Caller, roadmap_slug: str) -> Nudges:
    """Turn personal nudges off.

    The welcome after ten days away still comes, unless all private posts were stopped.
    """

    def change(learner: Listener) -> dict[str, object]:
        stopped = learner.nudge_pace == NudgePace.STOPPED
        return {"nudge_on": False, "nudge_pace": NudgePace.STOPPED if stopped else NudgePace.DAILY}

    return _change(db, caller, roadmap_slug, change)


def stop_nudges(db: Connection, caller: Caller, roadmap_slug: str) -> Nudges:
    """Stop all private posts to the caller."""
    return _change(db, caller, roadmap_slug, lambda _: {"nudge_on": False, "nudge_pace": NudgePace.STOPPED})


def set_saver(db: Connection, caller: Caller, roadmap_slug: str, wanted: bool) -> Nudges:
    """Switch the streak saver on or off."""
    return _change(db, caller, roadmap_slug, lambda _: {"saver_on": wanted})


def set_cheers(db: Connection, caller: Caller, roadmap_slug: str, wanted: bool) -> Nudges:
    """Switch the news of cheers in the morning on or off."""
    return _change(db, caller, roadmap_slug, lambda _: {"cheers_on": wanted})


def set_fallback(db: Connection, caller: Caller, roadmap_slug: str, where: Fallback) -> Nudges:
    """Set the fallback of posts that cannot be sent in private: the group (`group`) or nowhere (`none`)."""
    return _change(db, caller, roadmap_slug, lambda _: {"fallback": where})


def snooze_nudges(
    db: Connection,
    caller: Caller,
    roadmap_slug: str,
    days: int,
    *,
    time: timedelta = timedelta(),
    at: int | None = None,
) -> Nudges:
    """Snooze private posts for `days` study days, counting today, or by the rule of `find_silence_end`.

    Without any of these the snooze ends. Raises SnoozeInThePast, SnoozeTooLong.
    """
    if days < 0:
        raise SnoozeInThePast(offers=(("/snooze 1d", "snooze 1d"),))
    if timedelta(days=days) + time > LONGEST_SNOOZE:
        raise SnoozeTooLong(n=LONGEST_SNOOZE.days, offers=(("/snooze 1w", "snooze 1w"), ("/nudges", "nudges")))
    present = presence.enter(db, caller, roadmap_slug)
    day = day_bounds(present.clock, present.day + timedelta(days=days))[0] if days else None
    zone = clock_at(present.clock, caller.now).zone
    until = hours.find_silence_end(caller.now, zone, day=day, time=time, at=at)
    return _keep(db, present, {"snoozed_until": until}, caller.now)


def _change(
    db: Connection, caller: Caller, roadmap_slug: str, change: Callable[[Listener], Mapping[str, object]]
) -> Nudges:
    present = presence.enter(db, caller, roadmap_slug)
    return _keep(db, present, change(audiences.read_listener(db, present.learner_id)), caller.now)


def _keep(db: Connection, present: Present, values: Mapping[str, object], now: datetime) -> Nudges:
    audiences.change_listener(db, present.learner_id, **values)
    note_settings(db, present.learner_id, [one for one in Setting if one in values], now)
    listener = audiences.read_listener(db, present.learner_id)
    if unwanted := _unwanted(listener, now):
        silencing.hush_learner(db, present.learner_id, unwanted, now)
    calendar.schedule_learner(db, present.learner_id, now)
    return _nudges(db, present, now)


def _unwanted(learner: Listener, now: datetime) -> tuple[str, ...]:
    """List the post kinds that the learner no longer wants, so that waiting posts of them are cancelled."""
    if learner.nudge_pace == NudgePace.STOPPED or audience_rules.is_snoozed(learner, now):
        return silenced_names(Hearer.LEARNER)
    if not learner.nudge_on:
        return (PERSONAL, SAVER)
    return () if learner.saver_on else (SAVER,)


def _kept_pace(learner: Listener) -> NudgePace:
    return learner.nudge_pace if learner.nudge_pace <= NudgePace.WEEKLY else NudgePace.DAILY


def _nudges(db: Connection, present: Present, now: datetime) -> Nudges:
    listener = audiences.read_listener(db, present.learner_id)
    at = usual_hours.usual_hour(db, listener, now)
    next_at = _next_nudge(db, listener, at, now) if audience_rules.is_wanted(listener) else None
    return Nudges(
        on=audience_rules.is_wanted(listener),
        stopped=audience_rules.is_silenced(listener),
        at=at,
        why=_why(db, listener),
        pace=_kept_pace(listener),
        next_at=next_at,
        saver_on=listener.saver_on,
        fallback=listener.fallback,
        zone=hours.whereabouts(listener.clock, next_at or now),
        mute=find_mute(listener, now),
        joined=present.joined,
        cheers_on=listener.cheers_on,
        moved=next_at is not None and hours.next_own(listener, at, next_at - timedelta.resolution) != next_at,
    )


def _why(db: Connection, learner: Listener) -> str:
    if learner.nudge_at is not None:
        return SET
    return USUAL if usual_hours.has_usual_hour(db, learner) else EVENING


def _next_nudge(db: Connection, learner: Listener, at: int, now: datetime) -> datetime | None:
    """Return the next moment of a nudge if the learner does not study until then. None if there is none.

    Snoozed moments, done days, rest days, pauses and days that the pace leaves out are passed over.
    """
    today = study_day(clock_at(learner.clock, now), now)
    days_off = study_days.read_study_calendars(db, [learner.learner_id], today)[learner.learner_id]
    moment = dues.read_learner_dues(db, learner.learner_id).get(PERSONAL)
    for _ in range(DAYS_SEARCHED):
        if moment is None:
            break
        clock = clock_at(learner.clock, moment)
        day = study_day(clock, moment)
        is_open = days_off.asks_for_study(day) and not audience_rules.is_snoozed(learner, moment)
        if is_open and speaks_on(learner, day, days_off):
            return moment
        moment = usual_hours.next_moment(db, learner, at, moment)
    return None
