"""A reply in Discord's words: nothing typed by anybody gets out of its place, and everything fits."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import discord
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.adapters.discord import render as rendering
from bot.adapters.discord.markdown import escape, safe_url, write, write_bare
from bot.adapters.discord.render import render_discord
from bot.chat import limits
from bot.chat.markup import NOTHING, Linked, Mention, Span, SpokenMoment, Text, fill, plain
from bot.chat.reply import Button, Field, Image, Link, Reply, Tone
from bot.identity import Account, Platform
from tests.adapters import discord_peer_rules as rules
from tests.adapters.discord_core import COMMANDS, PNG, pinging
from tests.adapters.discord_markdown import comparable, meant, read
from tests.sampling import examples

NASTY = st.text(
    st.sampled_from("ab 1.*_~|`[]()<>@#-+:/\\\n\u202e😀é") | st.characters(exclude_categories=["Cs"]), max_size=60
)
SPANS = st.builds(
    Span,
    NASTY,
    bold=st.booleans(),
    italic=st.booleans(),
    code=st.booleans(),
    url=st.sampled_from(["", "https://numpy.org/a_b", "javascript:alert(1)", "https://x.test/)>[*"]),
    mention=st.none() | st.builds(Account, st.sampled_from([Platform.DISCORD, "telegram"]), st.just(7), NASTY),
    ping=st.booleans(),
    role=st.sampled_from([0, 8]),
    channel=st.sampled_from([0, 9]),
    moment=st.none() | st.just(datetime(2026, 3, 9, 17, tzinfo=UTC)),
    clock=st.booleans(),
)
TEXTS = st.builds(lambda spans: Text(tuple(spans)), st.lists(SPANS, max_size=4))


def as_read(written: str) -> str:
    """What a reader sees of text in which nothing but backslashes is left to be interpreted."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", written)


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("plain", "plain"),
        ("**bold** text", "**bold** text"),
        ("_italic_ `code`", "_italic_ `code`"),
        ("***both***", "**_both_**"),
        ("**bold `code`**", "**bold `code`**"),
        ("[NumPy](https://numpy.org/a_b)", "[NumPy](<https://numpy.org/a_b>)"),
    ],
)
def test_our_own_marks_become_discords(template: str, written: str) -> None:
    assert write(fill(template, {}), 100) == written


def test_neighbours_in_one_style_share_its_marks() -> None:
    text = fill("**{who} has {n} days**", {"who": "Ann", "n": 3})

    assert "**Ann has 3 days**" == write(text, 100)


def test_neighbours_in_code_share_its_marks() -> None:
    assert "type `/done numpy`" == write(fill("type `/{command} numpy`", {"command": "done"}), 100)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("**bold**", r"\*\*bold\*\*"),
        ("a_b", r"a\_b"),
        ("# title", r"\# title"),
        ("one\n- two\n1. three\n> four", "one\n\\- two\n1\\. three\n\\> four"),
        ("-# small", r"\-# small"),
        ("@everyone", r"\@everyone"),
        ("<@123> <t:0> <:a:1>", r"\<\@123> \<t:0> \<:a:1>"),
        ("[a](https://evil.test)", r"\[a\](https:\//evil.test)"),
        ("||secret|| ~~gone~~", r"\|\|secret\|\| \~\~gone\~\~"),
        ("```py", r"\`\`\`py"),
        ("C:\\*", r"C:\\\*"),
    ],
)
def test_what_somebody_typed_stays_as_typed(typed: str, written: str) -> None:
    assert write(plain(typed), 100) == written
    assert as_read(written) == typed


@given(NASTY)
@example(":///")
def test_no_character_of_a_typed_text_is_lost_or_means_anything(typed: str) -> None:
    written = escape(typed)
    bare = re.sub(r"\\[^0-9A-Za-z\s]", ".", written)  # what is escaped stands between its neighbours

    assert as_read(written) == typed
    assert not re.search(r"[*_~|`\[\]<@]|://", bare)
    assert not re.search(r"^\s*(#{1,3}|>|-|\+|\d+[.)])\s", written, re.MULTILINE)


