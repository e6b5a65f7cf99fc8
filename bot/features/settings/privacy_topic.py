"""/settings privacy: what others see of a learner, in plain words, and the taps that change it in place."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.chat.call import Call
from bot.chat.command import Suggestion
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import ButtonStyle, Reply, Row, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import local_day
from bot.chat.words.suggesting import suggest_words
from bot.closed_sets import Publishing, Visibility
from bot.features.settings.actions.privacy_page import PrivacyView, change_privacy, view_privacy
from bot.features.work.actions import EVER

LINE = "settings privacy"
_TURNS = ("on", "off")
VALUES: Mapping[str, Collection[str]] = {
    "seen": tuple(Visibility),
    "checkins": tuple(Publishing),
    "work": ("on", "private"),
    "cheers": _TURNS,
    "pings": _TURNS,
}
"""Part of the page -> the values that it may get."""


async def show_privacy(call: Call, value: str) -> Reply:
    """Show what others see of the caller. A part and its value, as a tap types them, change it first."""
    part, _, wish = value.casefold().partition(" ")
    if wish in VALUES.get(part, ()):
        return _page(call, await call.write(change_privacy, call.caller, call.roadmap_slug, part, wish), changed=True)
    view = await call.read(view_privacy, call.caller)
    return _page(call, view) if view is not None else _show_stranger(call)


def suggest_privacy(call: Call, typed: str) -> list[Suggestion]:
    """Suggest each part with each of its values, in the words of the buttons."""
    wishes = [(part, value) for part, values in VALUES.items() for value in values]
    return suggest_words(
        ((call.label(f"privacy.button.{part}_{value}"), f"{part} {value}") for part, value in wishes), typed
    )


def _show_stranger(call: Call) -> Reply:
    """Say that nobody here sees a caller who is no member. What is kept of them is theirs all the same."""
    join = make_taps([(call.label("start.join"), "join")], ButtonStyle.PRIMARY)
    buttons = lay_out((make_taps(_own_data(call)), 2), (join, 1))
    return Reply(
        call.say("privacy.stranger"), title=call.say("privacy.title"), buttons=buttons, update=call.said.tapped
    )


def _page(call: Call, view: PrivacyView, *, changed: bool = False) -> Reply:
    joined = call.say("join.on_the_way") if view.joined else NOTHING
    parts = (_seen(call, view), _checkins(call, view), _work(call, view), _cheers(call, view))
    return Reply(
        join_texts([*parts, _community(call, view), _pings(call, view), joined]),
        title=call.say("privacy.title"),
        buttons=_buttons(call, view),
        tone=Tone.GOOD if changed else Tone.PLAIN,
        update=call.said.tapped,
    )


def _seen(call: Call, view: PrivacyView) -> Text:
    if view.solo and view.visibility is not Visibility.HIDDEN:
        return call.say("privacy.seen.solo")
    return call.say(f"privacy.seen.{view.visibility}", n=view.number)


def _unread(view: PrivacyView) -> str:
    """The reason why nobody reads what a learner would share. Empty: there is none."""
    if view.visibility is Visibility.HIDDEN:
        return Visibility.HIDDEN
    if view.solo:
        return "solo"
    return "barred" if view.barred else ""


def _checkins(call: Call, view: PrivacyView) -> Text:
    shared = view.publishing not in {None, Publishing.PRIVATE}
    return call.say(f"privacy.checkins.{(shared and _unread(view)) or view.publishing or 'undecided'}")


def _work(call: Call, view: PrivacyView) -> Text:
    if not view.shows_work or view.work_from is None:
        return call.say("privacy.work.private")
    if reason := _unread(view):
        return call.say(f"privacy.work.{reason}")
    if view.work_from <= EVER:
        return call.say("privacy.work.all")
    return call.say("privacy.work.since", day=local_day(view.work_from, call.scene.zone, call.scene.language))


def _cheers(call: Call, view: PrivacyView) -> Text:
    if view.visibility is Visibility.HIDDEN:
        return call.say("privacy.cheers.hidden")
    return call.say("privacy.cheers.on" if view.cheers_on else "privacy.cheers.off")


def _community(call: Call, view: PrivacyView) -> Text:
    return call.say(f"privacy.community.{view.visibility}" if view.listed else "privacy.community.off")


def _pings(call: Call, view: PrivacyView) -> Text:
    """Say whether they are pinged. A post pings nobody whose name it does not say."""
    if not view.pings:
        return call.say("privacy.pings.off")
    return call.say("privacy.pings.on" if view.visibility is Visibility.GROUP else "privacy.pings.unnamed")


def _buttons(call: Call, view: PrivacyView) -> tuple[Row, ...]:
    seen = [_offer(call, "seen", one) for one in Visibility if one is not view.visibility]
    readers = [_offer(call, "checkins", one) for one in Publishing if one is not view.publishing]
    work = _offer(call, "work", "private" if view.shows_work else "on")
    cheers = _offer(call, "cheers", "off" if view.cheers_on else "on")
    pings = _offer(call, "pings", "off" if view.pings else "on")
    return lay_out(
        (make_taps(seen), 2),
        (make_taps(readers), 3),
        (make_taps([work, cheers, pings]), 2),
        (make_taps([*_own_data(call), (call.label("settings.button.back"), "settings")]), 3),
    )


def _offer(call: Call, part: str, value: str) -> Offer:
    return call.label(f"privacy.button.{part}_{value}"), f"{LINE} {part} {value}"


def _own_data(call: Call) -> list[Offer]:
    """Offer to get all that is kept, and to be forgotten."""
    return [
        (call.label("privacy.button.export"), "settings export"),
        (call.label("privacy.button.forget"), "settings forget"),
    ]
