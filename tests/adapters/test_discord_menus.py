"""Menus on Discord: many choices in one place, over a loopback socket."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.render import render_discord
from bot.chat import limits
from bot.chat.markup import plain
from bot.chat.reply import Button, Reply
from bot.chat.taps import lay_out, make_taps
from tests.adapters import discord_peer_rules as rules
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_stage import ANN, staged

NUMBERS = [f"Number {at}" for at in range(1, 10)]
LINES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=60)
GROUPS = st.lists(st.tuples(st.lists(LINES, min_size=1, max_size=12), st.integers(1, 5)), min_size=1, max_size=4)


async def test_more_than_five_choices_are_a_menu_and_the_usual_buttons_stay() -> None:
    async with staged() as stage:
        asked = await stage.peer.slash(ANN, "pick")

    assert NUMBERS == list(asked.choices)
    assert ["Undo", "Hint"] == list(asked.buttons)
    [menu] = asked.components[0]["components"]
    assert "Choose one of 9" == menu["placeholder"]


async def test_what_is_chosen_is_done_also_after_a_restart() -> None:
    peer = DiscordPeer()
    async with staged(peer=peer) as stage:
        asked = await stage.peer.slash(ANN, "pick")
    async with staged(peer=peer) as stage:
        chosen = await stage.peer.tap(asked, "Number 7", ANN)
        again = await stage.peer.tap(chosen, "Number 8", ANN)

    assert "Ann chose 8" == again.text
    assert [again] == stage.peer.general.messages


async def test_five_choices_stay_buttons() -> None:
    few = make_taps((f"Number {at}", f"pick {at}") for at in range(5))
    [row] = render_discord(Reply(plain("x"), buttons=lay_out((few, 5)))).view.to_components()

    assert [2] * 5 == [one["type"] for one in row["components"]]


@given(GROUPS)
async def test_no_choice_is_lost_and_discord_can_take_every_menu(groups: list[tuple[list[str], int]]) -> None:
    rows = lay_out(*((tuple(Button(line, line) for line in lines), width) for lines, width in groups))
    components = render_discord(Reply(plain("x"), buttons=rows)).view.to_components()

    shown = [
        option["label"]
        for row in components
        for item in row["components"]
        for option in (item["options"] if item["type"] == 3 else [item])
    ]
    assert [limits.shorten(one.label, limits.LABEL) for row in rows for one in row] == shown
    assert [] == list(rules.message_faults({"content": "x", "components": components}))
