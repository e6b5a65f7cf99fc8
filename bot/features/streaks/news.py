"""Add to an answer what happened to the asker's streak without them."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.chat import limits
from bot.chat.call import Call
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, ButtonStyle, Reply
from bot.chat.words.clocks import short_day
from bot.chat.words.lists import list_words
from bot.closed_sets import AnswerHome
from bot.errors import Refused, StoreBusy, StoreUnsure
from bot.features.streaks.actions.telling import LearnerGone, take_news
from bot.identity import Platform
from roadmap.news import StreakNews
from roadmap.streak import MOST_FREEZES_IN_A_ROW, StreakEnd

log = structlog.get_logger()

ROOM = 1000
"""The characters that are kept free for news."""


async def add_news(call: Call, reply: Reply) -> Reply:
    """Add the news of the asker's streak to an answer, each once.

    1. An answer that others see tells of no freeze, and points to `/streak why` for an end that it does not explain.
    2. A line that the answer has already is not said twice.
    3. If the news cannot be read or kept, the answer goes without it.
    4. So does a long answer, of which a platform may cut off the end. The next one tells it.
    5. So does a question with a red button. What is to go stands alone above it.
    6. There is none of a learner whom the call forgot, or if it was emptied since.
    """
    if call.scene.learner_id is None or not takes_news(reply):
        return reply
    try:
        inbound = f"{call.said.inbound}:news"
        news = await call.store.write_once(
            inbound, take_news, call.scene.learner_id, call.said.inbound, call.caller, alone=_is_alone(call, reply)
        )
    except (LearnerGone, Refused):
        return reply
    except (StoreBusy, StoreUnsure):
        log.info("news.not_told", account=call.said.account.key)
        return reply
    except Exception:  # what the command did stands, and its answer says so
        log.exception("news.failed", inbound=call.said.inbound, account=call.said.account.key)
        return reply
    lines = [line for line in _word_news(call, news, reply) if line.plain not in reply.text.plain]
    apart = "\n\n" if "\n\n" in reply.text.plain else "\n"
    return replace(reply, text=join_texts([reply.text, join_texts(lines)], apart)) if lines else reply


def explain_end(call: Call, end: StreakEnd) -> Text:
    """Explain why a streak ended although freezes may have been held."""
    why = ("none", "one")[end.freezes] if end.freezes < MOST_FREEZES_IN_A_ROW else "row"
    return call.say(
        f"streak.over.{why}",
        n=end.days,
        day=short_day(end.day, call.scene.language),
        missed=end.missed,
        row=MOST_FREEZES_IN_A_ROW,
        freezes=end.freezes,
    )


def takes_news(reply: Reply) -> bool:
    """Whether news may stand in an answer: it is not long, and asks nothing with a red button."""
    return _has_room(reply) and not _warns(reply)


def _has_room(reply: Reply) -> bool:
    return limits.units(reply.title.plain) + limits.units(reply.text.plain) <= limits.VISIBLE - ROOM


def _warns(reply: Reply) -> bool:
    return any(isinstance(one, Button) and one.style is ButtonStyle.DANGER for row in reply.buttons for one in row)


def _word_news(call: Call, news: StreakNews, reply: Reply) -> list[Text]:
    language, lines = call.scene.language, list[Text]()
    if news.freezes:
        days = list_words([short_day(day, language) for day in news.freezes], language)
        lines.append(call.say("streak.news.freezes", n=len(news.freezes), days=days))
    ends = [explain_end(call, end) for end in news.ends]
    if _is_alone(call, reply):
        lines += ends
    elif ends and ends[-1].plain not in reply.text.plain:
        lines.append(call.say("streak.news.ended", n=news.ends[-1].days))
    return lines


def _is_alone(call: Call, reply: Reply) -> bool:
    """Whether only its asker sees an answer. In a group on Telegram, all see a personal one that stands there."""
    shown = call.said.place.platform == Platform.TELEGRAM and call.scene.answers is not AnswerHome.PRIVATE
    return reply.private or call.private or call.unseen or (reply.personal and not shown)
