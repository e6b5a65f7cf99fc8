from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markup import Linked, Mention, Span, Text, fill, join_texts, plain
from bot.identity import Account

ANN = Account("telegram", 1, "Ann", "ann")


def test_a_template_is_marked_up_and_its_values_are_not() -> None:
    text = fill("**{who}** did *{what}*", {"who": "*Bob* <b>", "what": "`x` [y](z)"})

    assert Text((Span("*Bob* <b>", bold=True), Span(" did "), Span("`x` [y](z)", italic=True))) == text


@given(st.text())
def test_no_value_can_change_the_markup_around_it(value: str) -> None:
    text = fill("a **{value}** b", {"value": value})

    assert f"a {value} b" == text.plain
    assert {"a ", " b"} == {span.text for span in text.spans if not span.bold and span.text}


@given(st.text())
def test_a_value_that_looks_like_a_placeholder_is_not_filled_again(value: str) -> None:
    assert "{who}" + value == fill("{first}{value}", {"first": "{who}", "value": value}).plain


def test_links_take_their_address_from_a_value() -> None:
    text = fill("[read {title}]({url})", {"title": "it", "url": "https://e.org/?a=1&b=(2)"})

    assert "read it" == text.plain
    assert {"https://e.org/?a=1&b=(2)"} == {span.url for span in text.spans}


def test_a_code_span_can_hold_a_value() -> None:
    assert (Span("/done", code=True),) == fill("`/{name}`", {"name": "done"}).spans


def test_line_ends_of_a_template_are_kept() -> None:
    assert "one\ntwo" == fill("one\ntwo", {}).plain


def test_a_mention_names_the_account_and_pings_only_when_told_to() -> None:
    [quiet] = fill("{who}", {"who": Mention(ANN)}).spans
    [loud] = fill("{who}", {"who": Mention(ANN, ping=True)}).spans

    assert ("Ann", ANN, False) == (quiet.text, quiet.mention, quiet.ping)
    assert loud.ping


def test_a_text_as_value_keeps_its_own_style_inside_the_one_around() -> None:
    inner = fill("*very* good", {})
    [very, good] = fill("**{it}**", {"it": inner}).spans

    assert (True, True) == (very.bold, very.italic)
    assert (True, False) == (good.bold, good.italic)


def test_a_link_as_value_has_its_label_and_address() -> None:
    [span] = fill("{it}", {"it": Linked("a](b", "https://e.org")}).spans

    assert ("a](b", "https://e.org") == (span.text, span.url)


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("{who}", {})


def test_joining_leaves_out_what_is_empty() -> None:
    assert "a\nb" == join_texts([plain("a"), Text(), plain("b")]).plain
    assert not join_texts([Text(), plain("")])


def test_numbered_and_dashed_lines_stay_as_they_are_written() -> None:
    assert "1. one\n- two\n# three" == fill("1. one\n- two\n# three", {}).plain
