"""Write a friendly word to a quiet member, by a steward's tap and in the group's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from bot.features.stewards.actions.overview import FORTNIGHT, find_away, is_quiet_member
from bot.features.stewards.facts import FriendlyWord
from bot.features.stewards.queries import friendly
from bot.features.stewards.queries.overview import SeenMember, read_seen_members
from bot.identity import GroupId
from bot.posting import audiences, hours
from bot.posting.audience_rules import is_silenced, is_snoozed
from bot.posting.budget import PlannedPost, has_learner_heard, plan_for_learner
from bot.posting.locking import lock_group, lock_learner
from bot.posting.posts import Post
from roadmap.cadence import is_quiet, next_due

FRIENDLY = "friendly"
GRACE = timedelta(hours=24)


class WordOutcome(StrEnum):
    """An outcome of a steward's wish: planned, sent lately already, the member is back, or it cannot be sent."""

    PLANNED = "planned"
    LATELY = "lately"
    BACK = "back"
    UNABLE = "unable"


@dataclass(frozen=True, slots=True)
class WrittenWord:
    """A steward's wish to write to a member, and its outcome. `last`: when the member was written to last.

    `name` and `number` are as fellow members see them. A member who is not to be named has neither.
    """

    outcome: WordOutcome
    name: str = ""
    number: int = 0
    last: datetime | None = None


def write_friendly(db: Connection, group_id: GroupId, number: int, now: datetime) -> WrittenWord:
    """Plan a private word to a quiet member, the group's and no steward's.

    1. A member who left or is hidden is not found.
    2. A member who was here this week needs none.
    3. A member gets one in two weeks at most, from all of their groups.
    4. None goes to a member who is away, asked for silence, stopped reminders, or cannot be reached. The answer does
       not say which.
    5. In quiet hours it waits for the morning, and so it does on a day with another private post.
    """
    lock_group(db, group_id)
    found = next((one for one in read_seen_members(db, group_id) if one.number == number and not one.hidden), None)
    if found is None:
        return WrittenWord(WordOutcome.UNABLE)
    lock_learner(db, found.learner_id)
    outcome = _find_outcome(db, group_id, found, now)
    return WrittenWord(outcome, found.name, found.number, found.written_at)


def _find_outcome(db: Connection, group_id: GroupId, found: SeenMember, now: datetime) -> WordOutcome:
    if not is_quiet_member(found, now):
        return WordOutcome.BACK
    if found.written_at is not None and now - found.written_at < FORTNIGHT:
        return WordOutcome.LATELY
    if not _may_be_written_to(db, found, now):
        return WordOutcome.UNABLE
    zone = hours.whereabouts(found.clock, now)
    heard = has_learner_heard(db, audiences.read_listener(db, found.learner_id), now)
    at = next_due(now, hours.MORNING, zone) if heard or is_quiet(now, zone) else now
    facts = FriendlyWord(at=now, learner=found.learner_id, group_id=group_id)
    word = PlannedPost(FRIENDLY, f"{group_id}:{now.isoformat()}", facts, at, GRACE, hours.night_after(at, zone))
    if not plan_for_learner(db, found.learner_id, word, now):
        return WordOutcome.UNABLE
    friendly.note_friendly_word(db, found.learner_id, now)
    return WordOutcome.PLANNED


def _may_be_written_to(db: Connection, found: SeenMember, now: datetime) -> bool:
    """Whether a member may be written to: they are not away, want posts, and can be reached in private."""
    listener = audiences.read_listener(db, found.learner_id)
    if is_silenced(listener) or is_snoozed(listener, now) or find_away(db, [found], now):
        return False
    return audiences.reached_account(db, found.learner_id) is not None


def read_is_missed(db: Connection, post: Post) -> bool:
    """Read whether the member of a waiting word is still quiet, in the group and not hidden."""
    facts = FriendlyWord.from_json(post.facts)
    return friendly.is_still_missed(db, facts.group_id, facts.learner, facts.at)
