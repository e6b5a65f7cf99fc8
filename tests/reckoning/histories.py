"""Random histories of four people: what they type, and the same in the plain reckoning."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from bot.chat.reply import Reply
from bot.database.store import Store
from bot.features.streaks.actions.outages import renew_streaks
from bot.posting.gaps import note_beat
from bot.posting.heartbeat import Heartbeat
from roadmap.model import Block, Cadence, Choice, Habit, Level, Month, Option, Roadmap, Task, TaskKind
from tests.bot.room import Room
from tests.reckoning.days import DAY, Days, Wall
from tests.reckoning.reckoning import Entry, Learner

PEOPLE = ("Ann", "Ben", "Cat", "Dan")
DAYS_LIVED = 90
ASLEEP = 0.02
"""How often the bot is down at a step."""
CHECKED_EVERY = 20
"""Steps between two comparisons."""
ZONES = (
    "Europe/Berlin",
    "Asia/Tokyo",
    "America/Los_Angeles",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "UTC",
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HABIT = Habit("daily-news", "Read AI news", Cadence.DAILY)


def _option(slug: str) -> Option:
    tasks = (Task(f"week30-{slug}{n}", f"{slug} {n}", n, TaskKind.BUILD, line=900 + n) for n in (1, 3))
    return Option(slug, slug.title(), tasks=tuple(tasks))


def _block(number: int) -> Block:
    tasks = (
        Task(
            f"week{number}-task{n}", f"Task {n} of {number}", 1 + (number + n) % 5, TaskKind.BUILD, line=20 * number + n
        )
        for n in range(1, 8)
    )
    return Block(f"week{number}", f"Block {number}", tuple(tasks), number=number)


CHOICE = Choice("advanced", "Advanced path", (_option("research"), _option("lead")))
BLOCKS = (*(_block(number) for number in range(1, 30)), Block("week30", "Paths", (), (CHOICE,), number=30))
LADDER = Roadmap(
    "ladder",
    "The ladder",
    (Level("zero", "ZERO", "Climb", (Month("month1", "All", BLOCKS, 1, 1, "Month 1"),)),),
    habits=(HABIT,),
)


@dataclass
class History:
    """A history in course: the room in which people type, and the reckoning beside it.

    `last` is the last act of each person that a tap may take back. `chosen_by` are the acts that made choices.
    `spent` are tasks that a placement granted once: what they are worth afterwards is not reckoned here.
    """

    room: Room
    dice: Random
    people: dict[str, Learner] = field(default_factory=dict)
    last: dict[str, tuple[int, date, Reply]] = field(default_factory=dict)
    chosen_by: dict[tuple[str, str], int] = field(default_factory=dict)
    spent: set[tuple[str, str]] = field(default_factory=set)
    act: int = 0

    @property
    def now(self) -> datetime:
        return self.room.clock.now()

    def live(self, by: timedelta) -> None:
        """Let time go by, for the bot and for the reckoning."""
        self.room.clock.advance(by)
        for learner in self.people.values():
            learner.days.live(self.now)

    async def join(self, name: str) -> None:
        days = Days.begin(Wall("UTC"), self.now)
        self.people[name] = Learner(name, days, days.today)
        await self.room.say(name, "/log 5m")
        self.add(self.people[name], minutes=5)

    def add(self, learner: Learner, **values: Any) -> None:
        learner.entries.append(Entry(self.act, **{"day": learner.days.today, **values}))

    def remember(self, learner: Learner, reply: Reply) -> None:
        self.last[learner.name] = (self.act, learner.days.today, reply)

    # Acts: each types a line, and says the same to the reckoning.

    async def tick(self, learner: Learner) -> None:
        open_ = [task for block in BLOCKS[:-1] for task in block.tasks if self.is_open(learner, task.slug)]
        task = self.dice.choice(open_[:20])
        await self.tick_all(learner, task.slug, [task])

    async def tick_block(self, learner: Learner) -> None:
        block = self.dice.choice(BLOCKS[:-1])
        tasks = [task for task in block.tasks if self.is_open(learner, task.slug)]
        if len(tasks) == sum(task.slug not in learner.ticked() for task in block.tasks) and tasks:
            await self.tick_all(learner, block.slug, tasks)

    async def tick_option(self, learner: Learner) -> None:
        option = self.dice.choice(CHOICE.options)
        task = self.dice.choice(option.tasks)
        if not self.is_open(learner, task.slug):
            return
        if CHOICE.slug not in learner.chosen:
            learner.chosen[CHOICE.slug] = option.slug
            self.chosen_by[learner.name, CHOICE.slug] = self.act
        await self.tick_all(learner, task.slug, [task], outside=learner.chosen[CHOICE.slug] != option.slug)

    async def tick_all(self, learner: Learner, typed: str, tasks: list[Task], *, outside: bool = False) -> None:
        reply = await self.room.say(learner.name, f"/done {typed}")
        for task in tasks:
            self.add(learner, task=task.slug, points=0 if outside else learner.worth(task.weight))
        self.remember(learner, reply)

    def is_open(self, learner: Learner, slug: str) -> bool:
        return slug not in learner.ticked() and (learner.name, slug) not in self.spent

    async def log(self, learner: Learner) -> None:
        minutes = self.dice.choice((5, 10, 20, 40))
        enough = learner.needed_today()
        reply = await self.room.say(learner.name, f"/log {minutes}m")
        self.add(learner, minutes=minutes, enough=enough)
        self.remember(learner, reply)

    async def keep_habit(self, learner: Learner) -> None:
        if any(
            entry.day == learner.days.today and entry.task == "" and entry.minutes == 15 for entry in learner.entries
        ):
            return
        reply = await self.room.say(learner.name, f"/log habit:{HABIT.slug}")
        self.add(learner, minutes=15)
        self.remember(learner, reply)

    async def take_back(self, learner: Learner) -> None:
        act, day, reply = self.last.pop(learner.name, (0, None, None))
        if reply is None or day != learner.days.today:
            return
        await self.room.tap(learner.name, reply, "Undo")
        learner.entries = [entry for entry in learner.entries if entry.act != act]
        own = {task.slug for option in CHOICE.options for task in option.tasks}
        if self.chosen_by.get((learner.name, CHOICE.slug)) == act and not own & learner.ticked():
            learner.chosen.pop(CHOICE.slug, None)

    async def choose(self, learner: Learner) -> None:
        option = self.dice.choice(CHOICE.options).slug
        await self.room.say(learner.name, f"/choose {CHOICE.slug} {option}")
        if learner.chosen.get(CHOICE.slug) != option:
            self.chosen_by.pop((learner.name, CHOICE.slug), None)
        learner.chosen[CHOICE.slug] = option

    async def repair(self, learner: Learner) -> None:
        day = learner.days.today - DAY * self.dice.choice((1, 1, 1, 2, 3))
        may = learner.may_repair(day, self.now)
        known = sum(entry.minutes for entry in learner.entries if entry.day == day)
        minutes = self.dice.choice((10, 30))
        reply = await self.room.say(learner.name, f"/repair {day} {minutes}m")
        if may and known + minutes >= 15:
            self.add(learner, day=day, minutes=minutes, late=True)
            self.remember(learner, reply)

    async def pause(self, learner: Learner) -> None:
        today = learner.days.today
        if any(day >= today for day in learner.paused):
            return
        first = today + DAY * self.dice.choice((0, 0, 1, 3))
        days = {first + DAY * count for count in range(self.dice.choice((1, 2, 4, 9, 20)))}
        await self.room.say(learner.name, f"/pause {first}..{max(days)}")
        if learner.may_pause(days):
            learner.paused |= days

    async def resume(self, learner: Learner) -> None:
        if any(day >= learner.days.today for day in learner.paused):
            await self.room.say(learner.name, "/resume")
            learner.paused = {day for day in learner.paused if day < learner.days.today}

    async def fly(self, learner: Learner) -> None:
        zone = self.dice.choice(ZONES)
        if learner.days.coming is None and zone != learner.days.wall.zone:
            await self.room.say(learner.name, f"/settings zone {zone}")
            learner.days.move(replace(learner.days.wall, zone=zone))

    async def shift(self, learner: Learner) -> None:
        hour = self.dice.choice((0, 3, 4, 5))
        if learner.days.coming is None and hour * 60 != learner.days.wall.day_end:
            await self.room.say(learner.name, f"/settings day {hour:02}:00")
            learner.days.move(replace(learner.days.wall, day_end=hour * 60))

    async def rest(self, learner: Learner) -> None:
        days = self.dice.sample(range(7), self.dice.choice((0, 1, 2)))
        typed = " ".join(WEEKDAYS[day] for day in days) or "none"
        await self.room.say(learner.name, f"/settings rest {typed}")
        at_once = not learner.rest or min(learner.rest) >= learner.days.today
        learner.rest[learner.days.today + DAY * (not at_once)] = frozenset(days)

    async def hide(self, learner: Learner) -> None:
        learner.visible = not learner.visible
        await self.room.say(learner.name, f"/settings visibility {'group' if learner.visible else 'hidden'}")

    async def place(self, learner: Learner) -> None:
        block = self.dice.choice(BLOCKS[1:6])
        granted = [task.slug for before in BLOCKS[: BLOCKS.index(block)] for task in before.tasks]
        granted = [slug for slug in granted if slug not in learner.ticked()]
        if granted and not any((learner.name, slug) in self.spent for slug in granted):
            await self.room.say(learner.name, f"/placement {block.slug} yes")
            for slug in granted:
                self.add(learner, task=slug, placed=True)

    async def displace(self, learner: Learner) -> None:
        placed = [entry.task for entry in learner.entries if entry.placed]
        if placed:
            await self.room.say(learner.name, "/placement undo")
            learner.entries = [entry for entry in learner.entries if not entry.placed]
            self.spent.update((learner.name, slug) for slug in placed)

    async def fall_asleep(self) -> None:
        """The bot is down for some hours."""
        starts = self.now
        await self.room.store.write(note_beat, starts)
        self.live(timedelta(minutes=self.dice.choice((30, 90, 300, 700, 2000))))
        for learner in self.people.values():
            learner.note_outage(starts, self.now)
        await Heartbeat(self.room.store, self.room.clock, renew_streaks).beat()


ACTS: tuple[tuple[Callable[[History, Learner], Awaitable[None]], int], ...] = (
    (History.tick, 30),
    (History.tick_block, 2),
    (History.tick_option, 3),
    (History.log, 25),
    (History.keep_habit, 6),
    (History.take_back, 8),
    (History.choose, 1),
    (History.repair, 8),
    (History.pause, 3),
    (History.resume, 2),
    (History.fly, 4),
    (History.shift, 2),
    (History.rest, 1),
    (History.hide, 1),
    (History.place, 1),
    (History.displace, 1),
)


async def play(store: Store, seed: int, check: Callable[[History], Awaitable[None]], *, days: int = DAYS_LIVED) -> None:
    """Play a history of some days, and check it again and again."""
    history = History(Room(store, [LADDER]), Random(seed))
    for name in PEOPLE:
        history.act += 1
        await history.join(name)
    until = history.now + DAY * days
    idle = {name: history.dice.random() * 0.6 for name in PEOPLE}
    while history.now < until:
        history.act += 1
        history.live(timedelta(minutes=history.dice.randrange(20, 600)))
        if history.dice.random() < ASLEEP:
            await history.fall_asleep()
        learner = history.people[history.dice.choice(PEOPLE)]
        if history.dice.random() >= idle[learner.name]:
            [act] = history.dice.choices([act for act, _ in ACTS], [weight for _, weight in ACTS])
            await act(history, learner)
        if history.act % CHECKED_EVERY == 0:
            await check(history)
    await check(history)
