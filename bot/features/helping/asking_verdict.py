"""Ask in /stuck whether help did help, for askers whom the private question did not reach."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text
from bot.chat.reply import Button
from bot.chat.taps import make_taps
from bot.chat.words.saying_back import say_back
from bot.features.helping.actions.thanking import HelpVerdict
from bot.features.helping.queries.obstacles import Obstacle
from roadmap.lookup.parts import title_of

ABOUT = 100
"""Characters of the obstacle's words that are shown."""


def ask_verdict(call: Call, obstacle: Obstacle | None) -> tuple[Text, tuple[Button, ...]]:
    """Word the question about an obstacle, with a button for each answer. None: there is no question."""
    if obstacle is None:
        return NOTHING, ()
    roadmap = call.library.get(obstacle.roadmap_slug)
    about = title_of(roadmap, obstacle.task) if roadmap and obstacle.task else say_back(obstacle.words, ABOUT)
    answers = ((call.label(f"followup.{one}"), f"helped {obstacle.id} {one}") for one in HelpVerdict)
    return call.say("stuck.did_it_help", about=about), make_taps(answers)
