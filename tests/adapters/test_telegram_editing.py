"""Which answer belongs to which typed message, and what an edited message did before: without a chat around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.adapters.telegram import editing
from bot.adapters.telegram.editing import Answers, add_deed, digest, name_earlier
from bot.adapters.telegram.events import Line
from bot.chat import limits
from bot.chat.markup import plain
from bot.chat.port import Answered, Deed
from bot.chat.reply import Button, Reply
from bot.identity import Account, Place, Platform

ANN = Account(Platform.TELEGRAM, 1, "Ann")
ROOM = Place(Platform.TELEGRAM, -1, -1, title="Study")
DEEDS = tuple(Deed(f"deed {number}", f"undo #{number}") for number in range(1, 5))


class Memory:
    """Keeps answers in a dict, as the store does."""

    def __init__(self) -> None:
        self.kept: dict[int, Answered] = {}

    async def put(self, account: Account, place: Place, message_id: int, answer: Answered) -> None:
        self.kept[message_id] = answer

    async def find(self, place: Place, message_id: int) -> Answered | None:
        return self.kept.get(message_id)

    async def find_reporting(self, account: Account, undo: str) -> Answered | None:
        return None

    async def pick_live(self, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
        return tuple(deeds)


def did(number: int) -> Reply:
    return Reply(plain("done"), deed=plain(f"deed {number}"), undo=f"undo #{number}")


def rows(*widths: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        tuple(Button(f"{row}-{place}", "next") for place in range(width)) for row, width in enumerate(widths, 1)
    )


def test_the_last_three_deeds_are_kept_each_once() -> None:
    before = Answered("", deeds=DEEDS[:3])

    assert DEEDS[1:4] == add_deed(before, did(4))
    assert (DEEDS[0], DEEDS[2], DEEDS[1]) == add_deed(before, did(2))
    assert DEEDS[:3] == add_deed(before, Reply(plain("nothing was done")))
    assert DEEDS[:1] == add_deed(None, did(1))


def test_the_deed_of_the_answer_itself_is_not_named_as_an_earlier_one() -> None:
    said = name_earlier(did(2), DEEDS[:2])

    assert ["undo #1"] == [one.line for one in said.taps()]
    assert "deed 2" not in said.text.plain
    assert did(2) == name_earlier(did(2), DEEDS[1:2])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), (1,)),
        ((5,) * (limits.ROWS - 1), (*(5,) * (limits.ROWS - 1), 1)),
        ((5, 5, 3, 2, 5), (5, 5, 4, 2, 5)),
        ((5,) * limits.ROWS, (5,) * limits.ROWS),
    ],
)
def test_the_button_for_an_earlier_deed_has_a_row_or_goes_into_one_with_room(
    before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    said = name_earlier(replace(did(2), buttons=rows(*before)), DEEDS[:1])

    assert after == tuple(len(row) for row in said.buttons)
    assert "deed 1" in said.text.plain


async def test_the_answer_to_a_question_is_kept_in_memory_alone() -> None:
    memory = Memory()
    known = Answers(memory)

    await known.note_posted(Line(ANN, ROOM, "/done a", 7), (-1, 70))
    await known.note_posted(Line(ANN, ROOM, "/checkin", 8, answers=True), (-1, 80))

    assert {7: Answered(digest("/done a"), -1, 70)} == memory.kept
    assert (await known.find(ROOM, 8) or Answered("")).message_id == 80


async def test_of_many_answers_those_noted_last_stay_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "REMEMBERED", 2)
    known = Answers(Memory())

    for message_id in (1, 2, 1, 3):
        known.note(ROOM, message_id, Answered(str(message_id)))

    assert [True, False, True] == [await known.find(ROOM, one) is not None for one in (1, 2, 3)]
