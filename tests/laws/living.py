"""A random group that lives for some weeks, from set-up on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from random import Random

from bot.app import App
from bot.clock import SettableClock
from bot.config import Settings
from bot.database.store import Store
from tests.laws.record import Record
from tests.laws.stage import Recorder, Street
from tests.laws.world import ROADMAP, STEWARD, World
from tests.reckoning.days import DAY
from tests.reckoning.histories import ZONES

NAMES = ("Annika", "Bertil", "Cosima", "Dorian", "Eluned", "Fabrice", "Gudrun", "Hamish", "Ingrid", "Jarmo", "Kirsty")
FIRST_DAYS = (date(2026, 3, 9), date(2026, 10, 5), date(2026, 1, 12))
"""Before the clocks go forward, before they go back, and in neither time."""
SHORTEST, LONGEST = 14, 36  # days
DOWN = 0.03
"""How often the program is down for some hours of a day."""


def _open_world(store: Store, clock: SettableClock, dice: Random) -> World:
    settings = Settings.model_validate({"database_url": "sqlite:///unused"})
    app = App(settings, clock, store, {ROADMAP.slug: ROADMAP})
    platform = dice.choice(("discord", "telegram"))
    street = Street(app, clock, platform, STEWARD)
    world = World(street, dice, app=app, clock=clock, street=street)
    street.noted, street.ledger = world.note, world.ledger_of
    street.shyness = lambda name: dice.random() < world.members[name].shyness
    app.adapters[platform] = Recorder(platform, world.hear)
    return world


Moment = tuple[timedelta, Callable[[], Awaitable[None]]]


def _day_of(world: World, number: int) -> Iterator[Moment]:
    """What people do on a day, and when."""
    dice = world.dice
    if dice.random() < DOWN:
        yield _at(dice), world.fall_asleep
    if dice.random() < 0.15:
        yield _at(dice), world.set_up
    for member in world.members.values():
        if number in member.silent or member.gone:
            continue
        chances = ((member.diligence, world.study), (0.1, world.look), (0.05, world.wish), (0.003, world.leave))
        for chance, happen in chances:
            if dice.random() < chance:
                yield _at(dice), partial(happen, member)


def _at(dice: Random) -> timedelta:
    return timedelta(minutes=dice.randrange(1440))


async def live_through(store: Store, clock: SettableClock, seed: int) -> Record:
    """Let a random group of one to twelve live for some weeks, and return the record of them."""
    dice = Random(seed)
    first = datetime.combine(dice.choice(FIRST_DAYS), time(9), UTC)
    clock.move_to(first)
    world = _open_world(store, clock, dice)
    await world.app.added(world.street.here, "report")
    world.side.zone = dice.choice(ZONES)
    await world.street.say(STEWARD, f"/setup zone {world.side.zone}", world.street.here)
    names = dice.sample(NAMES, dice.choice((0, 1, 2, 3, 4, 6, 8, 11)))
    for name in (STEWARD, *names):
        world.act += 1
        await world.join(name)
    for number in range(dice.randrange(SHORTEST, LONGEST)):
        for moment, happen in sorted(_day_of(world, number), key=lambda one: one[0]):
            await world.live_until(first + DAY * number + moment)
            await happen()
    await world.live_until(world.now + DAY)
    world.record.last = {name: learner.ledger() for name, learner in world.people.items()}
    return world.record
