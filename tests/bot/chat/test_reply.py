from __future__ import annotations

import pytest

from bot.chat import limits
from bot.chat.markup import plain
from bot.chat.reply import Button, Document, Field, Reply


@pytest.mark.parametrize(
    ("line", "carried"),
    [
        ("done week2-numpy", "* done week2-numpy"),
        ("x" * 49, f"* {'x' * 49}"),
        (f"done week2-numpy - {'ö' * 16}", "* ~ done week2-numpy"),
        (f"done {'ö' * 23}", "* ~ done"),
        ("checkin a\nb", "* ~ checkin"),
        (f"done {'x' * 30} - {'y' * 30}", f"* ~ done {'x' * 30}"),
        (f"done {'x' * 31} - {'y' * 30}", "* ~ done"),
        (f"checkin {'x' * 45} - {'y' * 30}", "* ~ checkin"),
    ],
)
def test_a_platform_carries_a_line_whole_or_without_its_note(line: str, carried: str) -> None:
    button = Button("ok", line)

    assert (line, carried) == (button.line, button.carried)
    assert button.fits is (f"* {line}" == carried)


def test_a_button_needs_a_line_and_a_label() -> None:
    for empty in ("", "  "):
        with pytest.raises(ValueError, match="line"):
            Button("ok", empty)
    with pytest.raises(ValueError, match="label"):
        Button("  ", "done")


def test_a_long_label_is_shortened() -> None:
    assert limits.LABEL == limits.units(Button("é" * 200, "done").label)


def test_a_reply_says_something() -> None:
    with pytest.raises(ValueError, match="says something"):
        Reply()


def test_a_document_goes_with_a_message_of_its_own_and_is_no_larger_than_both_platforms_take() -> None:
    document = Document("a.zip", b"PK")
    with pytest.raises(ValueError, match="own"):
        Reply(plain("Yours"), document=document, update=True)
    with pytest.raises(ValueError, match="bytes"):
        Document("a.zip", bytes(10 * 2**20 + 1))


def test_a_reply_has_no_more_buttons_than_the_smaller_platform_takes() -> None:
    row = tuple(Button(str(n), f"done {n}") for n in range(5))

    assert 5 == len(Reply(plain("x"), buttons=(row,) * 5).buttons)
    for wrong in ((row,) * 6, ((*row, row[0]),), ((),)):
        with pytest.raises(ValueError, match="rows"):
            Reply(plain("x"), buttons=wrong)


def test_a_reply_has_at_most_25_fields() -> None:
    with pytest.raises(ValueError, match="fields"):
        Reply(plain("x"), fields=(Field(plain("a"), plain("b")),) * 26)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("😀😀😀", 5, "😀😀…"),
        ("😀😀😀", 4, "😀…"),
        ("a b c d", 4, "a b…"),
    ],
)
def test_a_text_is_shortened_in_utf16_units_and_never_within_a_character(text: str, limit: int, expected: str) -> None:
    assert expected == limits.shorten(text, limit)
    assert limits.units(expected) <= limit