@examples(2)
@given(TEXTS)
@example(Text((Span("/", code=True), Span("done", code=True))))
@example(Text((Span("1"), Span(". x"), Span("https"), Span("://x.test"))))
@example(Text((Span("a_b", italic=True, code=True), Span("c", italic=True), Span("d"))))
@example(Text((Span("a**b", bold=True, code=True), Span("c", bold=True))))
@example(Text((Span("a", code=True), Span("", bold=True), Span("b", code=True))))
@example(Text((Span("a", italic=True, code=True), Span("b", italic=True, code=True, clock=True))))
def test_what_is_written_is_read_as_it_was_meant(text: Text) -> None:
    assert comparable(meant(text)) == comparable(read(write(text, 4000)))


@given(TEXTS, st.integers(20, 300))
def test_a_text_is_never_longer_than_it_may_be(text: Text, limit: int) -> None:
    assert limits.units(write(text, limit)) <= limit
    assert limits.units(write_bare(text, limit)) <= limit


def test_what_is_shortened_is_shortened_before_it_is_marked_up() -> None:
    written = write(Text((Span("*" * 100, bold=True),)), 50)

    assert written.startswith(r"**\*")
    assert written.endswith("…**")
    assert len(written) <= 50


def test_code_cannot_be_left_by_a_backtick() -> None:
    assert "`aˋ **b**`" == write(fill("`{slug}`", {"slug": "a` **b**"}), 100)


def test_blanks_at_the_edge_stay_outside_of_the_marks() -> None:
    assert " **a**   " == write(Text((Span(" a ", bold=True), Span("  ", italic=True))), 100)


@pytest.mark.parametrize(
    ("label", "url", "written"),
    [
        ("the [docs]", "https://x.test/a", "[the (docs)](<https://x.test/a>)"),
        ("x", "https://x.test/)> [y](z", "[x](<https://x.test/%29%3E%20%5By%5D%28z>)"),
        ("x*", "javascript:alert(1)", r"x\*"),
        ("x", "https://", "x"),
        ("x", "https://[broken", "x"),
        ("x", "https://x.test/" + "a" * 600, "x"),
        ("https://x.test/a", "https://x.test/a", "<https://x.test/a>"),
        (" ", "https://x.test/a", " "),
    ],
)
def test_nobody_breaks_out_of_a_link(label: str, url: str, written: str) -> None:
    assert write(fill("{link}", {"link": Linked(label, url)}), 1000) == written


def test_an_address_that_is_no_text_is_no_address() -> None:
    assert "https://x.test/?" == safe_url("https://x.test/\ud800")


def test_an_instant_is_shown_in_the_zone_of_each_reader_and_in_words_where_discord_shows_none() -> None:
    moment = SpokenMoment(datetime(2026, 3, 9, 17, tzinfo=UTC), "Mon 9 Mar, 18:00 Berlin time")
    text = fill("**Open until {until}.**", {"until": moment})
    message = render_discord(Reply(text, title=text, fields=(Field(text, text),)))

    assert (
        "**Open until <t:1773075600:f> (<t:1773075600:R>).**"
        == message.embed.description
        == message.embed.fields[0].value
    )
    assert "Open until Mon 9 Mar, 18:00 Berlin time." == message.embed.title == message.embed.fields[0].name
    assert "Open until Mon 9 Mar, 18:00 Berlin time." == text.plain


def test_a_time_of_today_is_shown_without_its_date() -> None:
    moment = SpokenMoment(datetime(2026, 3, 9, 17, tzinfo=UTC), "18:00", clock=True)

    assert "until <t:1773075600:t> (<t:1773075600:R>)" == write(fill("until {until}", {"until": moment}), 100)


