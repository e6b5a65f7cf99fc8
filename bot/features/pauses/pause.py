"""/pause: plan an absence, on which the streak holds and no nudge comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import ButtonStyle, Reply, Row, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import short_day
from bot.chat.words.reasons import read_reasoned
from bot.chat.words.saying_back import LINE, NAME, say_back
from bot.chat.words.span_words import DateSpan
from bot.errors import Offers, Refused
from bot.features.members.actions.days import read_today
from bot.features.members.welcoming import welcome
from bot.features.pauses.actions import PauseBackwards, PauseInThePast, Pauses, PauseTooLong, begin_pause, view_pauses
from bot.features.pauses.balance import MOST_DAYS, Away
from bot.features.pauses.resume import come_back
from bot.features.pauses.showing import LENGTHS, ask_silence, days_in_words, offer_ends, offer_time_off, stay, word_mute

ENDS = frozenset(
    """
    off stop end ended cancel over finish finished none no nothing 0 back resume aus stopp ende beenden abbrechen zurück
    fin fini stop arrêter parar terminar cancelar basta fine annulla einde stoppen koniec stop bitir dur стоп конец
    хватит отмена отменить закончить кінець досить скасувати
    """.split()  # noqa: SIM905  fifty quoted words are harder to read
) | {"i'm back", "i’m back", "i am back", "end it", "stop it", "the end", "end now", "end the pause"}
"""Words that end the pause, as /resume does."""


class NoSuchDays(Refused):
    """Refusal: the words name no days."""

    unread: ClassVar[bool] = True
    value: str


@command(
    of_group=False,
    readers=Readers.SECRET,
    days=Arg("which days: 1w, until 3 May, 3 May..10 May", optional=True, rest=True),
)
async def pause(call: Call, days: str = "") -> Reply:
    """Take days off. Your streak is safe, and I won’t remind you."""
    typed = days.strip()
    if not typed:
        return await _overview(call)
    if typed.casefold().strip(".!") in ENDS:
        return await come_back(call, unmute=False)
    today = await call.read(read_today, call.caller)
    read = read_reasoned(typed, today, call.scene.language)
    spans = read.spans
    if not spans:
        raise NoSuchDays(value=say_back(typed, NAME), offers=tuple(offer_time_off(call, MOST_DAYS)))
    if len(spans) > 1 or not read.sure:
        others = () if read.sure else offer_time_off(call, MOST_DAYS)
        return _which(call, [one for one in spans if one.first >= today] or spans, others)
    said = call.say("pause.reason", reason=say_back(read.reason, LINE)) if read.reason else NOTHING
    [span] = spans
    return _how_long(call, span.first, today) if span.last is None else await _begin(call, span.first, span.last, said)


async def _begin(call: Call, first: date, last: date, reason: Text) -> Reply:
    try:
        kept = await call.write(begin_pause, call.caller, call.roadmap_slug, first, last)
    except (PauseInThePast, PauseBackwards) as refused:
        offers = _offer_possible(call, refused.possible) or tuple(offer_time_off(call, MOST_DAYS))
        raise refused.offering(offers) from None
    except PauseTooLong as refused:
        raise refused.offering(_offer_possible(call, refused.possible)) from None
    wanted = next((one for one in kept.coming if one.first <= last and first <= one.last), kept.coming[0])
    joined = welcome(call, joined=kept.joined)
    lines = [stay(call, wanted, kept), _others(call, kept, wanted), _left(call, kept), reason, joined]
    return Reply(join_texts(lines), buttons=_undo(call, kept), tone=Tone.GOOD, update=call.said.tapped)


def _which(call: Call, spans: Sequence[DateSpan], others: Sequence[Offer] = ()) -> Reply:
    """Ask which days were meant, with a button for each reading, and for other lengths if none may be right."""
    known = [(one, one.last) for one in spans if one.last]
    offers = [(days_in_words(call, Away(one.first, last)), f"pause {one.first}..{last}") for one, last in known]
    language = call.scene.language
    offers += [(short_day(one.first, language), f"pause from {one.first}") for one in spans if one.last is None]
    groups = [(make_taps(one), width) for one, width in ((offers, 1), (others, 3)) if one]
    return Reply(call.say("pause.which"), buttons=lay_out(*groups), update=call.said.tapped)


def _how_long(call: Call, first: date, today: date) -> Reply:
    """Ask how long a pause from a day on is to be. A pause from a day that is over can begin today."""
    over = call.say("pause.from_today", day=short_day(first, call.scene.language)) if first < today else NOTHING
    first = max(first, today)
    ends = {length: first + timedelta(days=days - 1) for length, days in LENGTHS.items()}
    offers = [(call.label(f"length.{length}"), f"pause {first}..{last}") for length, last in ends.items()]
    day = short_day(first, call.scene.language)
    text = join_texts([over, call.say("pause.how_long", day=day)])
    return Reply(text, buttons=lay_out((make_taps(offers), 3)), update=call.said.tapped)


def _offer_possible(call: Call, possible: Away | None) -> Offers:
    """Offer the pause that is possible, with its days in words."""
    if possible is None:
        return ()
    return ((days_in_words(call, possible), f"pause {possible.first}..{possible.last}"),)


async def _overview(call: Call) -> Reply:
    found = await call.read(view_pauses, call.caller)
    if found is None:
        return Reply(
            call.say("pause.nobody"),
            buttons=lay_out((make_taps([(call.label("start.join"), "join")], ButtonStyle.PRIMARY), 1)),
        )
    asked = ask_silence(call, found.left)
    ends = offer_ends(call, found)
    if not ends:
        return replace(asked, text=join_texts([asked.text, _left(call, found)]))
    running = [*(stay(call, one, found) for one in found.coming), word_mute(call, found.mute)]
    more = () if found.running else asked.buttons
    text = join_texts([*running, _left(call, found)])
    return replace(asked, text=text, buttons=(*more, *lay_out((make_taps(ends), 2))))


def _left(call: Call, pauses: Pauses) -> Text:
    return call.say("pause.left", n=pauses.left) if pauses.left else call.say("pause.left_none")


def _others(call: Call, kept: Pauses, wanted: Away) -> Text:
    return join_texts([stay(call, one, kept) for one in kept.coming if one != wanted])


def _undo(call: Call, kept: Pauses) -> tuple[Row, ...]:
    return lay_out((make_taps([*offer_ends(call, kept), (call.label("streak.why_button"), "streak why")]), 2))
