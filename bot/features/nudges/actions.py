"""What a learner wants to hear unasked: whether, when and how often; and what is planned for them because of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.nudges import usual_hours
from bot.features.nudges.facts import PERSONAL, SAVER
from bot.features.nudges.personal_nudges import speaks_on
from bot.features.streaks.queries import study_days
from bot.identity import Caller
from bot.posting import audience_rules, calendar, dues, hours, silencing
from bot.posting import audiences as store
from bot.posting.audiences import Listener
from bot.posting.kinds import Hearer, silenced_names
from roadmap.cadence import day_bounds, settled, study_day

DAILY, EVERY_OTHER_DAY, WEEKLY = audience_rules.DAILY, audience_rules.EVERY_OTHER_DAY, audience_rules.WEEKLY
STEP = 30  # minutes
LONGEST_SNOOZE = timedelta(days=92)
LOOKED_AHEAD = 120  # days for the next nudge: a snooze and a pause one after the other

SET, USUAL, EVENING = "set", "usual", "evening"
"""Where one's hour comes from: chosen, half an hour before the usual tick, or seven for who never ticked."""


class SnoozeInThePast(Refused):
    """A silence that would be over already."""


class SnoozeTooLong(Refused):
    """A silence of more than three months."""

    n: int


@dataclass(frozen=True, slots=True)
class Nudges:
    """What is planned for a learner. `at` is minutes after midnight, `why` one of set, usual, evening.

    `next_at` is the next moment at which there is a nudge if the day is still open by then; None: there is none.
    `zone` is the one in effect by then. `pace` is 0 every day, 1 every other day, 2 weekly; `stopped`: not a word in
    private. `back_on`: the study day on which a snooze is over.
    """

    on: bool
    stopped: bool
    at: int
    why: str
    pace: int
    next_at: datetime | None
    saver_on: bool
    fallback: str
    zone: str
    back_on: date | None = None
    joined: bool = False


def read_nudges(db: Connection, who: Caller) -> Nudges | None:
    """What is planned for the caller; None for who never joined."""
    present = presence.find_present(db, who)
    return _nudges(db, present, who.now) if present else None


def turn_nudges_on(
    db: Connection, who: Caller, roadmap: str, *, pace: int | None = None, at: int | None = None
) -> Nudges:
    """Be nudged: at this hour if one is given, so often; whatever silence there was is over."""

    def change(one: Listener) -> dict[str, object]:
        wanted = one.nudge_pace if one.nudge_on and one.nudge_pace in {EVERY_OTHER_DAY, WEEKLY} else DAILY
        hour: dict[str, object] = {} if at is None else {"nudge_at": at}
        return {**hour, "nudge_on": True, "nudge_pace": wanted if pace is None else pace, "snoozed_until": None}

    return _change(db, who, roadmap, change)


def shift_hour(db: Connection, who: Caller, roadmap: str, minutes: int) -> Nudges:
    """Be nudged so much later, or earlier if negative, than now."""

    def change(one: Listener) -> dict[str, object]:
        at = usual_hours.usual_hour(db, one, who.now)
        return {"nudge_at": (at + minutes) % hours.DAY, "nudge_on": True, "nudge_pace": _kept_pace(one)}

    return _change(db, who, roadmap, change)


def slow_nudges(db: Connection, who: Caller, roadmap: str) -> Nudges:
    """Be nudged less often: every other day instead of daily, then weekly. Who stopped all hears nothing as before."""

    def change(one: Listener) -> dict[str, object]:
        stopped = one.nudge_pace == audience_rules.STOPPED
        return {"nudge_pace": audience_rules.STOPPED if stopped else min(_kept_pace(one) + 1, WEEKLY)}

    return _change(db, who, roadmap, change)


def turn_nudges_off(db: Connection, who: Caller, roadmap: str) -> Nudges:
    """Not be nudged; a welcome after a long absence is still said, unless all was stopped before."""

    def change(one: Listener) -> dict[str, object]:
        stopped = one.nudge_pace == audience_rules.STOPPED
        return {"nudge_on": False, "nudge_pace": audience_rules.STOPPED if stopped else DAILY}

    return _change(db, who, roadmap, change)


def stop_nudges(db: Connection, who: Caller, roadmap: str) -> Nudges:
    """Hear nothing unasked in private."""
    return _change(db, who, roadmap, lambda one: {"nudge_on": False, "nudge_pace": audience_rules.STOPPED})


