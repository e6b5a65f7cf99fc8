"""Transactions about work: what a member shows, takes back or keeps with a task, and what a steward takes down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.celebrations.actions.posted import amend_posted
from bot.features.digests.actions import amend_digests_about
from bot.features.members.actions import presence
from bot.features.members.actions.fellows import FoundMember, find_member
from bot.features.members.actions.presence import Present
from bot.features.ticks.actions.roadmap_state import all_names
from bot.features.work.queries.consents import (
    PieceOwner,
    WorkConsent,
    find_piece_owner,
    read_work_consent,
    set_piece_hidden,
    write_work_consent,
)
from bot.features.work.queries.pieces import Piece, find_piece, read_member_work, read_own_work, read_task_work
from bot.identity import Caller, GroupId, LearnerId, TickId
from roadmap.model import Roadmap, Task

EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""The beginning from which all work is shown."""


class WorkChoice(StrEnum):
    """A wish about work: show it from now on, from the piece that was asked about on, all of it, or none."""

    ON = "on"
    ASKED = "asked"
    ALL = "all"
    PRIVATE = "private"


class NoSuchWork(Refused):
    """Refusal: the caller has no such piece of work."""


@dataclass(frozen=True, slots=True)
class OwnWork:
    """A member's own work, newest first, and their wish about it. `changed`: this call hid or showed a piece."""

    pieces: tuple[Piece, ...] = ()
    consent: WorkConsent | None = None
    changed: str = ""


@dataclass(frozen=True, slots=True)
class FellowWork:
    """The work of a fellow member, as far as the viewer may see it."""

    member: FoundMember
    pieces: tuple[Piece, ...] = ()


def view_own_work(db: Connection, caller: Caller) -> OwnWork:
    """View all work of the caller, whoever may see it."""
    present = presence.find_present(db, caller)
    return _own(db, present) if present else OwnWork()


def _own(db: Connection, present: Present, changed: str = "") -> OwnWork:
    consent = read_work_consent(db, present.learner_id, present.group_id)
    return OwnWork(tuple(read_own_work(db, present.learner_id, present.group_id)), consent, changed)


def view_fellow_work(db: Connection, viewer: LearnerId | None, group_id: GroupId, typed: str) -> FellowWork:
    """View a fellow member's work. Raises UnknownMember, NotShown, SeveralMembers."""
    found = find_member(db, group_id, typed, me=viewer, line="work")
    return FellowWork(found, tuple(read_member_work(db, found.learner_id, group_id)))


def view_file(db: Connection, group_id: GroupId | None, viewer: LearnerId | None, tick_id: TickId) -> Piece:
    """View a piece of work with its file. Raises NoSuchWork if it is gone, or not for the viewer."""
    found = find_piece(db, group_id, viewer, tick_id) if group_id is not None else None
    if found is None or not found.file:
        raise NoSuchWork
    return found


def view_task_work(
    db: Connection, group_id: GroupId | None, viewer: LearnerId | None, roadmap: Roadmap, task: Task
) -> list[Piece]:
    """View the work on a task: the viewer's own, and that of fellow members as they allow."""
    if group_id is None:
        return []
    return read_task_work(db, group_id, viewer, roadmap.slug, all_names(roadmap, [task.slug]))


def choose_work_readers(db: Connection, caller: Caller, roadmap_slug: str, choice: WorkChoice) -> WorkConsent:
    """Save whether the caller's work is shown to their group, and from when on.

    Digests that are out follow it, unless it counts for work to come alone.
    """
    present = presence.enter(db, caller, roadmap_slug)
    kept = read_work_consent(db, present.learner_id, present.group_id)
    since = _since(choice, kept, caller.now)
    write_work_consent(db, present.learner_id, choice is not WorkChoice.PRIVATE, since, caller.now)
    chosen = read_work_consent(db, present.learner_id, present.group_id)
    if chosen != kept and (kept.shows or choice is WorkChoice.ALL):
        amend_digests_about(db, present.learner_id, caller.now)
    return chosen


def _since(choice: WorkChoice, kept: WorkConsent, now: datetime) -> datetime:
    """Return the moment from which work is shown. Work kept before a first yes, or while it was private, is not."""
    if choice is WorkChoice.ALL:
        return EVER
    still = choice is WorkChoice.ON and kept.shows
    asked = choice is WorkChoice.ASKED and kept.shows is not False
    return kept.since or now if still or asked else now


def hide_own_work(db: Connection, caller: Caller, roadmap_slug: str, tick_id: TickId, hide: bool) -> OwnWork:
    """Take a piece of the caller's own work out of what others see, or show it again. Digests that are out follow it.

    What a steward took down stays down. Raises NoSuchWork.
    """
    present = presence.enter(db, caller, roadmap_slug)
    owner = find_piece_owner(db, tick_id)
    if owner is None or owner.learner_id != present.learner_id:
        raise NoSuchWork
    if not owner.taken_down and owner.hidden != hide:
        _set_hidden(db, tick_id, owner, caller.now if hide else None, now=caller.now)
        amend_digests_about(db, present.learner_id, caller.now)
    return _own(db, present, "now_hidden" if hide else "down" if owner.taken_down else "now_shown")


def hide_work(db: Connection, tick_id: TickId, now: datetime) -> bool:
    """Take a piece of work down for good, as a steward does. Return False if it is gone.

    A redo of its task, and the same words once more, leave it down.
    """
    owner = find_piece_owner(db, tick_id)
    if owner is not None:
        _set_hidden(db, tick_id, owner, now, now=now, taken_down=True)
    return owner is not None


def show_work(db: Connection, tick_id: TickId, now: datetime) -> bool:
    """Put a piece of work back that a steward took down. Return False if it is gone."""
    owner = find_piece_owner(db, tick_id)
    if owner is not None:
        _set_hidden(db, tick_id, owner, None, now=now)
    return owner is not None


def _set_hidden(
    db: Connection,
    tick_id: TickId,
    owner: PieceOwner,
    hidden_at: datetime | None,
    *,
    now: datetime,
    taken_down: bool = False,
) -> None:
    """Take a piece out of what others see, or put it back, also in the celebrations that show it."""
    set_piece_hidden(db, tick_id, owner, hidden_at, taken_down=taken_down)
    amend_posted(db, owner.learner_id, owner.at, now)
