"""Link the accounts of one person by a code: issue it, show what the link makes, and link after a tap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.closed_sets import CodeKind
from bot.errors import Refused
from bot.features.celebrations.actions.parting import lock_unposted, part_celebrations
from bot.features.codes.actions import CodeTrouble, IssuedCode, issue_code, open_code, use_code
from bot.features.codes.queries import WorkingCode
from bot.features.linking.actions.holding import read_held_milestones
from bot.features.linking.actions.merging import Side, merge_learners
from bot.features.linking.actions.parting import part_learners
from bot.features.linking.queries import links
from bot.features.linking.queries.links import KeptLink
from bot.features.linking.queries.own_rules import read_differing
from bot.features.linking.queries.trying import try_out
from bot.features.linking.queries.wishes import read_wished_moment
from bot.features.members.actions.learners import ensure_learner, lock_person
from bot.features.members.queries.learners import find_person
from bot.identity import Caller, LearnerId
from bot.library import Library
from bot.posting.locking import lock_groups_of, lock_learners
from roadmap.cadence import clock_at, study_day
from roadmap.streak import streak_today


class LinkedAlready(Refused):
    """Refusal: the caller has two accounts already."""


class SamePlatform(Refused):
    """Refusal: both accounts are on one platform, or the code is the caller's own."""


class NotLinked(Refused):
    """Refusal: the caller has one account alone."""


class OtherLink(Refused):
    """Refusal: the button was made for another link than the one that the caller has."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a learner: their ticks, their streak, and the platform of their account.

    An empty platform means both. `forgotten_at`: when they are to be forgotten, if they asked for it.
    """

    platform: str
    tasks: int
    streak: int
    forgotten_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """The answer to a typed code. `trouble`: why it opens nothing.

    `apart`: the two learners, the kept one first. `together`: the learner that they make. `differing`: choices that the
    two made differently, each as roadmap and choice. `linked`: the two are one learner now.
    """

    trouble: CodeTrouble | None = None
    apart: tuple[Figures, ...] = ()
    together: Figures | None = None
    differing: tuple[tuple[str, str], ...] = ()
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Parted:
    """The two learners that an unlink makes, or would make. `stamp` tells their link from any other of theirs."""

    apart: tuple[Figures, ...]
    stamp: int


def issue_link_code(db: Connection, caller: Caller, key: str) -> IssuedCode:
    """Issue a code that links the caller to another account of theirs. Raises LinkedAlready, TooManyCodes."""
    person = ensure_learner(db, caller)
    if links.find_link_of(db, person.learner_id):
        raise LinkedAlready
    return issue_code(db, caller, CodeKind.LINK, key, learner_id=person.learner_id)


def see_link(db: Connection, caller: Caller, typed: str) -> LinkAnswer:
    """See what a typed code would make. All that is kept is who typed it first, or that it opened nothing.

    Raises LinkedAlready, SamePlatform.
    """
    _check_single(db, caller)
    code = open_code(db, caller, CodeKind.LINK, typed, lambda seen: _lock_both(db, caller, seen))
    if not isinstance(code, WorkingCode):
        return LinkAnswer(code)
    return try_out(db, lambda: _link(db, caller, code, "", linked=False))


def link_accounts(db: Connection, caller: Caller, typed: str, choices_of: str = "") -> LinkAnswer:
    """Make one learner of the caller and the issuer of a code, which is used up.

    `choices_of`: the platform whose choices are kept if the two differ. Raises LinkedAlready, SamePlatform.
    """
    _check_single(db, caller)
    code = open_code(db, caller, CodeKind.LINK, typed, lambda seen: _lock_both(db, caller, seen))
    if not isinstance(code, WorkingCode):
        return LinkAnswer(code)
    use_code(db, code, caller.now)
    return _link(db, caller, code, choices_of, linked=True)


def _check_single(db: Connection, caller: Caller) -> None:
    person = find_person(db, caller.account)
    if person and links.find_link_of(db, person.learner_id):
        raise LinkedAlready


def _lock_both(db: Connection, caller: Caller, code: WorkingCode) -> None:
    """Lock the groups of the issuer and of the caller, and then them."""
    known = find_person(db, caller.account)
    both = [one for one in (code.learner_id, known and known.learner_id) if one]
    lock_groups_of(db, both)
    lock_learners(db, both)


def _link(db: Connection, caller: Caller, code: WorkingCode, choices_of: str, *, linked: bool) -> LinkAnswer:
    issuer, typist = code.learner_id, ensure_learner(db, caller).learner_id
    if issuer is None or issuer == typist or code.platform == caller.account.platform:
        raise SamePlatform
    if links.find_link_of(db, typist):
        raise LinkedAlready
    if links.find_link_of(db, issuer):
        return LinkAnswer(CodeTrouble.GONE)
    sides = [(issuer, code.platform), (typist, caller.account.platform)]
    kept, other = sorted(sides, key=lambda side: links.count_live_ticks(db, side[0]), reverse=True)
    apart = tuple(_figures(db, side, caller.now) for side in (kept, other))
    differing = tuple(read_differing(db, kept[0], other[0]))
    link = merge_learners(db, kept, other, caller.now, choices_of=choices_of)
    together = _figures(db, (link.learner_id, ""), caller.now)
    return LinkAnswer(apart=apart, together=together, differing=differing, linked=linked)


def see_parting(db: Connection, caller: Caller, library: Library) -> Parted:
    """See the two learners that an unlink would make. Raises NotLinked."""
    return try_out(db, lambda: unlink_accounts(db, caller, library))


def unlink_accounts(db: Connection, caller: Caller, library: Library, stamp: int | None = None) -> Parted:
    """Make two learners of the caller's two accounts. Raises NotLinked, OtherLink.

    `stamp`: that of the link for which a button was made.
    What waits to be celebrated stays with the learner whose own rows hold it, and is withdrawn if neither's do.
    """
    person = lock_person(db, caller.account)
    link = links.find_link_of(db, person.learner_id) if person else None
    if link is None:
        raise NotLinked
    if stamp not in (None, _stamp(link)):
        raise OtherLink
    lock_unposted(db, link.learner_id, link.at, caller.now)
    part_learners(db, link, caller.now)
    part_celebrations(
        db,
        (link.learner_id, link.other_id),
        link.at,
        lambda learner_id, slug: read_held_milestones(db, library, learner_id, slug, caller.now),
        caller.now,
    )
    return Parted(tuple(_figures(db, side, caller.now) for side in _sides(link)), _stamp(link))


def _stamp(link: KeptLink) -> int:
    return int(link.at.timestamp())


def _sides(link: KeptLink) -> tuple[Side, Side]:
    return (link.learner_id, link.platform), (link.other_id, link.other_platform)


def _figures(db: Connection, side: tuple[LearnerId, str], now: datetime) -> Figures:
    learner_id, platform = side
    record = links.read_record(db, learner_id)
    today = study_day(clock_at(record.clock, now), now)
    streak = streak_today(record.streak, record.streak_through, today)
    return Figures(platform, links.count_live_ticks(db, learner_id), streak, read_wished_moment(db, learner_id))
