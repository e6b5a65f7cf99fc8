"""/helped: say whether help did help. The buttons of the question type it; no menu shows it."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.form import ABOUT
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.lists import list_words
from bot.features.helping.actions.thanking import HelpVerdict, Judged, NoSuchObstacle, judge_offers
from bot.features.helping.numbers import read_obstacle_id
from bot.identity import ObstacleId


@command(
    of_group=False,
    tapped=True,
    readers=Readers.SECRET,
    obstacle=Arg("the number in the button"),
    verdict=Arg("yes, some or no", choices=tuple(HelpVerdict)),
)
async def helped(call: Call, obstacle: str, verdict: str) -> Reply:
    """Say whether help solved what was in your way."""
    number = read_obstacle_id(obstacle)
    if number is None or verdict.casefold() not in set(HelpVerdict):
        raise NoSuchObstacle
    judged = await call.write(judge_offers, call.caller, call.roadmap_slug, number, HelpVerdict(verdict.casefold()))
    return Reply(
        join_texts([call.say(f"helped.{judged.verdict}"), _thanked(call, judged), _next(call, judged)]),
        buttons=lay_out((make_taps(_offers(call, judged, number)), 2)),
        tone=Tone.PLAIN if judged.verdict is HelpVerdict.NO else Tone.GOOD,
    )


def _thanked(call: Call, judged: Judged) -> Text:
    if judged.names:
        return call.say("helped.thanked", who=list_words(judged.names, call.scene.language))
    return call.say("helped.thanked_fellow") if judged.others else NOTHING


def _next(call: Call, judged: Judged) -> Text:
    if judged.verdict is not HelpVerdict.YES:
        return call.say("helped.open") if judged.open else NOTHING
    return call.say("helped.how") if judged.task else NOTHING


def _offers(call: Call, judged: Judged, number: ObstacleId) -> list[Offer]:
    if judged.verdict is HelpVerdict.YES:
        return [(call.label("solution.button"), f"solution {ABOUT}{number}")] if judged.task else []
    return [(call.label("helped.solved_button"), f"helped {number} {HelpVerdict.YES}")] if judged.open else []
