"""/promise as typed and tapped."""

from __future__ import annotations

import pytest

from bot.chat.reply import Reply
from bot.database.store import Store
from roadmap.reading import read_roadmap
from tests.adapters.weekly_core import WeeklyCore
from tests.bot.room import Room, button, labels, lines, words


@pytest.fixture
async def room(core: WeeklyCore) -> Room:
    """The evening of the first check-in; Ann has ticked something off."""
    await core.room.say("Ann", "/done week1-algebra")
    await core.open_checkin()
    return core.room


async def test_a_promise_is_made_changed_and_given_up(room: Room) -> None:
    async def promised(reply: Reply) -> list[str]:
        return [label.removeprefix("− ") for label in labels(reply) if label.startswith("− ")]

    reply = await room.say("Ann", "/promise")
    reply = await room.tap("Ann", reply, "+ Statistics")
    reply = await room.tap("Ann", reply, "+ Practice")
    assert ["Practice", "Statistics"] == await promised(reply)
    reply = await room.tap("Ann", reply, "+ NumPy")
    assert not any(label.startswith("+") for label in labels(reply))
    reply = await room.tap("Ann", reply, "− Practice")
    assert reply.update
    assert ["Statistics", "NumPy & Pandas"] == await promised(reply)
    assert ["Data cleaning, filtering, grouping"] == await promised(await room.say("Ann", "/promise cleaning"))
    assert [] == await promised(await room.say("Ann", "/promise nothing"))


async def test_a_promise_of_unclear_words_is_asked_about(room: Room) -> None:
    reply = await room.say("Ann", "/promise qqqq")
    assert "can’t find" in words(reply)
    both = await room.say("Ann", "/promise numpy, week9-nonsense")
    assert "NumPy & Pandas" in words(both)
    assert "week9-nonsense" in words(both)


async def test_last_weeks_promise_is_judged_by_promise_too(core: WeeklyCore) -> None:
    await core.room.say("Ann", "/promise week1-stats, week1-practice, numpy")
    await core.open_checkin()
    reply = await core.room.tap("Ann", await core.room.say("Ann", "/promise"), "Moved: Statistics")

    assert "Statistics: moved to later" in words(reply)
    assert "\nTry a smaller promise this week?\n" in words(reply)
    assert "promise drop week1-stats" == button(reply, "− Statistics").line
    assert "hadn’t promised" in words(await core.room.say("Ann", "/promise moved week3-build"))


async def test_who_keeps_few_promises_reads_how_many(core: WeeklyCore) -> None:
    await core.room.say("Ann", "/promise week1-stats, week1-practice, numpy")
    await core.open_checkin()
    await core.room.say("Ann", "/done week1-practice")

    reply = await core.room.say("Ann", "/promise")

    assert "You kept 1 of your last 3 promises. Try a smaller one this week?" in words(reply)
    assert "%" not in words(reply)


@pytest.mark.parametrize(
    ("typed", "refusal", "asked"),
    [
        ("week1, week2 and banjo", "up to 3 tasks", "banjo"),
        ("week1, week2, week9", "up to 3 tasks", "week9"),
        ("week1-stats and banjo", "already done", "banjo"),
    ],
)
async def test_words_that_are_not_clear_are_said_back_beside_a_refusal(
    core: WeeklyCore, typed: str, refusal: str, asked: str
) -> None:
    await core.room.say("Ann", "/done week1-stats")

    reply = await core.room.say("Ann", f"/promise {typed}")

    assert refusal in words(reply)
    assert asked in words(reply)


async def test_a_move_into_a_full_week_says_what_to_do_next(core: WeeklyCore) -> None:
    await core.room.say("Ann", "/promise week1-stats")
    await core.open_checkin()
    await core.room.say("Ann", "/promise week1-algebra, week1-practice, week2-numpy")

    reply = await core.room.tap("Ann", await core.room.say("Ann", "/promise"), "Moved: Statistics")

    assert "You can promise up to 3 tasks" in words(reply)
    assert "Moved: Statistics" in labels(await core.room.say("Ann", "/promise"))


async def test_too_many_tasks_are_all_offered_and_none_is_promised(room: Room) -> None:
    reply = await room.say("Ann", "/promise week1-stats, week1-practice, week2-numpy, week2-cleaning")

    assert "up to 3 tasks" in words(reply)
    assert ["+ Statistics", "+ Practice", "+ NumPy & Pandas", "+ Data cleaning, filtering, grouping"] == labels(reply)
    assert not any(label.startswith("−") for label in labels(await room.say("Ann", "/promise")))


async def test_an_outcome_that_is_known_is_said_beside_the_promise(core: WeeklyCore) -> None:
    await core.room.say("Ann", "/promise week1-stats, week1-practice")
    await core.open_checkin()
    before = await core.room.say("Ann", "/promise")
    await core.room.say("Ann", "/done week1-stats")

    reply = await core.room.tap("Ann", before, "Moved: Statistics")

    assert "Statistics" in words(reply).splitlines()[1]
    assert not [label for label in labels(reply) if label.endswith("Statistics")]
    assert {"Partly: Practice", "Moved: Practice"} <= {*labels(reply)}
    reply = await core.room.tap("Ann", reply, "Partly: Practice")
    assert not [label for label in labels(reply) if label.startswith(("Partly", "Moved"))]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("drop week2-numpy, week1-stats", ["drop week2-numpy", "drop week1-stats"]),
        ("Add week1-practice and week2-cleaning", ["add week1-practice", "add week2-cleaning"]),
        ("add week1-practice, week9-nothing", ["add week1-practice"]),
        ("drop week1", ["drop week1-algebra", "drop week1-stats", "drop week1-practice"]),
        ("moved week1-stats, week2-numpy", ["moved week1-stats", "moved week2-numpy"]),
        ("drop week1-stats please", ["drop week1-stats"]),
        ("drop qqqq", []),
        ("part one of a novel", []),
    ],
)
async def test_a_wish_that_is_not_about_one_task_for_certain_is_asked_about(
    room: Room, line: str, offered: list[str]
) -> None:
    await room.say("Ann", "/promise week1-stats, week2-numpy")

    reply = await room.say("Ann", f"/promise {line}")

    assert [f"promise {one}" for one in offered] == lines(reply)[: len(offered)]
    assert not line.startswith("drop") or not any(one.startswith("promise add") for one in lines(reply))
    kept = [one for one in labels(await room.say("Ann", "/promise")) if one.startswith("−")]
    assert ["− Statistics", "− NumPy & Pandas"] == kept


async def test_a_task_that_is_titled_like_a_wish_is_promised(sqlite_store: Store) -> None:
    room = Room(sqlite_store, (read_roadmap("# Plan\n- [ ] Add tests, docs\n- [ ] Rest\n", slug="p"),))

    assert ["− Add tests, docs"] == labels(await room.say("Ann", "/promise add tests, docs"))[:1]
