"""Take published texts and thanks down and put them back, and stop a member's publishing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.boards.actions import FOUR_WEEKS
from bot.features.digests.actions import amend_digests
from bot.features.helping.actions.amending_questions import amend_questions
from bot.features.helping.queries.thanks import put_thanks_back, take_thanks_down
from bot.features.members.actions.fellows import FoundMember, find_member, list_shown_members
from bot.features.stewards.queries import moderation as rows
from bot.features.stewards.queries.barring import BarredMember, bar_member, read_barred, unbar_member
from bot.features.stewards.queries.moderation import PublishedText, TextKind
from bot.features.stewards.queries.thanked import read_given_thanks
from bot.features.work.actions import hide_work, show_work
from bot.identity import CheckinId, GroupId, ObstacleId, TickId
from bot.posting.locking import lock_group, lock_learner

RECENT = timedelta(days=15)
"""The time for which questions without an answer are listed."""
_NUMBERED = re.compile(r"#([1-9]\d{0,8})", re.ASCII)
LINE = "publishing"


class NoSuchText(Refused):
    """Refusal: the text is not published any more, so there is nothing to take down or put back."""


class NotBarred(Refused):
    """Refusal: the member who was named may publish."""


@dataclass(frozen=True, slots=True)
class Moderated:
    """A text that was taken down or put back. `key` names it. `changed`: false if it was so before."""

    key: str
    changed: bool


@dataclass(frozen=True, slots=True)
class BarChange:
    """A member whose publishing was stopped or allowed, as fellow members see them. A hidden one has no number."""

    name: str
    number: int
    changed: bool


def list_published(db: Connection, group_id: GroupId, now: datetime) -> Sequence[PublishedText]:
    """List what members read of each other, and the thanks that count, with what a steward took down."""
    found = rows.read_published_texts(db, group_id, now - RECENT)
    thanks = read_given_thanks(db, group_id, now - FOUR_WEEKS)
    return sorted((*found, *thanks), key=lambda text: text.at, reverse=True)


def take_down(db: Connection, group_id: GroupId, key: str, now: datetime) -> Moderated:
    """Take a text down, and out of the digest that shows it. Raises NoSuchText."""
    text = _find(db, group_id, key, now)
    changed = not text.down and _hide(db, group_id, text, now)
    _follow(db, group_id, text, now, changed=changed)
    return Moderated(key, changed)


def restore_text(db: Connection, group_id: GroupId, key: str, now: datetime) -> Moderated:
    """Put a text back that a steward took down. Raises NoSuchText."""
    text = _find(db, group_id, key, now)
    changed = text.down and _show(db, text, now)
    _follow(db, group_id, text, now, changed=changed)
    return Moderated(key, changed)


def stop_publishing(db: Connection, group_id: GroupId, typed: str, now: datetime) -> BarChange:
    """Stop the publishing of the member whom typed words mean. Raises what `find_member` raises."""
    lock_group(db, group_id)
    found = find_member(db, group_id, typed, line=f"{LINE} ~{group_id} off")
    return BarChange(found.name, found.number, bar_member(db, group_id, found.learner_id, now))


def list_unbarred(db: Connection, group_id: GroupId) -> list[FoundMember]:
    """List the members who may publish, as others see them. Hidden ones are left out."""
    barred = {one.learner_id for one in read_barred(db, group_id)}
    return [one for one in list_shown_members(db, group_id) if one.learner_id not in barred]


def allow_publishing(db: Connection, group_id: GroupId, typed: str) -> BarChange:
    """Let a member publish again, a hidden one by `#` and their number. Raises NotBarred, and as `find_member`."""
    lock_group(db, group_id)
    barred = read_barred(db, group_id)
    found = _find_barred(db, group_id, barred, typed)
    if found is None:
        raise NotBarred
    unbar_member(db, group_id, found.learner_id)
    return BarChange(found.name, 0 if found.hidden else found.number, changed=True)


def _find_barred(db: Connection, group_id: GroupId, barred: Sequence[BarredMember], typed: str) -> BarredMember | None:
    numbered = _NUMBERED.fullmatch(typed)
    if numbered:
        return next((one for one in barred if one.number == int(numbered[1])), None)
    meant = find_member(db, group_id, typed, line=f"{LINE} ~{group_id} on").learner_id
    return next((one for one in barred if one.learner_id == meant), None)


def _hide(db: Connection, group_id: GroupId, text: PublishedText, now: datetime) -> bool:
    if text.kind is TextKind.WORK:
        return hide_work(db, TickId(text.row_id), now)
    if text.kind is TextKind.THANKS:
        return take_thanks_down(db, ObstacleId(text.row_id), text.learner_id)
    return rows.hide_text(db, group_id, text, now)


def _show(db: Connection, text: PublishedText, now: datetime) -> bool:
    if text.kind is TextKind.WORK:
        return show_work(db, TickId(text.row_id), now)
    if text.kind is TextKind.THANKS:
        return put_thanks_back(db, ObstacleId(text.row_id), text.learner_id)
    return rows.show_text(db, text)


def _find(db: Connection, group_id: GroupId, key: str, now: datetime) -> PublishedText:
    """Find a text by its key, and lock its group and its learner. Raises NoSuchText."""
    lock_group(db, group_id)
    found = next((one for one in list_published(db, group_id, now) if one.key == key), None)
    if found is None:
        raise NoSuchText
    lock_learner(db, found.learner_id)
    return found


def _follow(db: Connection, group_id: GroupId, text: PublishedText, now: datetime, *, changed: bool) -> None:
    """Change the digests that show a report or work, or the posts that ask the group about an obstacle.

    The leaderboard, which shows thanks, is no post.
    """
    if not changed or text.kind is TextKind.THANKS:
        return
    if text.kind is TextKind.OBSTACLE:
        amend_questions(db, group_id, ObstacleId(text.row_id), now)
        return
    of_work = text.kind is TextKind.WORK
    showing = rows.find_checkins_closed_since(db, group_id, text.at) if of_work else [CheckinId(text.row_id)]
    for checkin_id in showing:
        amend_digests(db, checkin_id, now)
