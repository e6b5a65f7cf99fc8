"""The prompt against a toy core, on prompt_toolkit's own pipe and on a real pseudo-terminal's worth of colour."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta

import pytest
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from bot.adapters.sandbox import directives, interact
from bot.adapters.sandbox.complete import StageCompleter
from bot.adapters.sandbox.render import as_panel
from bot.adapters.sandbox.room import ROOM, MessageKind, SandboxMessage
from bot.adapters.sandbox.stage import Stage
from bot.chat.markup import Mention, fill, plain
from bot.chat.reply import Button, Field, Image, Link, Reply
from bot.chat.reply import Document as KeptDocument
from tests.adapters.toy_room import START, Toy, ToyWork, make_toy


@pytest.fixture
def toy() -> Toy:
    return make_toy()


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe:
        yield pipe


async def talk(toy: Toy, keys: PipeInput, typed: str) -> str:
    """Type into the prompt and return what was shown."""
    shown = Console(file=io.StringIO(), width=80, highlight=False)
    session: PromptSession[str] = PromptSession(input=keys, output=DummyOutput())
    keys.send_text(typed)
    await interact(toy.adapter, toy.work, toy.clock, console=shown, session=session, heartbeat=0.01)
    assert isinstance(shown.file, io.StringIO)
    return shown.file.getvalue()


async def test_a_person_is_greeted_answered_and_told_goodbye(toy: Toy, keys: PipeInput) -> None:
    shown = await talk(toy, keys, "/eat apple tasty\nAnn: /mine\n:now\n\n# nothing\n:quit\n")

    assert "No token is set, so this is the sandbox" in shown
    assert "@You eats apple: tasty" in shown
    assert "reply to Ann alone" in shown
    assert "[picture picture.png: A chart of fruit]" in shown
    assert "It’s 2026-03-02T09:00" in shown
    assert shown.rstrip().endswith("Bye!")


@pytest.mark.parametrize("leaving", ["\x04", "\x03"], ids=["Ctrl-D", "Ctrl-C"])
async def test_a_key_leaves(toy: Toy, keys: PipeInput, leaving: str) -> None:
    assert (await talk(toy, keys, leaving)).rstrip().endswith("Bye!")


async def test_time_passes_at_the_prompt_and_brings_what_falls_due(toy: Toy, keys: PipeInput) -> None:
    toy.work.put(timedelta(milliseconds=50), ROOM, "a moment has passed")

    async def leave_when_posted() -> None:
        while not toy.adapter.room.messages:
            await asyncio.sleep(0.001)
        keys.send_text(":quit\n")

    leaving = asyncio.create_task(leave_when_posted())
    shown = await talk(toy, keys, "")
    await leaving

    assert "a moment has passed" in shown
    assert [START + timedelta(milliseconds=50)] == toy.work.done_at


class BrokenWork(ToyWork):
    async def next_due(self) -> datetime | None:
        raise RuntimeError("disk full")


async def test_a_failure_while_time_passes_ends_the_session_loudly(toy: Toy, keys: PipeInput) -> None:
    toy.work = BrokenWork(toy.clock, toy.adapter)

    with pytest.raises(ExceptionGroup):
        await talk(toy, keys, "")


async def test_without_a_terminal_lines_are_read_like_a_script_to_their_end(
    toy: Toy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for typed, expected in {"": "", "Ann: /rule\n": "  | Ruled by Ann.\n"}.items():
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        await interact(toy.adapter, toy.work, toy.clock)
        written = capsys.readouterr().out

        assert "No token is set, so this is the sandbox" in written
        assert written.endswith(expected)


async def test_a_pipe_of_bytes_that_are_no_text_is_read_all_the_same(
    toy: Toy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Ann: /eat \xff\n"), encoding="utf-8"))
    await interact(toy.adapter, toy.work, toy.clock)

    assert "@Ann eats \\xff" in capsys.readouterr().out


async def test_with_a_token_the_greeting_does_not_say_that_none_is_set(
    toy: Toy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    await interact(toy.adapter, toy.work, toy.clock, no_token=False)
    written = capsys.readouterr().out

    assert "No token" not in written
    assert "This is the sandbox" in written


async def completions(toy: Toy, typed: str) -> list[str]:
    """The lines that the completions would make of what was typed."""
    completer = StageCompleter(Stage(toy.adapter, toy.work, toy.clock, directives.ALL))
    found: AsyncIterator[str] = (
        typed[: len(typed) + one.start_position] + one.text
        async for one in completer.get_completions_async(Document(typed), CompleteEvent())
    )
    return [line async for line in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/e", ["/eat"]),
        ("/T", ["/turn"]),
        ("/", ["/eat", "/turn", "/mine", "/rule", "/plan", "/greet"]),
        ("/eat ap", ["/eat apple", "/eat apricot"]),
        ("/eat ", ["/eat apple", "/eat apricot", "/eat pear"]),
        ("/eat apple beca", []),
        ("Ben: /eat p", ["Ben: /eat pear"]),
        ("Ben> /eat p", ["Ben> /eat pear"]),
        ("/plan to", ["/plan today", "/plan tomorrow"]),
        ("/greet a", ["/greet Ann"]),
        ("/mine x", []),
        ("/nonsense x", []),
        ("", []),
        ("a", ["Ann: "]),
        ("An", ["Ann: "]),
        ("Ann: hel", []),
        (":ad", [":advance", ":admin", ":added"]),
        (":as a", [":as Ann"]),
        ("Ann: :as", ["Ann: :as"]),
        (":admin", [":admin"]),
        (":press m", [":press More"]),
        (":press ", [":press More", ":press Turn"]),
        (":now x", []),
    ],
)
async def test_a_line_is_completed(toy: Toy, typed: str, expected: list[str]) -> None:
    await toy.play("Ann: /eat apple")

    assert expected == await completions(toy, typed)


async def test_completing_a_name_brings_nobody_into_the_room(toy: Toy) -> None:
    await completions(toy, "Zoe: /eat a")
    await completions(toy, ":press ")

    assert [] == list(toy.adapter.room.people)


def test_the_completer_offers_nothing_without_the_store(toy: Toy) -> None:
    completer = StageCompleter(Stage(toy.adapter, toy.work, toy.clock, directives.ALL))

    assert [] == list(completer.get_completions(Document("/e"), CompleteEvent()))


def panel(toy: Toy, reply: Reply, to: str = "") -> str:
    console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", width=80)
    console.print(as_panel(SandboxMessage("1", START, MessageKind.REPLY, ROOM, to, reply)))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_panel_shows_every_part_of_a_reply_in_style(toy: Toy) -> None:
    reply = Reply(
        fill("**bold** *italic* `code` [site](https://a.test) {who}", {"who": Mention(toy.adapter.room.person("Ann"))}),
        title=plain("Title"),
        fields=(Field(plain("name"), plain("value")),),
        image=Image(b"", "alt"),
        buttons=((Button("Go", "go"), Link("See", "https://b.test")),),
    )
    shown = panel(toy, reply)

    for part in ("\x1b[1mbold", "\x1b[3mitalic", "code", "site <https://a.test>", "@Ann", "Title", "name", "value"):
        assert part in shown
    for part in ("[picture picture.png: alt]", "Go", "See", "<https://b.test>"):
        assert part in shown


def test_a_panel_names_a_file_of_ours(toy: Toy) -> None:
    assert "[file a.zip]" in panel(toy, Reply(plain("Yours"), document=KeptDocument("a.zip", b"PK")))


def test_no_markup_or_control_character_of_a_value_is_obeyed(toy: Toy) -> None:
    value = "[bold red]x[/] \x1b[2J :smile: \u202e"
    shown = panel(toy, Reply(plain(value), title=plain(value), fields=(Field(plain(value), plain(value)),)), to=value)

    assert "[bold red]x[/] \\u{1b}[2J :smile: \\u{202e}" in shown
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown
