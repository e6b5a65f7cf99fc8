"""/setup answers: where answers stand that only their asker needs, in a group on Telegram."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text
from bot.chat.taps import Offer
from bot.closed_sets import AnswerHome
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.settings.group_topics import Topic, Values
from bot.identity import Platform

WORDS = {
    "here": AnswerHome.HERE,
    "stay": AnswerHome.HERE,
    "keep": AnswerHome.HERE,
    "group": AnswerHome.HERE,
    "public": AnswerHome.HERE,
    "brief": AnswerHome.BRIEF,
    "briefly": AnswerHome.BRIEF,
    "remove": AnswerHome.BRIEF,
    "removed": AnswerHome.BRIEF,
    "delete": AnswerHome.BRIEF,
    "deleted": AnswerHome.BRIEF,
    "2m": AnswerHome.BRIEF,
    "2 min": AnswerHome.BRIEF,
    "2 minutes": AnswerHome.BRIEF,
    "two minutes": AnswerHome.BRIEF,
    "private": AnswerHome.PRIVATE,
    "privately": AnswerHome.PRIVATE,
    "in private": AnswerHome.PRIVATE,
    "dm": AnswerHome.PRIVATE,
    "pm": AnswerHome.PRIVATE,
}


def _offers(call: Call, command: str) -> list[Offer]:
    return [(call.label(f"setup.button.answers_{home}"), f"{command} answers {home}") for home in AnswerHome]


def _read(_: Call, value: str) -> Values | None:
    home = WORDS.get(value.casefold())
    return {"answers": home} if home else None


ANSWERS = Topic("answers", _offers, _read, 1)


def offer_homes(call: Call) -> list[Offer]:
    """Offer the topic where it counts. On Discord, only the asker sees such answers anyway."""
    counts = call.said.place.platform == Platform.TELEGRAM and not call.private
    return [(call.label("setup.button.answers"), "setup answers")] if counts else []


def word_home(call: Call, kept: GroupSettings) -> Text:
    """Tell where such answers stand, where it counts."""
    return call.say(f"setup.answers_{kept.answers}") if offer_homes(call) else NOTHING
