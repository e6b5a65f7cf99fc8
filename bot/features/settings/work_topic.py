"""/settings work: whether fellow members see the links and notes of a learner's tasks."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import NOTHING, join_texts
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.switches import SWITCH
from bot.features.work.actions import WorkChoice, choose_work_readers, view_own_work
from bot.features.work.showing import offer_earlier, word_consent

LINE = "settings work"
_ALSO = {"show": WorkChoice.ON, "group": WorkChoice.ON, "hide": WorkChoice.PRIVATE, "keep private": WorkChoice.PRIVATE}


def _read_choice(value: str) -> WorkChoice | None:
    """Read a wish about one's work. None: the words are none."""
    word = value.casefold()
    if word in set(WorkChoice):
        return WorkChoice(word)
    if word in SWITCH:
        return WorkChoice.ON if SWITCH[word] else WorkChoice.PRIVATE
    return _ALSO.get(word)


async def change_work_readers(call: Call, value: str) -> Reply:
    """Take a wish about one's work. Other words ask for it."""
    choice = _read_choice(value)
    if choice is None:
        own = await call.read(view_own_work, call.caller)
        known = word_consent(call, own.consent) if own.consent else NOTHING
        text = join_texts([call.say("settings.ask.work"), known])
        return Reply(text, buttons=lay_out((make_taps(_choices(call)), 2)), update=call.said.tapped)
    kept = await call.write(choose_work_readers, call.caller, call.roadmap_slug, choice)
    text = join_texts([call.say("settings.saved"), word_consent(call, kept)])
    offers = [*offer_earlier(call, kept), (call.label("part.work"), "work")]
    return Reply(text, buttons=lay_out((make_taps(offers), 2)), tone=Tone.GOOD, update=call.said.tapped)


def _choices(call: Call) -> tuple[tuple[str, str], ...]:
    """Offer both wishes."""
    keys = (("work.show_button", WorkChoice.ON), ("work.private_button", WorkChoice.PRIVATE))
    return tuple((call.label(key), f"{LINE} {choice}") for key, choice in keys)
