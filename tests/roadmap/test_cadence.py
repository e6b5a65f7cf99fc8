from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roadmap.cadence import (
    WAKING,
    Changed,
    StudyClock,
    change_clock,
    clock_at,
    day_bounds,
    first_of_week,
    is_quiet,
    last_of_week,
    next_due,
    study_day,
)
from roadmap.streak import Verdict
from tests.roadmap.diary import Diary
from tests.sampling import examples, sample

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
BERLIN = StudyClock("Europe/Berlin")
FAR_APART = ["Pacific/Pago_Pago", "Pacific/Honolulu", "America/New_York", "America/Santiago", "Europe/Berlin"]
FAR_APART += ["Asia/Kathmandu", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati"]
LESS_THAN_A_DAY_APART = FAR_APART[1:7]  # farther, and two dates are lost at once, of which one can be held
MOVES = st.tuples(st.floats(0, 40), st.sampled_from(FAR_APART), st.sampled_from([0, 90, 240, 360]))
SHORTER_MOVES = st.tuples(st.floats(0, 40), st.sampled_from(LESS_THAN_A_DAY_APART), st.sampled_from([0, 240]))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]  # mypy cannot count the parts


def at(zone: str, *parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, fold=fold, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[arg-type,misc]  # as above


# -- study day ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day_end", "local", "day"),
    [
        (240, (2025, 6, 10, 1, 30), date(2025, 6, 9)),
        (240, (2025, 6, 10, 3, 59), date(2025, 6, 9)),
        (240, (2025, 6, 10, 4, 0), date(2025, 6, 10)),
        (240, (2025, 6, 10, 23, 59), date(2025, 6, 10)),
        (0, (2025, 6, 10, 0, 0), date(2025, 6, 10)),
        (360, (2025, 6, 10, 5, 59), date(2025, 6, 9)),
        (240, (2025, 3, 30, 3, 59), date(2025, 3, 29)),  # the clock went from 02:00 to 03:00 an hour before
        (240, (2025, 3, 30, 4, 0), date(2025, 3, 30)),
        (240, (2025, 10, 26, 3, 59), date(2025, 10, 25)),
        (240, (2025, 10, 26, 4, 0), date(2025, 10, 26)),
    ],
)
def test_a_study_day_ends_when_the_wall_clock_shows_the_day_end(
    day_end: int, local: tuple[int, ...], day: date
) -> None:
    assert study_day(StudyClock("Europe/Berlin", day_end), at("Europe/Berlin", *local)) == day


def test_half_past_one_counts_for_yesterday_and_ten_for_today() -> None:
    assert date(2025, 6, 9) == study_day(BERLIN, at("Europe/Berlin", 2025, 6, 10, 1, 30))
    assert date(2025, 6, 10) == study_day(BERLIN, at("Europe/Berlin", 2025, 6, 10, 10))


def test_a_day_end_that_the_clock_shows_twice_ends_the_day_the_first_time() -> None:
    clock = StudyClock("Europe/Berlin", 150)
    first, again = (at("Europe/Berlin", 2025, 10, 26, 2, 30, fold=fold) for fold in (0, 1))

    assert day_bounds(clock, date(2025, 10, 26))[0] == first
    assert date(2025, 10, 25) == study_day(clock, first - MINUTE)
    assert date(2025, 10, 26) == study_day(clock, again - 20 * MINUTE)  # 02:10 for the second time


def test_a_day_end_that_the_clock_skips_ends_the_day_at_the_jump() -> None:
    assert day_bounds(StudyClock("Europe/Berlin", 150), date(2025, 3, 30))[0] == utc(2025, 3, 30, 1)


@pytest.mark.parametrize(("day", "hours"), [(date(2025, 6, 10), 24), (date(2025, 3, 29), 23), (date(2025, 10, 25), 25)])
def test_a_study_day_has_as_many_hours_as_the_zone_gives_it(day: date, hours: int) -> None:
    begin, end = day_bounds(BERLIN, day)

    assert end - begin == hours * HOUR


