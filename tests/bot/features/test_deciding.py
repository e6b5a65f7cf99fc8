"""The pure decisions of all kinds of post, each at the edges of its rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.closed_sets import NudgePace
from bot.features.checkins.deciding import CheckinState, CloseState, decide_checkin, decide_digest
from bot.features.nudges.group_nudges import NudgeState, decide_nudge
from bot.features.nudges.mornings import MorningState, decide_morning
from bot.features.nudges.personal_nudges import PersonalState, decide_personal
from bot.features.nudges.savers import SaverState, decide_saver
from bot.features.nudges.welcomes import WelcomeState, decide_welcome
from bot.features.reviews.posts import ReviewState, decide_review
from bot.features.streaks.queries.study_days import StudyCalendar
from bot.posting.audience_rules import is_missed
from bot.posting.decisions import Decision, Never, Speak, Wait
from bot.posting.hours import jitter
from tests.bot.listening import ANN, EVENING, GROUP, LONG_AGO

SUNDAY = datetime(2026, 3, 8, 18, tzinfo=UTC) + jitter(GROUP.group_id)
WEEK = date(2026, 3, 2)
HOUR, DAY, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
LATER = SUNDAY + 30 * DAY
NEVER, SPEAK, WAIT = "never", "speak", "wait"


def named(decision: Decision) -> str:
    return type(decision).__name__.lower()


@pytest.mark.parametrize(
    ("change", "of_group", "late", "decided"),
    [
        ({}, {}, timedelta(), SPEAK),
        ({}, {}, 3 * HOUR, SPEAK),
        ({"heard": True}, {}, timedelta(), "wait"),
        ({"deserted": True}, {}, timedelta(), NEVER),
        ({"last": (WEEK, SUNDAY - 5 * DAY)}, {}, timedelta(), NEVER),
        ({"last": (WEEK - 7 * DAY, SUNDAY - 5 * DAY)}, {}, timedelta(), SPEAK),
        ({"last": (WEEK - 7 * DAY, SUNDAY - 4 * DAY)}, {}, timedelta(), NEVER),
        ({}, {"quiet_until": LATER}, timedelta(), NEVER),
        ({}, {"quiet_until": SUNDAY}, timedelta(), SPEAK),
        ({}, {"created_at": SUNDAY - 3 * HOUR + TICK}, timedelta(), NEVER),
        ({}, {"created_at": SUNDAY - 3 * HOUR}, timedelta(), SPEAK),
        ({}, {}, 6 * HOUR, "wait"),
        ({}, {}, 12 * HOUR + TICK, NEVER),
    ],
)
def test_a_check_in(change: dict[str, Any], of_group: dict[str, Any], late: timedelta, decided: str) -> None:
    state = CheckinState(replace(GROUP, **of_group), SUNDAY, WEEK, last=None, heard=False, deserted=False)

    assert decided == named(decide_checkin(replace(state, **change), SUNDAY + late))


@pytest.mark.parametrize(
    ("of_group", "heard", "late", "decided"),
    [
        ({}, False, timedelta(), SPEAK),
        ({}, False, -TICK, "wait"),
        ({}, True, timedelta(), "wait"),
        ({}, False, 5 * HOUR, "wait"),
        ({"checkin_at": 23 * 60}, False, 5 * HOUR, SPEAK),
        ({}, False, 3 * DAY, SPEAK),
        ({}, False, 3 * DAY + TICK, NEVER),
        ({"quiet_until": LATER}, False, timedelta(), NEVER),
        ({"solo": True}, False, timedelta(), NEVER),
        ({"removed": True}, False, timedelta(), NEVER),
    ],
)
def test_a_digest(of_group: dict[str, Any], heard: bool, late: timedelta, decided: str) -> None:
    state = CloseState(replace(GROUP, **of_group), SUNDAY, SUNDAY, heard)

    assert decided == named(decide_digest(state, SUNDAY + late))


@pytest.mark.parametrize(
    ("day", "taken", "quiet_until", "late", "decided"),
    [
        (1, False, None, timedelta(), SPEAK),
        (1, True, None, timedelta(), "wait"),
        (6, True, None, timedelta(), "wait"),
        (7, True, None, timedelta(), NEVER),
        (7, False, None, timedelta(), SPEAK),
        (1, False, LATER, timedelta(), NEVER),
        (1, False, None, 6 * HOUR, "wait"),
        (1, False, None, 24 * HOUR, SPEAK),
        (1, False, None, 24 * HOUR + TICK, NEVER),
    ],
)
def test_a_review(day: int, taken: bool, quiet_until: datetime | None, late: timedelta, decided: str) -> None:
    at = SUNDAY.replace(day=day)
    state = ReviewState(replace(GROUP, quiet_until=quiet_until), at, taken)

    assert decided == named(decide_review(state, at + late))


@pytest.mark.parametrize(
    ("taken", "of_group", "late", "decided"),
    [
        (False, {}, timedelta(), SPEAK),
        (True, {}, timedelta(), NEVER),
        (False, {"quiet_until": LATER}, timedelta(), NEVER),
        (False, {"created_at": SUNDAY - 3 * HOUR + TICK}, timedelta(), NEVER),
        (False, {}, 3 * HOUR, SPEAK),
        (False, {}, 3 * HOUR + TICK, "wait"),
    ],
)
def test_a_group_nudge(taken: bool, of_group: dict[str, Any], late: timedelta, decided: str) -> None:
    assert decided == named(decide_nudge(NudgeState(replace(GROUP, **of_group), SUNDAY, taken, SUNDAY), SUNDAY + late))


@pytest.mark.parametrize(
    ("freeze_news", "heard", "snoozed_until", "late", "decided"),
    [
        (True, False, None, timedelta(), SPEAK),
        (True, False, SUNDAY, timedelta(), SPEAK),
        (True, False, SUNDAY + TICK, timedelta(), NEVER),
        (True, True, None, timedelta(), NEVER),
        (False, False, None, timedelta(), NEVER),
        (True, False, None, 6 * HOUR, SPEAK),
        (True, False, None, 6 * HOUR + TICK, NEVER),
    ],
)
def test_a_morning_post(
    freeze_news: bool, heard: bool, snoozed_until: datetime | None, late: timedelta, decided: str
) -> None:
    state = MorningState(replace(ANN, snoozed_until=snoozed_until), SUNDAY, freeze_news, heard)

    assert decided == named(decide_morning(state, SUNDAY + late))


@pytest.mark.parametrize(
    ("ignored", "snoozed_until", "gives_way", "done", "decided"),
    [
        (0, None, False, False, SPEAK),
        (0, LATER, False, False, NEVER),
        (0, None, True, False, NEVER),
        (0, None, False, True, NEVER),
        (20, None, False, False, NEVER),
        (21, None, False, False, SPEAK),
        (21, None, True, False, NEVER),
    ],
)
@pytest.mark.parametrize("pace", [NudgePace.DAILY, NudgePace.WEEKLY])
def test_a_personal_nudge(
    *, ignored: int, snoozed_until: datetime | None, gives_way: bool, done: bool, decided: str, pace: NudgePace
) -> None:
    listener = replace(ANN, nudges_ignored=ignored, snoozed_until=snoozed_until, nudge_pace=pace)
    day = SUNDAY.date()
    days_off = StudyCalendar(frozenset({day} if done else ()), (), ())

    state = PersonalState(listener, SUNDAY, day, days_off, gives_way, SUNDAY)
    assert decided == named(decide_personal(state, SUNDAY))


@pytest.mark.parametrize(
    ("clear_after", "decided"), [(TICK, WAIT), (HOUR, WAIT), (4 * HOUR, NEVER), (6 * HOUR, NEVER)], ids=str
)
def test_a_nudge_waits_until_it_is_clear_of_others_but_not_into_the_night(clear_after: timedelta, decided: str) -> None:
    clear_at = SUNDAY + clear_after
    days_off = StudyCalendar(frozenset(), (), ())

    own = decide_personal(PersonalState(ANN, SUNDAY, SUNDAY.date(), days_off, False, clear_at), SUNDAY)
    of_group = decide_nudge(NudgeState(GROUP, SUNDAY, False, clear_at), SUNDAY)

    assert [decided, decided] == [named(own), named(of_group)]


@pytest.mark.parametrize(
    ("ends", "snoozed_until", "late", "decided"),
    [
        (True, None, timedelta(), SPEAK),
        (False, None, timedelta(), NEVER),
        (True, LATER, timedelta(), NEVER),
        (True, None, 3 * HOUR, SPEAK),
        (True, None, 5 * HOUR, NEVER),
        (True, None, DAY, NEVER),
    ],
)
def test_a_saver(ends: bool, snoozed_until: datetime | None, late: timedelta, decided: str) -> None:
    state = SaverState(replace(ANN, snoozed_until=snoozed_until), SUNDAY, ends)

    assert decided == named(decide_saver(state, SUNDAY + late))


@pytest.mark.parametrize(
    ("hour", "until", "decided"),
    [
        (18, SUNDAY.replace(hour=22, minute=0, second=0, microsecond=0), SPEAK),
        (18, SUNDAY.replace(hour=22, minute=0, second=0, microsecond=0) + TICK, NEVER),
        (2, SUNDAY.replace(hour=4, minute=0, second=0, microsecond=0) - TICK, SPEAK),
        (2, SUNDAY.replace(hour=4, minute=0, second=0, microsecond=0), NEVER),
    ],
)
def test_a_saver_is_sent_until_the_night_or_the_end_of_its_study_day(hour: int, until: datetime, decided: str) -> None:
    state = SaverState(ANN, SUNDAY.replace(hour=hour), ends=True)

    assert decided == named(decide_saver(state, until))


@pytest.mark.parametrize(
    ("change", "away_since", "heard", "late", "decided"),
    [
        ({}, SUNDAY - 10 * DAY, False, timedelta(), SPEAK),
        ({}, SUNDAY - 10 * DAY + TICK, False, timedelta(), "wait"),
        ({}, LONG_AGO, True, timedelta(), "wait"),
        ({"snoozed_until": LATER}, LONG_AGO, False, timedelta(), "wait"),
        ({"nudge_pace": NudgePace.STOPPED}, LONG_AGO, False, timedelta(), NEVER),
        ({"welcomed_at": SUNDAY}, LONG_AGO, False, timedelta(), NEVER),
        ({}, LONG_AGO, False, 6 * HOUR, "wait"),
        ({}, LONG_AGO, False, DAY, SPEAK),
        ({}, LONG_AGO, False, DAY + TICK, "wait"),
    ],
)
def test_a_welcome(change: dict[str, Any], away_since: datetime, heard: bool, late: timedelta, decided: str) -> None:
    state = WelcomeState(replace(ANN, **change), SUNDAY, EVENING, away_since, heard)

    assert decided == named(decide_welcome(state, SUNDAY + late))


def test_a_decision_to_wait_names_a_moment_to_come() -> None:
    waits = [
        decide_checkin(CheckinState(GROUP, SUNDAY, WEEK, last=None, heard=True, deserted=False), SUNDAY),
        decide_digest(CloseState(GROUP, SUNDAY, SUNDAY, heard=True), SUNDAY),
        decide_review(ReviewState(GROUP, SUNDAY.replace(day=1), taken=True), SUNDAY.replace(day=1)),
        decide_welcome(WelcomeState(ANN, SUNDAY, EVENING, LONG_AGO, heard=True), SUNDAY),
    ]

    assert [True] * 4 == [isinstance(one, Wait) and SUNDAY.replace(day=1) < one.until for one in waits]
    assert not {Speak, Never} & {type(one) for one in waits}


@pytest.mark.parametrize(
    ("welcomed", "missed"), [(None, True), (SUNDAY - TICK, True), (SUNDAY, False), (SUNDAY + TICK, False)], ids=str
)
def test_a_learner_is_welcomed_once_for_each_absence(welcomed: datetime | None, missed: bool) -> None:
    assert missed == is_missed(replace(ANN, active_at=SUNDAY, welcomed_at=welcomed))
