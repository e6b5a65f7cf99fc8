from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.chat.call import Call, Said, Scene
from bot.chat.command import Access, Arg, Command, Suggestion, command
from bot.chat.dispatch import Dispatcher
from bot.chat.markup import plain
from bot.chat.readers import Readers
from bot.chat.registry import Registry
from bot.chat.reply import Reply, Tone
from bot.chat.rights import KnownRights
from bot.chat.watching import CallState, CallWatch
from bot.clock import SettableClock
from bot.errors import Refused, StoreBusy
from bot.identity import Account, Place
from roadmap.model import Roadmap
from tests.keeping import MemoryKeeper

HERE = Place("sandbox", 1, 1)
ANN = Account("sandbox", 7, "Ann")


class TooLong(Refused):
    """A refusal whose sentence is there."""


class Unworded(Refused):
    """A refusal whose sentence was forgotten."""


async def two_things(call: Call, typed: str) -> list[Suggestion]:
    return [Suggestion(name, name) for name in ("numpy", "pandas") if typed in name]


async def many_things(call: Call, typed: str) -> list[Suggestion]:
    return [Suggestion(f"thing {n}", f"thing-{n}" + "x" * n) for n in range(100)]


@command(what=Arg("what you finished", suggest=two_things), note=Arg("a note", optional=True, rest=True))
async def done(call: Call, what: str, note: str = "") -> Reply:
    """Tick off."""
    return Reply(plain(f"{what}|{note}"), tone=Tone.GOOD)


@command(what=Arg("anything", suggest=many_things))
async def pick(call: Call, what: str) -> Reply:
    """Pick one."""
    return Reply(plain(what))


@command(which=Arg("which board", choices=("week", "all")), readers=Readers.SECRET)
async def board(call: Call, which: str) -> Reply:
    """Show a board."""
    return Reply(plain(which))


@command(what=Arg("something"))
async def bare(call: Call, what: str) -> Reply:
    """Need something."""
    return Reply(plain(what))


@command(access=Access.STEWARD)
async def setup(call: Call) -> Reply:
    """Set up."""
    return Reply(plain(f"steward {call.caller.steward}"))


@command(access=Access.STEWARD)
async def rename(call: Call) -> Reply:
    """Rename the group."""
    return Reply(plain(await call.write(lambda _db: "renamed")))


@command()
async def fail(call: Call) -> Reply:
    """Fail."""
    raise RuntimeError("the note of Ann")


@command()
async def wait(call: Call) -> Reply:
    """Wait in vain."""
    raise StoreBusy


@command()
async def refuse(call: Call) -> Reply:
    """Refuse."""
    raise TooLong(offers=(("Later", "done later"),))


@command()
async def forget(call: Call) -> Reply:
    """Refuse without a word."""
    raise Unworded


