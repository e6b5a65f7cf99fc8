"""Laws of shared sessions in random histories: every minute is logged once for those who stay, whatever happens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, func, select

from bot.database.store import Store
from bot.errors import Refused
from bot.features.focus.facts import FOCUS_END, opening_key
from bot.features.settings.actions.learner_settings import set_clock
from bot.features.streaks.actions.counting import verify_counters
from bot.identity import FocusId, Place
from bot.posting import calendar
from bot.tables import focus_members, focuses, outbox
from tests.bot.features.focus.studio import ALONE, LoggedMinutes, Studio
from tests.bot.hall import HALL

CELLAR = Place("telegram", -200, -200, title="Cellar")
MINUTE = timedelta(minutes=1)
EVE = datetime(2026, 3, 28, 21, tzinfo=UTC)
"""The evening before the clocks of Europe change. Those of New York changed before."""
ZONES = {
    "Ann": "Europe/Berlin",
    "Ben": "America/New_York",
    "Cid": "Asia/Tokyo",
    "Dee": "UTC",
    "Eve": "Pacific/Apia",
}
TABLES = ((25,), (5,), (25, 5, 25), (15, 5, 15, 5, 15), (60,), (7, 3, 9))


class Killed(Exception):
    """The program is killed before a transaction is kept."""


@dataclass
class Told:
    """A session as its members saw it: who was in it, from when until when."""

    minutes: tuple[int, ...]
    start: datetime
    end: datetime
    stays: dict[str, list[tuple[datetime, datetime | None]]] = field(default_factory=dict)

    def enter(self, name: str, now: datetime) -> None:
        self.stays.setdefault(name, []).append((now, None))

    def leave(self, name: str, now: datetime) -> None:
        self.stays[name][-1] = (self.stays[name][-1][0], now)

    def staying(self) -> set[str]:
        return {name for name, stays in self.stays.items() if stays[-1][1] is None}

    def expected(self) -> list[LoggedMinutes]:
        """What has to be logged, counted minute by minute."""
        studied: list[datetime] = []
        at = self.start
        for turn, length in enumerate(self.minutes):
            studied += [at + one * MINUTE for one in range(length)] if turn % 2 == 0 else []
            at += length * MINUTE
        found = []
        for name, stays in self.stays.items():
            for begin, left in stays:
                until = left or self.end
                minutes = sum(begin <= one < until for one in studied)
                if minutes >= 5:
                    found.append(LoggedMinutes(name, minutes, _study_day(name, until)))
        return found


def _study_day(name: str, at: datetime) -> date:
    return (at.astimezone(ZoneInfo(ZONES[name])).replace(tzinfo=None) - timedelta(hours=4)).date()


class Fate:
    """A random history of a studio, with what was seen of it."""

    def __init__(self, store: Store, seed: int) -> None:
        self.dice = Random(seed)
        self.studio = Studio(store, start=EVE - timedelta(days=3))
        self.told: dict[FocusId, Told] = {}

    async def begin(self) -> None:
        for name, zone in ZONES.items():
            await self.studio.store.write(set_clock, self.studio.caller(name), self.studio.roadmap.slug, zone=zone)
            await self.studio.enter(name, CELLAR)
        await self.studio.live(timedelta(days=3))

    @property
    def now(self) -> datetime:
        return self.studio.clock.now()

    async def step(self) -> None:
        deeds = (self.start, self.join, self.join, self.leave, self.stop, self.twice, self.pass_time, self.pass_time)
        perils = (self.sleep, self.kill, self.restart, self.plan_alone)
        await self.dice.choice((*deeds, *perils))()

    async def start(self) -> None:
        name, place = self.dice.choice(list(ZONES)), self.dice.choice((HALL, HALL, CELLAR, ALONE))
        table = self.dice.choice(TABLES)
        busy = any(name in one.staying() for one in self.told.values() if self.now < one.end)
        try:
            seen = await self.studio.start(name, *table, place=place)
        except Refused:
            return
        if seen.new:
            assert not busy
            self.told[seen.focus] = Told(table, self.now, self.now + sum(table) * MINUTE)
            self.told[seen.focus].enter(name, self.now)

    async def join(self) -> None:
        await self._join(*self._pick())

    async def _join(self, name: str, focus: FocusId) -> None:
        if not focus:
            return
        busy = any(name in one.staying() for one in self.told.values() if self.now < one.end)
        for place in (HALL, CELLAR):
            try:
                seen = await self.studio.join(name, focus, place)
            except Refused:
                continue
            assert seen.new == (self.now < self.told[focus].end and not busy)
            if seen.new:
                self.told[focus].enter(name, self.now)
            return

    async def leave(self) -> None:
        await self._leave(*self._pick())

    async def _leave(self, name: str, focus: FocusId) -> None:
        if not focus:
            return
        seen = await self.studio.leave(name, focus)
        told = self.told[focus]
        assert seen.new == (name in told.staying() and self.now < told.end)
        if seen.new:
            told.leave(name, self.now)
            if not told.staying():
                told.end = self.now

    async def stop(self) -> None:
        name, focus = self._pick()
        if not focus or self.dice.random() < 0.6:
            return
        try:
            seen = await self.studio.stop(name, focus, steward=self.dice.random() < 0.5)
        except Refused:
            return
        assert seen.new == (self.now < self.told[focus].end)
        if seen.new:
            self.told[focus].end = self.now

    async def twice(self) -> None:
        """A second tap, or a third."""
        name, focus = self._pick()
        deed = self.dice.choice((self._join, self._leave))
        for _ in range(2):
            await deed(name, focus)

    async def pass_time(self) -> None:
        await self.studio.live(self.dice.choice((1, 2, 4, 5, 8, 13, 30)) * MINUTE)

    async def sleep(self) -> None:
        """The program is down for minutes or hours, and the platform still shows the buttons."""
        await self.studio.sleep(self.dice.choice((1, 7, 40, 300)) * MINUTE)

    async def restart(self) -> None:
        await self.studio.sleep(timedelta())

    async def kill(self) -> None:
        """The plan is made, and lost before it is kept."""
        self.studio.clock.advance(self.dice.choice((3, 20)) * MINUTE)
        with pytest.raises(Killed):
            await self.studio.store.write(_plan_and_die, self.studio, self.now)

    async def plan_alone(self) -> None:
        """The plan is kept, and no post is delivered."""
        self.studio.clock.advance(self.dice.choice((1, 6)) * MINUTE)
        await self.studio.plan(deliver=False)

    def _pick(self) -> tuple[str, FocusId]:
        open_ = [one for one, told in self.told.items() if self.now < told.end + 20 * MINUTE]
        return self.dice.choice(list(ZONES)), self.dice.choice(open_) if open_ else FocusId(0)


def _plan_and_die(db: Connection, studio: Studio, now: datetime) -> None:
    calendar.plan_due(db, now, studio.planner.plans, {studio.roadmap.slug: studio.roadmap}, 50)
    raise Killed


def _running(db: Connection) -> list[int]:
    """How many sessions run at each place and in each private chat."""
    rows = select(func.count()).where(focuses.c.ended_at.is_(None)).group_by(focuses.c.place_id, focuses.c.account_id)
    return list(db.scalars(rows))


def _minutes_of(db: Connection, focus: FocusId) -> list[int]:
    return list(db.scalars(select(focus_members.c.minutes).where(focus_members.c.focus_id == focus)))


def _without_end(db: Connection) -> list[int]:
    """The sessions whose message was sent before the end, and that had no last change."""
    sent = {row.key: row.ended_at for row in db.execute(select(outbox.c.key, outbox.c.ended_at))}
    ends = [facts["focus"] for facts in db.scalars(select(outbox.c.facts).where(outbox.c.kind == FOCUS_END))]
    assert len(ends) == len(set(ends))
    over = db.execute(select(focuses.c.id, focuses.c.ended_at)).all()
    return [one for one, ended_at in over if sent[opening_key(one)] < ended_at and one not in ends]


async def _check_over(studio: Studio) -> None:
    """Nothing runs, nobody stays, each message has its end, and the counters are right."""
    await studio.plan()
    assert [] == await studio.store.read(_running)
    staying = select(func.count()).where(focus_members.c.staying.is_not(None))
    assert 0 == await studio.store.read(lambda db: db.scalar(staying))
    assert [] == await studio.store.read(_without_end)
    assert [] == await studio.store.read(verify_counters)


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(one, marks=pytest.mark.thorough) for one in range(4, 300))])
async def test_each_minute_is_logged_once_and_none_is_lost(sqlite_store: Store, seed: int) -> None:
    fate = Fate(sqlite_store, seed)
    await fate.begin()
    await fate.start()
    for _ in range(60):
        await fate.step()
        assert all(count == 1 for count in await sqlite_store.read(_running))
    await fate.studio.live(timedelta(hours=4))

    def order(one: LoggedMinutes) -> tuple[str, date, int]:
        return one.name, one.day, one.minutes

    expected = [one for told in fate.told.values() for one in told.expected()]
    assert sorted(expected, key=order) == sorted(await fate.studio.logged(), key=order)
    assert fate.told
    await _check_over(fate.studio)


@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(one, marks=pytest.mark.thorough) for one in range(2, 100))])
async def test_a_clock_that_is_set_back_or_ahead_logs_no_minute_twice(sqlite_store: Store, seed: int) -> None:
    studio, dice = Studio(sqlite_store, start=EVE), Random(seed)
    for name in ZONES:
        await studio.enter(name)
    for _ in range(12):
        table = dice.choice(TABLES)
        try:
            focus = (await studio.start(dice.choice(list(ZONES)), *table)).focus
        except Refused:
            await studio.live(MINUTE)
            continue
        for _ in range(8):
            name = dice.choice(list(ZONES))
            await dice.choice((studio.join, studio.leave))(name, focus)
            studio.clock.move_to(studio.clock.now() + dice.choice((-30, -3, 2, 4, 6, 20)) * MINUTE)
            await studio.plan()
        await studio.live(timedelta(hours=4))
        logged = await sqlite_store.read(_minutes_of, focus)
        length = (await studio.kept(focus)).timetable
        assert all(one <= sum(map(int, length.split(",")[::2])) for one in logged)
    await _check_over(studio)
