"""The line that does again what an undo took back, where one line can do it."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.taps import Offer
from bot.chat.words.named_days import find_named_day
from bot.chat.words.saying_back import add_note
from bot.chat.words.timed_notes import COLON
from bot.closed_sets import ActKind, ChangeKind
from bot.features.undos.actions.undone import Restored, Undone
from roadmap.lookup.spelling import spell_slug, spell_with_mark
from roadmap.lookup.understanding import understand
from roadmap.model import Roadmap
from roadmap.streak import ENOUGH_MINUTES


def offer_again(call: Call, undone: Undone) -> list[Offer]:
    """Offer to do the act again. There is no offer if a line would do something else today."""
    if undone.roadmap not in {"", call.roadmap_slug} or undone.counted != undone.today:
        return []
    line = _line_again(call, undone)
    return [(call.label("undo.again_button"), line)] if line else []


def _line_again(call: Call, undone: Undone) -> str:
    match undone.kind:
        case ActKind.PLACEMENT | ActKind.REPAIR:
            return ""
        case ActKind.CHOICE | ActKind.CRITERION:
            return _change_again(call.scene.roadmap, undone.restored[-1])
        case ActKind.LOG | ActKind.HABIT:
            return _study_again(call, undone)
    return _ticks_again(call, undone)


def _change_again(roadmap: Roadmap, change: Restored) -> str:
    if change.kind is ChangeKind.CHOICE:
        return f"choose {change.name} {change.value}" if change.held != change.value else ""
    every = (one for level in roadmap.levels for one in level.criteria if one.slug == change.name)
    named = next((spell_with_mark(one.slug, one.text) for one in every), "")
    return f"criteria {'' if change.value else 'not '}{named}" if named else ""


def _study_again(call: Call, undone: Undone) -> str:
    if undone.habit:
        every = (one for one in call.scene.roadmap.habits if one.slug == undone.habit)
        named = next((spell_with_mark(one.slug, one.title) for one in every), "")
        return f"log habit:{named}" if named and undone.minutes == ENOUGH_MINUTES else ""
    line = f"{undone.minutes}m{COLON} {undone.note}" if undone.note else f"{undone.minutes}m"
    return f"log {_for_today(call, line)}"


def _for_today(call: Call, words: str) -> str:
    """Put "today" before words that name a day: they counted for today in spite of it."""
    return f"today {words}" if find_named_day(words, call.scene.language) else words


def _ticks_again(call: Call, undone: Undone) -> str:
    """Return a line of the tasks' names, with the note of a single one, if it is understood as just these."""
    tasks = undone.tasks or (undone.noted,)
    names = ", ".join(tasks)
    meant = understand(call.scene.roadmap, add_note(names, undone.evidence))
    same = {*meant.slugs} == {*tasks} and meant.note == undone.evidence and not meant.questions
    spelled = ", ".join(spell_slug(call.scene.roadmap, one) for one in tasks)
    return add_note(f"done {spelled}", _for_today(call, undone.evidence)) if same else ""
