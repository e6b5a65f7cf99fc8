"""The steps of the asking for a stuck learner, as pure rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.closed_sets import Outreach
from bot.features.streaks.queries.study_days import StudyCalendar
from bot.posting.audience_rules import is_silenced, is_snoozed
from bot.posting.audiences import Listener
from bot.posting.decisions import Never, Wait
from roadmap.cadence import clock_at, study_day

A_DAY = timedelta(days=1)
ASKED_AT_MOST = 2


class AskingStep(StrEnum):
    """A step of the asking: ask a member, or ask the group."""

    MEMBER = "member"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class AskingState:
    """An obstacle as its due finds it.

    `shown`: others may read it. `offered`: a member offered help, and it did not fail. `asked` counts the members with
    a part in it. `answer_by`: when the day of the member asked last ends; None: no answer is awaited.
    `candidates`: there are members left to ask. `posted`: the group was asked.
    """

    outreach: Outreach
    shown: bool
    offered: bool
    asked: int
    answer_by: datetime | None
    candidates: bool
    posted: bool


def decide_asking(state: AskingState, now: datetime) -> AskingStep | Wait | Never:
    """Decide how the asking for a stuck learner goes on.

    1. Ask nobody else once the group was asked.
    2. Wait a day while others may not read the obstacle, or while help is offered.
    3. Wait while a member has their day to answer, unless the learner wished to ask the group.
    4. Ask the next member, two at most, unless the learner wished so.
    5. Ask the group, unless the learner wished to ask members alone.
    6. For such a learner, look for other members the next day.
    """
    if state.posted:
        return Never()
    if until := _wait_until(state, now):
        return Wait(until)
    if state.outreach is not Outreach.GROUP and state.candidates and state.asked < ASKED_AT_MOST:
        return AskingStep.MEMBER
    if state.outreach is not Outreach.PRIVATE:
        return AskingStep.GROUP
    return Wait(now + A_DAY) if state.asked < ASKED_AT_MOST else Never()


def _wait_until(state: AskingState, now: datetime) -> datetime | None:
    if not state.shown or state.offered:
        return now + A_DAY
    awaited = state.outreach is not Outreach.GROUP and state.answer_by and now < state.answer_by
    return state.answer_by if awaited else None


def may_be_questioned(listener: Listener, calendar: StudyCalendar, now: datetime) -> bool:
    """Whether a member may be asked now: not silenced, not snoozed, and not on a pause."""
    today = study_day(clock_at(listener.clock, now), now)
    return not (is_silenced(listener) or is_snoozed(listener, now) or calendar.is_paused(today))