@cache
def transitions(zone: str) -> tuple[tuple[datetime, timedelta], ...]:
    """The instants from 2024 to 2028 at which the offset of a zone changes, to the minute, and the new offset."""
    return tuple(_transitions(ZoneInfo(zone)))


def _transitions(zone: ZoneInfo) -> Iterator[tuple[datetime, timedelta]]:
    for week in range(5 * 53):
        low = utc(2024, 1, 1) + 7 * week * DAY
        high = low + 7 * DAY
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            while high - low > MINUTE:
                middle = low + (high - low) // 2
                same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            moment = high.replace(second=0, microsecond=0)
            yield moment, moment.astimezone(zone).utcoffset() or timedelta()


ODD = (
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Nuuk",
    "Antarctica/Troll",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
)


@pytest.fixture(scope="module")
def changing(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Zones that change their clocks: the oddest and a sample every day, with `--thorough` each way that there is."""
    if request.config.getoption("--thorough"):
        return zones_that_change()
    return tuple(zone for zone in (*ODD, *sample(sorted(available_timezones()), 6)) if transitions(zone))


@cache
def zones_that_change() -> tuple[str, ...]:
    """One zone for each way of changing the clock from 2024 to 2028: the others are its aliases."""
    different = {transitions(zone): zone for zone in sorted(available_timezones())}
    return tuple(zone for changes, zone in different.items() if changes)


@pytest.mark.thorough
def test_the_zones_change_their_clocks_in_many_ways() -> None:
    assert len(zones_that_change()) > 30


def test_at_every_change_of_the_clock_in_every_zone_study_days_follow_one_another(changing: tuple[str, ...]) -> None:
    for zone in changing:
        for moment, _ in transitions(zone):
            for day_end in range(0, 361, 30):
                _check_days_around(StudyClock(zone, day_end), moment)


def _check_days_around(clock: StudyClock, moment: datetime) -> None:
    middle = study_day(clock, moment)
    for day in (middle - DAY, middle, middle + DAY):
        begin, end = day_bounds(clock, day)
        assert 22 * HOUR <= end - begin <= 26 * HOUR
        assert end == day_bounds(clock, day + DAY)[0]
        assert study_day(clock, begin) == day == study_day(clock, end - MINUTE)
        assert study_day(clock, begin - MINUTE) == day - DAY
        wall = begin.astimezone(ZoneInfo(clock.zone))
        assert wall.hour * 60 + wall.minute >= clock.day_end
        assert wall.date() == day


# -- a new zone or day end ---------------------------------------------------------------------------------------------


def test_a_day_end_moved_from_midnight_to_four_makes_the_day_longer() -> None:
    now = at("Europe/Berlin", 2025, 6, 10, 2)
    clock, held = _change(StudyClock("Europe/Berlin", 0), now, "Europe/Berlin", 240)

    assert held is None
    assert date(2025, 6, 10) == study_day(clock, now)
    assert day_bounds(clock, date(2025, 6, 10)) == (
        at("Europe/Berlin", 2025, 6, 10, 0),
        at("Europe/Berlin", 2025, 6, 11, 4),
    )
    assert BERLIN == clock_at(clock, at("Europe/Berlin", 2025, 6, 11, 4))


def test_a_day_end_moved_to_midnight_neither_loses_nor_doubles_a_day() -> None:
    now = at("Europe/Berlin", 2025, 6, 10, 2)
    clock, held = _change(BERLIN, now, "Europe/Berlin", 0)

    assert date(2025, 6, 9) == study_day(clock, now)
    assert day_bounds(clock, date(2025, 6, 10)) == (
        at("Europe/Berlin", 2025, 6, 10, 4),
        at("Europe/Berlin", 2025, 6, 11, 0),
    )
    assert date(2025, 6, 10) == held  # twenty hours long: it can be done, but it is no miss


@pytest.mark.parametrize(
    ("origin", "target", "day_after", "begins", "held"),
    [  # at 15:00 UTC on the tenth of June, a day end at 04:00; the day after is the first by the new clock
        ("America/New_York", "Europe/London", 11, utc(2025, 6, 11, 8), 11),  # cut short by five hours
        ("America/Los_Angeles", "Europe/London", 11, utc(2025, 6, 11, 11), 11),  # by eight: sixteen are just enough
        ("America/New_York", "America/Los_Angeles", 11, utc(2025, 6, 11, 11), None),  # west: three hours longer
        ("America/New_York", "Asia/Tokyo", 12, utc(2025, 6, 11, 19), 11),  # eleven hours would be left of the 11th
        ("Pacific/Honolulu", "Pacific/Kiritimati", 12, utc(2025, 6, 11, 14), 11),  # over the date line
        ("Pacific/Pago_Pago", "Pacific/Kiritimati", 12, utc(2025, 6, 11, 15), 11),  # 25 hours
        ("Pacific/Kiritimati", "Pacific/Honolulu", 12, utc(2025, 6, 12, 14), None),  # back: the date is not repeated
        ("Europe/Berlin", "Europe/Paris", 11, utc(2025, 6, 11, 2), None),
    ],
)
def test_a_flight_takes_effect_at_the_next_study_day(
    origin: str, target: str, day_after: int, begins: datetime, held: int | None
) -> None:
    now = utc(2025, 6, 10, 15)
    clock, held_day = _change(StudyClock(origin), now, target, 240)
    first = date(2025, 6, day_after)

    assert held_day == (held and date(2025, 6, held))
    assert study_day(clock, now) == study_day(StudyClock(origin), now)
    assert (clock.zone, clock.next_zone) == (origin, target)
    assert (clock.next_from, day_bounds(clock, first)[0]) == (begins, begins)
    assert study_day(clock, begins - MINUTE) == study_day(clock, now)
    assert study_day(clock, begins) == first == study_day(clock_at(clock, begins), begins)
    assert clock_at(clock, begins - MINUTE) == clock
    assert clock_at(clock, begins) == StudyClock(target)


def test_a_skipped_date_has_no_length() -> None:
    clock, held = _change(StudyClock("Pacific/Honolulu"), utc(2025, 6, 10, 15), "Pacific/Kiritimati", 240)

    assert held
    assert day_bounds(clock, held) == (clock.next_from, clock.next_from)


def test_a_change_that_is_taken_back_in_time_leaves_nothing() -> None:
    now = utc(2025, 6, 10, 15)
    clock, _ = _change(BERLIN, now, "Asia/Tokyo", 0)

    assert Changed(BERLIN, None) == change_clock(clock, now + HOUR, "Europe/Berlin", 240)
    assert Changed(BERLIN, None) == change_clock(BERLIN, now, "Europe/Berlin", 240)


def test_a_change_taken_back_within_its_longer_day_does_not_cut_it() -> None:
    clock, _ = _change(StudyClock("Asia/Tokyo"), utc(2025, 6, 10, 3), "America/New_York", 240)
    late = utc(2025, 6, 10, 23)  # the 11th in Tokyo, still the 10th by the change
    back, held = _change(clock, late, "Asia/Tokyo", 240)

    assert study_day(clock, late) == study_day(back, late) == date(2025, 6, 10)
    assert back.next_from == at("Asia/Tokyo", 2025, 6, 12, 4)
    assert date(2025, 6, 11) == held


def test_over_the_date_line_and_back_within_a_day_the_first_change_stands() -> None:
    clock, _ = _change(StudyClock("Pacific/Kiritimati"), utc(2025, 6, 10, 3), "Pacific/Pago_Pago", 240)
    late = utc(2025, 6, 10, 14, 30)

    assert change_clock(clock, late, "Pacific/Kiritimati", 240) == Changed(clock, None)
    assert date(2025, 6, 10) == study_day(clock, late)


@pytest.mark.parametrize("day_end", [-1, 361])
def test_a_day_end_after_six_is_refused(day_end: int) -> None:
    with pytest.raises(ValueError, match="between 00:00 and 06:00"):
        change_clock(BERLIN, utc(2025, 6, 10), "Europe/Berlin", day_end)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        change_clock(BERLIN, utc(2025, 6, 10), "Europe/Atlantis", 240)


def _change(clock: StudyClock, now: datetime, zone: str, day_end: int) -> tuple[StudyClock, date | None]:
    changed = change_clock(clock, now, zone, day_end)
    return changed.clock, changed.held


@examples(2)
@given(st.integers(0, 8700), st.sampled_from(FAR_APART), st.lists(MOVES, min_size=1, max_size=3), st.floats(0, 30))
def test_a_newcomer_has_the_new_zone_at_once_and_their_first_day_counts(
    start: int, home: str, moves: list[tuple[float, str, int]], later: float
) -> None:
    diary = Diary(StudyClock(home), utc(2025, 1, 1) + start * HOUR)
    for hours, zone, day_end in moves:
        diary.wait(hours)
        assert Changed(StudyClock(zone, day_end)) == diary.move(zone, day_end, fresh=True)
    diary.wait(later)

    first = diary.study()

    assert 1 == diary.streak().current
    assert first == study_day(StudyClock(*moves[-1][1:]), diary.now)
    diary.wait((day_bounds(diary.clock, first)[1] - diary.now) / HOUR)
    assert first + DAY == diary.study()
    assert 2 == diary.streak().current


def test_a_newcomers_first_day_counts_between_every_two_zones_at_every_hour() -> None:
    for home in FAR_APART:
        for zone in FAR_APART:
            for hour in range(24):
                diary = Diary(StudyClock(home), utc(2025, 6, 10, hour))
                diary.move(zone, fresh=True)
                diary.study()
                diary.wait(24)
                diary.study()
                assert (diary.clock, 2) == (StudyClock(zone), diary.streak().current)


def test_a_newcomer_is_refused_what_others_are() -> None:
    with pytest.raises(ValueError, match="between 00:00 and 06:00"):
        change_clock(BERLIN, utc(2025, 6, 10), "Europe/Berlin", 361, fresh=True)
    with pytest.raises(ZoneInfoNotFoundError):
        change_clock(BERLIN, utc(2025, 6, 10), "Europe/Atlantis", 240, fresh=True)


@examples(1.6)
@given(st.integers(0, 8700), st.sampled_from(FAR_APART), st.lists(MOVES, max_size=6))
def test_however_one_flies_days_never_go_back_and_only_held_ones_are_skipped(
    start: int, home: str, moves: list[tuple[float, str, int]]
) -> None:
    diary = Diary(StudyClock(home), utc(2025, 1, 1) + start * HOUR)
    seen = [diary.today]
    for hours, zone, day_end in [*moves, (80.0, home, 240)]:
        for step in [1.0] * int(hours) + [hours % 1]:
            diary.wait(step)
            seen.append(diary.today)
        before = diary.today
        diary.move(zone, day_end)
        assert diary.today == before

    assert seen == sorted(seen)
    skipped = {date.fromordinal(day) for day in range(seen[0].toordinal(), seen[-1].toordinal())} - set(seen)
    assert skipped <= diary.held


@examples(1.6)
@given(st.integers(0, 8700), st.sampled_from(FAR_APART), st.lists(MOVES, max_size=8))
@example(0, "America/New_York", [(9.0, "Asia/Tokyo", 240), (9.0, "America/New_York", 240)])
def test_however_one_flies_no_two_days_are_earned_in_one_waking_day(
    start: int, home: str, moves: list[tuple[float, str, int]]
) -> None:
    diary = Diary(StudyClock(home), utc(2025, 1, 1) + start * HOUR)
    begun: list[tuple[datetime, date]] = [(diary.now - DAY, diary.today)]
    for hours, zone, day_end in [*moves, (60.0, home, 240)]:
        for _ in range(int(hours * 4)):
            diary.wait(0.25)
            if diary.today != begun[-1][1]:
                begun.append((diary.now, diary.today))
        diary.move(zone, day_end)

    lengths = [later - earlier for (earlier, _), (later, _) in pairwise(begun[1:])]
    assert all(length >= WAKING - 15 * MINUTE for length in lengths), begun


@examples(1.6)
@given(st.integers(0, 8700), st.sampled_from(LESS_THAN_A_DAY_APART), st.lists(SHORTER_MOVES, max_size=8))
@example(1700, "America/New_York", [(30.0, "Europe/Berlin", 240), (30.0, "America/New_York", 240)])
def test_whoever_studies_every_22_hours_loses_no_day_however_they_fly(
    start: int, home: str, moves: list[tuple[float, str, int]]
) -> None:
    diary = Diary(StudyClock(home), utc(2025, 1, 1) + start * HOUR)
    flights = sorted((number * 40 + hours, zone, end) for number, (hours, zone, end) in enumerate(moves))
    for hour in range(0, 22 * 20, 2):
        while flights and flights[0][0] <= hour:
            before = diary.streak().current
            diary.move(*flights.pop(0)[1:])
            assert diary.streak().current == before
        if hour % 22 == 0:
            diary.study()
        diary.wait(2)

    assert {day.verdict for day in diary.streak().days} <= {Verdict.DONE, Verdict.HELD, Verdict.OPEN}


# -- weeks, due moments, quiet hours -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("week_start", "first"),
    [(0, date(2025, 6, 9)), (2, date(2025, 6, 11)), (3, date(2025, 6, 5)), (6, date(2025, 6, 8))],
)
def test_a_week_begins_on_the_day_that_the_group_chose(week_start: int, first: date) -> None:
    assert first_of_week(date(2025, 6, 11), week_start) == first


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_the_first_of_a_week_is_within_six_days_before(day: date, week_start: int) -> None:
    first = first_of_week(day, week_start)

    assert first.weekday() == week_start
    assert timedelta() <= day - first < 7 * DAY
    assert first <= day <= last_of_week(first) == first_of_week(day + 7 * DAY, week_start) - DAY


def test_due_is_later_than_now_even_if_it_is_due_this_very_instant() -> None:
    due = at("Europe/Berlin", 2025, 6, 10, 18)

    assert next_due(due - MINUTE, 1080, "Europe/Berlin") == due
    assert next_due(due, 1080, "Europe/Berlin") == due + DAY


def test_due_every_day_at_the_same_wall_clock_time_over_both_changes() -> None:
    for first in (date(2025, 3, 28), date(2025, 10, 24)):
        moment = at("Europe/Berlin", first.year, first.month, first.day)
        walls = []
        for _ in range(5):
            moment = next_due(moment, 1410, "Europe/Berlin")
            walls.append(moment.astimezone(ZoneInfo("Europe/Berlin")).replace(tzinfo=None))
        assert walls == [datetime(first.year, first.month, first.day, 23, 30) + days * DAY for days in range(5)]  # noqa: DTZ001  wall clock


@pytest.mark.parametrize(
    ("zone", "minutes", "after", "due"),
    [
        ("Europe/Berlin", 150, utc(2025, 3, 29, 12), utc(2025, 3, 30, 1)),  # 02:30 is in the gap: at 03:00
        ("Europe/Berlin", 150, utc(2025, 10, 25, 12), utc(2025, 10, 26, 0, 30)),  # 02:30 comes twice: the first
        ("Europe/Berlin", 150, utc(2025, 10, 26, 0, 30), utc(2025, 10, 27, 1, 30)),  # and not the second
        ("America/Nuuk", 1410, utc(2024, 3, 30, 12), utc(2024, 3, 31, 0, 59)),  # 23:00 became Sunday 00:00: at 22:59
        ("Pacific/Apia", 1080, utc(2011, 12, 30, 4), utc(2011, 12, 31, 4)),  # there was no 30 December
    ],
)
def test_due_where_the_clock_jumps(zone: str, minutes: int, after: datetime, due: datetime) -> None:
    assert next_due(after, minutes, zone) == due


def test_due_on_weekdays_only() -> None:
    sunday = next_due(utc(2025, 6, 10), 1080, "Europe/Berlin", frozenset({6}))

    assert sunday == at("Europe/Berlin", 2025, 6, 15, 18)
    assert next_due(sunday, 1080, "Europe/Berlin", frozenset({6})) == at("Europe/Berlin", 2025, 6, 22, 18)
    assert next_due(sunday, 1080, "Europe/Berlin", frozenset({4, 6})) == at("Europe/Berlin", 2025, 6, 20, 18)


def test_due_on_no_weekday_is_refused_rather_than_searched_for_ever() -> None:
    with pytest.raises(ValueError, match="never due"):
        next_due(utc(2025, 6, 10), 1080, "Europe/Berlin", frozenset())


def test_each_local_date_has_one_due_instant_at_every_clock_change(
    changing: tuple[str, ...],
) -> None:
    for zone in changing:
        for moment, _ in transitions(zone):
            for minutes in range(0, 1440, 15):
                _check_dues_around(zone, moment, minutes)


def _check_dues_around(zone: str, moment: datetime, minutes: int) -> None:
    local = ZoneInfo(zone)
    start, end = moment - 2 * DAY, moment + 2 * DAY
    dues: list[datetime] = [next_due(start, minutes, zone)]
    while dues[-1] < end:
        dues.append(next_due(dues[-1], minutes, zone))
    counts = Counter(due.astimezone(local).date() for due in dues)

    assert {1} == set(counts.values())
    assert len(counts) == (max(counts) - min(counts)).days + 1
    assert dues == sorted(dues)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Nuuk", "Australia/Lord_Howe", "Africa/Cairo"])
@pytest.mark.parametrize("minutes", [0, 15, 60, 90, 119, 120, 150, 180, 1380, 1410, 1439])
def test_due_agrees_with_looking_at_the_clock_every_minute(zone: str, minutes: int) -> None:
    for moment, _ in transitions(zone)[:2]:
        for day, walls in _minutes_of_dates(zone, moment).items():
            late = [instant for instant, wall in walls if wall >= minutes]
            assert next_due(walls[0][0] - MINUTE, minutes, zone) == (late[0] if late else walls[-1][0]), day


def _minutes_of_dates(zone: str, moment: datetime) -> dict[date, list[tuple[datetime, int]]]:
    dates: dict[date, list[tuple[datetime, int]]] = {}
    for number in range(-3 * 1440, 3 * 1440):
        instant = moment + number * MINUTE
        wall = instant.astimezone(ZoneInfo(zone))
        dates.setdefault(wall.date(), []).append((instant, wall.hour * 60 + wall.minute))
    return {day: dates[day] for day in list(dates)[1:-1]}


@pytest.mark.parametrize(
    ("hour", "minute", "bounds", "quiet"),
    [
        (21, 59, (1320, 480), False),
        (22, 0, (1320, 480), True),
        (3, 0, (1320, 480), True),
        (7, 59, (1320, 480), True),
        (8, 0, (1320, 480), False),
        (12, 0, (1320, 480), False),
        (13, 0, (780, 840), True),
        (14, 0, (780, 840), False),
        (12, 59, (780, 840), False),
        (12, 0, (720, 720), False),
        (13, 30, (780, 840), True),
    ],
)
def test_quiet_hours_are_local_and_may_run_over_midnight(
    hour: int, minute: int, bounds: tuple[int, int], quiet: bool
) -> None:
    assert is_quiet(at("Asia/Tokyo", 2025, 6, 10, hour, minute), "Asia/Tokyo", *bounds) is quiet


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(21, 59, False), (22, 0, True), (22, 30, True), (7, 59, True), (8, 0, False)]
)
def test_it_is_quiet_from_ten_to_eight_unless_set_otherwise(hour: int, minute: int, quiet: bool) -> None:
    assert is_quiet(at("Europe/Berlin", 2025, 6, 10, hour, minute), "Europe/Berlin") is quiet
