"""Buttons of offers: none is lost, and each is carried within the limits of both platforms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.render import render_discord
from bot.adapters.telegram.render import keyboard
from bot.chat import limits
from bot.chat.dispatch import UnknownCommand
from bot.chat.markup import plain
from bot.chat.refusals import answer_refusal
from bot.chat.reply import Button, ButtonStyle, Reply
from bot.chat.taps import lay_out, make_taps
from tests.sampling import examples

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120)
OFFERS = st.lists(st.tuples(WORDS, st.builds("done {} - {}".format, WORDS, WORDS)), min_size=1, max_size=25)
DISCORD_ID = 100
DISCORD_LABEL = 80


@given(OFFERS, st.integers(1, 5))
@examples(1)
def test_every_offer_has_its_button_on_every_platform(offers: list[tuple[str, str]], width: int) -> None:
    reply = Reply(plain("Which?"), buttons=lay_out((make_taps(offers), width)))

    assert [line for _, line in offers] == [one.line for one in reply.taps()]
    telegram = [one for row in (keyboard(reply) or {}).get("inline_keyboard", []) for one in row]
    assert len(offers) == len(telegram)
    assert all(0 < len(one["callback_data"].encode()) <= limits.CALLBACK_BYTES for one in telegram)
    items = [item for row in render_discord(reply).view.to_components() for item in row["components"]]
    ids = [one["value"] for item in items for one in item.get("options", [])] or [item["custom_id"] for item in items]
    labels = [one["label"] for item in items for one in item.get("options", [item])]
    assert len(offers) == len(ids) == len({*ids}) == len(labels)
    assert all(0 < len(one) <= DISCORD_ID for one in ids)
    assert all(0 < len(one) <= DISCORD_LABEL for one in labels)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 5)), min_size=1, max_size=3))
@examples(1)
def test_groups_of_buttons_that_have_room_are_all_shown(groups: list[tuple[int, int]]) -> None:
    offers = [
        (make_taps((f"{group}.{at}", f"done {at}") for at in range(size)), width)
        for group, (size, width) in enumerate(groups)
    ]

    shown = [one for row in lay_out(*offers) for one in row if isinstance(one, Button)]

    needed = sum(-(-size // limits.ROW_BUTTONS) for size, _ in groups)
    assert needed > limits.ROWS or [one.line for buttons, _ in offers for one in buttons] == [one.line for one in shown]


def test_a_group_of_more_than_five_is_a_choice() -> None:
    groups = [make_taps((f"{size}.{at}", f"done {size}-{at}") for at in range(size)) for size in (6, 5, 7)]

    rows = lay_out(*((group, 5) for group in groups))

    assert [1] * 6 + [0] * 5 + [3] * 7 == [one.choice for row in rows for one in row if isinstance(one, Button)]


def test_the_last_group_keeps_its_row_when_there_are_too_many() -> None:
    many = make_taps((f"Week {at}", f"done week{at}") for at in range(25))
    last = make_taps([("Streak", "streak")])

    rows = lay_out((many, 5), (last, 1))

    assert (limits.ROWS, last) == (len(rows), rows[-1])


@pytest.mark.parametrize(
    ("style", "discord", "telegram"),
    [
        (ButtonStyle.PLAIN, 2, None),
        (ButtonStyle.PRIMARY, 1, "primary"),
        (ButtonStyle.SUCCESS, 3, "success"),
        (ButtonStyle.DANGER, 4, "danger"),
    ],
)
def test_a_style_is_shown_on_both_platforms(style: ButtonStyle, discord: int, telegram: str | None) -> None:
    reply = Reply(plain("Which?"), buttons=(make_taps([("Yes", "leave yes")], style),))

    [[shown]] = [row["components"] for row in render_discord(reply).view.to_components()]
    [[sent]] = (keyboard(reply) or {})["inline_keyboard"]
    assert (discord, telegram) == (shown["style"], sent.get("style"))


@pytest.mark.parametrize(("offers", "style"), [(1, ButtonStyle.PRIMARY), (2, ButtonStyle.PLAIN)])
def test_the_only_offer_of_a_refusal_is_the_way_on(offers: int, style: ButtonStyle) -> None:
    refused = UnknownCommand(name="x", offers=tuple((f"Way {at}", f"done {at}") for at in range(offers)))

    assert {style} == {one.style for one in answer_refusal("en", refused).taps()}


def test_an_offer_without_a_label_shows_its_line() -> None:
    assert ["done week1", "Two"] == [one.label for one in make_taps([("  ", "done week1"), ("Two", "done week2")])]
