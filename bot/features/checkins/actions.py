"""The weekly check-in: a learner's finished tasks, obstacle and promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import PromiseState
from bot.errors import Refused
from bot.features.checkins.facts import REMIND
from bot.features.checkins.queries import (
    Report,
    end_dialog,
    find_report,
    find_step,
    forgo_reminder,
    put_report,
    ticked_between,
)
from bot.features.members.actions import presence
from bot.features.members.actions.places import find_group_of_caller
from bot.features.members.actions.presence import Present
from bot.features.members.queries import group_settings
from bot.features.promises.actions import (
    Promise,
    add_promise,
    drop_promise,
    give_up_promises,
    judge_promise,
    keep_promise,
    see_promise,
    view_promise,
)
from bot.features.promises.queries import Checkin, read_latest_checkin
from bot.identity import Caller, GroupId
from bot.posting import audiences, hours
from roadmap.cadence import first_of_week, last_of_week
from roadmap.model import Roadmap

ANSWER_LENGTH = 500  # characters of an answer
OPEN_FOR = timedelta(hours=24)
TAKEN_FOR = timedelta(days=8)  # the next one opens after a week; with none to come, a late report is too late then
_BEHIND = timedelta(days=3)  # that far into a week, most of the one before lies behind


class NotOpenYet(Exception):
    """The group has no check-in to report to yet.

    The next one opens on a weekday (Monday = 0), at a minute after midnight, in the group's zone.
    """

    def __init__(self, weekday: int, minute: int, zone: str) -> None:
        super().__init__(weekday, minute, zone)
        self.weekday = weekday
        self.minute = minute
        self.zone = zone


class CheckinsOff(Refused):
    """Refusal: the group has no check-ins."""


class ReportTooLong(Refused):
    """Refusal: an answer is too long."""

    count: int
    most: int


@dataclass(frozen=True, slots=True)
class CheckinView:
    """The caller's report in a check-in, as shown.

    `finished` is the learner's own text. If it is empty, `ticked` counts: the tasks ticked off in the week.
    `reported`: there is a report. `late`: it came after the digest, or would come after it now.
    `step` is the question that waits in a guided conversation. `zone` is the caller's.
    """

    week: date
    closes_at: datetime
    zone: str
    late: bool
    reported: bool
    finished: str
    ticked: tuple[str, ...]
    obstacle: str
    promise: Promise
    step: str = ""


@dataclass(frozen=True, slots=True)
class CheckinAnswers:
    """A learner's answers about the week.

    None: not answered now, and an earlier answer stays. Empty: nothing to say, and an earlier answer is cleared.
    """

    finished: str | None = None
    obstacle: str | None = None
    promise: Sequence[str] | None = None


def see_checkin(db: Connection, caller: Caller, roadmap: Roadmap) -> CheckinView:
    """Read the caller's report. Nothing is written. Raises NotOpenYet, CheckinsOff."""
    group = find_group_of_caller(db, caller.account, caller.place)
    checkin = find_current_checkin(db, group.group_id if group else None, caller.now)
    present = presence.find_present(db, caller)
    if present is None:
        promise = see_promise(db, caller, roadmap)
        late, zone = is_report_late(checkin), group_settings.read_group_settings(db, checkin.group_id).zone
        return CheckinView(checkin.week, checkin.closes_at, zone, late, False, "", (), "", promise)
    return view_checkin(db, present, checkin, roadmap, caller.now)


def put_answers(db: Connection, caller: Caller, roadmap: Roadmap, answers: CheckinAnswers) -> CheckinView:
    """Write or change the caller's report. Any answer closes a waiting question.

    Raises NotOpenYet, CheckinsOff, ReportTooLong, and the errors of `make_promise`.
    """
    present = presence.enter(db, caller, roadmap.slug)
    checkin = find_current_checkin(db, present.group_id, caller.now)
    write_answers(db, present, checkin, roadmap, answers, now=caller.now)
    if answers != CheckinAnswers():
        end_dialog(db, present.learner_id)
    return view_checkin(db, present, checkin, roadmap, caller.now)