def set_saver(db: Connection, who: Caller, roadmap: str, wanted: bool) -> Nudges:
    """Be told, or not, when a long streak is about to end."""
    return _change(db, who, roadmap, lambda one: {"saver_on": wanted})


def set_fallback(db: Connection, who: Caller, roadmap: str, where: str) -> Nudges:
    """Hear what cannot be said in private in one's group (`group`) or not at all (`none`)."""
    return _change(db, who, roadmap, lambda one: {"fallback": where})


def snooze_nudges(db: Connection, who: Caller, roadmap: str, days: int) -> Nudges:
    """Hear nothing in private for the rest of today and `days` - 1 days more; 0 ends it.

    Raises SnoozeInThePast, SnoozeTooLong.
    """
    if days < 0:
        raise SnoozeInThePast(offers=(("/snooze 1d", "snooze 1d"),))
    if timedelta(days=days) > LONGEST_SNOOZE:
        raise SnoozeTooLong(n=LONGEST_SNOOZE.days, offers=(("/snooze 1w", "snooze 1w"), ("/nudges", "nudges")))
    present = presence.enter(db, who, roadmap)
    until = day_bounds(present.clock, present.day + timedelta(days=days))[0] if days else None
    return _keep(db, present, {"snoozed_until": until}, who.now)


def _change(db: Connection, who: Caller, roadmap: str, change: Callable[[Listener], Mapping[str, object]]) -> Nudges:
    present = presence.enter(db, who, roadmap)
    return _keep(db, present, change(store.read_listener(db, present.learner_id)), who.now)


def _keep(db: Connection, present: Present, values: Mapping[str, object], now: datetime) -> Nudges:
    store.change_listener(db, present.learner_id, **values)
    one = store.read_listener(db, present.learner_id)
    if unwanted := _unwanted(one, now):
        silencing.hush_learner(db, present.learner_id, unwanted, now)
    calendar.schedule_learner(db, present.learner_id, now)
    return _nudges(db, present, now)


def _unwanted(one: Listener, now: datetime) -> tuple[str, ...]:
    """What must not be said any more though it was planned."""
    if one.nudge_pace == audience_rules.STOPPED or (one.snoozed_until is not None and one.snoozed_until > now):
        return silenced_names(Hearer.LEARNER)
    if not one.nudge_on:
        return (PERSONAL, SAVER)
    return () if one.saver_on else (SAVER,)


def _kept_pace(one: Listener) -> int:
    return one.nudge_pace if one.nudge_pace <= WEEKLY else DAILY


def _nudges(db: Connection, present: Present, now: datetime) -> Nudges:
    one = store.read_listener(db, present.learner_id)
    at = usual_hours.usual_hour(db, one, now)
    next_at = _next_nudge(db, one, at, now) if audience_rules.is_wanted(one) else None
    snoozed = one.snoozed_until if one.snoozed_until is not None and one.snoozed_until > now else None
    return Nudges(
        on=audience_rules.is_wanted(one),
        stopped=audience_rules.is_silenced(one),
        at=at,
        why=_why(db, one),
        pace=_kept_pace(one),
        next_at=next_at,
        saver_on=one.saver_on,
        fallback=one.fallback,
        zone=hours.whereabouts(one.clock, next_at or now),
        back_on=study_day(one.clock, snoozed) if snoozed else None,
        joined=present.joined,
    )


def _why(db: Connection, one: Listener) -> str:
    if one.nudge_at is not None:
        return SET
    return USUAL if study_days.read_tick_times(db, one.learner_id, 1) else EVENING


def _next_nudge(db: Connection, one: Listener, at: int, now: datetime) -> datetime | None:
    """The first moment that is planned and that no snooze, pause, rest day or pace passes over, and no study so far."""
    today = study_day(settled(one.clock, now), now)
    days_off = study_days.read_study_calendars(db, [one.learner_id], today)[one.learner_id]
    moment = dues.read_learner_dues(db, one.learner_id).get(PERSONAL)
    for _ in range(LOOKED_AHEAD):
        if moment is None:
            break
        clock = settled(one.clock, moment)
        day = study_day(clock, moment)
        free = day in days_off.done or days_off.is_rest(day) or days_off.is_paused(day)
        snoozed = one.snoozed_until is not None and moment < one.snoozed_until
        if not free and not snoozed and speaks_on(one, day, days_off):
            return moment
        moment = hours.next_own(one, at, moment)
    return None
