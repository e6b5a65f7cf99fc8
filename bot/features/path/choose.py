"""/choose: choose an option, or see the choices of the roadmap."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.call import Call
from bot.chat.command import Arg, Suggestion, command
from bot.chat.markup import Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps, undo_tap, width_of
from bot.chat.words.choices import describe_choice, option_taps, option_title
from bot.chat.words.saying_back import say_back
from bot.features.path.actions.choosing import Chosen, NoSuchOption
from bot.features.path.actions.choosing import choose_option as take
from bot.features.ticks.actions.roadmap_state import view_state
from bot.features.ticks.ticked import word_ticks
from roadmap.lookup.options import find_option
from roadmap.lookup.spelling import is_marked_for, split_mark
from roadmap.model import Choice


async def options(call: Call, typed: str) -> list[Suggestion]:
    """Suggest every option with the typed characters in the title or slug of itself or its choice."""
    found = [(choice, option) for choice in call.roadmap.choices() for option in choice.options]
    return [
        Suggestion(f"{option.title} ({choice.title})", f"{choice.slug} {option.slug}")
        for choice, option in found
        if typed.casefold() in f"{option.title} {choice.title} {choice.slug} {option.slug}".casefold()
    ]


@command(readers=Readers.ASKER, choice=Arg("the option you pick", suggest=options, optional=True, rest=True))
async def choose(call: Call, choice: str = "") -> Reply:
    """Pick an option where the roadmap has several. You can change it later."""
    if not choice:
        return await _show(call, tuple(call.roadmap.choices()))
    head, _, last = choice.rpartition(" ")
    last, mark = split_mark(last)
    found = find_option(call.roadmap, f"{head} {last}".strip() if mark else choice)
    if found is None:
        raise NoSuchOption(typed=say_back(choice), offers=(("/choose", "choose"),))
    fork, option = found
    if option is None or not is_marked_for(mark, fork.title, option.title):
        return await _show(call, (fork,))
    return _word_choice(call, await call.write(take, call.caller, call.roadmap, fork.slug, option.slug))


async def _show(call: Call, choices: tuple[Choice, ...]) -> Reply:
    if not choices:
        return Reply(call.say("choose.none"))
    chosen = (await call.glance(view_state, call.scene.learner_id, call.roadmap)).chosen
    if len(choices) == 1:
        text = describe_choice(call, choices[0], chosen.get(choices[0].slug, ""))
        return Reply(text, title=call.say("choose.title"), buttons=lay_out((option_taps(choices[0]), 2)))
    lines = [_sum_up(call, one, chosen.get(one.slug, "")) for one in choices]
    buttons = make_taps((one.title, f"choose {one.slug}") for one in choices)
    text = join_texts([*lines, call.say("choose.which")])
    return Reply(text, title=call.say("choose.title"), buttons=lay_out((buttons, width_of(buttons, 3))))


def _sum_up(call: Call, choice: Choice, chosen: str) -> Text:
    """Word a choice in one line. Its own view has the options."""
    if not chosen:
        return call.say("choose.open_line", choice=choice.title)
    return call.say("choose.taken_line", choice=choice.title, option=option_title(choice, chosen))


def _word_choice(call: Call, result: Chosen) -> Reply:
    choice = call.roadmap.choice(result.choice)
    option, before = (option_title(choice, slug) if choice else slug for slug in (result.option, result.before))
    if result.before == result.option:
        first = call.say("choose.already", option=option)
    elif result.before:
        first = call.say("choose.changed", option=option, before=before)
    else:
        first = call.say("choose.chosen", option=option)
    rest = word_ticks(call, replace(result.ticked, chosen=()), above=first)  # which says what is chosen
    undo = [undo_tap(call.label("done.undo_button"), result.ticked.act_id)] if result.ticked.act_id else []
    usual = [(call.label("done.next_button"), "next"), (call.label("choose.other_button"), f"choose {result.choice}")]
    buttons = lay_out(((*undo, *make_taps(usual)), 3))
    return Reply(rest.text, buttons=buttons, tone=Tone.GOOD, deed=rest.deed, undo=rest.undo if rest.deed else "")
