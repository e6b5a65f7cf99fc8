"""Start a shared session."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.features.focus.actions.homes import put_openings
from bot.features.focus.actions.moments import schedule_focuses
from bot.features.focus.actions.showing import FocusIsEnding, FocusNow, attend, find_running_focus, refuse_second
from bot.features.focus.queries.focuses import Focus, add_focus, find_account_id, find_focus
from bot.features.focus.queries.stays import begin_stay
from bot.features.members.actions import presence
from bot.features.members.actions.places import find_group_of_caller
from bot.features.members.actions.presence import Present
from bot.features.members.queries.places import PostingPlace, read_posting_places
from bot.identity import Caller
from bot.posting.locking import lock_group
from roadmap.focus import Timetable


def start_focus(db: Connection, caller: Caller, roadmap_slug: str, timetable: Timetable) -> FocusNow:
    """Start a session in the caller's group, or show the session that runs there. The caller is its first member.

    1. In a private chat the session is the caller's own.
    2. A session that runs already in any home of the group is shown, and nothing is started.
    3. A learner is in one session at a time.
    4. Its messages go into the outbox, one for each home, and its first moment into the dues.

    The caller joins the group if they are no member yet. Raises FocusIsEnding, InAnotherFocus.
    """
    _lock_group_ahead(db, caller)
    present = presence.enter(db, caller, roadmap_slug)
    new = False
    if _find_running(db, caller, present) is None:
        refuse_second(db, present.learner_id)
        new = _begin(db, caller, present, timetable)
    focus = _find_running(db, caller, present)
    if focus is None or focus.is_over(caller.now):
        raise FocusIsEnding
    return replace(attend(db, focus, present, caller.now, new=new), elsewhere=_find_elsewhere(db, focus, caller))


def _lock_group_ahead(db: Connection, caller: Caller) -> None:
    """Lock the group of a call, so that two calls in two homes start one session."""
    here = None if caller.place.private else find_group_of_caller(db, caller.account, caller.place)
    if here is not None:
        lock_group(db, here.group_id)


def _find_running(db: Connection, caller: Caller, present: Present) -> Focus | None:
    return find_running_focus(db, caller, present.group_id, present.place_id, present.learner_id)


def _begin(db: Connection, caller: Caller, present: Present, timetable: Timetable) -> bool:
    """Begin a session. False: another one was begun there just now."""
    private = caller.place.private
    focus_id = add_focus(
        db,
        present.group_id,
        None if private else present.place_id,
        find_account_id(db, caller.account) if private else None,
        starter_id=present.learner_id,
        timetable=timetable,
        started_at=caller.now,
        ends_at=caller.now + timedelta(minutes=timetable.whole),
    )
    focus = find_focus(db, focus_id) if focus_id is not None else None
    if focus is None:
        return False
    begin_stay(db, focus.id, present.learner_id, caller.now)
    put_openings(db, focus, caller.now)
    schedule_focuses(db, present.group_id, caller.now)
    return True


def _find_elsewhere(db: Connection, focus: Focus, caller: Caller) -> PostingPlace | None:
    """Find where the message of a session is on the caller's platform, if that is not where the caller is."""
    if focus.place_id is None:
        return None
    homes = read_posting_places(db, focus.group_id)
    found = next((one for one in homes if one.platform == caller.place.platform), None)
    return None if found is None or found.is_at(caller.place) else found
