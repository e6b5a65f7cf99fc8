"""Links and new slugs: a task that the roadmap renamed is one task, and what a link set aside follows it, too."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from bot.features.roadmaps.queries.renaming import rename_slugs
from bot.features.roadmaps.queries.shelved import read_shelved_slugs, rename_shelved
from bot.features.streaks.actions.counting import verify_counters
from bot.tables import accounts, choices, learners, ticks
from tests.bot.features.linking.town import Town

DISCORD, TELEGRAM = "Ann@discord", "Ann@telegram"
STATS, PRACTICE, NUMPY = "week1-stats", "week1-practice", "week2-numpy"
Ticked = dict[str, list[str]]


async def rename(town: Town, names: dict[str, str]) -> None:
    """What a start of the program does after an edit of the roadmap."""

    def follow(db: Connection) -> None:
        rename_slugs(db, "climb", names)
        rename_shelved(db, "climb", names)

    await town.store.write(follow)


async def ticked(town: Town) -> Ticked:
    """The ticks of each account's learner, in the order of their slugs."""

    def read(db: Connection) -> Ticked:
        found = select(accounts.c.platform, ticks.c.task).join(ticks, ticks.c.learner_id == accounts.c.learner_id)
        every: Ticked = {}
        for platform, task in db.execute(found.order_by(accounts.c.platform, ticks.c.task)):
            every.setdefault(platform, []).append(task)
        return every

    assert [] == await town.store.read(verify_counters, town.clock.now())
    return await town.store.read(read)


async def points(town: Town) -> list[int]:
    return await town.store.read(lambda db: list(db.scalars(select(learners.c.points).order_by(learners.c.id))))


async def do(town: Town, *lines: tuple[str, str]) -> None:
    for name, task in lines:
        await town.say(name, f"/done {task}")
        town.later(hours=1)


@pytest.mark.parametrize("first", [DISCORD, TELEGRAM])
async def test_ticks_under_an_old_and_a_new_slug_are_one_and_count_once(town: Town, first: str) -> None:
    second = TELEGRAM if first == DISCORD else DISCORD
    await do(town, (first, STATS), (second, PRACTICE))
    await rename(town, {STATS: PRACTICE})
    await town.link(DISCORD, TELEGRAM)

    assert {"discord": [PRACTICE], "telegram": [PRACTICE]} == await ticked(town)
    assert [2 + 1] == await points(town)

    await town.say(DISCORD, "/settings unlink yes")
    assert {"discord": [PRACTICE], "telegram": [PRACTICE]} == await ticked(town)


async def test_two_tasks_that_became_one_are_one_for_a_linked_learner(town: Town) -> None:
    await do(town, (DISCORD, STATS), (TELEGRAM, PRACTICE), (DISCORD, PRACTICE))
    await rename(town, {STATS: PRACTICE})
    await town.link(DISCORD, TELEGRAM)
    assert {"discord": [PRACTICE], "telegram": [PRACTICE]} == await ticked(town)
    assert [2 + 1] == await points(town)

    await town.say(DISCORD, "/settings unlink yes")
    assert {"discord": [PRACTICE, PRACTICE], "telegram": [PRACTICE]} == await ticked(town)


async def test_a_tick_and_a_choice_that_were_set_aside_come_back_under_their_new_slugs(town: Town) -> None:
    await do(town, (DISCORD, STATS), (TELEGRAM, STATS), (TELEGRAM, NUMPY))
    await town.say(DISCORD, "/choose vision")
    await town.say(TELEGRAM, "/choose nlp")
    await town.link(DISCORD, TELEGRAM)
    assert {STATS, "vision", "path", "week3-path"} == await town.store.read(read_shelved_slugs, "climb")

    await rename(town, {STATS: "week1-numbers", "vision": "images", "path": "way"})
    await town.say(DISCORD, "/settings unlink yes")

    assert {"discord": ["week1-numbers"], "telegram": ["week1-numbers", NUMPY]} == {
        platform: [task for task in tasks if task != "week3-path"] for platform, tasks in (await ticked(town)).items()
    }
    chosen = select(choices.c.choice, choices.c.option).order_by(choices.c.option)
    assert [("way", "images"), ("way", "nlp")] == await town.store.read(
        lambda db: [tuple(row) for row in db.execute(chosen)]
    )
