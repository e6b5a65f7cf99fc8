"""Taking part in a shared session: join, leave early, and stop it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.focus.actions.showing import (
    FocusNow,
    NoSuchFocus,
    NotYourFocus,
    attend,
    may_stop,
    refuse_second,
)
from bot.features.focus.actions.stopping import stop_if_empty, stop_now
from bot.features.focus.queries.focuses import Focus, find_parted_focus, lock_focus
from bot.features.focus.queries.stays import Stay, begin_stay, end_stay, find_stay, working_for
from bot.features.members.actions import presence
from bot.features.members.actions.places import find_group_of_caller
from bot.features.members.actions.presence import Present
from bot.features.members.queries.learners import find_person
from bot.features.sessions.actions import Logged, log_stay
from bot.identity import Caller, FocusId, LearnerId
from roadmap.focus import LEAST_LOGGED
from roadmap.model import Roadmap


def join_focus(db: Connection, caller: Caller, roadmap_slug: str, focus_id: FocusId) -> FocusNow:
    """Let the caller be in a session from now on, for the first time or again. A second tap changes nothing.

    The caller joins the group if they are no member yet. Raises NoSuchFocus, InAnotherFocus.
    """
    present = presence.enter(db, caller, roadmap_slug)
    focus = _lock(db, focus_id, caller, present)
    stay = find_stay(db, focus.id, present.learner_id)
    if focus.is_over(caller.now) or (stay and stay.staying):
        return attend(db, focus, present, caller.now, new=False)
    refuse_second(db, present.learner_id)
    begin_stay(db, focus.id, present.learner_id, caller.now)
    return attend(db, focus, present, caller.now, new=True)


def leave_focus(db: Connection, caller: Caller, roadmap: Roadmap, focus_id: FocusId) -> FocusNow:
    """End the caller's stay in a session, and log its minutes if they are five or more. A second tap changes nothing.

    A session that its last member leaves ends with them. The caller joins no group by it. Raises NoSuchFocus.
    """
    present = presence.enter(db, caller, roadmap.slug) if presence.find_present(db, caller) else None
    person = None if present else find_person(db, caller.account, lock=True)
    learner = present or person
    focus = _lock_part(db, focus_id, caller, learner.learner_id if learner else None)
    stay = find_stay(db, focus.id, learner.learner_id) if focus and learner else None
    if focus is None or not (present or stay or _is_here(db, caller, focus)):
        raise NoSuchFocus
    if stay is None or not stay.staying or focus.is_over(caller.now):
        return attend(db, focus, present, caller.now, new=False)
    logged = finish_stay(db, focus, stay, roadmap, until=caller.now, now=caller.now)
    stop_if_empty(db, focus.id, caller.now)
    return attend(db, focus, present, caller.now, new=True, logged=logged)


def stop_focus(db: Connection, caller: Caller, focus_id: FocusId) -> FocusNow:
    """End a session now. Its plan logs the minutes of all who stay, at once.

    1. Its starter may, and a steward of its group.
    2. Of a session without a starter any member may who is in it. Its starter is forgotten, or in the other of two
       groups that parted.

    Raises NoSuchFocus, NotYourFocus.
    """
    present = presence.find_present(db, caller)
    focus = _lock_part(db, focus_id, caller)
    if focus is None:
        raise NoSuchFocus
    if present is None or not may_stop(db, focus, present.learner_id):
        _check_steward(db, caller, focus, present)
    running = not focus.is_over(caller.now)
    if running:
        stop_now(db, focus, caller.now)
    return attend(db, focus, present, caller.now, new=running)


def _is_here(db: Connection, caller: Caller, focus: Focus) -> bool:
    """Whether a session is of the group of this chat."""
    here = find_group_of_caller(db, caller.account, caller.place)
    return here is not None and here.group_id == focus.group_id


def _check_steward(db: Connection, caller: Caller, focus: Focus, present: Present | None) -> None:
    """Refuse a caller who is no steward of a session's group. Raises NoSuchFocus, NotYourFocus."""
    here = _is_here(db, caller, focus)
    if not here and (present is None or find_stay(db, focus.id, present.learner_id) is None):
        raise NoSuchFocus
    if not (here and caller.steward):
        raise NotYourFocus


def finish_stay(
    db: Connection, focus: Focus, stay: Stay, roadmap: Roadmap, *, until: datetime, now: datetime
) -> Logged | None:
    """End a stay, and log its minutes of study if they are five or more. Returns what was logged.

    Stays of a member never add up to more than the session had. The minutes are of the account that joined. The member
    is locked.
    """
    studied = focus.timetable.count_studied
    spent = studied(focus.started_at, stay.joined_at, until)
    minutes = min(spent, studied(focus.started_at, focus.started_at, until) - stay.minutes)
    logged = None
    if minutes >= LEAST_LOGGED:
        with working_for(db, stay):
            logged = log_stay(db, stay.learner_id, roadmap, minutes, at=max(until, stay.joined_at), now=now)
    kept, act_id = (logged.minutes, logged.act_id) if logged else (0, None)
    end_stay(db, focus.id, stay.learner_id, until, minutes=kept, act_id=act_id)
    return logged


def _lock(db: Connection, focus_id: FocusId, caller: Caller, present: Present) -> Focus:
    """Lock a session that the caller may be in: one of their group, or their own. Raises NoSuchFocus."""
    focus = _lock_part(db, focus_id, caller)
    if focus is None or (focus.account_id is not None and focus.starter_id != present.learner_id):
        raise NoSuchFocus
    if focus.account_id is None and focus.group_id != present.group_id:
        raise NoSuchFocus
    return focus


def _lock_part(db: Connection, focus_id: FocusId, caller: Caller, learner_id: LearnerId | None = None) -> Focus | None:
    """Find a session and lock it. A button that is older than a parting of two groups still names the common one.

    Then it is the one that goes on in the caller's group, unless the learner is in the named one.
    """
    focus = lock_focus(db, focus_id)
    here = find_group_of_caller(db, caller.account, caller.place)
    if focus is None or here is None or focus.group_id == here.group_id:
        return focus
    stay = find_stay(db, focus_id, learner_id) if learner_id is not None else None
    part = None if stay else find_parted_focus(db, focus_id, here.group_id)
    return focus if part is None else lock_focus(db, part.id)
