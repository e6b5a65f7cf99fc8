"""Every zone there is, for two years: each nudge once a day at its hour on the wall clock, no day without, none twice.

Moments are chained as the planner chains them: the next is found from the one before, a little after it. A test runs
over zones with the oddest clocks and a sample of the others; with `--thorough`, over every name there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import permutations
from zoneinfo import available_timezones

import pytest

from bot.database.store import Store
from bot.features.nudges.facts import GroupNudge, PersonalNudge
from bot.features.nudges.usual_hours import next_clear
from bot.posting import hours
from bot.posting.audiences import Audience, Listener
from roadmap.cadence import StudyClock, change_clock, day_bounds
from tests.bot.hall import DAY, Hall
from tests.bot.listening import ANN, GROUP
from tests.sampling import sample
from tests.wall_clocks import changes, dates, expected, nights, zones

SOON = timedelta(seconds=7)
"""How long after its moment a due one is planned: the next one is reckoned from then, as the planner does."""

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = [date(2025, 12, 31) + DAY * number for number in range(1 + 2 * 365)]
NIGHT = 2 * 60 + 30
FLIGHTS = ("Pacific/Kiritimati", "Asia/Tokyo", "Asia/Kolkata", "Europe/Berlin", "America/New_York", "Pacific/Pago_Pago")
ODD = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",  # at midnight
    "Africa/Cairo",  # at midnight
    "Africa/Casablanca",  # around Ramadan
    "America/Nuuk",  # on a Saturday evening
    "Australia/Lord_Howe",  # by half an hour
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)

Next = Callable[[datetime], datetime]
Kind = Callable[[str, int], Next]


def chain(following: Next, moment: datetime, until: datetime, late: timedelta) -> Iterator[datetime]:
    """One moment after the other, each found from the one before it as it is planned."""
    while (moment := following(moment + late)) <= until:
        yield moment


def see_that_each_has_one(kind: Kind, name: str, days: Sequence[date], at: int, late: timedelta = SOON) -> None:
    """Each of these dates but the first, from which the others are found."""
    first, *moments = expected(name, days, at)

    assert list(chain(kind(name, at), first, moments[-1], late)) == moments, f"{kind.__name__} in {name}"


def of_group(find: Callable[[Audience, datetime], datetime], name: str, at: int) -> Next:
    group = replace(GROUP, zone=name, nudge_at=at, checkin_at=at)
    spread = hours.jitter(group.group_id)
    return lambda after: find(group, after + spread) - spread


def group_nudges(name: str, at: int) -> Next:
    return of_group(hours.next_nudge, name, at)


def checkins(name: str, at: int) -> Next:
    return of_group(hours.next_checkin, name, at)


def reviews(name: str, at: int) -> Next:
    return of_group(hours.next_review, name, at)


def own_nudges(name: str, at: int) -> Next:
    return after_each(replace(ANN, clock=StudyClock(name), nudge_at=at))


def after_each(one: Listener) -> Next:
    return lambda after: next_clear(one, one.nudge_at or 0, after, ())


def mornings(name: str, at: int) -> Next:
    one = replace(ANN, clock=StudyClock(name), nudge_at=at)
    return lambda after: hours.next_morning(one, after)


def savers(name: str, at: int) -> Next:
    assert at == hours.LAST_CALL
    return lambda after: hours.next_saver(replace(ANN, clock=StudyClock(name)), after)


@pytest.fixture(scope="module")
def names(request: pytest.FixtureRequest) -> Sequence[str]:
    everything = sorted(available_timezones())
    return everything if request.config.getoption("--thorough") else [*ODD, *sample(everything, 6)]


@pytest.mark.thorough
def test_the_zones_of_these_years_are_many_and_their_clocks_change_in_many_ways() -> None:
    assert len(available_timezones()) > 500
    assert len(zones()) > 50
    assert sum(1 for name in zones() if changes(name)) > 20


def test_every_day_has_its_nudge_at_the_groups_hour_in_every_zone(names: Sequence[str]) -> None:
    for name in names:
        see_that_each_has_one(group_nudges, name, DAYS, 18 * 60)


@pytest.mark.parametrize(("kind", "at"), [(own_nudges, 19 * 60), (mornings, 8 * 60)], ids=["nudge", "morning"])
def test_every_day_of_two_years_has_it_at_a_learners_hour_wherever_clocks_change(
    names: Sequence[str], kind: Kind, at: int
) -> None:
    for name in filter(changes, names):
        see_that_each_has_one(kind, name, DAYS, at)


@pytest.mark.parametrize("at", [NIGHT, 18 * 60])
def test_every_week_has_its_check_in_and_every_month_its_review_in_every_zone(names: Sequence[str], at: int) -> None:
    for name in names:
        see_that_each_has_one(checkins, name, [day for day in DAYS if day.weekday() == GROUP.checkin_day], at)
        see_that_each_has_one(reviews, name, [day for day in DAYS if day.day == 1], at)


@pytest.mark.parametrize("late", [SOON, timedelta(minutes=55), timedelta(hours=2, minutes=50)])
def test_where_a_night_has_no_such_hour_or_two_of_them_it_comes_once(names: Sequence[str], late: timedelta) -> None:
    for name in names:
        for night in nights(name):
            days = dates(night - 2 * DAY, night + 2 * DAY)
            for at in (0, 30, 75, NIGHT, 180, 23 * 60 + 30, 23 * 60 + 59):
                see_that_each_has_one(group_nudges, name, days, at, late)
            see_that_each_has_one(own_nudges, name, days, NIGHT, late)
            see_that_each_has_one(savers, name, days, hours.LAST_CALL, late)


def test_a_night_learners_saver_comes_two_hours_before_each_study_day_ends(
    names: Sequence[str],
) -> None:
    for name in filter(changes, names):
        owl = replace(ANN, clock=StudyClock(name), nudge_at=23 * 60)
        for night in nights(name):
            days = dates(night - 2 * DAY, night + 2 * DAY)
            ends = [day_bounds(owl.clock, day)[1] - hours.SAVED_BEFORE for day in days]
            told = list(chain(partial(hours.next_saver, owl), ends[0] - DAY / 2, ends[-1], SOON))

            assert (told, [hours.saver_day(owl, moment) for moment in told]) == (ends, days), name


def test_a_flying_learner_gets_posts_at_their_new_hour_never_at_night() -> None:
    for old, new in permutations(FLIGHTS, 2):
        for hour in range(0, 24, 6):
            now = datetime(2026, 6, 10, hour, 1, tzinfo=UTC)
            one = replace(ANN, clock=change_clock(StudyClock(old), now, new, 240).clock, nudge_at=8 * 60)
            coming = expected(new, dates(now.date() - DAY, now.date() + 6 * DAY), 8 * 60)
            coming = [moment for moment in coming if moment > now][:4]

            first = hours.next_own(one, 8 * 60, now)
            others = chain(after_each(one), first, coming[-1], SOON)
            assert [first, *others] == coming, f"{old} to {new} at {now}"


@pytest.mark.parametrize("turn", [0, 1])
@pytest.mark.parametrize("name", ["Europe/Berlin", "America/Havana", "Africa/Cairo", "America/Nuuk", "Pacific/Chatham"])
async def test_the_planner_says_it_once_in_each_night_around_a_change(
    sqlite_store: Store, name: str, turn: int
) -> None:
    night = list(nights(name))[turn]
    days = dates(night - DAY, night + DAY)
    group, own = expected(name, days, NIGHT), expected(name, days, NIGHT + 150)
    hall = Hall(sqlite_store, start=group[0] - timedelta(hours=8))
    present = await hall.enter("Ann")
    await hall.set_group(present, zone=name, nudge_at=NIGHT, checkin_on=False, review_on=False)
    await hall.wants(present, zone=name, nudge_at=NIGHT + 150)

    await hall.live(own[-1] + timedelta(hours=3) - hall.clock.now())

    said = await hall.said("nudge")
    assert [one.at - hours.jitter(present.group_id) for one in said] == group
    assert [one.read(GroupNudge).day for one in said] == days
    said = await hall.said("personal")
    assert [one.at for one in said] == own
    assert [one.read(PersonalNudge).day for one in said] == days
