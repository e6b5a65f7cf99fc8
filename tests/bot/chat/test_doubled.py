from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.call import Said
from bot.chat.doubled import KEPT, QUICK, DoubleTaps, TappedMessage
from bot.chat.heads import Head
from bot.chat.markup import plain
from bot.chat.reply import Button, Reply
from bot.identity import Account
from tests.bot.room import HERE

CARD = TappedMessage(1, 2)
HEAD = Head(1, replaces=True)
TAP = Said(Account("sandbox", 1, "Ann"), HERE, "first", line="done week2-numpy", tapped=True, head=HEAD)
AGAIN = replace(TAP, inbound="second")
ANSWER = Reply(plain("Done"), buttons=((Button("Undo", "undo #1", replaces=True, owner=1),),))


class Seconds:
    """Seconds that pass by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def taps(seconds: Seconds) -> DoubleTaps:
    return DoubleTaps(seconds)


def test_a_second_tap_while_the_first_is_in_hand_is_a_double_one(taps: DoubleTaps) -> None:
    with taps.hold(CARD, TAP):
        assert taps.is_second(CARD, AGAIN)
        assert not taps.is_second(CARD, TAP)
        assert not taps.is_second(TappedMessage(1, 3), AGAIN)
        assert not taps.is_second(CARD, replace(AGAIN, line="undo #1"))

    assert not taps.is_second(CARD, AGAIN)


def test_a_second_tap_after_the_answer_is_a_double_one_for_some_seconds(taps: DoubleTaps, seconds: Seconds) -> None:
    taps.note(CARD, TAP, ANSWER)

    assert taps.is_second(CARD, AGAIN)
    assert not taps.is_second(CARD, replace(AGAIN, account=Account("sandbox", 2, "Ben")))
    seconds.at = QUICK
    assert not taps.is_second(CARD, AGAIN)


def test_a_tap_after_another_one_is_no_double_one(taps: DoubleTaps) -> None:
    taps.note(CARD, TAP, ANSWER)
    taps.note(CARD, replace(TAP, line="undo #1"), ANSWER)

    assert not taps.is_second(CARD, AGAIN)


def test_the_oldest_messages_are_forgotten(taps: DoubleTaps) -> None:
    for number in range(KEPT + 1):
        taps.note(TappedMessage(1, number), TAP, ANSWER)

    assert not taps.is_second(TappedMessage(1, 0), AGAIN)
    assert taps.is_second(TappedMessage(1, KEPT), AGAIN)


def test_a_button_that_stays_may_be_tapped_often(taps: DoubleTaps) -> None:
    later = replace(TAP, line="nudges later", head=Head(1))
    card = Reply(plain("At 19:00"), buttons=((Button("Later", "nudges later", owner=1),),), update=True)

    with taps.hold(CARD, later):
        assert not taps.is_second(CARD, replace(later, inbound="second"))
    taps.note(CARD, later, card)
    assert not taps.is_second(CARD, replace(later, inbound="second"))
