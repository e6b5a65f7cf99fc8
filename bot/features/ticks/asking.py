"""Ask back when typed words name no single task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.chat.call import Call
from bot.chat.limits import LABEL
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, ButtonStyle, Reply
from bot.chat.taps import Offer, lay_out, make_taps, width_of
from bot.chat.words.choices import option_taps
from bot.chat.words.saying_back import add_note, say_back
from bot.chat.words.showing import name_of_part
from bot.errors import Refused
from roadmap.lookup.countings import Reading
from roadmap.lookup.doubts import sounds_open
from roadmap.lookup.labelling import label_way
from roadmap.lookup.options import find_option
from roadmap.lookup.questions import Question
from roadmap.lookup.spelling import spell_slug
from roadmap.lookup.understanding import Understood
from roadmap.model import Level, Month

ASKED = 9  # buttons
TICKING = ("done", "repair")
LEAVE = "no"
"""The line of a button that changes nothing."""


class UnknownTask(Refused):
    """Refusal: typed words name no task or block. The nearest three are offered."""

    typed: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in words, and the buttons that answer it."""

    text: Text
    buttons: tuple[Button, ...]


NO_QUESTION = Asked(Text(), ())


def ask_about(call: Call, meant: Understood, command: str) -> Asked:
    """Word the questions, and say back what was not understood. A button for each way types the command with it."""
    lines = [*_said_back(call, meant.unknown), *(_question(call, one, command) for one in meant.questions)]
    if not lines:
        return NO_QUESTION
    if len(meant.questions) == 1 and _sounds_open(meant.questions[0], command):
        return Asked(join_texts(lines), _tick_or_leave(call, meant, command))
    return Asked(join_texts(lines), make_taps(offer_ways(call, meant.questions, command, meant.note)[:ASKED]))


def _tick_or_leave(call: Call, meant: Understood, command: str) -> tuple[Button, ...]:
    """Make the buttons for a task that sounds as if it is still open."""
    [(title, line)] = offer_ways(call, meant.questions, command, meant.note)
    tick = make_taps([(call.label("ask.tick_button", title=title), line)], ButtonStyle.SUCCESS)
    return (*tick, *make_taps([(call.label("ask.leave_button"), LEAVE)]))


def _sounds_open(question: Question, command: str) -> bool:
    """Tell whether the words of a question may say that its only task is not done. A promise is of open tasks."""
    ticks = command.split(maxsplit=1)[0] in TICKING and question.meant and len(question.ways) == 1 and not question.was
    return ticks and (question.denied or sounds_open(question.typed))


def ask_without_note(call: Call, meant: Understood, command: str) -> Asked:
    """Word the questions of a command that keeps no note, and say which words it left out."""
    asked = ask_about(call, meant.drop_note(), command)
    return replace(asked, text=join_texts([*_left_out(call, meant.note), asked.text]))


def _left_out(call: Call, note: str) -> list[Text]:
    return [call.say("ask.left_out", typed=say_back(note))] if note else []


def offer_ways(call: Call, questions: Sequence[Question], command: str, note: str) -> tuple[Offer, ...]:
    """Make an offer of each way: the command with what is meant, and with its question's note, else the line's."""
    ways: dict[Reading, str] = {}
    for question in questions:
        for way in question.ways:
            ways.setdefault(way, note if question.note is None else question.note)
    return tuple(
        (
            label_way(call.roadmap, way, LABEL),
            add_note(f"{command} {spell_names(call, [one.slug for one in way])}", kept),
        )
        for way, kept in ways.items()
    )


def spell_names(call: Call, slugs: Iterable[str]) -> str:
    """Spell slugs as a list for a button, whose line means nothing else after an edit of the plan."""
    return ", ".join(spell_slug(call.roadmap, slug) for slug in slugs)


def _said_back(call: Call, unknown: Sequence[str]) -> list[Text]:
    return [call.say("ask.not_understood", typed=say_back(typed)) for typed in unknown]


