"""/solution: say how an obstacle was solved, for the next member who is stuck there. No menu shows it."""

from __future__ import annotations

import re

from bot.chat import parse
from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.form import ABOUT, FORM_ABOUT, Form, Input
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.features.helping.actions.thanking import (
    SOLUTION_LENGTH,
    NoSuchObstacle,
    ask_solution,
    put_solution,
    see_own_obstacle,
)
from bot.features.helping.numbers import NUMBER
from bot.features.helping.queries.questions import find_awaited
from bot.identity import ObstacleId

_ABOUT = re.compile(rf"{ABOUT}(?P<number>{NUMBER})(?![0-9])\s*")


async def solution_form(call: Call) -> Form:
    """Make the form with one question, and the words that are kept filled in. Raises NoSuchObstacle."""
    number, _ = _read(parse.split_line(call.said.line).rest.strip())
    kept = await call.read(see_own_obstacle, call.caller, number)
    field = Input("words", call.label("solution.form.words"), kept.solution)
    return Form(call.label("solution.form.title"), (field,), SOLUTION_LENGTH, about=f"{ABOUT}{number}")


@command(
    of_group=False, readers=Readers.SECRET, form=solution_form, words=Arg("how you solved it", optional=True, rest=True)
)
async def solution(call: Call, words: str = "") -> Reply:
    """Say how you solved what was in your way."""
    if call.said.plain:
        number = await call.read(find_awaited, call.said.account, call.now)
        if number is None:
            raise NoSuchObstacle
        return await _keep(call, number, parse.clean_line(call.said.line))
    number, typed = _read(call.said.options.get(FORM_ABOUT, "") or words)
    if call.said.options:
        return await _keep(call, number, words)
    return await (_keep(call, number, typed) if typed else _ask(call, number))


def _read(typed: str) -> tuple[ObstacleId, str]:
    """Take the number of the obstacle off the front of a line. Raises NoSuchObstacle."""
    found = _ABOUT.match(typed)
    if found is None:
        raise NoSuchObstacle
    return ObstacleId(int(found["number"])), typed[found.end() :].strip()


async def _ask(call: Call, number: ObstacleId) -> Reply:
    """Ask for the words: where plain words are heard, the next ones are the answer."""
    if not call.said.guided:
        await call.read(see_own_obstacle, call.caller, number)
        return Reply(call.say("solution.type", line=f"/solution {ABOUT}{number}"))
    await call.write(ask_solution, call.caller, call.roadmap_slug, number)
    return Reply(call.say("solution.ask"), asks=True)


async def _keep(call: Call, number: ObstacleId, words: str) -> Reply:
    kept = await call.write(put_solution, call.caller, call.roadmap_slug, number, words)
    if kept is None:
        return Reply(call.say("solution.nothing"))
    return Reply(call.say("solution.kept" if kept.task else "solution.kept_alone"), tone=Tone.GOOD)
