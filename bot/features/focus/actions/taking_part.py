"""Taking part in a shared session: start it, join, leave early, and stop it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.focus.actions.moments import schedule_focuses
from bot.features.focus.facts import FOCUS, FocusFacts, opening_key
from bot.features.focus.queries import (
    Focus,
    Stay,
    add_focus,
    begin_stay,
    end_stay,
    find_account_id,
    find_focus,
    find_present_focus,
    find_running_focus,
    find_stay,
    lock_focus,
    read_group_zone,
    read_stays,
    stop_at,
)
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.sessions.actions import Logged, log_stay
from bot.identity import AccountId, ActId, Caller, FocusId, LearnerId, PlaceId
from bot.posting import outbox
from roadmap.focus import LEAST_LOGGED, Timetable
from roadmap.model import Roadmap

WORTH_SAYING = timedelta(hours=12)
"""The time after its end in which the message of a session is still said."""


FocusTarget = tuple[PlaceId | None, AccountId | None]
"""The place of a session, or the account in whose private chat it is: the other is None."""


class NoSuchFocus(Refused):
    """Refusal: the session of this button is not of this group, or is not known any more."""


class InAnotherFocus(Refused):
    """Refusal: the caller is in another session already, which may be somewhere else."""

    focus: FocusId


class FocusIsEnding(Refused):
    """Refusal: the session here is over, and its minutes are about to be logged."""


class NotYourFocus(Refused):
    """Refusal: only its starter or a steward may stop a session."""


@dataclass(frozen=True, slots=True)
class FocusNow:
    """A session after a call, and the caller's part in it.

    `new`: the call started it, joined it, left it or stopped it. Otherwise it changed nothing. `others` are the members
    beside the caller that stay. `minutes` are the caller's, logged so far; `act_id` logged the last of them. `logged`
    is what this call logged. `joined`: the caller became a member of the group with this call.
    """

    focus: FocusId
    timetable: str
    started_at: datetime
    ends_at: datetime
    over: bool
    zone: str
    new: bool
    staying: bool
    others: int
    minutes: int = 0
    act_id: ActId | None = None
    logged: Logged | None = None
    joined: bool = False


def start_focus(db: Connection, caller: Caller, roadmap_slug: str, timetable: Timetable) -> FocusNow:
    """Start a session in the caller's place, or show the session that runs there. The caller is its first member.

    1. In a private chat the session is the caller's own.
    2. A session that runs there already is shown, and nothing is started.
    3. A learner is in one session at a time.
    4. Its message goes into the outbox, and its first moment into the dues.

    The caller joins the group if they are no member yet. Raises FocusIsEnding, InAnotherFocus.
    """
    present = presence.enter(db, caller, roadmap_slug)
    target = _target(db, caller, present)
    if find_running_focus(db, *target) is None:
        _refuse_second(db, present.learner_id)
    started = _begin(db, caller, present, timetable, target)
    focus = find_running_focus(db, *target)
    if focus is None or focus.is_over(caller.now):
        raise FocusIsEnding
    return _attend(db, focus, present, caller.now, new=started)


def join_focus(db: Connection, caller: Caller, roadmap_slug: str, focus_id: FocusId) -> FocusNow:
    """Let the caller be in a session from now on, for the first time or again. A second tap changes nothing.

    The caller joins the group if they are no member yet. Raises NoSuchFocus, InAnotherFocus.
    """
    present = presence.enter(db, caller, roadmap_slug)
    focus = _lock(db, focus_id, present)
    stay = find_stay(db, focus_id, present.learner_id)
    if focus.is_over(caller.now) or (stay and stay.staying):
        return _attend(db, focus, present, caller.now, new=False)
    _refuse_second(db, present.learner_id)
    begin_stay(db, focus_id, present.learner_id, caller.now)
    return _attend(db, focus, present, caller.now, new=True)


def leave_focus(db: Connection, caller: Caller, roadmap: Roadmap, focus_id: FocusId) -> FocusNow:
    """End the caller's stay in a session, and log its minutes if they are five or more. A second tap changes nothing.

    A session that its last member leaves ends with them. Raises NoSuchFocus.
    """
    present = presence.enter(db, caller, roadmap.slug)
    focus = lock_focus(db, focus_id)
    if focus is None:
        raise NoSuchFocus
    stay = find_stay(db, focus_id, present.learner_id)
    if stay is None or not stay.staying or focus.is_over(caller.now):
        return _attend(db, focus, present, caller.now, new=False)
    logged = finish_stay(db, focus, stay, roadmap, until=caller.now, now=caller.now)
    if not any(one.staying for one in read_stays(db, focus_id)):
        _stop(db, focus, caller.now)
    return _attend(db, focus, present, caller.now, new=True, logged=logged)


def stop_focus(db: Connection, caller: Caller, focus_id: FocusId) -> FocusNow:
    """End a session now, for its starter or a steward. The minutes of all who stay are logged by its plan, at once.

    Raises NoSuchFocus, NotYourFocus.
    """
    present = presence.find_present(db, caller)
    focus = lock_focus(db, focus_id)
    if focus is None or not (present or caller.steward):
        raise NoSuchFocus
    if not caller.steward and (present is None or present.learner_id != focus.starter_id):
        raise NotYourFocus
    running = not focus.is_over(caller.now)
    if running:
        _stop(db, focus, caller.now)
    return _attend(db, focus, present, caller.now, new=running)


def finish_stay(
    db: Connection, focus: Focus, stay: Stay, roadmap: Roadmap, *, until: datetime, now: datetime
) -> Logged | None:
    """End a stay, and log its minutes of study if they are five or more. Returns what was logged.

    Stays of a member never add up to more than the session had. The member is locked.
    """
    studied = focus.timetable.count_studied
    spent = studied(focus.started_at, stay.joined_at, until)
    minutes = min(spent, studied(focus.started_at, focus.started_at, until) - stay.minutes)
    logged = None
    if minutes >= LEAST_LOGGED:
        logged = log_stay(db, stay.learner_id, roadmap, minutes, at=max(until, stay.joined_at), now=now)
    kept, act_id = (logged.minutes, logged.act_id) if logged else (0, None)
    end_stay(db, focus.id, stay.learner_id, until, minutes=kept, act_id=act_id)
    return logged


def find_here(db: Connection, caller: Caller) -> FocusNow | None:
    """Find the session that runs in the place of a call, with the caller's part in it."""
    present = presence.find_present(db, caller)
    if present is None:
        return None
    focus = find_running_focus(db, *_target(db, caller, present))
    return None if focus is None else _attend(db, focus, present, caller.now, new=False)


def is_starter(db: Connection, caller: Caller, focus_id: FocusId) -> bool:
    """Whether the caller started a session."""
    present = presence.find_present(db, caller)
    focus = find_focus(db, focus_id)
    return bool(present and focus and focus.starter_id == present.learner_id)


def _refuse_second(db: Connection, learner_id: LearnerId) -> None:
    """Refuse a learner that is in a session already. Raises InAnotherFocus."""
    other = find_present_focus(db, learner_id)
    if other is not None:
        raise InAnotherFocus(focus=other.id)


def _target(db: Connection, caller: Caller, present: Present) -> FocusTarget:
    """Return where a session of this call runs: at the group's place, or in the private chat with the account."""
    if caller.place.private:
        return None, find_account_id(db, caller.account)
    return present.place_id, None


def _begin(
    db: Connection,
    caller: Caller,
    present: Present,
    timetable: Timetable,
    target: FocusTarget,
) -> bool:
    """Begin a session. False: one runs there already."""
    place_id, account_id = target
    ends_at = caller.now + timedelta(minutes=timetable.whole)
    focus_id = add_focus(
        db,
        present.group_id,
        place_id,
        account_id,
        starter_id=present.learner_id,
        timetable=timetable,
        started_at=caller.now,
        ends_at=ends_at,
    )
    if focus_id is None:
        return False
    begin_stay(db, focus_id, present.learner_id, caller.now)
    outbox.put_post(
        db,
        kind=FOCUS,
        key=opening_key(focus_id),
        place_id=place_id,
        account_id=account_id,
        learner_id=present.learner_id if account_id is not None else None,
        facts=FocusFacts(focus_id).to_json(),
        now=caller.now,
        due_at=caller.now,
        stale_at=ends_at + WORTH_SAYING,
    )
    schedule_focuses(db, present.group_id, caller.now)
    return True


def _lock(db: Connection, focus_id: FocusId, present: Present) -> Focus:
    """Lock a session that the caller may be in: one of their group, or their own. Raises NoSuchFocus."""
    focus = lock_focus(db, focus_id)
    if focus is None or (focus.account_id is not None and focus.starter_id != present.learner_id):
        raise NoSuchFocus
    if focus.account_id is None and focus.group_id != present.group_id:
        raise NoSuchFocus
    return focus


def _stop(db: Connection, focus: Focus, now: datetime) -> None:
    stop_at(db, focus.id, now)
    schedule_focuses(db, focus.group_id, now)


def _attend(
    db: Connection,
    focus: Focus,
    present: Present | None,
    now: datetime,
    *,
    new: bool,
    logged: Logged | None = None,
) -> FocusNow:
    """Read a session as it is after a call, and the part of a learner in it."""
    focus = find_focus(db, focus.id) or focus
    stays = read_stays(db, focus.id)
    learner_id: LearnerId | None = present.learner_id if present else None
    own = next((one for one in stays if one.learner_id == learner_id), None)
    return FocusNow(
        focus=focus.id,
        timetable=focus.timetable.kept,
        started_at=focus.started_at,
        ends_at=focus.ends_at,
        over=focus.is_over(now),
        zone=read_group_zone(db, focus.group_id),
        new=new,
        staying=bool(own and own.staying),
        others=sum(one.staying for one in stays if one is not own),
        minutes=own.minutes if own else 0,
        act_id=own.act_id if own else None,
        logged=logged,
        joined=bool(present and present.joined),
    )
