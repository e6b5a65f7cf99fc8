"""/placement: start in the middle of the roadmap."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.call import Call
from bot.chat.command import Arg, Suggestion, command
from bot.chat.markup import Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import ButtonStyle, Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps, undo_tap, width_of
from bot.chat.words.saying_back import say_back
from bot.chat.words.showing import name_of_part, titles
from bot.closed_sets import ActKind
from bot.features.path.actions.placing import Placement, place_learner, preview_placement
from bot.features.ticks.asking import UnknownTask
from bot.features.undos.actions.picking import Wanted
from bot.features.undos.taken_back import take_back
from roadmap.lookup import look_up_part
from roadmap.lookup.parts import Part, find_part
from roadmap.lookup.spelling import is_marked_for, spell_with_mark, split_mark

CONFIRMED = "yes"
UNDO = "undo"


async def starts(call: Call, typed: str) -> list[Suggestion]:
    """Suggest the months after the first to start at, or the blocks if the roadmap has no months."""
    months = [month for level in call.roadmap.levels for month in level.months if month.first]
    found: list[Part] = [*(months or call.roadmap.blocks())][1:]
    named = [(name_of_part(one), one.slug) for one in found]
    return [Suggestion(name, slug) for name, slug in named if typed.casefold() in f"{name} {slug}".casefold()]


@command(
    readers=Readers.ASKER,
    start=Arg("where you start (month 4, a level or a block), or undo", suggest=starts, optional=True, rest=True),
)
async def placement(call: Call, start: str = "") -> Reply:
    """Choose where you start. Everything before it counts as done, without points."""
    if not start:
        return await _ask(call)
    if start.lower() == UNDO:
        return await take_back(call, Wanted(last=(ActKind.PLACEMENT,)))
    typed, mark, confirmed = _confirmed(start)
    part = find_part(call.roadmap, typed.lower()) or look_up_part(call.roadmap, typed)
    if part is None:
        raise UnknownTask(typed=say_back(typed), offers=_offers(await starts(call, "")))
    if confirmed and is_marked_for(mark, call.roadmap_slug, name_of_part(part)):
        return _placed(call, part, await call.write(place_learner, call.caller, call.roadmap, part.slug))
    return _proposed(call, part, await call.read(preview_placement, call.scene.learner_id, call.roadmap, part.slug))


def _confirmed(start: str) -> tuple[str, str, bool]:
    """Split a line into a part, the mark of the part that a button confirms, and whether it confirms."""
    words = start.split()
    if len(words) < 2 or words[-1].lower() != CONFIRMED:  # noqa: PLR2004  a part and "yes"
        return " ".join(words), "", False
    typed, mark = split_mark(" ".join(words[:-1]))
    return typed, mark, True


def _offers(found: Sequence[Suggestion]) -> tuple[Offer, ...]:
    return tuple((one.label, f"placement {one.value}") for one in found)


async def _ask(call: Call) -> Reply:
    buttons = make_taps(_offers(await starts(call, "")))
    rows = lay_out((buttons, width_of(buttons, 3)))
    return Reply(call.say("placement.ask"), title=call.say("placement.title"), buttons=rows)


def _proposed(call: Call, part: Part, found: Placement) -> Reply:
    count = {"n": len(found.granted), "percent": found.percent}
    lines = [
        call.say("placement.would", part=name_of_part(part), **count),
        call.say("placement.tasks", titles=titles(call, found.granted)),
        *_choices(call, found),
        call.say("placement.rules"),
    ]
    named = name_of_part(part)
    spelled = spell_with_mark(part.slug, call.roadmap_slug, named)
    yes = [(call.label("placement.yes_button", part=named), f"placement {spelled} {CONFIRMED}")]
    buttons = make_taps(yes, ButtonStyle.PRIMARY)
    rows = lay_out((buttons, 1))
    return Reply(join_texts(lines), title=call.say("placement.title"), buttons=rows, question=True)


def _choices(call: Call, found: Placement) -> list[Text]:
    choices = [choice.title for slug in found.open_choices if (choice := call.roadmap.choice(slug))]
    return [call.say("placement.choice", choice=title) for title in choices]


def _placed(call: Call, part: Part, done: Placement) -> Reply:
    lines = [call.say("done.joined", roadmap=call.roadmap.title)] if done.joined else []
    lines.append(call.say("placement.placed", part=name_of_part(part), n=len(done.granted), percent=done.percent))
    lines += _choices(call, done)
    following = make_taps([(call.label("done.next_button"), "next")])
    undo = undo_tap(call.label("placement.undo_button"), done.act_id)
    deed, rows = call.say("placement.deed", part=name_of_part(part)), lay_out(((*following, undo), 2))
    return Reply(join_texts(lines), buttons=rows, tone=Tone.GOOD, deed=deed, undo=undo.line)
