"""The weekly check-in: what somebody finished, what is in their way, what they promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.errors import Refused
from bot.identity import Caller
from bot.storage import checkins as store
from bot.storage import dialogs, speaking
from bot.storage.checkins import Checkin, Report
from bot.usecases import people, promising
from bot.usecases.people import Present
from bot.usecases.promising import Promise
from bot.usecases.speaking.budget import REMIND
from roadmap.cadence import first_of_week
from roadmap.model import Roadmap

LENGTH = 500  # characters of an answer
OPEN_FOR = timedelta(hours=24)
TAKEN_FOR = timedelta(days=8)  # the next one opens after a week; with none to come, a late report is too late then
_BEHIND = timedelta(days=3)  # that far into a week, most of the one before lies behind
_WEEK = timedelta(days=6)


class NoCheckin(Refused):
    """The group has no check-in to report to yet. Its value `day` is the weekday of the next one, Monday = 0."""


class CheckinsOff(Refused):
    """The group has none at all."""


class ReportTooLong(Refused):
    """An answer that is longer than anybody will read."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the caller's report stands. `ticked` are the week's tasks: what is `finished` unless they say more.

    `reported`: there is one; `late`: it came, or would come now, after the digest; `closes_at` is when that is. `step`
    is the question that a guided conversation waits at.
    """

    week: date
    closes_at: datetime
    late: bool
    reported: bool
    finished: str
    ticked: tuple[str, ...]
    obstacle: str
    promise: Promise
    step: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody says about the week. None: nothing about that; empty: nothing to say, also of what was said."""

    finished: str | None = None
    obstacle: str | None = None
    promise: Sequence[str] | None = None


def see_checkin(db: Connection, who: Caller, roadmap: Roadmap) -> Standing:
    """How the caller's report stands; nothing is written. Raises NoCheckin."""
    group_id = people.look_around(db, who.account, who.place).group_id
    checkin = find_current(db, group_id, who.now)
    present = people.find(db, who)
    if present is None:
        promise = promising.see_promise(db, who, roadmap)
        return Standing(checkin.week, checkin.closes_at, is_late(checkin), False, "", (), "", promise)
    return stand(db, present, checkin, roadmap, who.now)


def report(db: Connection, who: Caller, roadmap: Roadmap, answers: Answers) -> Standing:
    """Report, or change what was reported; a question that waited for its answer waits no more.

    Raises NoCheckin, CheckinsOff, ReportTooLong, and what `make_promise` raises.
    """
    present = people.enter(db, who, roadmap.slug)
    checkin = find_current(db, present.group_id, who.now)
    take_answers(db, present, checkin, roadmap, answers, now=who.now)
    if answers != Answers():
        dialogs.end_dialog(db, present.learner_id)
    return stand(db, present, checkin, roadmap, who.now)


def add_to_report(db: Connection, who: Caller, roadmap: Roadmap, slug: str) -> Standing:
    """Report, and promise one task more. Raises as `report` does."""
    promising.add_promise(db, who, roadmap, slug)
    return report(db, who, roadmap, Answers())


def drop_from_report(db: Connection, who: Caller, roadmap: Roadmap, slug: str) -> Standing:
    """Promise this one no more. Raises as `report` does."""
    promising.drop_promise(db, who, roadmap, (slug,))
    return report(db, who, roadmap, Answers())


def judge_in_report(db: Connection, who: Caller, roadmap: Roadmap, slug: str, state: str) -> Standing:
    """Report what became of a task promised before. Raises NotPromised, and as `report` does."""
    promising.judge_promise(db, who, roadmap, slug, state)
    return report(db, who, roadmap, Answers())


def take_answers(
    db: Connection, present: Present, checkin: Checkin, roadmap: Roadmap, answers: Answers, *, now: datetime
) -> None:
    """Write answers into the report, which is made if there is none. Raises as `report` does."""
    before = store.find_report(db, checkin.id, present.learner_id) or Report("", "", is_late(checkin))
    after = Report(
        before.finished if answers.finished is None else _fitting(answers.finished),
        before.obstacle if answers.obstacle is None else _fitting(answers.obstacle),
        before.late,
    )
    store.put_report(db, checkin.id, present.learner_id, after, now)
    if answers.promise:
        promising.keep_promise(db, present, roadmap, answers.promise, now)
    elif answers.promise is not None:
        promising.give_up(db, present, roadmap, now=now)
    store.forgo_reminder(db, present.learner_id, REMIND, now)


def stand(db: Connection, present: Present, checkin: Checkin, roadmap: Roadmap, now: datetime) -> Standing:
    """How a member's report stands."""
    found = store.find_report(db, checkin.id, present.learner_id)
    last_day = checkin.week + _WEEK
    return Standing(
        week=checkin.week,
        closes_at=checkin.closes_at,
        late=found.late if found else is_late(checkin),
        reported=found is not None,
        finished=found.finished if found else "",
        ticked=tuple(store.ticked_between(db, present.learner_id, roadmap.slug, checkin.week, last_day)),
        obstacle=found.obstacle if found else "",
        promise=promising.stand(db, present, roadmap, now),
        step=dialogs.step_of(db, present.learner_id, now),
    )


def is_late(checkin: Checkin) -> bool:
    """Whether a report comes too late for the digest, which may be out minutes after its hour."""
    return checkin.closed_at is not None


def current(db: Connection, group_id: int, now: datetime) -> Checkin | None:
    """The check-in that takes reports: the last one opened, until the next."""
    found = store.latest(db, group_id, now)
    return found if found and now < found.opened_at + TAKEN_FOR else None


def find_current(db: Connection, group_id: int | None, now: datetime) -> Checkin:
    """The same. Raises NoCheckin, CheckinsOff."""
    found = current(db, group_id, now) if group_id is not None else None
    if found is not None:
        return found
    group = speaking.read_audience(db, group_id) if group_id is not None else None
    if group is None or not group.checkin_on:
        raise CheckinsOff
    raise NoCheckin(day=group.checkin_day, at=group.checkin_at)


def week_behind(day: date, week_start: int) -> date:
    """The first day of the week that a check-in opened on this day is about: the one most of which lies behind."""
    return first_of_week(day - _BEHIND, week_start)


def _fitting(text: str) -> str:
    kept = text.strip()
    if len(kept) > LENGTH:
        raise ReportTooLong(count=len(kept), most=LENGTH)
    return kept
