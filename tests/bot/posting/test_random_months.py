"""Months in which three people do whatever they like: whatever it is, nobody hears too much, or at a wrong time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, select

from bot.closed_sets import NudgePace, Visibility
from bot.database.store import Store
from bot.errors import Refused
from bot.features.checkins.actions import CheckinAnswers, put_answers
from bot.features.members.actions import groups, presence, surroundings
from bot.features.nudges.actions import shift_hour, slow_nudges, snooze_nudges, turn_nudges_on
from bot.features.nudges.facts import SAVER
from bot.features.pauses.actions import begin_pause, resume_study
from bot.features.repairs.actions import repair_by_time
from bot.features.sessions.actions import log_study
from bot.features.settings.actions import learner_settings, scheduling
from bot.features.settings.actions.group_setup import set_up
from bot.features.streaks.actions import counting
from bot.features.streaks.queries import study_days
from bot.features.ticks.actions.ticking import tick_off
from bot.features.undos.actions.taking_back import undo_act
from bot.identity import Caller, LearnerId, Place, PlaceId
from bot.posting import audiences, hours
from bot.posting.audience_rules import is_snoozed
from bot.tables import places
from roadmap.cadence import clock_at, day_bounds, is_quiet, study_day
from tests.bot.hall import DAY, HALL, HOUR, MONDAY, TO_GROUPS, TO_LEARNERS, Hall, PlannedRow
from tests.bot.room import PRACTISED

STEPS = 80
NAMES = ("Ann", "Ben", "Cat")
ATTIC = Place("telegram", -200, -200, title="Attic")
PRIVATE = Place("telegram", 0, 0, private=True)
PLACES = (HALL, HALL, ATTIC, PRIVATE)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
SLUGS = ("week1", "week1-algebra", "week1-stats", "week1-practice", "week2")
CLIMB = PRACTISED.slug
UNASKED = {*TO_GROUPS, *TO_LEARNERS, SAVER}

Act = Callable[[Connection, Caller, Random], object]
LEARNERS_ACTS: tuple[Act, ...] = (
    lambda db, caller, _: presence.enter(db, caller, CLIMB),
    lambda db, caller, _: surroundings.note_presence(db, caller.account, caller.place, caller.now),
    lambda db, caller, _: log_study(db, caller, PRACTISED, 20),
    lambda db, caller, dice: tick_off(db, caller, PRACTISED, [dice.choice(SLUGS)], ""),
    lambda db, caller, _: undo_act(db, caller, PRACTISED, {"climb": PRACTISED}),
    lambda db, caller, _: repair_by_time(db, caller, PRACTISED, None, minutes=20, note=""),
    lambda db, caller, _: put_answers(db, caller, PRACTISED, CheckinAnswers(finished="all of it")),
    lambda db, caller, dice: learner_settings.set_clock(db, caller, CLIMB, zone=dice.choice(ZONES)),
    lambda db, caller, dice: learner_settings.set_clock(db, caller, CLIMB, day_end=dice.choice((0, 120, 240, 360))),
    lambda db, caller, dice: learner_settings.set_rest_days(db, caller, CLIMB, dice.randrange(127)),
    lambda db, caller, dice: learner_settings.choose_visibility(db, caller, CLIMB, dice.choice(tuple(Visibility))),
    lambda db, caller, _: turn_nudges_on(db, caller, CLIMB),
    lambda db, caller, _: turn_nudges_on(db, caller, CLIMB, pace=NudgePace.DAILY),
    lambda db, caller, _: slow_nudges(db, caller, CLIMB),
    lambda db, caller, dice: shift_hour(db, caller, CLIMB, dice.choice((-30, 30))),
    lambda db, caller, dice: snooze_nudges(db, caller, CLIMB, dice.randrange(4)),
    lambda db, caller, dice: begin_pause(
        db, caller, CLIMB, caller.now.date(), caller.now.date() + timedelta(days=dice.randrange(9))
    ),
    lambda db, caller, _: resume_study(db, caller, CLIMB),
    lambda db, caller, _: groups.leave_group(db, caller),
)
GROUPS_ACTS: tuple[Act, ...] = (
    lambda db, caller, dice: set_up(db, caller, CLIMB, {"nudge_at": dice.choice((480, 600, 1080, 1260))}),
    lambda db, caller, dice: set_up(db, caller, CLIMB, {"checkin_at": dice.choice((600, 1080, 1200))}),
    lambda db, caller, dice: set_up(db, caller, CLIMB, {"checkin_day": dice.randrange(7)}),
    lambda db, caller, dice: set_up(db, caller, CLIMB, {"week_start": dice.randrange(7)}),
    lambda db, caller, dice: set_up(db, caller, CLIMB, {"zone": dice.choice(ZONES)}),
    lambda db, caller, dice: set_up(
        db, caller, CLIMB, {dice.choice(("nudge_on", "checkin_on", "review_on")): dice.random() < 0.7}
    ),
    lambda db, caller, dice: scheduling.be_quiet(db, caller, CLIMB, dice.randrange(3)),
    lambda db, caller, dice: set_up(db, caller, CLIMB, {"community": dice.random() < 0.5}),
    lambda db, caller, _: groups.note_removed(db, caller.place, caller.now),
    lambda db, caller, _: groups.note_added(db, caller.place, caller.now),
)


class Town(Hall):
    """A hall that looks at every post when it is planned, by what is true at that moment."""

    def __init__(self, store: Store, dice: Random) -> None:
        super().__init__(store, start=MONDAY + timedelta(days=dice.randrange(300), hours=dice.randrange(24)))
        self._dice = dice
        self._seen = 0
        self._told: dict[tuple[str, int], datetime] = {}

    async def act(self) -> None:
        """Somebody does something, which may be refused."""
        caller = self.caller(self._dice.choice(NAMES), self._dice.choice(PLACES), steward=True)
        acts = LEARNERS_ACTS if caller.place.private else LEARNERS_ACTS + GROUPS_ACTS
        try:
            await self.store.write(self._dice.choice(acts), caller, self._dice)
        except Refused:
            return

    async def plan(self, *, deliver: bool = True) -> None:
        await super().plan(deliver=deliver)
        said = await self.said()
        for post in said[self._seen :]:
            await self.store.read(self._look, post)
        self._seen = len(said)

    def _look(self, db: Connection, post: PlannedRow) -> None:
        if post.kind not in UNASKED or post.stale_at <= post.at:  # so late that nobody will hear it
            return
        if post.learner_id is None and post.place_id is not None:
            self._look_in_group(db, post, post.place_id)
        elif post.learner_id is not None:
            self._look_in_private(db, post, post.learner_id)

    def _look_in_group(self, db: Connection, post: PlannedRow, place_id: PlaceId) -> None:
        """At most one a local day, by day."""
        group_id = db.execute(select(places.c.group_id).where(places.c.id == place_id)).scalar_one()
        zone = audiences.read_audience(db, group_id).zone
        midnight = datetime.combine(hours.local_date(post.at, zone), time(), ZoneInfo(zone))
        assert not is_quiet(post.at, zone), post
        assert self._told.get(("place", place_id), MONDAY) < midnight, post
        self._told["place", place_id] = post.at

    def _look_in_private(self, db: Connection, post: PlannedRow, learner_id: LearnerId) -> None:
        """At most one a study day beside the saver, by day or at a chosen hour, and none to who asked for silence."""
        one = audiences.read_listener(db, learner_id)
        clock = clock_at(one.clock, post.at)
        day = study_day(clock, post.at)
        by_night = one.nudge_at is not None and hours.is_quiet_hour(one.nudge_at)
        assert by_night or not is_quiet(post.at, hours.whereabouts(one.clock, post.at)), post
        assert not is_snoozed(one, post.at), post
        assert not study_days.read_study_calendars(db, [learner_id], day)[learner_id].is_paused(day), post
        if post.kind != SAVER:
            assert self._told.get(("learner", learner_id), MONDAY) < day_bounds(clock, day)[0], post
            self._told["learner", learner_id] = post.at


@pytest.mark.parametrize(
    ("seed", "steps"), [(1, STEPS // 2), *(pytest.param(seed, STEPS, marks=pytest.mark.thorough) for seed in range(12))]
)
async def test_whatever_people_do_for_months_nobody_hears_too_much_and_all_counts_stay_right(
    sqlite_store: Store, seed: int, steps: int
) -> None:
    dice = Random(seed)
    town = Town(sqlite_store, dice)
    for name in NAMES:
        await sqlite_store.write(turn_nudges_on, town.caller(name, dice.choice(PLACES)), CLIMB)

    for step in range(steps):
        if dice.random() < 0.08:
            await town.sleep(dice.choice((1, 3, 9, 30)) * HOUR)
        else:
            await town.live(dice.choice((1, 2, 5, 11, 20, 50)) * HOUR)
        for _ in range(dice.randrange(4)):
            await town.act()
        if step % 10 == 9:
            assert [] == await sqlite_store.read(counting.verify_counters, town.clock.now())

    assert len({post.kind for post in await town.said()}) >= 5
    assert town.clock.now() > MONDAY + 30 * DAY
