"""/settings partner: study partners, for those who want some. The answer is for the caller alone."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import ButtonStyle, Reply, Row, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.clocks import local_day
from bot.chat.words.lists import list_words
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.switches import SWITCH
from bot.errors import Refused
from bot.features.members.welcoming import welcome
from bot.features.partners.actions.wishing import Partnership, read_partnership, want_partners
from bot.features.partners.facts import find_numbers_key
from bot.features.partners.queries.pairings import PartnerShown


class PartnerUnclear(Refused):
    """Refusal: the words behind `/settings partner` are neither on nor off."""

    value: str


async def change_partner(call: Call, value: str) -> Reply:
    """Show the caller's study partners, or begin or stop having some."""
    if value and value.casefold() not in SWITCH:
        offers = tuple((call.label(f"partner.button.{one}"), f"settings partner {one}") for one in ("on", "off"))
        raise PartnerUnclear(value=say_back(value, NAME), offers=offers)
    if not value:
        return _show(call, await call.read(read_partnership, call.caller), NOTHING)
    wanted = SWITCH[value.casefold()]
    shown = await call.write(want_partners, call.caller, call.roadmap_slug, wanted)
    joined = welcome(call, joined=shown.joined)
    if shown.wanted or shown.solo:
        return _show(call, shown, joined)
    saved = join_texts([call.say("partner.stopped"), joined])
    return Reply(saved, buttons=_buttons(call, shown), tone=Tone.GOOD, update=call.said.tapped)


def _show(call: Call, shown: Partnership, joined: Text) -> Reply:
    return Reply(join_texts([_word(call, shown), joined]), buttons=_buttons(call, shown), update=call.said.tapped)


def _word(call: Call, shown: Partnership) -> Text:
    if shown.wanted and not shown.solo and shown.partners and shown.since:
        names = list_words([_name(call, one) for one in shown.partners], call.scene.language)
        since = local_day(shown.since, shown.zone, call.scene.language)
        return join_texts(
            [call.say("partner.with", n=len(shown.partners), names=names, day=since), _word_numbers(call, shown)]
        )
    states = (
        ("partner.alone", shown.solo),
        ("partner.off", not shown.wanted),
        ("partner.hidden", shown.hidden),
        ("partner.away", shown.away),
        ("partner.none_yet", shown.next_at is None),
    )
    key = next((key for key, holds in states if holds), "")
    if key or shown.next_at is None:
        unseen = call.say("partner.off_hidden") if key == "partner.off" and shown.hidden else NOTHING
        return join_texts([call.say(key), unseen])
    day = local_day(shown.next_at, shown.zone, call.scene.language)
    own = call.say("partner.numbered", number=shown.number) if shown.number else NOTHING
    return join_texts([call.say("partner.none", day=day), own])


def _word_numbers(call: Call, shown: Partnership) -> Text:
    """Say who of the partners is shown by number, and so who says hi first."""
    numbered = [_name(call, one) for one in shown.partners if not one.name]
    key = find_numbers_key(own=bool(shown.number), others=bool(numbered))
    names = list_words(numbered, call.scene.language)
    return call.say(key, n=len(numbered), names=names, number=shown.number) if key else NOTHING


def _name(call: Call, partner: PartnerShown) -> str:
    return partner.name or call.label("partners.member", number=partner.number)


def _buttons(call: Call, shown: Partnership) -> tuple[Row, ...]:
    if shown.solo:
        return ()
    if not shown.wanted:
        on = make_taps([(call.label("partner.button.on"), "settings partner on")], ButtonStyle.PRIMARY)
        return lay_out((on, 1))
    seen = [(call.label("settings.button.visibility"), "settings visibility")] if shown.hidden or shown.number else []
    return lay_out((make_taps([*seen, (call.label("partner.button.off"), "settings partner off")]), 2))