def test_titles_and_field_names_show_neither_links_nor_mentions() -> None:
    text = fill(
        "{who} {link}", {"who": Mention(Account(Platform.DISCORD, 7, "A*a")), "link": Linked("x", "https://x.test")}
    )
    message = render_discord(Reply(title=text, fields=(Field(text, text),)))

    assert message.embed.title == message.embed.fields[0].name == r"A\*a x"
    assert "<@7> [x](<https://x.test>)" == message.embed.fields[0].value


@pytest.mark.parametrize(
    ("tone", "colour"),
    [(Tone.PLAIN, None), (Tone.GOOD, 0x2ECC71), (Tone.PROBLEM, 0xE74C3C), (Tone.CELEBRATION, 0xF1C40F)],
)
async def test_a_tone_is_a_colour(tone: Tone, colour: int | None) -> None:
    assert render_discord(Reply(plain("x"), tone=tone)).embed.to_dict().get("color") == colour


async def test_an_empty_field_shows_nothing_instead_of_being_refused() -> None:
    [field] = render_discord(Reply(fields=(Field(NOTHING, plain(" ")),))).embed.fields

    assert ("\u200b", "\u200b") == (field.name, field.value)


async def test_a_reply_of_blanks_alone_is_still_a_message() -> None:
    assert "\u200b" == render_discord(Reply(plain(" "))).embed.description


async def test_a_person_pinged_twice_is_named_once() -> None:
    message = render_discord(
        Reply(pinging(7, "Ann"), title=pinging(7, "Ann"), fields=(Field(plain("x"), pinging(8, "Ben")),))
    )

    assert "<@7> <@8>" == message.content
    assert {"parse": [], "users": [7, 8]} == dict(message.mentions.to_dict())


async def test_without_a_ping_nobody_can_be_reached() -> None:
    assert [] == render_discord(Reply(plain("@everyone <@7>"))).mentions.to_dict()["parse"]


async def test_a_picture_that_is_too_large_leaves_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DOCUMENT_BYTES", len(PNG) - 1)
    message = render_discord(Reply(plain("Look"), image=Image(PNG, "a heat map")))

    assert [] == message.files
    assert "Look\n\na heat map" == message.embed.description
    assert not message.embed.image.url


async def test_a_link_button_that_leads_nowhere_is_left_out() -> None:
    reply = Reply(plain("x"), buttons=((Link("Bad", "javascript:x"), Link("Good", "https://x.test")),))

    assert ["Good"] == [item.to_component_dict()["label"] for item in render_discord(reply).view.children]


async def test_rows_of_buttons_stay_rows() -> None:
    rows = tuple(tuple(Button(f"{row}.{at}", f"done {row}-{at}") for at in range(5)) for row in range(5))
    components = render_discord(Reply(plain("x"), buttons=rows)).view.to_components()

    assert [[button["label"] for button in row["components"]] for row in components] == [
        [button.label for button in row] for row in rows
    ]


@examples(0.2)
@given(TEXTS, TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=5), st.integers(1, 150))
async def test_whatever_is_said_discord_can_take_it(
    text: Text, title: Text, fields: list[tuple[Text, Text]], times: int
) -> None:
    made = tuple(Field(Text(name.spans * times), Text(value.spans * times)) for name, value in fields * 5)
    message = render_discord(Reply(Text(text.spans * times) + plain("."), title=Text(title.spans * times), fields=made))
    body = {"content": message.content, "embeds": [message.embed.to_dict()], "components": message.view.to_components()}

    assert [] == list(rules.message_faults(body))


def test_our_limits_are_no_larger_than_discords_own() -> None:
    assert limits.FIELDS <= 25
    assert limits.TITLE <= 256
    assert limits.VISIBLE <= rendering.DESCRIPTION
    assert limits.LINE_BYTES + len("line25:") <= rules.CUSTOM_ID
    assert limits.LABEL <= 80
    assert "x" == discord.Embed(title="x").to_dict()["title"]
    assert all(len(command.args) <= 25 for command in COMMANDS)
