from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.call import Call
from bot.chat.command import Arg, Pick, command
from bot.chat.markup import plain
from bot.chat.parse import Typed, bind_args, bind_options, clean_line, missing_arg, split_line
from bot.chat.reply import Reply


@command(task=Arg("what"), evidence=Arg("a note", optional=True, rest=True, picks=(Pick.FILE, Pick.ROLE)))
async def done(call: Call, task: str, evidence: str = "") -> Reply:
    """Tick off."""
    return Reply(plain(task + evidence))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/done week2-numpy", Typed("done", "week2-numpy")),
        ("done week2-numpy", Typed("done", "week2-numpy")),
        ("  /DONE   a  b ", Typed("done", "a  b")),
        ("/done\na\nb", Typed("done", "a\nb")),
        ("", Typed("", "")),
        ("/", Typed("", "")),
        ("\u202e/done x", Typed("done", "x")),
        ("/do\u200bne week2\u2060-numpy", Typed("done", "week2-numpy")),
        ("/done x 👩\u200d🔬 می\u200cخواهم", Typed("done", "x 👩\u200d🔬 می\u200cخواهم")),
    ],
)
def test_a_line_is_a_name_and_a_rest(line: str, expected: Typed) -> None:
    assert expected == split_line(line)


@given(st.text())
def test_no_control_character_comes_through(text: str) -> None:
    cleaned = clean_line(text)

    assert not [char for char in cleaned if ord(char) < 32 and char != "\n"]
    assert cleaned == clean_line(cleaned)
    cleaned.encode()


def test_the_last_argument_takes_what_is_left() -> None:
    assert {"task": "week2", "evidence": "see https://e.org now"} == bind_args(done, "week2 see https://e.org now")
    assert {"task": "week2"} == bind_args(done, "week2")
    assert {} == bind_args(done, "")


def test_what_was_picked_for_an_argument_stands_behind_its_words() -> None:
    picked = {"task": " week2 ", "file": "https://e.org/a.png", "role": "<@&5>", "other": "x"}

    assert {"task": "week2", "evidence": "https://e.org/a.png <@&5>"} == bind_options(done, picked)
    assert {"evidence": "see https://e.org/a.png"} == bind_options(
        done, {"evidence": "see", "file": "https://e.org/a.png"}
    )
    assert {"task": "week2"} == bind_options(done, {"task": "week2", "file": ""})


def test_the_first_required_argument_that_lacks_is_named() -> None:
    assert "task" == missing_arg(done.args, {})
    assert "" == missing_arg(done.args, {"task": "x"})
