"""Take an act back and word it, for /undo and for the Undo buttons of other commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.chat.call import Call
from bot.chat.limits import LABEL, shorten
from bot.chat.markup import Text, join_texts
from bot.chat.reply import ButtonStyle, Reply
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.choices import option_title
from bot.chat.words.lengths import length_in_words
from bot.chat.words.showing import day_in_words, draw_count, name_of_part, titles
from bot.closed_sets import ActKind, ChangeKind
from bot.features.ticks.asking import NO_QUESTION, Asked
from bot.features.undos.actions.picking import RoadmapGone, Wanted
from bot.features.undos.actions.taking_back import describe_last, undo_act
from bot.features.undos.actions.undone import Restored, Undone
from bot.features.undos.redoing import offer_again
from roadmap.lookup.parts import title_of

SURE = "yes"


async def take_back(call: Call, wanted: Wanted, *, sure: bool = False) -> Reply:
    """Take back the act that is wanted, or ask first if it is older than today."""
    try:
        undone = await call.write(undo_act, call.caller, call.scene.roadmap, call.library, wanted, sure=sure)
    except RoadmapGone:
        _ = call.roadmap  # raises another refusal if it is the group's own roadmap that is missing
        raise
    if not undone.asks:
        return word_undone(call, undone)
    return _ask(_beside(call, undone), undone, "undo.ask" if wanted == Wanted() else "undo.ask_named")


async def ask_about_last(call: Call) -> Reply:
    """Say that one act is taken back at a time, and offer the last one by its name."""
    last = await call.read(describe_last, call.caller, call.scene.roadmap)
    there = _beside(call, last)
    what = join_texts([*_name(there, last)], "; ")
    text = call.say("undo.one_at_a_time", day=day_in_words(call, last.day, last.today), what=what)
    sure = f" {SURE}" if last.day < last.today else ""
    label = shorten(call.label("undo.last_button", what=what), LABEL)
    buttons = make_taps([(label, f"undo #{last.act_id}{sure}"), (call.label("done.progress_button"), "progress")])
    return Reply(text, buttons=lay_out((buttons, 1)), private=True, question=True)


def word_undone(call: Call, undone: Undone, asked: Asked = NO_QUESTION) -> Reply:
    """Word what was taken back and what is left to ask, and offer to do it again if one line does."""
    there = _beside(call, undone)
    lines = [*_what(there, undone), *_consequences(there, undone), asked.text]
    usual = [(call.label("done.next_button"), "next"), (call.label("done.progress_button"), "progress")]
    again = tuple(replace(one, replaces=True) for one in make_taps(offer_again(call, undone)))
    buttons = lay_out((asked.buttons, 2), ((*again, *make_taps(usual)), 3))
    return Reply(join_texts(lines), buttons=buttons, undone=f"undo #{undone.act_id}" if undone.act_id else "")


def _beside(call: Call, undone: Undone) -> Call:
    """Return the call with the act's roadmap. The group may follow another one by now."""
    there = call.library.get(undone.roadmap)
    return replace(call, scene=replace(call.scene, roadmap=there, missing=False)) if there else call


def _ask(call: Call, undone: Undone, key: str) -> Reply:
    what = join_texts([*_name(call, undone)], "; ")
    question = call.say(key, day=day_in_words(call, undone.day, undone.today), what=what)
    yes = make_taps([(call.label("undo.yes_button"), f"undo #{undone.act_id} {SURE}")], ButtonStyle.DANGER)
    buttons = (*yes, *make_taps([(call.label("done.progress_button"), "progress")]))
    return Reply(question, buttons=lay_out((buttons, 2)), private=True, question=True)


def _name(call: Call, undone: Undone) -> Iterator[Text]:
    """Yield the words for each thing that the act did."""
    if undone.kind is ActKind.PLACEMENT:
        yield call.say("undo.placement", n=len(undone.tasks))
    elif undone.tasks:
        key = "undo.task" if len(undone.tasks) == 1 else "undo.tasks"
        yield call.say(key, n=len(undone.tasks), titles=titles(call, undone.tasks))
    if undone.noted:
        yield call.say("undo.note", title=title_of(call.scene.roadmap, undone.noted))
    if undone.minutes:
        yield _study(call, undone, "undo.study")
    for change in undone.restored:
        key = "undo.option" if change.kind is ChangeKind.CHOICE else "undo.criterion"
        yield call.say(key, what=_title_of_change(call, change, change.value))


def _what(call: Call, undone: Undone) -> Iterator[Text]:
    if undone.kind is ActKind.PLACEMENT:
        yield call.say("undo.displaced", n=len(undone.tasks), percent=undone.percent)
    elif undone.tasks:
        key = "undo.undone" if len(undone.tasks) == 1 else "undo.undone_several"
        yield call.say(key, n=len(undone.tasks), titles=titles(call, undone.tasks))
    if undone.noted:
        key = "undo.renoted" if undone.renoted else "undo.unnoted"
        yield call.say(key, title=title_of(call.scene.roadmap, undone.noted))
    if undone.minutes:
        yield _study(call, undone, "undo.entered" if undone.kind is ActKind.REPAIR else "undo.logged")
    if undone.points:
        yield call.say("undo.points", n=undone.points)
    if undone.kind is ActKind.REPAIR:
        yield call.say("undo.repair")


def _study(call: Call, undone: Undone, key: str) -> Text:
    habit = next((one.title for one in call.scene.roadmap.habits if one.slug == undone.habit), undone.habit)
    what, time = habit or undone.note, length_in_words(undone.minutes, call.scene.language)
    day = day_in_words(call, undone.counted, undone.today)
    return call.say(key if what else f"{key}_bare", time=time, what=what, day=day)


def _consequences(call: Call, undone: Undone) -> Iterator[Text]:
    yield from (line for change in undone.restored if (line := _restored(call, undone, change)))
    yield from (call.say("undo.missing", title=title_of(call.scene.roadmap, slug)) for slug in undone.missing)
    block = call.scene.roadmap.block(undone.block.slug) if undone.block else None
    if undone.block and block and undone.kind is not ActKind.PLACEMENT:
        share = {"ticked": undone.block.ticked, "required": undone.block.required}
        yield call.say(
            "done.block", bar=draw_count(undone.block.ticked, undone.block.required), title=name_of_part(block), **share
        )
    if undone.streak_after < undone.streak_before:
        yield call.say("undo.streak" if undone.streak_after else "undo.no_streak", n=undone.streak_after)


def _restored(call: Call, undone: Undone, change: Restored) -> Text:
    if change.kind is ChangeKind.CRITERION:
        key = "undo.affirmed" if change.held else "undo.withdrawn"
        return call.say(key, text=_title_of_change(call, change, change.value))
    choice = call.scene.roadmap.choice(change.name)
    title = choice.title if choice else change.name
    if change.held:
        key = "undo.still_chosen" if change.held == change.value else "undo.chosen_again"
        return call.say(key, choice=title, option=_title_of_change(call, change, change.held))
    if choice and choice.task in undone.tasks:
        return Text()  # the task of the same title is said to be open already
    return call.say("undo.unchosen", choice=title)


def _title_of_change(call: Call, change: Restored, value: str) -> str:
    if change.kind is ChangeKind.CHOICE:
        choice = call.scene.roadmap.choice(change.name)
        return option_title(choice, value) if choice else value
    criteria = (one for level in call.scene.roadmap.levels for one in level.criteria)
    return next((one.text for one in criteria if one.slug == change.name), change.name)
