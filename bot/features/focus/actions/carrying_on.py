"""The plan of sessions: change their messages while they run, and log the minutes of all who stay at the end."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import PostState
from bot.features.focus.actions.homes import WORTH_SAYING
from bot.features.focus.actions.messages import read_messages
from bot.features.focus.actions.moments import next_focus_moment
from bot.features.focus.actions.taking_part import finish_stay
from bot.features.focus.facts import FOCUS_EDIT, FOCUS_END, FocusFacts
from bot.features.focus.queries.focuses import (
    Focus,
    close_focus,
    find_focus,
    lock_free_focus,
    note_edited,
    read_group_roadmap,
    read_running_focuses,
)
from bot.features.focus.queries.messages import FocusMessage, read_told_session
from bot.features.focus.queries.stays import read_stays
from bot.library import Library
from bot.posting import outbox
from bot.posting.dues import GroupDue
from bot.posting.locking import lock_free, lock_free_venues
from bot.posting.posts import Post
from roadmap.focus import EVERY
from roadmap.model import Roadmap

AGAIN = timedelta(seconds=5)
"""The wait for a learner or place that another transaction has locked: the planner waits for none."""


def plan_focuses(db: Connection, due: GroupDue, library: Library, now: datetime) -> datetime | None:
    """Carry on the sessions that run in a group. Returns the first moment at which one is looked at again."""
    roadmap = library[read_group_roadmap(db, due.group_id)]
    moments = [_carry_on(db, focus, roadmap, now) for focus in read_running_focuses(db, due.group_id)]
    return min((at for at in moments if at is not None), default=None)


def mark_opened(db: Connection, post: Post) -> None:
    """Change the message of a session that ended, or whose homes parted, while it was being sent."""
    focus = find_focus(db, read_told_session(db, post.id))
    if focus is None:
        return
    said = FocusFacts.from_json(post.facts).focus
    for shown in (one for one in read_messages(db, focus) if one.id == post.id):
        if focus.ended:
            _say_end(db, focus, shown, max(post.due_at, focus.ends_at))
        elif focus.id != said:
            _say_change(db, focus, shown, max(post.due_at, focus.edited_at))


def _carry_on(db: Connection, focus: Focus, roadmap: Roadmap, now: datetime) -> datetime | None:
    if focus.ends_at <= now:
        return None if _end(db, focus, roadmap, now) else now + AGAIN
    if next_focus_moment(focus) > now:
        return next_focus_moment(focus)
    if lock_free_focus(db, focus.id) is None:
        return now + AGAIN
    note_edited(db, focus.id, now)
    for shown in read_messages(db, focus):
        _say_change(db, focus, shown, now)
    return min(focus.ends_at, focus.timetable.next_change(focus.started_at, now))


def _end(db: Connection, focus: Focus, roadmap: Roadmap, now: datetime) -> bool:
    """End a session, in this transaction.

    1. Lock its members, the session and their places. If one of these is not free, change nothing and return False.
    2. Log the minutes of each member that stays, on their own study day of the end.
    3. Free its place for the next session.
    4. Plan the last change of its message in each home.
    """
    members = {one.learner_id for one in read_stays(db, focus.id) if one.staying}
    if members != lock_free(db, (), members)[1] or lock_free_focus(db, focus.id) is None:
        return False
    staying = [one for one in read_stays(db, focus.id) if one.staying]
    if not members.issuperset(one.learner_id for one in staying) or not lock_free_venues(db, members):
        return False
    for stay in sorted(staying, key=lambda one: one.learner_id):
        finish_stay(db, focus, stay, roadmap, until=focus.ends_at, now=now)
    close_focus(db, focus.id, now)
    for shown in read_messages(db, focus):
        _say_end(db, focus, shown, now)
    return True


def _say_change(db: Connection, focus: Focus, shown: FocusMessage, now: datetime) -> None:
    """Plan a change of the message in a home, if it is out. A change that waits already is enough."""
    if shown.state is PostState.SENT and shown.message_id:
        minute = int((now - focus.started_at) / timedelta(minutes=1))
        _put(db, focus, shown, FOCUS_EDIT, f":{minute}", now=now, stale_at=now + EVERY)


def _say_end(db: Connection, focus: Focus, shown: FocusMessage, now: datetime) -> None:
    """Plan the last change of the message in a home.

    1. A message that waits to be sent is worded as it is then, and needs no change.
    2. One that is being sent is changed as soon as its id is known.
    3. Where no message arrived, or its id is not known, a new one says the end.
    """
    if shown.state not in {PostState.NEW, PostState.SENDING}:
        _put(db, focus, shown, FOCUS_END, "", now=now, stale_at=now + WORTH_SAYING)


def _put(
    db: Connection, focus: Focus, shown: FocusMessage, kind: str, behind: str, *, now: datetime, stale_at: datetime
) -> None:
    home = "" if shown.place_id == focus.place_id else f":{shown.place_id}"
    outbox.put_post(
        db,
        kind=kind,
        key=f"{kind}:{focus.id}{behind}{home}",
        place_id=shown.place_id,
        account_id=focus.account_id,
        learner_id=focus.starter_id if focus.account_id is not None else None,
        facts=FocusFacts(focus.id, shown.message_id or "").to_json(),
        now=now,
        due_at=now,
        stale_at=stale_at,
    )