def add_to_report(db: Connection, caller: Caller, roadmap: Roadmap, slug: str) -> CheckinView:
    """Promise one more task, and report. Raises as `put_answers` does."""
    add_promise(db, caller, roadmap, slug)
    return put_answers(db, caller, roadmap, CheckinAnswers())


def drop_from_report(db: Connection, caller: Caller, roadmap: Roadmap, slug: str) -> CheckinView:
    """Drop a task from the promise, and report. Raises as `put_answers` does."""
    drop_promise(db, caller, roadmap, (slug,))
    return put_answers(db, caller, roadmap, CheckinAnswers())


def judge_in_report(db: Connection, caller: Caller, roadmap: Roadmap, slug: str, state: PromiseState) -> CheckinView:
    """Report the outcome of a task promised before. Raises NotPromised, and the errors of `put_answers`."""
    judge_promise(db, caller, roadmap, slug, state)
    return put_answers(db, caller, roadmap, CheckinAnswers())


def write_answers(
    db: Connection, present: Present, checkin: Checkin, roadmap: Roadmap, answers: CheckinAnswers, *, now: datetime
) -> None:
    """Write answers into the report, which is made if there is none.

    1. An answer of None leaves its part as it is.
    2. An empty text clears an earlier answer.
    3. A promise of tasks replaces the open tasks of the promise.
    4. An empty promise drops all tasks that are not kept yet.
    5. A waiting reminder is cancelled.

    Raises ReportTooLong, and the errors of `make_promise`.
    """
    before = find_report(db, checkin.id, present.learner_id) or Report("", "", is_report_late(checkin))
    after = Report(
        before.finished if answers.finished is None else _fitting(answers.finished),
        before.obstacle if answers.obstacle is None else _fitting(answers.obstacle),
        before.late,
    )
    put_report(db, checkin.id, present.learner_id, after, now)
    if answers.promise:
        keep_promise(db, present, roadmap, answers.promise, now)
    elif answers.promise is not None:
        give_up_promises(db, present, roadmap, now=now)
    forgo_reminder(db, present.learner_id, REMIND, now)


def view_checkin(db: Connection, present: Present, checkin: Checkin, roadmap: Roadmap, now: datetime) -> CheckinView:
    """Read a member's report so far."""
    found = find_report(db, checkin.id, present.learner_id)
    return CheckinView(
        week=checkin.week,
        closes_at=checkin.closes_at,
        zone=hours.whereabouts(present.clock, now),
        late=found.late if found else is_report_late(checkin),
        reported=found is not None,
        finished=found.finished if found else "",
        ticked=tuple(ticked_between(db, present.learner_id, roadmap.slug, checkin.week, last_of_week(checkin.week))),
        obstacle=found.obstacle if found else "",
        promise=view_promise(db, present, roadmap, now),
        step=find_step(db, present.learner_id, now),
    )


def is_report_late(checkin: Checkin) -> bool:
    """Return whether a report comes too late for the digest.

    The digest may be planned some minutes after `closes_at`. Until then a report is in time.
    """
    return checkin.closed_at is not None


def current_checkin(db: Connection, group_id: GroupId, now: datetime) -> Checkin | None:
    """Return the latest check-in, while it still takes reports (`TAKEN_FOR` after it opened)."""
    found = read_latest_checkin(db, group_id, now)
    return found if found and now < found.opened_at + TAKEN_FOR else None


def find_current_checkin(db: Connection, group_id: GroupId | None, now: datetime) -> Checkin:
    """Return the latest check-in, while it still takes reports. Raises NotOpenYet, CheckinsOff.

    A caller without a group has no check-ins.
    """
    found = current_checkin(db, group_id, now) if group_id is not None else None
    if found is not None:
        return found
    group = audiences.read_audience(db, group_id) if group_id is not None else None
    if group is None or not group.checkin_on:
        raise CheckinsOff
    raise NotOpenYet(group.checkin_day, group.checkin_at, group.zone)


def week_behind(day: date, week_start: int) -> date:
    """Return the first day of the week that a check-in opened on this day is about.

    Most of that week is over.
    """
    return first_of_week(day - _BEHIND, week_start)


def _fitting(text: str) -> str:
    kept = text.strip()
    if len(kept) > ANSWER_LENGTH:
        raise ReportTooLong(count=len(kept), most=ANSWER_LENGTH)
    return kept
