"""/undo with words that name no task: the last act, or several at once."""

from __future__ import annotations

import pytest

from bot.chat.words.whole_acts import read_whole_acts
from bot.closed_sets import ActKind
from bot.database.store import Store
from roadmap.model import Block, Level, Month, Roadmap, Task
from tests.bot.room import Room, done_so_far, labels, lines, words

FIRST = Block("first", "", (Task("first-step", "First step", 1), Task("first-all", "Everything", 1)))
PLAN = Roadmap("plan", "A plan", (Level("all", "ALL", "", (Month("month1", "", (FIRST,), 1, 1),)),))

LAST = """
last|it|that|this|latest|the last one|Last!|my last|the last thing|the last thing I did|last act|last entry
it please|that one|this one|one|the latest one|previous|the previous one|most recent|the most recent one|undo it|1
last again|just that|what I did last|the very last one|LAST|“it”|that last one|my last done
das letzte|le dernier|el último|последнее|back|the last change|the last command|it now|last, please|same again
"""
LAST_TICK = """
my last tick|last task|the last task|last tick|that task|the last thing I ticked|this tick|my latest task please
"""
SEVERAL = """
all|everything|yesterday|2|both|today|all of it|all of them|them|these|those|everything today|all today|all tasks
the last 2|last two|the last three|2 tasks|last 3 ticks|both of them|everything from today|yesterday's|last night
this morning|all my ticks|the whole day|the whole lot|every task|monday|on Friday|last week|two|x2|2x|alles|tout|todo
всё|gestern|hier|a couple|the last few|all I did today|all the last ones|several|this week|all from yesterday
3 days ago|an hour ago|all please|everything!|more|today's ticks
"""
NO_ACT = """
week2|week 2|week2-numpy|numpy|all about numpy|everything numpy|task 2|step two|week two|day 3|the|please|last numpy
2 numpy|linear algebra|the numpy one|month 1 week 3|part one|session 2|all week1|it works now|#12|yes|the task
"""


def _rows(table: str) -> list[str]:
    return [one for line in table.strip().splitlines() for one in line.split("|")]


@pytest.fixture
def named(sqlite_store: Store) -> Room:
    """A room whose roadmap has a task that is titled like all acts."""
    return Room(sqlite_store, (PLAN,))


@pytest.mark.parametrize("typed", _rows(LAST))
def test_words_that_mean_the_last_act(typed: str) -> None:
    acts = read_whole_acts(typed.removeprefix("undo "), "en")

    assert acts
    assert not acts.several
    assert acts.kinds == ()


@pytest.mark.parametrize("typed", _rows(LAST_TICK))
def test_words_that_mean_the_last_tick(typed: str) -> None:
    acts = read_whole_acts(typed, "en")

    assert acts
    assert not acts.several
    assert acts.kinds == (ActKind.TICK,)


@pytest.mark.parametrize("typed", _rows(SEVERAL))
def test_words_that_mean_several_acts(typed: str) -> None:
    acts = read_whole_acts(typed, "en")

    assert acts
    assert acts.several


@pytest.mark.parametrize("typed", _rows(NO_ACT))
def test_words_that_may_belong_to_a_name(typed: str) -> None:
    assert read_whole_acts(typed, "en") is None


@pytest.mark.parametrize("typed", ["last", "it", "that", "latest", "the last one"])
async def test_the_last_act_is_taken_back_as_without_words(room: Room, typed: str) -> None:
    await room.say("Ann", "done week2-numpy")
    await room.say("Ann", "done week1-stats")

    assert "Statistics is open again" in words(await room.say("Ann", f"undo {typed}"))
    assert {"week2-numpy"} == await done_so_far(room)


@pytest.mark.parametrize("typed", ["all", "everything", "today", "yesterday", "2", "both", "all week"])
async def test_several_acts_are_said_to_go_one_by_one(room: Room, typed: str) -> None:
    await room.say("Ann", "done week2-numpy")
    await room.say("Ann", "done week1-stats")

    asked = await room.say("Ann", f"undo {typed}")

    assert words(asked) == "I undo one thing at a time. Your last step was today: Statistics ticked off."
    assert labels(asked) == ["Undo Statistics ticked off", "My progress"]
    assert 2 == len(await done_so_far(room))
    assert "Statistics is open again" in words(await room.tap("Ann", asked, "Undo Stat"))
    assert {"week2-numpy"} == await done_so_far(room)


async def test_the_button_of_an_older_act_takes_it_back_at_once(room: Room) -> None:
    await room.say("Ann", "done week1")
    room.later(days=1)

    asked = await room.say("Ann", "undo yesterday")

    assert "was yesterday: 3 tasks ticked off" in words(asked)
    assert lines(asked) == ["undo #1 yes", "progress"]


async def test_the_last_log_is_taken_back_though_a_task_was_ticked_since(room: Room) -> None:
    await room.say("Ann", "log 20m")
    await room.say("Ann", "done week1-stats")

    assert "Undone: 20 min logged" in words(await room.say("Ann", "undo the last log"))
    assert {"week1-stats"} == await done_so_far(room)


async def test_the_last_task_is_taken_back_though_study_was_logged_since(room: Room) -> None:
    await room.say("Ann", "done week1-stats")
    await room.say("Ann", "log 20m")

    assert "Statistics is open again" in words(await room.say("Ann", "undo last task"))
    assert "Undone: 20 min logged" in words(await room.say("Ann", "undo"))


@pytest.mark.parametrize("typed", ["all", "last", "2", "the last log", "last task"])
async def test_without_an_act_there_is_nothing_to_undo(room: Room, typed: str) -> None:
    assert "nothing to undo here" in words(await room.say("Ann", f"undo {typed}"))


async def test_a_task_that_is_titled_so_is_the_task(named: Room) -> None:
    await named.say("Ann", "done first-all")
    await named.say("Ann", "done first-step")

    assert "Everything is open again" in words(await named.say("Ann", "undo everything"))
    assert {"first-step"} == await done_so_far(named)
