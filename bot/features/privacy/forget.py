"""`/settings forget`: be forgotten, in a day or at once."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.call import Call
from bot.chat.going_back import offer_back
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, ButtonStyle, Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import say_moment
from bot.chat.words.saying_back import NAME, say_back
from bot.features.members.leave import NotYourButton
from bot.features.members.staying import FORGET_LINE, KEEP, offer_to_keep
from bot.features.privacy.actions.forgetting import (
    ForgettingView,
    Forgotten,
    ask_to_forget,
    forget_now,
    keep_learner,
    read_forgetting_wish,
)
from bot.features.privacy.queries.forgettings import Forgetting

LATER, NOW = "tomorrow", "now"
LATERS = frozenset({"day", "a day", "1 day", "one day", "in a day", "24h", "24 hours", "in 24 hours", "later"})
KEEPS = frozenset({"cancel", "cancel it", "keep", "keep me", "keep my data", "stop", "no", "don’t", "don't", "back"})
"""The words that people type for these."""
PARTS = ("goes", "stays", "messages", "when", "again")


async def change_forget(call: Call, value: str) -> Reply:
    """Say what is forgotten; or let the learner be forgotten tomorrow, or now, or not."""
    word, _, whose = value.casefold().partition(" ")
    said = " ".join(value.casefold().strip(".!? ").split())
    if word == KEEP or said in KEEPS:
        kept = await call.write(keep_learner, call.caller)
        return Reply(call.say("forget.kept" if kept else "forget.not_asked"), tone=Tone.GOOD, update=call.said.tapped)
    if word == LATER or said in LATERS:
        view = await call.write(ask_to_forget, call.caller)
        shown = _show_wish(call, view)
        again = view.asked_before and not call.said.tapped
        return _say_first(shown, call.say("forget.asked_before")) if again else shown
    if word == NOW:
        return await _forget_now(call, whose)
    shown = _show_wish(call, await call.read(read_forgetting_wish, call.caller), ask=True)
    return _say_first(shown, call.say("forget.unread", word=say_back(value, NAME))) if value else shown


def _say_first(shown: Reply, first: Text) -> Reply:
    return replace(shown, text=join_texts([first, shown.text], "\n\n"))


async def _forget_now(call: Call, whose: str) -> Reply:
    """Forget the learner, once they have said so a second time. A button of earlier days asks once more."""
    whose, _, day = whose.partition(" ")
    if not whose or (whose == call.said.account.key and _is_old(call, day)):
        sure = f"{FORGET_LINE} {NOW} {call.said.account.key} {call.now.toordinal()}"
        yes = make_taps([(call.label("forget.sure_button"), sure)], ButtonStyle.DANGER)
        no = make_taps([offer_to_keep(call)])
        return Reply(call.say("forget.sure"), buttons=lay_out(((*yes, *no), 1)), update=call.said.tapped)
    if whose != call.said.account.key:
        raise NotYourButton
    done = await call.write(forget_now, call.caller, call.said.inbound)
    join = make_taps([(call.label("start.join"), "join")])
    if done is Forgotten.SOON:
        return Reply(call.say("forget.soon"), title=call.say("forget.title"), update=call.said.tapped)
    return Reply(
        call.say("forget.done"), title=call.say("forget.title"), buttons=lay_out((join, 1)), update=call.said.tapped
    )


def _is_old(call: Call, day: str) -> bool:
    """Whether a button was made before yesterday. It was not about what came since."""
    return day.isdecimal() and call.now.toordinal() - int(day) > 1


def _show_wish(call: Call, view: ForgettingView, *, ask: bool = False) -> Reply:
    if not view.known:
        return _show_stranger(call, view)
    if view.forgetting is not None:
        return _show_moment(call, view.forgetting)
    assert ask  # noqa: S101  a wish was just kept otherwise
    lines = join_texts([call.say(f"forget.{part}") for part in PARTS])
    later = (call.label("forget.later_button"), f"{FORGET_LINE} {LATER}")
    offers = make_taps([later, _offer_now(call)], ButtonStyle.DANGER)
    return Reply(
        lines, title=call.say("forget.title"), buttons=lay_out((offers, 1), (_back(call), 1)), update=call.said.tapped
    )


def _show_stranger(call: Call, view: ForgettingView) -> Reply:
    """Say that nothing is kept, or only something of the account, which can be deleted now."""
    if not view.account:
        return Reply(call.say("forget.unknown"), update=call.said.tapped)
    now = make_taps([_offer_now(call)], ButtonStyle.DANGER)
    return Reply(call.say("forget.account"), buttons=lay_out((now, 1)), update=call.said.tapped)


def _show_moment(call: Call, forgetting: Forgetting) -> Reply:
    """Say when it happens, with the button that takes it back."""
    keep = make_taps([offer_to_keep(call)], ButtonStyle.PRIMARY)
    now = make_taps([_offer_now(call)], ButtonStyle.DANGER)
    return Reply(
        call.say("forget.pending", moment=say_moment(forgetting.due_at, forgetting.zone, call.scene.language)),
        title=call.say("forget.title"),
        buttons=lay_out(((*keep, *now), 1), (_back(call), 1)),
        update=call.said.tapped,
    )


def _offer_now(call: Call) -> Offer:
    return call.label("forget.now_button"), f"{FORGET_LINE} {NOW}"


def _back(call: Call) -> tuple[Button, ...]:
    return make_taps([offer_back(call, "settings")])
