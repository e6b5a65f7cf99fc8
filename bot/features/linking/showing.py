"""/settings link and /settings unlink: two accounts become one learner, and two again."""

from __future__ import annotations

from datetime import datetime

from bot.chat.call import Call
from bot.chat.going_back import offer_back
from bot.chat.markup import SpokenMoment, Text, join_texts
from bot.chat.reply import ButtonStyle, Reply, Row, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import say_moment
from bot.chat.words.lists import list_words
from bot.features.codes.actions import CodeTrouble, read_code
from bot.features.codes.showing import word_code, word_no_code
from bot.features.codes.typed import asks_for_code, find_typed_code, is_code_shaped
from bot.features.linking.actions.linking import (
    Figures,
    LinkAnswer,
    LinkedAlready,
    NotLinked,
    OtherLink,
    Parted,
    issue_link_code,
    link_accounts,
    see_link,
    see_parting,
    unlink_accounts,
)
from bot.features.members.staying import offer_to_keep
from bot.identity import Platform

LINK, UNLINK = "settings link", "settings unlink"
SURE = "yes"


async def change_link(call: Call, value: str) -> Reply:
    """Issue a code, also for words that only name a platform; show what a typed code makes; or link after a tap."""
    try:
        return await _link(call, value)
    except LinkedAlready as refusal:
        raise refusal.offering(((call.label("settings.button.unlink"), UNLINK), offer_back(call, "settings"))) from None


async def _link(call: Call, value: str) -> Reply:
    if not value or asks_for_code(value):
        return await _issue(call)
    *words, last = value.split()
    if last.casefold() in {SURE, *Platform} and is_code_shaped(" ".join(words)):
        code = " ".join(words)
        found = await call.write(link_accounts, call.caller, code, _choices_of(last))
    elif code := find_typed_code(value):
        found = await call.write(see_link, call.caller, code)
    else:
        return Reply(word_no_code(call, value, "link"), tone=Tone.PROBLEM, update=call.said.tapped)
    if found.trouble:
        return _refuse(call, found.trouble)
    return _show_linked(call, found) if found.linked else _ask(call, found, read_code(code))


def _choices_of(word: str) -> str:
    return "" if word.casefold() == SURE else word.casefold()


async def _issue(call: Call) -> Reply:
    issued = await call.write(issue_link_code, call.caller, call.make_key())
    return Reply(word_code(call, issued, "link"), update=call.said.tapped)


def _refuse(call: Call, trouble: CodeTrouble) -> Reply:
    return Reply(call.say(f"link.trouble.{trouble}"), tone=Tone.PROBLEM, update=call.said.tapped)


def _ask(call: Call, found: LinkAnswer, code: str) -> Reply:
    """Show both learners and what they make, and ask. Where their choices differ, ask whose hold."""
    parts = [call.say("link.ask"), _figures(call, found), *_warn(call, found, "link.forget")]
    if found.differing:
        parts.append(call.say("link.choices", n=len(found.differing), choices=_choices(call, found)))
        offers = [
            (_label(call, "link.button.choices", figures), f"{LINK} {code} {figures.platform}")
            for figures in found.apart
        ]
    else:
        offers = [(call.label("link.button.yes"), f"{LINK} {code} {SURE}")]
    return Reply(join_texts(parts, "\n\n"), buttons=_rows(offers))


def _choices(call: Call, found: LinkAnswer) -> str:
    """Name the choices that differ. One of a roadmap that is missing goes by its slug."""
    known = ((slug, call.library.get(roadmap)) for roadmap, slug in found.differing)
    titles = [choice.title if there and (choice := there.choice(slug)) else slug for slug, there in known]
    return list_words(titles, call.scene.language)


def _rows(offers: list[Offer]) -> tuple[Row, ...]:
    return lay_out((make_taps(offers, ButtonStyle.PRIMARY), 1))


def _figures(call: Call, found: LinkAnswer) -> Text:
    lines = [_line(call, figures) for figures in found.apart]
    if found.together:
        lines.append(call.say("link.together", figures=_tasks(call, found.together)))
    return join_texts(lines)


def _line(call: Call, figures: Figures) -> Text:
    return call.say("link.figures", platform=figures.platform.capitalize(), figures=_tasks(call, figures))


def _tasks(call: Call, figures: Figures) -> Text:
    return call.say("link.tasks", n=figures.tasks, streak=figures.streak)


def _label(call: Call, key: str, figures: Figures) -> str:
    return call.label(key, platform=figures.platform.capitalize())


def _show_linked(call: Call, found: LinkAnswer) -> Reply:
    warned = _warn(call, found, "link.forgets")
    parts = [call.say("link.linked"), _figures(call, found), *warned, call.say("link.way_back")]
    rows = _rows([offer_to_keep(call)]) if warned else ()
    return Reply(join_texts(parts, "\n\n"), buttons=rows, tone=Tone.GOOD, update=call.said.tapped)


def _warn(call: Call, found: LinkAnswer, key: str) -> list[Text]:
    """Say when both accounts are forgotten, if one of the two learners asked for it."""
    at = found.together.forgotten_at if found.together else None
    return [call.say(key, moment=_moment(call, at))] if at else []


def _moment(call: Call, at: datetime) -> SpokenMoment:
    return say_moment(at, call.scene.zone, call.scene.language)


async def change_unlink(call: Call, value: str) -> Reply:
    """Show the two learners that an unlink makes and ask, or make them after a tap.

    A button that was made for an earlier link asks once more.
    """
    try:
        return await _unlink(call, value)
    except NotLinked as refusal:
        raise refusal.offering(((call.label("settings.button.link"), LINK), offer_back(call, "settings"))) from None


async def _unlink(call: Call, value: str) -> Reply:
    word, _, stamp = value.casefold().partition(" ")
    if word == SURE and (not stamp or stamp.isdecimal()):
        try:
            parted = await call.write(unlink_accounts, call.caller, call.library, int(stamp) if stamp else None)
        except OtherLink:
            return await _ask_to_unlink(call, call.say("refused.other_link"))
        return Reply(_word_unlink(call, "unlink.done", parted), tone=Tone.GOOD, update=call.said.tapped)
    return await _ask_to_unlink(call, Text())


async def _ask_to_unlink(call: Call, first: Text) -> Reply:
    """Show the two learners that an unlink makes, and ask. `first` is said before."""
    parted = await call.write(see_parting, call.caller, call.library)
    warned = _warn_apart(call, parted)
    text = join_texts([first, _word_unlink(call, "unlink.ask", parted)], "\n\n")
    keep = make_taps([offer_to_keep(call)] if warned else [])
    part = make_taps([(call.label("unlink.button"), f"{UNLINK} {SURE} {parted.stamp}")], ButtonStyle.DANGER)
    return Reply(text, buttons=lay_out((part, 1), (keep, 1)), update=call.said.tapped)


def _word_unlink(call: Call, key: str, parted: Parted) -> Text:
    lines = join_texts([_line(call, figures) for figures in parted.apart])
    return join_texts([call.say(key), lines, *_warn_apart(call, parted)], "\n\n")


def _warn_apart(call: Call, parted: Parted) -> list[Text]:
    """Say which of the two learners are to be forgotten, and when."""
    due = [(one, at) for one in parted.apart if (at := one.forgotten_at)]
    if len(due) == len(parted.apart) and len({at for _, at in due}) == 1:
        return [call.say("unlink.forget.both", moment=_moment(call, due[0][1]))]
    return [
        call.say("unlink.forget.one", platform=one.platform.capitalize(), moment=_moment(call, at)) for one, at in due
    ]
