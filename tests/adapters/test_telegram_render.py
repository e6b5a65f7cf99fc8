"""Whatever a reply holds, Telegram can read it, and nobody is pinged by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import (
    BotCommandLimit,
    CallbackQueryLimit,
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    MessageLimit,
)

from bot.adapters.telegram.render import as_html, render_telegram, toast
from bot.chat import command, limits
from bot.chat.markup import Mention, Span, Text, fill, plain
from bot.chat.reply import Button, ButtonStyle, Field, Image, Link, Reply
from bot.identity import Account, Platform
from tests.adapters.telegram_peer_html import parse_html, units
from tests.adapters.telegram_stage import on_stage, place_in

ANN = Account(Platform.TELEGRAM, 77, "Ann <b>")
HARD = (
    "<b>",
    "</b>",
    "&amp;",
    "&lt;script&gt;",
    '"><a href="tg://user?id=1">x</a>',
    "@everyone @ann",
    "*_`[](http://x)",
    "𝔘𝔫𝔦 🏳️‍🌈 e\u0301",
    "\u202eevil",
    "\ud800",
    "\x00",
    "\n\n",
    " ",
    "ا" * 5000,
    "🎓" * 3000,
    "&" * 4096,
)


def shown(reply: Reply) -> str:
    return parse_html(render_telegram(reply).html)[0]


def test_styles_become_tags_in_one_order() -> None:
    text = fill("**bold** *it* `co<de` [site]({url}) ***both***", {"url": "https://e.org/?a=1&b=2"})

    assert (
        '<b>bold</b> <i>it</i> <code>co&lt;de</code> <a href="https://e.org/?a=1&amp;b=2">site</a> <b><i>both</i></b>'
    ) == render_telegram(Reply(text)).html


def test_a_command_that_is_put_in_is_one_piece_of_code_to_copy() -> None:
    assert "<code>/done numpy</code>" == as_html(fill("`/{command} numpy`", {"command": "done"}))


def test_title_text_and_fields_stand_in_paragraphs() -> None:
    fields = (Field(plain("Rank"), plain("1"), inline=True), Field(plain("Points"), plain("9"), inline=True))
    reply = Reply(plain("text"), title=plain("Title"), fields=(*fields, Field(plain("Next"), plain("a\nb"))))

    assert "Title\n\ntext\n\nRank: 1\nPoints: 9\n\nNext\na\nb" == shown(reply)
    assert 4 == render_telegram(reply).html.count("<b>")


def test_only_a_wanted_ping_is_a_mention_and_only_on_telegram() -> None:
    say = "{who} did it"
    pinged = Reply(fill(say, {"who": Mention(ANN, ping=True)}))
    named = Reply(fill(say, {"who": Mention(ANN)}))
    elsewhere = Reply(fill(say, {"who": Mention(replace(ANN, platform=Platform.DISCORD), ping=True)}))

    assert '<a href="tg://user?id=77">Ann &lt;b&gt;</a>' in render_telegram(pinged).html
    changed = Reply(fill(say, {"who": Mention(ANN, pinged=True)}))
    assert render_telegram(pinged) == render_telegram(changed)
    assert "tg://" not in render_telegram(named).html + render_telegram(elsewhere).html
    assert "Ann <b> did it" == shown(named)


def test_a_user_name_in_what_somebody_typed_pings_nobody() -> None:
    html = render_telegram(Reply(plain("@bob, (@bob) and ann@example.org"))).html

    assert "@\u2060bob, (@\u2060bob) and ann@example.org" == html
    assert "<code>/progress @ann</code>" == render_telegram(Reply(Text((Span("/progress @ann", code=True),)))).html


@pytest.mark.parametrize("typed", HARD)
async def test_hard_texts_pass_the_server(typed: str) -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        text = fill("**{x}** and *{x}* `{x}` [{x}](https://e.org)", {"x": typed})
        fields = (Field(plain(typed), plain(typed)), Field(text, text, inline=True))
        await stage.adapter.send(place_in(room), Reply(text, title=text, fields=fields), "key")
        await stage.adapter.send(place_in(room), Reply(plain(typed), image=Image(b"png", typed)), "key")

        assert 2 == len(room.texts)


def test_a_long_text_ends_in_an_ellipsis_at_the_limit() -> None:
    html = render_telegram(Reply(fill("**{x}**", {"x": "🎓&" * 3000}))).html
    text, entities = parse_html(html)

    assert MessageLimit.MAX_TEXT_LENGTH - 3 <= units(text) <= MessageLimit.MAX_TEXT_LENGTH
    assert text.endswith("…")
    assert entities[0]["length"] == units(text)


def test_a_text_that_fills_the_message_leaves_the_ellipsis_room() -> None:
    exact = "x" * MessageLimit.MAX_TEXT_LENGTH

    assert shown(Reply(plain(exact))) == exact
    assert shown(Reply(Text((Span(exact), Span("y"))))) == exact[:-1] + "…"


def test_a_caption_has_its_own_limit() -> None:
    assert MessageLimit.CAPTION_LENGTH == units(shown(Reply(plain("x" * 2000), image=Image(b"", ""))))


def test_a_reply_of_blanks_still_says_something() -> None:
    assert "…" == shown(Reply(plain(" \n ")))


def test_buttons_send_their_line_and_links_open_their_page() -> None:
    keyboard = render_telegram(
        Reply(plain("x"), buttons=((Button("A @b", "a b"), Link("L", "https://e.org")),))
    ).keyboard
    assert keyboard
    [[button, link]] = keyboard["inline_keyboard"]

    assert {"text": "A @b", "callback_data": "* a b"} == button
    assert {"text": "L", "url": "https://e.org"} == link


def test_a_toast_is_short_and_bare() -> None:
    said = toast(Reply(fill("**{x}**", {"x": "🎓" * 300})))

    assert units(said) <= CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
    assert said.startswith("🎓")


def test_our_limits_are_within_telegrams() -> None:
    assert limits.LINE_BYTES <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    assert limits.ROWS * limits.ROW_BUTTONS <= InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER
    assert limits.ROW_BUTTONS <= InlineKeyboardMarkupLimit.BUTTONS_PER_ROW
    assert limits.VISIBLE <= MessageLimit.MAX_TEXT_LENGTH
    assert limits.TYPED <= MessageLimit.MAX_TEXT_LENGTH
    assert command.HELP_LENGTH <= BotCommandLimit.MAX_DESCRIPTION
    assert 32 == int(BotCommandLimit.MAX_COMMAND)  # the length in a command's name pattern


spans = st.builds(
    Span,
    st.text(max_size=40),
    bold=st.booleans(),
    italic=st.booleans(),
    code=st.booleans(),
    url=st.sampled_from(["", "", "https://e.org/?q=a&b=\"<'>"]),
    mention=st.sampled_from([None, ANN]),
    ping=st.booleans(),
)


@given(st.lists(spans, min_size=1, max_size=6).filter(lambda some: any(span.text for span in some)))
def test_whatever_spans_there_are_the_server_shows_their_characters(some: list[Span]) -> None:
    reply = Reply(Text(tuple(some)))
    characters = "".join(span.text for span in some).replace("\x00", "").strip()
    seen = shown(reply).replace("\u2060", "")

    assert seen == (characters.replace("\u2060", "") or "…")


@given(st.text(min_size=1, max_size=300), st.integers(1, 40))
def test_whatever_the_length_the_limits_hold(piece: str, times: int) -> None:
    reply = Reply(plain(piece * times), title=plain(piece * times), fields=(Field(plain(piece), plain(piece * times)),))

    assert 0 < units(shown(reply)) <= MessageLimit.MAX_TEXT_LENGTH
    assert units(toast(reply)) <= CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH


async def test_the_server_takes_a_button_of_every_style() -> None:
    buttons = tuple(Button(style.value, "leave yes", style=style) for style in ButtonStyle)
    async with on_stage() as stage:
        room = stage.peer.group("Study Group")
        await stage.adapter.send(place_in(room), Reply(plain("x"), buttons=(buttons,)), "key")

    assert [None, "primary", "success", "danger"] == [one.get("style") for one in room.last.keyboard[0]]
    assert [] == stage.peer.violations
