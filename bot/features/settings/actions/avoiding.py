"""The members whom a learner is never matched with. Only that learner reads of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.members.actions import presence
from bot.features.members.actions.fellows import find_member
from bot.features.members.queries.avoiding import (
    AvoidedMember,
    add_avoidance,
    end_avoidance,
    read_own_avoided,
)
from bot.features.partners.actions.wishing import keep_apart
from bot.identity import Caller, LearnerId

MOST_AVOIDED = 10
"""Members that a learner may name. A learner who names more is not for partners."""
LINE = "settings avoid"


class AvoidsSelf(Refused):
    """Refusal: a learner named themselves."""


class AvoidsTooMany(Refused):
    """Refusal: a learner has named as many members as they may."""

    n: int


@dataclass(frozen=True, slots=True)
class Avoiding:
    """The members that a learner named, and the one of this call, if any.

    `joined`: the learner became a member with this call.
    """

    named: tuple[AvoidedMember, ...]
    other: AvoidedMember | None = None
    joined: bool = False


def list_avoided(db: Connection, caller: Caller) -> Avoiding:
    """Read the members that the caller named."""
    present = presence.find_present(db, caller)
    return Avoiding(tuple(read_own_avoided(db, present.learner_id, present.group_id)) if present else ())


def avoid_member(db: Connection, caller: Caller, roadmap_slug: str, typed: str) -> Avoiding:
    """Never match the caller with the member of this group that typed words mean.

    If they are study partners, the caller leaves them at once.
    Raises UnknownMember and SeveralMembers as `find_member`, AvoidsSelf, AvoidsTooMany.
    """
    present = presence.enter(db, caller, roadmap_slug)
    found = find_member(db, present.group_id, typed, me=present.learner_id, line=LINE)
    if found.learner_id == present.learner_id:
        raise AvoidsSelf
    named = {one.learner_id for one in read_own_avoided(db, present.learner_id, present.group_id)}
    if found.learner_id not in named and len(named) >= MOST_AVOIDED:
        raise AvoidsTooMany(n=MOST_AVOIDED)
    add_avoidance(db, present.learner_id, found.learner_id)
    keep_apart(db, present.learner_id, found.learner_id, caller.now)
    other = AvoidedMember(found.learner_id, found.name, found.number)
    return Avoiding(tuple(read_own_avoided(db, present.learner_id, present.group_id)), other, present.joined)


def meet_member(db: Connection, caller: Caller, roadmap_slug: str, other_id: LearnerId) -> Avoiding:
    """Let the caller be matched again with a member that they named. Nothing is found of any other."""
    present = presence.enter(db, caller, roadmap_slug)
    named = {one.learner_id: one for one in read_own_avoided(db, present.learner_id, present.group_id)}
    end_avoidance(db, present.learner_id, other_id)
    left = tuple(one for one in named.values() if one.learner_id != other_id)
    return Avoiding(left, named.get(other_id), present.joined)
