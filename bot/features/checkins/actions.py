"""The weekly check-in: a learner's finished tasks, obstacle and promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.closed_sets import PromiseState
from bot.errors import Refused
from bot.features.checkins.facts import REMIND
from bot.features.checkins.published import keep_obstacles
from bot.features.checkins.queries.consents import Consent, read_consent
from bot.features.checkins.queries.reporting import (
    CHECKIN_DIALOG,
    Report,
    find_report,
    find_step,
    forgo_reminder,
    put_report,
    ticked_between,
)
from bot.features.checkins.weeks import (
    enter_checkin,
    find_checkin_for,
    find_checkin_of_group,
    find_opening,
    is_report_late,
    week_promised,
)
from bot.features.dialogs.queries import end_dialog
from bot.features.digests.actions import amend_digests
from bot.features.members.actions import presence
from bot.features.members.actions.places import find_group_of_caller
from bot.features.members.actions.presence import Present
from bot.features.members.queries import group_settings
from bot.features.promises.actions import (
    add_promise,
    drop_promise,
    give_up_promises,
    judge_promise,
    keep_promise,
    see_promise,
)
from bot.features.promises.queries import Checkin
from bot.features.promises.viewing import Promise, view_promise
from bot.identity import Caller
from bot.posting import hours
from roadmap.cadence import last_of_week
from roadmap.model import Roadmap

ANSWER_LENGTH = 500  # characters of an answer


class ReportTooLong(Refused):
    """Refusal: an answer is too long."""

    count: int
    most: int


@dataclass(frozen=True, slots=True)
class CheckinView:
    """The caller's report in a check-in, as shown.

    `finished` is the learner's own text. If it is empty, `ticked` counts: the tasks ticked off in the week.
    `reported`: there is a report. `late`: it came after the digest, or would come after it now.
    `opens_at`: the check-in is not open yet, and the report is early.
    `step` is the question that waits in a guided conversation. `zone` is the caller's. `consent` says how much of the
    report the group reads; None for a caller who is no member.
    """

    week: date
    opens_at: datetime | None
    closes_at: datetime
    zone: str
    late: bool
    reported: bool
    finished: str
    ticked: tuple[str, ...]
    obstacle: str
    promise: Promise
    step: str = ""
    consent: Consent | None = None

    @property
    def is_readers_due(self) -> bool:
        """Whether the learner is to be asked now who reads their first report."""
        return self.reported and self.consent is not None and self.consent.is_due


@dataclass(frozen=True, slots=True)
class CheckinAnswers:
    """A learner's answers about the week.

    None: not answered now, and an earlier answer stays. Empty: nothing to say, and an earlier answer is cleared.
    """

    finished: str | None = None
    obstacle: str | None = None
    promise: Sequence[str] | None = None


def see_checkin(db: Connection, caller: Caller, roadmap: Roadmap, *, week: date | None = None) -> CheckinView:
    """Read the caller's report about a week. Nothing is written. Raises CheckinsOff, CheckinOver."""
    present = presence.find_present(db, caller)
    if present is not None:
        return view_checkin(db, present, find_checkin_for(db, present, caller.now, week), roadmap, caller.now)
    group = find_group_of_caller(db, caller.account, caller.place)
    checkin = find_checkin_of_group(db, group.group_id if group else None, caller.now)
    return CheckinView(
        week=checkin.week,
        opens_at=find_opening(db, checkin, caller.now),
        closes_at=checkin.closes_at,
        zone=group_settings.read_group_settings(db, checkin.group_id).zone,
        late=is_report_late(checkin),
        reported=False,
        finished="",
        ticked=(),
        obstacle="",
        promise=see_promise(db, caller, roadmap),
    )


def put_answers(
    db: Connection,
    caller: Caller,
    roadmap: Roadmap,
    answers: CheckinAnswers,
    *,
    week: date | None = None,
    amends: bool = False,
) -> CheckinView:
    """Write or change the caller's report about a week.

    Any answer closes a waiting question, unless it `amends` an earlier one.

    Raises CheckinsOff, CheckinOver, ReportTooLong, and the errors of `make_promise`.
    """
    present, checkin = enter_checkin(db, caller, roadmap, week)
    write_answers(db, present, checkin, roadmap, answers, now=caller.now)
    if answers != CheckinAnswers() and not amends:
        end_dialog(db, present.learner_id, CHECKIN_DIALOG)
    return view_checkin(db, present, checkin, roadmap, caller.now)


