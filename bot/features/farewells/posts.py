"""The farewell: the last post to a group before it sleeps until a member returns.

The farewell is kept as a group nudge with `asleep`. So both share one place in the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.chat.reply import Button, Reply
from bot.features.farewells.facts import NUDGE
from bot.posting import hours
from bot.posting.audiences import Audience
from bot.posting.budget import PlannedPost, plan_for_group
from bot.posting.calendar import put_to_sleep
from bot.posting.facts import PostFacts
from bot.posting.wording import Worded

NUDGE_GRACE = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Farewell(PostFacts):
    """The facts of a farewell. `asleep` marks it among group nudges. `day` is a date in the group's zone."""

    at: datetime
    day: date
    roadmap: str
    studied: int = 0
    members: int = 0
    asleep: bool = True


def fall_silent(db: Connection, group: Audience, *, at: datetime, now: datetime) -> None:
    """Plan the farewell of a group, and put the group to sleep until a member returns."""
    facts = Farewell(at, hours.group_date(group, at), group.roadmap_slug)
    grace = hours.patience(at, group.zone, NUDGE_GRACE)
    plan_for_group(db, group.group_id, PlannedPost(NUDGE, facts.day.isoformat(), facts, at, grace), now)
    put_to_sleep(db, group.group_id)


def word_farewell(worded: Worded) -> Reply:
    """Say that the group sleeps, and how to wake it."""
    wake = Button(worded.label("nudge.next"), "next")
    return Reply(worded.say_anew("nudge.asleep"), title=worded.say("nudge.asleep.title"), buttons=((wake,),))
