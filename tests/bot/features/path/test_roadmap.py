"""/roadmap as typed and tapped."""

from __future__ import annotations

import re

import pytest

from bot.database.store import Store
from roadmap.model import Block, Level, Month, Roadmap, Task
from roadmap.reading import read_roadmap
from tests.bot.room import Room, lines, words

SHARE = re.compile(r"(\d+) %\D+(\d+) of (\d+) points")


async def test_beside_a_percentage_stand_the_points_that_make_it_and_tasks_on_a_line_of_their_own(room: Room) -> None:
    await room.say("Ann", "choose path vision")
    await room.say("Ann", "done week1-algebra week2")

    for line in ("progress", "roadmap zero", "roadmap month1", "roadmap week1", "roadmap week2", "roadmap week3"):
        said = words(await room.say("Ann", line)).splitlines()
        shares = [[int(number) for number in share.groups()] for one in said if (share := SHARE.search(one))]
        assert shares
        assert all(percent == points * 100 // of for percent, points, of in shares)
        assert not any("%" in one and "tasks" in one for one in said)
        assert any("tasks done" in one for one in said)


async def test_one_browses_from_level_to_block_and_back_in_one_message(room: Room) -> None:
    await room.say("Ann", "done week1, week2-numpy")
    reply = await room.say("Ann", "roadmap")
    assert not reply.update
    assert ["roadmap zero", "roadmap mid"] == lines(reply)

    level = await room.tap("Ann", reply, "🟢 ZERO")
    month = await room.tap("Ann", level, "Month 1")
    block = await room.tap("Ann", month, "Python")
    back = await room.tap("Ann", block, "⬆ Month 1")

    assert all(one.update for one in (level, month, block, back))
    assert "✅ Maths ▰▰▰▰▰▰▰▰▰▰ 100 %" in words(month)
    assert "✅ NumPy & Pandas week2-numpy" in words(block)
    assert ["done week2-cleaning", "roadmap month1"] == lines(block)
    assert words(back) == words(month)
    assert ["roadmap month1", "roadmap month2", "roadmap"] == lines(await room.tap("Ann", back, "⬆ 🟢 ZERO"))


async def test_a_task_is_shown_with_its_steps_and_what_it_is_worth(room: Room) -> None:
    reply = await room.say("Ann", "roadmap linear algebra")

    assert "• Watch\n• Draw\n\nWorth 1 point." in words(reply)
    assert ["done week1-algebra", "stuck week1-algebra", "roadmap week1"] == lines(reply)
    await room.say("Ann", "done week1-algebra")
    assert "undo week1-algebra" == lines(await room.say("Ann", "roadmap week1-algebra"))[0]


async def test_a_block_shows_its_choice(room: Room) -> None:
    await room.say("Ann", "choose path nlp")

    assert "Your path\n▫️ Computer Vision\n✅ NLP: Text" in words(await room.say("Ann", "roadmap week3"))


@pytest.mark.parametrize(("typed", "title"), [("mid", "🟡 MID"), ("month 2", "Month 2: Depth"), ("WEEK2", "Python")])
async def test_a_part_may_be_typed_in_many_ways(room: Room, typed: str, title: str) -> None:
    assert words(await room.say("Ann", f"roadmap {typed}")).startswith(title)


async def test_what_is_not_on_the_roadmap_offers_what_is_near(room: Room) -> None:
    reply = await room.say("Ann", "roadmap statistcs of nothing")

    assert reply.private
    assert lines(reply)
    assert all(line.startswith("roadmap ") for line in lines(reply))


async def test_long_lists_come_in_pages(sqlite_store: Store) -> None:
    tasks = tuple(Task(f"t{n}", f"Task {n}", line=n) for n in range(20))
    blocks = tuple(Block(f"b{n}", f"Block {n}", tasks if n == 0 else (Task(f"b{n}-t", "T"),)) for n in range(30))
    room = Room(sqlite_store, (Roadmap("long", "Long", (Level("l", "L", "", (Month("m", "", blocks),)),)),))

    first = await room.say("Ann", "roadmap b0")
    second = await room.tap("Ann", first, "More")

    assert lines(first) == [f"done t{n}" for n in range(8)] + ["roadmap b0 p2", "roadmap l"]
    assert lines(second) == [f"done t{n}" for n in range(8, 16)] + ["roadmap b0 p1", "roadmap b0 p3", "roadmap l"]
    assert ["done t16"] == lines(await room.say("Ann", "roadmap b0 p99"))[:1]
    assert ["roadmap l p2", "roadmap"] == lines(await room.say("Ann", "roadmap l"))[-2:]
    assert "done b1-t" not in lines(await room.say("Ann", "next"))


async def test_suggestions_of_parts(room: Room) -> None:
    assert ["zero", "mid"] == [one.value for one in await room.suggest("Ann", "roadmap", "part", "")][:2]
    assert "week2-numpy" in [one.value for one in await room.suggest("Ann", "roadmap", "part", "numpy")]


async def test_a_hint_begins_like_a_sentence(room: Room) -> None:
    assert "\nVectors first" in words(await room.say("Ann", "roadmap week1-algebra"))


async def test_a_level_that_is_its_own_block_lists_its_tasks(sqlite_store: Store) -> None:
    plan = "# Plan\n## Phase 1: Start\n- [ ] Docker\n- [ ] Rust\n## Phase 2: End\n- [ ] Go\n### Maps\n- [ ] Zig\n"
    room = Room(sqlite_store, (read_roadmap(plan, slug="plan"),))

    reply = await room.say("Ann", "roadmap phase1")
    assert ["done phase1-docker", "done phase1-rust", "roadmap"] == lines(reply)

    level = await room.say("Ann", "roadmap phase2")
    assert ["roadmap phase2-tasks", "roadmap phase2-maps", "roadmap"] == lines(level)
    assert ["done phase2-go", "roadmap phase2"] == lines(await room.say("Ann", "roadmap phase2-tasks"))

    done = await room.privately("Ann", "done phase1")
    assert 1 == words(done).count("You finished Start") + words(done).count("You finished Phase 1")
