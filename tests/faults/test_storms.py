"""Bad weather: storms of errors, lost answers, a night offline, clocks that jump. On the real client libraries."""

from __future__ import annotations

import math
import random
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.app import AFTERMATH
from bot.chat.port import Adapter
from bot.clock import SettableClock
from bot.database.store import Store, open_store
from bot.features.posts import POSTS
from bot.features.streaks.actions import counting
from bot.identity import Platform
from bot.pacing.lanes import Lane
from bot.posting.deliverer import Deliverer
from bot.posting.planner import Planner
from bot.posting.working import Working
from bot.tables import outbox
from tests.bot.hall import TO_GROUPS
from tests.faults import town as towns
from tests.faults.conftest import Figures
from tests.faults.storms import StormyDiscord, StormyTelegram, Weather
from tests.faults.town import DAY, LIBRARY, MONDAY, SIX, Row, Town

pytestmark = pytest.mark.faults

GROUPS = 4
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
STEP = timedelta(seconds=7)
AT_MOST = timedelta(seconds=60) + STEP
"""Between two tries of a post in doubt: the longest pause that Discord asks for in a storm, and a step."""
TUESDAY = SIX + DAY


@dataclass
class Place:
    """A town under some weather, and the program that speaks there."""

    town: Town
    weather: Weather
    clock: SettableClock
    store: Store

    def work(self, platforms: Collection[str] = (Platform.DISCORD, Platform.TELEGRAM)) -> Working:
        """The program, begun anew, with these platforms."""
        adapters: dict[str, Adapter] = {name: self.town.adapters[name] for name in platforms}
        deliverer = Deliverer(
            self.store, self.clock, adapters, LIBRARY, random.Random(1), posts=POSTS, aftermath=AFTERMATH
        )
        return Working(Planner(self.store, self.clock, LIBRARY, POSTS), deliverer)

    async def study(self, block: int, *, also: int = 0) -> None:
        people = towns.callers(self.town.discord, self.town.telegram)
        await self.store.write(towns.study, people[also::2], block, self.clock.now())

    async def rows(self) -> list[Row]:
        return await self.store.read(towns.rows)

    def count(self) -> Counter[int]:
        """Room -> messages there."""
        return Counter({room: len(messages) for room, messages in self.town.said().items()})


def virtual_lane(clock: SettableClock) -> Lane:
    """A lane that paces nothing by itself and holds a chat as long as it is told to, by the virtual clock."""
    return Lane(math.inf, lambda _: (), now=lambda: clock.now().timestamp())


@pytest.fixture
async def place(database_url: str, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Place]:
    shutil.copyfile(sqlite_template, tmp_path / towns.CORE)
    clock = SettableClock(MONDAY)
    weather = Weather(clock)
    telegram = StormyTelegram()
    telegram.weather = weather
    async with towns.peers(GROUPS, telegram) as (discord, _):
        discord.faults = StormyDiscord(weather)
        lanes: dict[str, Lane] = {name: virtual_lane(clock) for name in (Platform.DISCORD, Platform.TELEGRAM)}
        async with towns.connected(discord, telegram, tmp_path, lanes) as town:
            store = open_store(database_url)
            await store.write(towns.settle_down, towns.callers(discord, telegram), MONDAY)
            yield Place(town, weather, clock, store)
            await store.close()


async def test_a_storm_of_everything_is_lived_through(place: Place, figures: Figures) -> None:
    work = place.work()
    for day in range(1, 4):
        place.clock.move_to(SIX + day * DAY)
        place.weather.raging = True
        await place.study(day)
        for _ in range(60):
            await work.run_due()
            place.clock.advance(STEP)
        place.weather.raging = False
        for _ in range(30):  # what is in doubt is tried again while Discord still knows it
            await work.run_due()
            place.clock.advance(STEP)
    for _ in range(12):
        place.clock.advance(10 * MINUTE)
        await work.run_due()

    rows, came = await place.rows(), place.count()
    assert [] == place.weather.too_early, "a chat was written to before the time that it had asked for"
    assert {"sent", "ambiguous"} == {row.state for row in rows}
    assert not [row for row in rows if row.state == "ambiguous" and row.rather_twice]
    left = [row for row in rows if row.state == "ambiguous" and row.platform == Platform.DISCORD]
    ended = await place.store.read(given_up_at)
    assert [] == [row for row in left if not place.weather.raged_to(row.chat, ended[row.key], AT_MOST)]
    posts = Counter(row.chat for row in rows if not row.amends)
    lost_answers = place.weather.met["502 done"] + place.weather.met["reset done"]
    for chat in posts:
        left = [row for row in rows if row.chat == chat and row.state == "ambiguous"]
        assert posts[chat] - len(left) <= came[chat]
        if (Platform.DISCORD, chat) in {(row.platform, row.chat) for row in rows}:
            assert came[chat] <= posts[chat]
    assert came.total() - len(rows) <= lost_answers
    assert [] == await place.store.read(counting.verify_counters)
    ambiguous = Counter(row.platform for row in rows if row.state == "ambiguous")
    met = {f"met {kind}": count for kind, count in place.weather.met.items()}
    figures.note(
        posts=len(rows),
        messages=came.total(),
        in_doubt=ambiguous.total(),
        on_discord=ambiguous[Platform.DISCORD],
        too_early=0,
        **met,
    )


