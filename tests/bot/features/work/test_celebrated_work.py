"""Links of projects in celebrations: shown as their learner allows when the post is worded."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.database.store import Store
from bot.features.work.actions import hide_work
from bot.identity import TickId
from bot.tables import ticks
from roadmap.model import Block, Level, Month, Roadmap, Task, TaskKind
from tests.bot.features.cheers.stage import Party
from tests.bot.room import words

LINK = "https://example.org/flexsync"
READING = Block("week1", "Maths", (Task("week1-algebra", "Algebra", 1, TaskKind.READ, line=1),))
BUILDING = Block("week2", "Project", (Task("week2-flexsync", "FlexSync", 5, TaskKind.PROJECT, line=2),))
WRITING = Block("week3", "Writing", (Task("week3-blog", "Blog", 2, TaskKind.PUBLISH, line=3),))
LATER = Block("week4", "Later", (Task("week4-more", "More", 2, line=4),))
COURSE = Roadmap(
    "course", "Course", (Level("zero", "ZERO", "Begin", (Month("m1", "", (READING, BUILDING, WRITING, LATER)),)),)
)


@pytest.fixture
async def party(store: Store) -> Party:
    """Ann and Ben, who show their work from now on."""
    party = Party(store, (COURSE,))
    await party.join("Ann", "Ben")
    for name in ("Ann", "Ben"):
        await party.say(name, "/settings work on")
    return party


async def _finish(party: Party, what: str, *then: str) -> str:
    await party.say("Ann", f"/done {what}: see {LINK}, it works")
    for line in then:
        await party.say("Ann", line)
    party.later(minutes=1, seconds=1)
    await party.deliver()
    return words(party.last)


@pytest.mark.parametrize("what", ["week2-flexsync", "week3-blog"])
async def test_a_celebration_shows_the_link_of_the_project_that_completed_a_block(party: Party, what: str) -> None:
    said = await _finish(party, what)

    assert f"Have a look: {LINK}" in said
    assert "it works" not in said


async def test_a_celebration_of_other_tasks_shows_no_link(party: Party) -> None:
    assert LINK not in await _finish(party, "week1-algebra")


@pytest.mark.parametrize("then", ["/settings work private", "/work hide #1"])
async def test_a_celebration_shows_no_link_that_its_learner_keeps_private(party: Party, then: str) -> None:
    said = await _finish(party, "week2-flexsync", then)

    assert "Ann" in said
    assert LINK not in said


async def test_a_link_that_was_taken_down_leaves_the_celebration_at_once(party: Party) -> None:
    await _finish(party, "week2-flexsync")
    await party.store.write(hide_work, TickId(1), party.clock.now())
    await party.deliver()
    assert [] == _showing(party)

    await party.cheer("Ben")

    assert "👏 Cheer (1)" == party.count
    assert LINK not in words(party.last)


@pytest.mark.parametrize("several", [False, True])
async def test_a_link_that_is_hidden_leaves_the_celebrations_that_are_out_and_comes_back(
    party: Party, several: bool
) -> None:
    for name in ("Ben", "Cat", "Dan", "Eve") if several else ():
        await party.say(name, "/done week1-algebra")
    await _finish(party, "week2-flexsync")
    party.later(minutes=20)
    await party.deliver()
    assert 1 == len(_showing(party))

    number = await party.store.read(lambda db: db.scalar(select(ticks.c.id).where(ticks.c.evidence.contains(LINK))))
    await party.say("Ann", f"/work hide #{number}")
    await party.deliver()
    assert [] == _showing(party)

    await party.say("Ann", f"/work show #{number}")
    await party.deliver()
    assert 1 == len(_showing(party))


def _showing(party: Party) -> list[str]:
    return [said for one in party.messages.values() if LINK in (said := words(one))]


async def test_a_post_about_several_learners_says_whose_link_it_is(party: Party) -> None:
    for name in ("Ben", "Cat", "Dan", "Eve"):
        await party.say(name, "/done week1-algebra")

    await _finish(party, "week2-flexsync")
    party.later(minutes=20)
    await party.deliver()

    assert [said for one in party.messages.values() if LINK in (said := words(one))]
