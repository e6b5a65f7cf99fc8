"""Ask back when typed words name no single task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.call import Call
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, Reply
from bot.chat.taps import Offer, lay_out, make_taps, width_of
from bot.chat.words.choices import option_taps
from bot.chat.words.saying_back import add_note, say_back
from bot.chat.words.showing import name_of_part
from bot.errors import Refused
from roadmap.lookup.options import find_option
from roadmap.lookup.understanding import Question, Understood
from roadmap.model import Level, Month

ASKED = 9  # buttons


class UnknownTask(Refused):
    """Refusal: typed words name no task or block. The nearest three are offered."""

    typed: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in words, and the buttons that answer it."""

    text: Text
    buttons: tuple[Button, ...]


NO_QUESTION = Asked(Text(), ())


def ask_about(call: Call, questions: Sequence[Question], command: str, note: str = "") -> Asked:
    """Word the questions. A button for each task types the command with it, and with the note."""
    if not questions:
        return NO_QUESTION
    keys = ("ask.which" if question.meant and question.tasks else "ask.unknown" for question in questions)
    lines = [call.say(key, typed=say_back(one.typed)) for key, one in zip(keys, questions, strict=True)]
    return Asked(join_texts(lines), make_taps(_offer_tasks(questions, command, note)[:ASKED]))


def _offer_tasks(questions: Sequence[Question], command: str, note: str) -> tuple[Offer, ...]:
    tasks = dict.fromkeys(task for question in questions for task in question.tasks)
    return tuple((task.title, add_note(f"{command} {task.slug}", note)) for task in tasks)


def refuse_all(call: Call, meant: Understood, command: str) -> Reply:
    """Answer a line that names no task for certain, with buttons to choose from.

    Raises UnknownTask with the nearest tasks if no task was meant.
    """
    if meant.part:
        return _part(call, meant.part, command, meant.note)
    if option := _as_option(call, meant, command):
        return option
    if all(not question.meant for question in meant.questions):
        question = meant.questions[0]
        raise UnknownTask(typed=say_back(question.typed), offers=_offer_tasks(meant.questions[:1], command, meant.note))
    asked = ask_about(call, meant.questions, command, meant.note)
    return Reply(asked.text, buttons=lay_out((asked.buttons, width_of(asked.buttons, 2))), private=True)


def _as_option(call: Call, meant: Understood, command: str) -> Reply | None:
    """Offer to choose an option whose slug was given to /done."""
    found = find_option(call.roadmap, meant.questions[0].typed) if command == "done" else None
    if found is None or found[1] is None or found[1].slug != meant.questions[0].typed.strip().lower():
        return None
    choice, option = found[0], found[1]
    question = call.say("ask.option", option=option.title, choice=choice.title)
    return Reply(question, buttons=lay_out((option_taps(choice), 1)), private=True)


def _part(call: Call, part: Level | Month, command: str, note: str) -> Reply:
    blocks = part.blocks() if isinstance(part, Level) else part.blocks
    buttons = make_taps((block.title, add_note(f"{command} {block.slug}", note)) for block in blocks)[:ASKED]
    if command != "done":
        return Reply(call.say("ask.part", what=name_of_part(part)), buttons=lay_out((buttons, 2)), private=True)
    placement = make_taps([(call.label("ask.placement_button"), "placement")])
    text = call.say("ask.part_done", what=name_of_part(part))
    return Reply(text, buttons=lay_out((buttons, 2), (placement, 1)), private=True)