def _question(call: Call, question: Question, command: str) -> Text:
    if question.was:
        return call.say("ask.former", typed=say_back(question.typed), was=question.was)
    key = "ask.unknown"
    if _sounds_open(question, command):
        key = "ask.open"
    elif question.meant and question.ways:
        key = "ask.which" if len(question.ways) > 1 else "ask.sure"
    return call.say(key, typed=say_back(question.typed))


def refuse_all(call: Call, meant: Understood, command: str) -> Reply:
    """Answer a line that names no task for certain, with buttons to choose from.

    Raises UnknownTask with the nearest tasks if no task was meant.
    """
    if meant.part:
        return _part(call, meant.part, command, meant.note)
    if option := _as_option(call, meant, command):
        return option
    if len(meant.questions) == 1 and not meant.questions[0].meant:
        offers = offer_ways(call, meant.questions, command, meant.note)
        raise UnknownTask(typed=say_back(meant.questions[0].typed), offers=offers)
    asked = ask_about(call, meant, command)
    return Reply(asked.text, buttons=lay_out((asked.buttons, width_of(asked.buttons, 2))), private=True, question=True)


def _as_option(call: Call, meant: Understood, command: str) -> Reply | None:
    """Offer to choose an option whose slug was given to /done. Words behind it are said back, for none are kept."""
    slug, rest = _split_slug(meant)
    found = find_option(call.roadmap, slug) if command == "done" else None
    if found is None or found[1] is None or found[1].slug != slug.lower():
        return None
    choice, option = found[0], found[1]
    question = call.say("ask.option", option=option.title, choice=choice.title)
    return Reply(
        join_texts([question, *_left_out(call, rest)]),
        buttons=lay_out((option_taps(choice), 1)),
        private=True,
        question=True,
    )


def ask_option(call: Call, typed: str, meant: Understood) -> Reply | None:
    """Ask if a line is an option's title, and only words of the one task that it names. None otherwise."""
    said = typed.strip().casefold()
    task = call.roadmap.task(meant.slugs[0]) if len(meant.slugs) == 1 else None
    if task is None or said in (task.slug, task.title.casefold(), *task.aliases):
        return None
    options = [tap for one in call.roadmap.choices() for tap in option_taps(one) if tap.label.casefold() == said]
    if not options:
        return None
    offer = make_taps([(label_way(call.roadmap, (task,), LABEL), f"done {spell_names(call, [task.slug])}")])
    return Reply(
        call.say("ask.which", typed=say_back(typed)),
        buttons=lay_out(((*offer, *options), 1)),
        private=True,
        question=True,
    )


def _split_slug(meant: Understood) -> tuple[str, str]:
    """Return the first word of a line that was not understood, and all that is behind it."""
    typed = ", ".join((*(question.typed for question in meant.questions), *meant.unknown))
    slug = typed.split(maxsplit=1)[0].rstrip(":,;") if typed.split() else ""
    rest = f"{typed} {meant.note.removeprefix(meant.questions[0].typed).strip()}".strip()
    return slug, rest.removeprefix(slug).lstrip(" :,;|–—-")


def _part(call: Call, part: Level | Month, command: str, note: str) -> Reply:
    blocks = part.blocks() if isinstance(part, Level) else part.blocks
    lines = ((one.title, add_note(f"{command} {spell_names(call, [one.slug])}", note)) for one in blocks)
    buttons = make_taps(lines)[:ASKED]
    if command != "done":
        return Reply(
            call.say("ask.part", what=name_of_part(part)), buttons=lay_out((buttons, 2)), private=True, question=True
        )
    placement = make_taps([(call.label("ask.placement_button"), "placement")])
    text = call.say("ask.part_done", what=name_of_part(part))
    return Reply(text, buttons=lay_out((buttons, 2), (placement, 1)), private=True, question=True)
