"""Word the answer to /done: the ticks, the points, the progress and the next task."""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat.call import Call
from bot.chat.form import ABOUT
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import Button, Reply, Row, Tone
from bot.chat.taps import lay_out, make_taps, undo_tap
from bot.chat.words.choices import option_taps, option_title
from bot.chat.words.showing import bare, day_in_words, draw_count, name_of_part, titles
from bot.features.streaks.late_days import word_night
from bot.features.ticks.actions.planning import PAID_A_DAY
from bot.features.ticks.actions.ticked_off import TickedOff
from bot.features.ticks.asking import NO_QUESTION, Asked
from bot.features.ticks.noting import ask_of_evidence, word_note, word_noted
from roadmap.lookup.parts import find_part, title_of
from roadmap.milestones import MilestoneKind

MOST_LINES = 5
MANY = 40  # ticks of one act that look like a placement


def word_ticks(
    call: Call, result: TickedOff, note: str = "", asked: Asked = NO_QUESTION, *, above: Text = NOTHING
) -> Reply:
    """Word the answer to a /done, with the questions that are left. `above` is said before it.

    In more than five lines, the share of the block is left out, and then the next task. Buttons lead to both.
    """
    first = [above, *_arrived(call, result), *_what(call, result), *_worth(call, result), *_reached(call, result)]
    of_evidence = ask_of_evidence(call, result)
    solved = call.say("done.solved") if result.stuck else NOTHING
    last = [*_choices(call, result), word_night(call, result.night), solved, asked.text, of_evidence.text]
    if note or call.said.file:
        last = [*word_note(call, result, note), *last]
    room = MOST_LINES - len(join_texts([*first, *last]).plain.splitlines())
    following = list(_next(call, result))[: max(room, 0)]
    share = list(_share(call, result))[: max(room - len(following), 0)]
    return Reply(
        join_texts([*first, *share, *following, *last]),
        buttons=_buttons(call, result, (*asked.buttons, *of_evidence.buttons)),
        tone=Tone.GOOD if result.ticked or result.noted else Tone.PLAIN,
        deed=next(_what(call, result)) if result.act_id and (result.ticked or result.noted) else NOTHING,
        undo=f"undo #{result.act_id}" if result.act_id else "",
    )


def _arrived(call: Call, result: TickedOff) -> Iterator[Text]:
    if result.joined:
        yield call.say("done.joined", roadmap=call.roadmap.title)


def _what(call: Call, result: TickedOff) -> Iterator[Text]:
    last = "_last" if any(_reached(call, result)) else ""  # one emoji an answer
    if len(result.ticked) == 1:
        yield call.say(f"done.ticked{last}", title=title_of(call.roadmap, result.ticked[0]))
    elif result.ticked:
        yield call.say(f"done.ticked_several{last}", n=len(result.ticked), titles=titles(call, result.ticked))
    if result.noted:
        yield word_noted(call, result.noted)
    elif len(result.already) == 1:
        yield _already(call, result)
    elif result.already:
        slugs = [one.task for one in result.already]
        yield call.say("done.already_several", n=len(slugs), titles=titles(call, slugs))


def _already(call: Call, result: TickedOff) -> Text:
    [already] = result.already
    title = title_of(call.roadmap, already.task)
    if already.placed:
        return call.say("done.already_placed", title=title)
    return call.say("done.already", title=title, day=day_in_words(call, already.day, result.today))


def _worth(call: Call, result: TickedOff) -> Iterator[Text]:
    """Word the points and the streak in one line, unless there is more to say about the points."""
    streak = _streak(call, result)
    if result.points and not result.unpaid:
        yield join_texts([call.say("done.points", n=result.points), streak], " · ")
    else:
        yield from (_unpaid(call, result), streak)
    if result.placed:
        yield call.say("done.placed", n=len(result.placed))
    if len(result.ticked) >= MANY:
        yield call.say("done.many")


def _unpaid(call: Call, result: TickedOff) -> Text:
    if not result.unpaid:
        return NOTHING
    key = "done.points_capped" if result.points else "done.unpaid"
    return call.say(key, n=result.points, most=PAID_A_DAY)


def _streak(call: Call, result: TickedOff) -> Text:
    if result.streak_grew:
        return call.say("done.streak_grew", n=result.streak)
    return call.say("done.streak", n=result.streak) if result.ticked and result.streak else NOTHING


def _next(call: Call, result: TickedOff) -> Iterator[Text]:
    following = call.roadmap.task(result.next)
    if following:
        yield call.say(f"done.next{bare(following)}", title=following.title, slug=following.slug)


def _share(call: Call, result: TickedOff) -> Iterator[Text]:
    block = call.roadmap.block(result.block.slug) if result.block else None
    if result.block and block and not any(_reached(call, result)):
        share = {"ticked": result.block.ticked, "required": result.block.required}
        yield call.say(
            "done.block", bar=draw_count(result.block.ticked, result.block.required), title=name_of_part(block), **share
        )


def _reached(call: Call, result: TickedOff) -> Iterator[Text]:
    """Name the largest that was finished, and only that. A celebration in the same chat says it better."""
    posted = result.celebrated and result.block and not call.private
    if any(one.kind is MilestoneKind.ROADMAP for one in result.reached):
        yield call.say("done.summit_posted" if posted else "done.summit", title=call.roadmap.title)
        return
    if posted:
        return
    for kind in (MilestoneKind.LEVEL, MilestoneKind.MONTH, MilestoneKind.BLOCK):
        parts = [find_part(call.roadmap, one.slug) for one in result.reached if one.kind is kind]
        if named := [call.say("tasks.named", title=name_of_part(part)) for part in parts if part]:
            yield call.say("done.completed", titles=join_texts(named, ", "))
            return


def _choices(call: Call, result: TickedOff) -> Iterator[Text]:
    for slug, option in result.chosen:
        choice = call.roadmap.choice(slug)
        if choice:
            yield call.say("done.chosen", choice=choice.title, option=option_title(choice, option))
    for slug in result.outside:
        yield call.say("done.outside", title=title_of(call.roadmap, slug))
    for slug in result.undecided:
        choice = call.roadmap.choice(slug)
        if choice:
            yield call.say("done.undecided" if choice.task else "done.undecided_option", choice=choice.title)


def _buttons(call: Call, result: TickedOff, asked: tuple[Button, ...]) -> tuple[Row, ...]:
    undecided = [choice for slug in result.undecided if (choice := call.roadmap.choice(slug))]
    options = tuple(button for choice in undecided for button in option_taps(choice))
    solved = [(call.label("done.solved_button"), f"solution {ABOUT}{result.stuck}")] if result.stuck else []
    return lay_out((asked, 2), (options, 2), (make_taps(solved), 1), (_usual(call, result), 4))


def _usual(call: Call, result: TickedOff) -> tuple[Button, ...]:
    """Make the buttons for undo, next and progress, and for the self-check of a level just reached."""
    undo = [undo_tap(call.label("done.undo_button"), result.act_id)] if result.act_id else []
    levels = [level for one in result.reached if (level := call.roadmap.level(one.slug)) and level.criteria]
    offers = [(call.label("done.check_button"), f"criteria {level.slug}") for level in levels[-1:]]
    offers += [(call.label("done.next_button"), "next"), (call.label("done.progress_button"), "progress")]
    return (*undo, *make_taps(offers))
