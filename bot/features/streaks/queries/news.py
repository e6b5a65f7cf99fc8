"""SQL about the news of streaks: what learners were told, and what waits to be told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, bindparam, select, update

from bot.closed_sets import NewsKind, PostState
from bot.database.platforms import find_platform, working_on
from bot.database.upsert import PerEngine
from bot.identity import LearnerId
from bot.tables import learners, outbox, streak_news

_NOTE_HEARD = PerEngine(lambda into: into(streak_news).on_conflict_do_nothing())
_WAITING = select(outbox.c.facts).where(
    outbox.c.learner_id == bindparam("learner"),
    outbox.c.kind == bindparam("post"),
    outbox.c.state.in_((PostState.NEW, PostState.SENDING)),
)
_KEEP = (
    update(learners)
    .where(learners.c.id == bindparam("learner"))
    .values(news_from=bindparam("from_day"), news_in=bindparam("call"))
)


def add_told(db: Connection, learner_id: LearnerId, kind: NewsKind, days: Collection[date], *, on: str = "") -> None:
    """Note that a learner was told news of these days. `on` is the platform if no call tells it."""
    if days:
        with working_on(db, on or find_platform(db)):
            db.execute(_NOTE_HEARD(db), [{"learner_id": learner_id, "day": day, "kind": kind} for day in days])


def read_waiting_facts(db: Connection, learner_id: LearnerId, post: str) -> list[dict[str, object]]:
    """Read the facts of a learner's posts of a kind that wait or are being sent."""
    return list(db.scalars(_WAITING, {"learner": learner_id, "post": post}))


def keep_news_from(db: Connection, learner_id: LearnerId, day: date | None, call: str) -> None:
    """Keep from which study day on there is news, and the call in whose answer it was told last."""
    db.execute(_KEEP, {"learner": learner_id, "from_day": day, "call": call})