async def test_every_answer_is_lost_and_nothing_comes_twice_but_what_may(place: Place, figures: Figures) -> None:
    place.clock.move_to(TUESDAY - 2 * MINUTE)
    await place.study(1)
    place.clock.move_to(TUESDAY)
    telegram, discord = place.town.telegram, place.town.discord
    telegram.resets("sendMessage", after=True, times=1000)
    discord.break_line("POST /channels/.*", after=True, times=GROUPS)
    work = place.work()
    await work.run_due()
    telegram._faults.clear()
    for _ in range(4):
        place.clock.advance(20 * timedelta(seconds=1))
        await work.run_due()

    rows, came = await place.rows(), place.count()
    for chat, posts in Counter(row.chat for row in rows).items():
        here = [row for row in rows if row.chat == chat]
        repeated = sum(row.rather_twice for row in here)
        assert posts <= came[chat] <= posts + repeated
    unsafe = [row for row in rows if row.platform == Platform.TELEGRAM and not row.rather_twice]
    assert {row.state for row in unsafe} <= {"ambiguous", "sent"}
    assert {"sent"} == {row.state for row in rows if row.platform == Platform.DISCORD or row.rather_twice}
    figures.note(posts=len(rows), messages=came.total(), came_twice=came.total() - len(rows))


@pytest.mark.parametrize("hours", [9, 15, 24, 40, 75])
async def test_after_hours_without_the_program_a_place_hears_one_post_at_the_most(
    place: Place, hours: int, figures: Figures
) -> None:
    place.clock.move_to(TUESDAY - HOUR)
    await place.study(1)
    await place.study(1, also=1)
    place.clock.advance(timedelta(hours=hours))
    before = place.count()
    work = place.work()
    for _ in range(30):
        await work.run_due()
        place.clock.advance(timedelta(seconds=2))

    heard = place.count() - before
    assert max(heard.values(), default=0) <= 1
    figures.note(
        hours=hours, places=len(place.town.rooms()), posts=heard.total(), most_in_one=max(heard.values(), default=0)
    )


@pytest.mark.parametrize("down", [Platform.DISCORD, Platform.TELEGRAM])
async def test_after_days_without_a_platform_its_places_hear_one_post_at_a_time(
    place: Place, down: str, figures: Figures
) -> None:
    [up] = {Platform.DISCORD, Platform.TELEGRAM} - {down}
    work = place.work([up])
    for day in range(1, 4):
        place.clock.move_to(SIX + day * DAY)
        await place.study(day, also=day % 2)
        await work.run_due()
        place.clock.advance(2 * MINUTE)
        await work.run_due()
    place.clock.advance(HOUR)
    before, work = place.count(), place.work()
    heard: list[int] = []
    for _ in range(8):
        for _ in range(3):
            await work.run_due()
        now = place.count()
        heard.append(max((now - before).values(), default=0))
        before = now
        place.clock.advance(15 * MINUTE)

    assert 1 == heard[0]
    assert 1 == max(heard), "a burst"
    figures.note(waited=sum(heard), most_at_once=max(heard))


def given_up_at(db: Connection) -> dict[str, datetime]:
    """Post -> when it was to be tried no more."""
    return {row.key: row.stale_at for row in db.execute(select(outbox.c.key, outbox.c.stale_at))}


def said_on(db: Connection) -> Counter[tuple[int | None, str, str]]:
    """(place, kind, local date) -> how often planned, of what a group hears by itself."""
    found = db.execute(select(outbox.c.place_id, outbox.c.kind, outbox.c.facts).where(outbox.c.kind.in_(TO_GROUPS)))
    return Counter((row.place_id, row.kind, str(row.facts.get("day") or row.facts["at"])) for row in found)


@pytest.mark.parametrize(
    "jumps",
    [
        [-5 * MINUTE, 5 * MINUTE],
        [-HOUR, HOUR],
        [HOUR, -HOUR],
        [8 * HOUR],
        [-DAY, DAY],
        [DAY, -DAY],
        [400 * DAY, -400 * DAY],
    ],
    ids=lambda jumps: " ".join(f"{jump.total_seconds() / 3600:+.2f}h" for jump in jumps),
)
async def test_a_clock_that_jumps_makes_nothing_come_twice_nor_stay_away(
    place: Place, jumps: list[timedelta], figures: Figures
) -> None:
    work = place.work()
    for day in range(1, 6):
        place.clock.move_to(SIX + day * DAY)
        await place.study(day, also=day % 2)
        await work.run_due()
        place.clock.advance(2 * MINUTE)
        await work.run_due()
        if day == 2:
            for jump in jumps:
                place.clock.advance(jump)
                for _ in range(3):
                    await work.run_due()
                    place.clock.advance(2 * MINUTE)

    said, rows = await place.store.read(said_on), await place.rows()
    assert {1} == set(said.values())
    groups = {chat for _, chat in {(row.platform, row.chat) for row in rows if row.kind == "nudge"}}
    last = Counter(row.chat for row in rows if row.kind in TO_GROUPS and row.state == "sent")
    assert 2 * GROUPS == len(groups)
    put_to_sleep = max(jumps) > 14 * DAY  # by the wrong clock; the next who studies wakes the group for the day after
    assert min(last.values()) >= (3 if put_to_sleep else 5), "a group was forgotten"
    assert 1 == max(Counter(key for key in (row.key for row in rows)).values())
    figures.note(posts=len(rows), planned_twice=0, fewest_days_heard=min(last.values()))
