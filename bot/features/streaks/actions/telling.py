"""Tell a learner once what happened to their streak without them: a freeze that was used, or an end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection

from bot.closed_sets import NewsKind
from bot.features.streaks.actions import counting
from bot.features.streaks.queries import news as queries
from bot.identity import Caller, LearnerId
from bot.posting.locking import lock_learner
from roadmap.news import StreakNews, next_news_from

MORNING = "morning"
"""The kind of the post that tells of a freeze on the morning after. Its fact `used` lists the days."""


class LearnerGone(Exception):
    """The learner was forgotten by the call, or linked to another one. Nothing is kept under it for their account."""


def take_news(db: Connection, learner_id: LearnerId, call: str, caller: Caller, *, alone: bool = True) -> StreakNews:
    """Take the news that is to be told in the answer to a call, and note it as told.

    A freeze of which a waiting morning post tells is left to the post. An answer that is not for the learner `alone`
    leaves all freezes to the next one that is, because a freeze shows that they missed a day. Raises LearnerGone.
    """
    if not lock_learner(db, learner_id):
        raise LearnerGone
    streak, news = counting.read_news(db, learner_id, caller.now)
    held_back = _held_back(db, learner_id, news.freezes, alone=alone)
    taken = StreakNews(tuple(day for day in news.freezes if day not in held_back), news.ends)
    left = StreakNews(tuple(day for day in news.freezes if day in held_back))
    queries.add_told(db, learner_id, NewsKind.END, [end.day for end in taken.ends])
    note_freezes_told(db, learner_id, taken.freezes)
    queries.keep_news_from(db, learner_id, next_news_from(streak, left), call)
    return taken


def note_freezes_told(db: Connection, learner_id: LearnerId, days: Collection[date], *, on: str = "") -> None:
    """Note that a learner was told of the freezes that covered these days. `on`: the platform of a post."""
    queries.add_told(db, learner_id, NewsKind.FREEZE, days, on=on)


def _held_back(db: Connection, learner_id: LearnerId, freezes: Collection[date], *, alone: bool) -> Collection[date]:
    if not freezes or not alone:
        return freezes
    return _waiting_days(db, learner_id)


def _waiting_days(db: Connection, learner_id: LearnerId) -> set[date]:
    posts = queries.read_waiting_facts(db, learner_id, MORNING)
    return {date.fromisoformat(str(day)) for facts in posts for day in _listed(facts.get("used"))}


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
