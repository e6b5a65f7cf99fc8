"""The word in an answer that the last private post did not arrive."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.errors import StoreBusy
from bot.features.nudges import unreached
from bot.identity import Place
from bot.tables import accounts
from tests.bot.room import HERE, Room, labels, words

WORD = "couldn’t reach you"
ELSEWHERE = Place("sandbox", 77, 77, title="Another room")


async def lose(room: Room) -> None:
    """Let the last private post of all have failed."""
    await room.store.write(lambda db: db.execute(update(accounts).values(off_reason="blocked")))


async def test_it_is_said_in_the_next_answer_and_not_again(room: Room) -> None:
    await room.say("Ann", "/join")
    await lose(room)

    assert WORD in words(await room.say("Ann", "/progress"))
    assert WORD not in words(await room.say("Ann", "/progress"))


async def test_who_was_just_forgotten_is_not_asked_to_write_again(room: Room) -> None:
    await room.say("Ann", "/join")
    asked = await room.say("Ann", "/settings forget now")
    await lose(room)

    done = await room.tap("Ann", asked, labels(asked)[0])

    assert "deleted everything" in words(done)
    assert WORD not in words(done)


@pytest.mark.parametrize("line", ["/progress", "/settings", "/help"])
async def test_a_group_that_does_not_know_its_asker_says_nothing_of_it(room: Room, line: str) -> None:
    await room.say("Ann", "/join")
    await room.say("Ben", "/join", ELSEWHERE)
    await lose(room)

    assert WORD not in words(await room.say("Ann", line, ELSEWHERE))
    assert WORD in words(await room.say("Ann", line, HERE))


async def test_a_busy_database_takes_nothing_from_the_answer(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    await room.say("Ann", "/join")
    await lose(room)

    def refuse(*_: object) -> None:
        raise StoreBusy

    monkeypatch.setattr(unreached, "find_person", refuse)

    said = words(await room.say("Ann", "/done week1"))

    assert "3 tasks done" in said
    assert WORD not in said
