"""A session as it is after a call, the caller's part in it, and the refusals of calls about sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.focus.queries.focuses import (
    Focus,
    find_account_id,
    find_focus,
    find_group_focus,
    find_parted_focus,
    find_present_focus,
    find_private_focus,
    read_group_zone,
)
from bot.features.focus.queries.stays import find_stay, read_stays
from bot.features.members.actions import places, presence
from bot.features.members.actions.presence import Present
from bot.features.members.queries.places import PostingPlace
from bot.features.sessions.actions import Logged
from bot.identity import ActId, Caller, FocusId, GroupId, LearnerId, PlaceId


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
    is what this call logged. `joined`: the caller became a member of the group with this call. `elsewhere` is where its
    message is on the platform of the call, if that is not the chat and topic of the call.
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
    elsewhere: PostingPlace | None = None


def find_focus_here(db: Connection, caller: Caller) -> FocusId | None:
    """Find the session that runs where the caller is, a member or not; else the one that they are in elsewhere."""
    person, here = places.find_caller(db, caller.account, caller.place)
    learner_id = person.learner_id if person else None
    focus = find_running_focus(db, caller, here.group_id, here.place_id, learner_id) if here else None
    if focus is None and learner_id is not None:
        focus = find_present_focus(db, learner_id)
    return None if focus is None else focus.id


def is_stopper(db: Connection, caller: Caller, focus_id: FocusId) -> bool:
    """Whether the caller may stop a session without being a steward."""
    present = presence.find_present(db, caller)
    if present is None:
        return False
    focus = find_parted_focus(db, focus_id, present.group_id) or find_focus(db, focus_id)
    return focus is not None and may_stop(db, focus, present.learner_id)


def may_stop(db: Connection, focus: Focus, learner_id: LearnerId) -> bool:
    """Whether a learner may stop a session: its starter, or any member who is in it if it has none."""
    if focus.starter_id is not None:
        return focus.starter_id == learner_id
    stay = find_stay(db, focus.id, learner_id)
    return stay is not None and stay.staying


def refuse_second(db: Connection, learner_id: LearnerId) -> None:
    """Refuse a learner that is in a session already. Raises InAnotherFocus."""
    other = find_present_focus(db, learner_id)
    if other is not None:
        raise InAnotherFocus(focus=other.id)


def find_running_focus(
    db: Connection, caller: Caller, group_id: GroupId, place_id: PlaceId, learner_id: LearnerId | None
) -> Focus | None:
    """Find the session that runs where the caller is: in their group, or in the private chat with the account."""
    if caller.place.private:
        return find_private_focus(db, find_account_id(db, caller.account))
    return find_group_focus(db, group_id, place_id, learner_id)


def attend(
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
