"""/settings avoid: the members whom a learner does not want to work with. Only that learner reads of it."""

from __future__ import annotations

import re

from bot.chat.call import Call
from bot.chat.markup import join_texts
from bot.chat.reply import Reply, Row, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.lists import list_words
from bot.features.members.queries.avoiding import AvoidedMember
from bot.features.members.welcoming import welcome
from bot.features.settings.actions.avoiding import LINE, Avoiding, avoid_member, list_avoided, meet_member
from bot.identity import LearnerId

_TAKEN_BACK = re.compile(r"off #(\d{1,18})")  # as only buttons type it


async def change_avoided(call: Call, value: str) -> Reply:
    """Show the members that the caller named, name another, or take one back."""
    taken_back = _TAKEN_BACK.fullmatch(value)
    if taken_back:
        shown = await call.write(meet_member, call.caller, call.roadmap_slug, LearnerId(int(taken_back[1])))
        key = "settings.avoid.over" if shown.other else "settings.avoid.over_bare"
    elif value:
        shown = await call.write(avoid_member, call.caller, call.roadmap_slug, value)
        key = "settings.avoid.saved"
    else:
        shown = await call.read(list_avoided, call.caller)
        key = "settings.avoid.list" if shown.named else "settings.avoid.ask"
    return _show(call, shown, key)


def _show(call: Call, shown: Avoiding, key: str) -> Reply:
    names = list_words([_name(call, one) for one in shown.named], call.scene.language)
    name = _name(call, shown.other) if shown.other else ""
    joined = welcome(call, joined=shown.joined)
    return Reply(
        join_texts([call.say(key, name=name, names=names), joined]),
        buttons=_take_back(call, shown),
        tone=Tone.GOOD if shown.other else Tone.PLAIN,
        update=call.said.tapped,
    )


def _take_back(call: Call, shown: Avoiding) -> tuple[Row, ...]:
    offers = [
        (call.label("settings.avoid.off", name=_name(call, one)), f"{LINE} off #{one.learner_id}")
        for one in shown.named
    ]
    return lay_out((make_taps(offers), 2))


def _name(call: Call, other: AvoidedMember) -> str:
    """Name a member as the caller may see them now."""
    if other.name:
        return other.name
    return call.label("progress.member", n=other.number) if other.number else call.label("settings.avoid.someone")