def add_to_report(
    db: Connection, caller: Caller, roadmap: Roadmap, slug: str, *, week: date | None = None
) -> CheckinView:
    """Promise one more task, and report. Raises as `put_answers` does."""
    present, checkin = enter_checkin(db, caller, roadmap, week)
    add_promise(db, caller, roadmap, slug, week=week_promised(db, present, checkin, caller.now))
    return put_answers(db, caller, roadmap, CheckinAnswers(), week=checkin.week)


def drop_from_report(
    db: Connection, caller: Caller, roadmap: Roadmap, slug: str, *, week: date | None = None
) -> CheckinView:
    """Drop a task from the promise, and report. Raises as `put_answers` does."""
    present, checkin = enter_checkin(db, caller, roadmap, week)
    drop_promise(db, caller, roadmap, (slug,), week=week_promised(db, present, checkin, caller.now))
    return put_answers(db, caller, roadmap, CheckinAnswers(), week=checkin.week)


def judge_in_report(
    db: Connection, caller: Caller, roadmap: Roadmap, slug: str, state: PromiseState, *, week: date | None = None
) -> CheckinView:
    """Report the outcome of a task promised before.

    Raises NotPromised, KeptAlready, and the errors of `put_answers`.
    """
    present, checkin = enter_checkin(db, caller, roadmap, week)
    judge_promise(db, caller, roadmap, slug, state, week=week_promised(db, present, checkin, caller.now))
    return put_answers(db, caller, roadmap, CheckinAnswers(), week=checkin.week)


def write_answers(
    db: Connection, present: Present, checkin: Checkin, roadmap: Roadmap, answers: CheckinAnswers, *, now: datetime
) -> None:
    """Write answers into the report, which is made if there is none.

    1. An answer of None leaves its part as it is.
    2. An empty text clears an earlier answer.
    3. A promise of tasks replaces the open tasks of the promise.
    4. An empty promise drops all tasks that are not kept yet.
    5. A waiting reminder is cancelled.
    6. After the digest, a published obstacle is kept for helpers at once.
    7. A report that is changed after the digest changes the digest, too.

    Raises ReportTooLong, and the errors of `make_promise`.
    """
    found = find_report(db, checkin.id, present.learner_id)
    before = found or Report("", "", is_report_late(checkin))
    after = Report(
        before.finished if answers.finished is None else _fitting(answers.finished),
        before.obstacle if answers.obstacle is None else _fitting(answers.obstacle),
        before.late,
    )
    put_report(db, checkin.id, present.learner_id, after, now)
    if checkin.closed_at:
        keep_obstacles(db, checkin, roadmap.slug, now, of=present.learner_id)
    week = week_promised(db, present, checkin, now)
    if answers.promise:
        keep_promise(db, present, roadmap, answers.promise, now, week=week)
    elif answers.promise is not None:
        give_up_promises(db, present, roadmap, now=now, week=week)
    forgo_reminder(db, present.learner_id, REMIND, now)
    if checkin.closed_at and found and (after != found or answers.promise is not None):
        amend_digests(db, checkin.id, now)


def view_checkin(db: Connection, present: Present, checkin: Checkin, roadmap: Roadmap, now: datetime) -> CheckinView:
    """Read a member's report so far."""
    found = find_report(db, checkin.id, present.learner_id)
    return CheckinView(
        week=checkin.week,
        opens_at=find_opening(db, checkin, now),
        closes_at=checkin.closes_at,
        zone=hours.whereabouts(present.clock, now),
        late=found.late if found else is_report_late(checkin),
        reported=found is not None,
        finished=found.finished if found else "",
        ticked=tuple(ticked_between(db, present.learner_id, roadmap.slug, checkin.week, last_of_week(checkin.week))),
        obstacle=found.obstacle if found else "",
        promise=view_promise(db, present, roadmap, now, week=week_promised(db, present, checkin, now)),
        step=find_step(db, present.learner_id, now),
        consent=read_consent(db, present.learner_id, present.group_id, checkin.id),
    )


def _fitting(text: str) -> str:
    kept = text.strip()
    if len(kept) > ANSWER_LENGTH:
        raise ReportTooLong(count=len(kept), most=ANSWER_LENGTH)
    return kept
