"""/settings privacy: what others see of a learner, in plain words, and the taps that change it in place."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.call import Call
from bot.chat.command import Suggestion
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import ButtonStyle, Reply, Row, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import local_day, say_moment
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.suggesting import suggest_words
from bot.closed_sets import Publishing, Visibility
from bot.features.members.staying import FORGET_LINE, offer_to_keep
from bot.features.privacy.actions.forgetting import find_forgetting
from bot.features.privacy.queries.forgettings import Forgetting
from bot.features.settings.actions.privacy_page import PrivacyView, change_privacy, view_privacy
from bot.features.settings.privacy_wishes import VALUES, read_privacy_wish
from bot.features.settings.queries import KeptPrivacy
from bot.features.work.actions import EVER

LINE = "settings privacy"


async def show_privacy(call: Call, value: str) -> Reply:
    """Show what others see of the caller. A part and its value change it first. Other words change nothing."""
    if wish := read_privacy_wish(call, value):
        view = await call.write(change_privacy, call.caller, call.roadmap_slug, *wish)
        return _page(call, view, await call.read(find_forgetting, call.caller), changed=True)
    seen, forgetting = await call.read(view_privacy, call.caller), await call.read(find_forgetting, call.caller)
    shown = _page(call, seen, forgetting) if seen is not None else _show_stranger(call, forgetting)
    return _say_unread(call, shown, value) if value.casefold() not in {"", *VALUES} else shown


def _say_unread(call: Call, shown: Reply, value: str) -> Reply:
    """Say before all else that nothing changed, because words were not understood."""
    unread = call.say("forget.unread", word=say_back(value, NAME))
    return replace(shown, text=join_texts([unread, shown.text], "\n\n"), tone=Tone.PROBLEM)


def suggest_privacy(call: Call, typed: str) -> list[Suggestion]:
    """Suggest each part with each of its values, in the words of the buttons."""
    wishes = [(part, value) for part, values in VALUES.items() for value in values]
    return suggest_words(
        ((call.label(f"privacy.button.{part}_{value}"), f"{part} {value}") for part, value in wishes), typed
    )


def _show_stranger(call: Call, forgetting: Forgetting | None) -> Reply:
    """Say that nobody here sees a caller who is no member. What is kept of them is theirs all the same."""
    join = make_taps([(call.label("start.join"), "join")], ButtonStyle.PRIMARY)
    return Reply(
        join_texts([call.say("privacy.stranger"), _pending(call, forgetting)], "\n\n"),
        title=call.say("privacy.title"),
        buttons=lay_out((make_taps(_own_data(call, forgetting)), 2), (join, 1)),
        update=call.said.tapped,
    )


def _pending(call: Call, forgetting: Forgetting | None) -> Text:
    """Say when all this goes, if the learner asked for it."""
    if forgetting is None:
        return NOTHING
    return call.say("forget.pending", moment=say_moment(forgetting.due_at, forgetting.zone, call.scene.language))


def _page(call: Call, view: PrivacyView, forgetting: Forgetting | None, *, changed: bool = False) -> Reply:
    joined = call.say("join.on_the_way") if view.joined else NOTHING
    kept = view.kept
    parts = (_seen(call, kept, view.number), _checkins(call, kept), _work(call, kept), _cheers(call, view))
    return Reply(
        join_texts([*parts, _community(call, kept), _pings(call, kept), joined, _pending(call, forgetting)]),
        title=call.say("privacy.title"),
        buttons=_buttons(call, kept, forgetting),
        tone=Tone.GOOD if changed else Tone.PLAIN,
        update=call.said.tapped,
    )


def _seen(call: Call, kept: KeptPrivacy, number: int) -> Text:
    if kept.solo and kept.visibility is not Visibility.HIDDEN:
        return call.say("privacy.seen.solo")
    return call.say(f"privacy.seen.{kept.visibility}", n=number)


def _unread(kept: KeptPrivacy) -> str:
    """The reason why nobody reads what a learner would share. Empty: there is none."""
    if kept.visibility is Visibility.HIDDEN:
        return Visibility.HIDDEN
    if kept.solo:
        return "solo"
    return "barred" if kept.barred else ""


def _checkins(call: Call, kept: KeptPrivacy) -> Text:
    shared = kept.publishing not in {None, Publishing.PRIVATE}
    return call.say(f"privacy.checkins.{(shared and _unread(kept)) or kept.publishing or 'undecided'}")


def _work(call: Call, kept: KeptPrivacy) -> Text:
    if not kept.shows_work or kept.work_from is None:
        return call.say("privacy.work.private")
    if reason := _unread(kept):
        return call.say(f"privacy.work.{reason}")
    if kept.work_from <= EVER:
        return call.say("privacy.work.all")
    return call.say("privacy.work.since", day=local_day(kept.work_from, call.scene.zone, call.scene.language))


def _cheers(call: Call, view: PrivacyView) -> Text:
    """Say whether they can be cheered for and hear of it. Cheers are told to those alone who get reminders."""
    if view.kept.visibility is Visibility.HIDDEN:
        return call.say("privacy.cheers.hidden")
    if view.kept.solo:
        return call.say("privacy.cheers.solo")
    heard = "on" if view.reminded else "unheard"
    return call.say(f"privacy.cheers.{heard if view.kept.cheers_on else 'off'}")


def _community(call: Call, kept: KeptPrivacy) -> Text:
    if kept.listed:
        return call.say(f"privacy.community.{kept.visibility}")
    return call.say("privacy.community.off" if kept.community_on else "privacy.community.left")


def _pings(call: Call, kept: KeptPrivacy) -> Text:
    """Say whether they are pinged. A post pings nobody whose name it does not say."""
    if not kept.pings:
        return call.say("privacy.pings.off")
    if kept.solo:
        return call.say("privacy.pings.solo")
    return call.say("privacy.pings.on" if kept.visibility is Visibility.GROUP else "privacy.pings.unnamed")


def _buttons(call: Call, kept: KeptPrivacy, forgetting: Forgetting | None) -> tuple[Row, ...]:
    seen = [_offer(call, "seen", one) for one in Visibility if one is not kept.visibility]
    readers = [_offer(call, "checkins", one) for one in Publishing if one is not kept.publishing]
    work = _offer(call, "work", "private" if kept.shows_work else "on")
    cheers = _offer(call, "cheers", "off" if kept.cheers_on else "on")
    pings = _offer(call, "pings", "off" if kept.pings else "on")
    community = [_offer(call, "community", "off" if kept.community_on else "on")]
    matters = kept.listed or not kept.community_on
    return lay_out(
        (make_taps(seen), 2),
        (make_taps(readers), 3),
        (make_taps([work, cheers, pings, *(community if matters else ())]), 2),
        (make_taps([*_own_data(call, forgetting), (call.label("settings.button.back"), "settings")]), 3),
    )


def _offer(call: Call, part: str, value: str) -> Offer:
    return call.label(f"privacy.button.{part}_{value}"), f"{LINE} {part} {value}"


def _own_data(call: Call, forgetting: Forgetting | None) -> list[Offer]:
    """Offer to get all that is kept, and to be forgotten; or to keep it, if the learner is about to be."""
    forget = (call.label("privacy.button.forget"), FORGET_LINE)
    return [(call.label("privacy.button.export"), "settings export"), offer_to_keep(call) if forgetting else forget]