class NoStore:
    def on(self, platform: str) -> NoStore:
        return self

    async def read(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return fn(None, *args, **kwargs)

    glance = read

    async def write_once(self, inbound: str, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return fn(None, *args, **kwargs)

    async def write_with_ticket(self, ticket: Any, inbound: str, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        return await self.write_once(inbound, fn, *args, **kwargs)


def make(scene: Scene, *more: Command) -> Dispatcher:
    async def read_scene(said: Said) -> Scene:
        return scene

    registry = Registry([done, pick, board, bare, setup, rename, fail, wait, refuse, forget, *more])
    clock = SettableClock(datetime(2026, 3, 1, 9, tzinfo=UTC))
    return Dispatcher(registry, NoStore(), clock, {}, read_scene, keeper=MemoryKeeper())


@pytest.fixture
def scene() -> Scene:
    return Scene(Roadmap("r", "R", ()))


@pytest.fixture
def dispatcher(scene: Scene) -> Dispatcher:
    return make(scene)


def said(line: str = "", **more: Any) -> Said:
    return Said(ANN, HERE, "sandbox:1", line, **more)


async def test_a_typed_line_is_answered(dispatcher: Dispatcher) -> None:
    reply = await dispatcher.answer(said("/done week2 my note"))

    assert "week2|my note" == reply.text.plain


async def test_options_that_are_apart_already_are_answered_the_same(dispatcher: Dispatcher) -> None:
    reply = await dispatcher.answer(said(name="done", options={"what": " week2 ", "note": "a\x00b", "other": "x"}))

    assert "week2|ab" == reply.text.plain


async def test_an_unknown_command_offers_the_near_ones(dispatcher: Dispatcher) -> None:
    near = await dispatcher.answer(said("/don"))
    far = await dispatcher.answer(said("/qqqqqqq"))
    nothing = await dispatcher.answer(said("/"))

    assert ("done", "/done") == (near.buttons[0][0].line, near.buttons[0][0].label)  # type: ignore[union-attr]
    assert [("/help", "help")] == [(one.label, one.line) for one in far.taps()][:1]
    assert (Tone.PROBLEM, True) == (near.tone, near.private)
    assert nothing.text


async def test_a_missing_argument_becomes_a_keyboard_of_suggestions(dispatcher: Dispatcher) -> None:
    reply = await dispatcher.answer(said("/done"))

    assert [("numpy", "done numpy"), ("pandas", "done pandas")] == [(one.label, one.line) for one in reply.taps()]
    assert reply.private


async def test_a_long_keyboard_has_two_columns_and_only_lines_that_fit(dispatcher: Dispatcher) -> None:
    reply = await dispatcher.answer(said("/pick"))

    assert [2, 2, 2, 2, 1] == [len(row) for row in reply.buttons]


async def test_fixed_choices_are_offered_too_and_a_private_command_stays_private(dispatcher: Dispatcher) -> None:
    asked = await dispatcher.answer(said("/board"))
    answered = await dispatcher.answer(said("/board week"))

    assert [("week", "board week"), ("all", "board all")] == [(one.label, one.line) for one in asked.taps()]
    assert answered.private


async def test_a_missing_argument_without_suggestions_is_asked_for_in_words(dispatcher: Dispatcher) -> None:
    reply = await dispatcher.answer(said("/bare"))

    assert () == reply.buttons
    assert "something" in reply.text.plain


async def test_a_stewards_command_is_for_stewards_and_platform_admins(scene: Scene) -> None:
    refused = await make(scene).answer(said("/setup"))
    admin = await make(scene).answer(said("/setup", rights=KnownRights(admin=True)))
    steward = await make(replace(scene, steward=True)).answer(said("/setup"))

    assert Tone.PROBLEM is refused.tone
    assert "steward True" == admin.text.plain == steward.text.plain


@dataclass
class Fleeting:
    """Rights that are lost before the write."""

    async def is_admin(self, *, anew: bool) -> bool:
        return not anew


async def test_readers_are_not_known_before_a_steward_is_let_in(scene: Scene) -> None:
    seen = []

    class Slow:
        """Rights that are asked while the call waits."""

        async def is_admin(self, *, anew: bool) -> bool:
            seen.append(watch.readers)
            return True

    watch = CallWatch()
    await make(scene).answer(said("/rename", rights=Slow()), watch)

    assert [None, Readers.GROUP] == seen  # asked again before the write
    assert (Readers.GROUP, CallState.KEPT) == (watch.readers, watch.state)


async def test_a_steward_who_is_none_any_more_changes_nothing(scene: Scene) -> None:
    refused = await make(scene).answer(said("/rename", rights=Fleeting()))
    own = await make(replace(scene, steward=True)).answer(said("/rename", rights=Fleeting()))

    assert ("Only an admin" in refused.text.plain, "renamed") == (True, own.text.plain)


async def test_ten_thousand_characters_are_refused_kindly(dispatcher: Dispatcher) -> None:
    reply = await dispatcher.answer(said("/done " + "x" * 10_000))

    assert "too long for me" in reply.text.plain


async def test_a_refusal_becomes_words_and_buttons(dispatcher: Dispatcher) -> None:
    reply = await dispatcher.answer(said("/refuse"))

    assert [("Later", "done later")] == [(one.label, one.line) for one in reply.taps()]


async def test_a_refusal_without_words_is_a_failure_and_answered_as_one(dispatcher: Dispatcher) -> None:
    reply = await dispatcher.answer(said("/forget"))

    assert "nothing changed" in reply.text.plain


async def test_a_failure_is_answered_kindly_and_logged_without_what_was_said(dispatcher: Dispatcher) -> None:
    with capture_logs() as logs:
        reply = await dispatcher.answer(said("/fail"))

    assert "nothing changed" in reply.text.plain
    assert [("call.failed", "sandbox:7")] == [(log["event"], log["account"]) for log in logs]


async def test_a_database_that_cannot_be_had_is_answered_kindly(dispatcher: Dispatcher) -> None:
    reply = await dispatcher.answer(said("/wait"))

    assert "try again in a minute" in reply.text.plain
    assert reply.private


async def test_suggestions_are_for_arguments_that_have_them(dispatcher: Dispatcher) -> None:
    assert [Suggestion("pandas", "pandas")] == await dispatcher.beforehand.suggest(said(), "done", "what", "pan")
    assert 25 == len(await dispatcher.beforehand.suggest(said(), "pick", "what", ""))
    assert [] == await dispatcher.beforehand.suggest(said(), "done", "note", "x")
    assert [] == await dispatcher.beforehand.suggest(said(), "nope", "what", "x")


@pytest.mark.parametrize(
    ("line", "outcome"),
    [("/done numpy", "answered"), ("/refuse", "refused"), ("/wait", "busy"), ("/fail", "failed")],
)
async def test_each_call_is_counted_by_what_came_of_it_and_timed(
    dispatcher: Dispatcher, line: str, outcome: str
) -> None:
    def counted() -> dict[str, float]:
        names = {"cairn_calls_total": {"platform": "sandbox", "outcome": outcome}}
        names |= {"cairn_call_seconds_count": {"platform": "sandbox"}}
        return {name: REGISTRY.get_sample_value(name, labels) or 0.0 for name, labels in names.items()}

    before = counted()
    await dispatcher.answer(said(line))

    assert {name: count + 1 for name, count in before.items()} == counted()


@command(readers=Readers.SECRET)
async def mine(call: Call) -> Reply:
    """Show what concerns the caller alone."""
    return Reply(plain(call.scene.language))


@command()
async def ours(call: Call) -> Reply:
    """Show what concerns the group."""
    return Reply(plain(call.scene.language))


ALONE = Place("sandbox", 7, 7, private=True)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("line", "place", "own", "language"),
    [
        ("/mine", HERE, "de", "de"),
        ("/ours", HERE, "de", "en"),
        ("/ours", ALONE, "de-AT", "de"),
        ("/mine", HERE, "fr", "en"),
        ("/mine", HERE, "", "en"),
    ],
)
async def test_an_answer_that_nobody_else_reads_is_in_the_callers_language(
    scene: Scene, line: str, place: Place, own: str, language: str
) -> None:
    reply = await make(scene, mine, ours).answer(Said(replace(ANN, language=own), place, "sandbox:1", line))

    assert reply.text.plain == language


@pytest.mark.usefixtures("german")
async def test_refusals_and_failures_are_in_the_callers_language(scene: Scene) -> None:
    german, dispatcher = replace(ANN, language="de"), make(scene, mine, ours)

    async def answer(line: str) -> str:
        return (await dispatcher.answer(Said(german, HERE, "sandbox:1", line))).text.plain

    assert "/qqqqqqq kenne ich nicht." == await answer("/qqqqqqq")
    assert "Das darf nur ein Admin." == await answer("/setup")
    assert "Bei mir ging etwas schief." == await answer("/fail")
