"""/settings questions: whether the learner may be asked when a fellow member is stuck on a task that they finished."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import Text
from bot.chat.reply import Reply
from bot.chat.words.switches import SWITCH
from bot.features.helping.actions.stuck_answers import take_questions
from bot.features.helping.stuck_showing import ask_consent, show_consent


async def change_questions(call: Call, value: str) -> Reply:
    """Ask whether the caller may be asked, or save their answer."""
    wish = SWITCH.get(value.casefold())
    if wish is None:
        return ask_consent(call, "settings questions")
    named = await call.write(take_questions, call.caller, call.roadmap_slug, wish)
    return show_consent(call, "settings questions", yes=wish, named=named)


def word_questions(call: Call, takes_questions: bool | None) -> Text:
    """Say whether the learner is asked. A learner who was not asked about it is not."""
    if takes_questions is None:
        return call.say("settings.questions.undecided")
    return call.say("settings.questions.on" if takes_questions else "settings.questions.off")
