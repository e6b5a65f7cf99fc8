"""Match the members of a group who want study partners, at the weekly moment of the group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from random import Random

from sqlalchemy import Connection

from bot.features.members.queries.avoiding import read_avoidances
from bot.features.partners.facts import Introduced, NewPartners
from bot.features.partners.queries.pairings import (
    OpenPairing,
    add_pairing,
    end_other_pairings,
    forget_pairings,
    leave_partners,
    read_former_partners,
    read_open_pairings,
    renew_pairings,
)
from bot.features.partners.queries.wishes import Seeker, read_seekers
from bot.features.streaks.queries import study_days
from bot.identity import GroupId, LearnerId
from roadmap.cadence import clock_at, study_day
from roadmap.model import Roadmap
from roadmap.pairing import Candidate, are_near, match_partners
from roadmap.progress import current_block

SILENT = timedelta(days=7)
"""The time without a word after which a member is let go."""
ROUND = timedelta(days=11)
"""The time after which all are matched anew: at the second weekly moment, though the first one was put off for days."""
ALWAYS_THE_SAME = 3
"""Up to so many members have the same partners each time."""
KEPT = timedelta(days=60)
"""The time for which ended pairings are kept, so that partners are not matched with the same ones again."""

Avoided = set[frozenset[LearnerId]]


@dataclass(frozen=True, slots=True)
class Pool:
    """The members of a group who may have partners now, and their pairings that go on.

    `over`: the two weeks are over, so that all are matched anew.
    """

    candidates: Mapping[LearnerId, Candidate]
    pairings: Sequence[OpenPairing]
    avoided: Avoided
    over: bool

    def stays(self, pairing: OpenPairing) -> bool:
        """Whether partners stay together until the two weeks are over: two of them at least, near, and willing."""
        left = [self.candidates[one] for one in pairing.members if one in self.candidates]
        wanted = self.avoided.isdisjoint(frozenset(pair) for pair in combinations(pairing.members, 2))
        return not self.over and len(left) > 1 and are_near(left) and wanted


def match_group(db: Connection, group_id: GroupId, roadmap: Roadmap, now: datetime, seed: str) -> list[NewPartners]:
    """Match the members of a group, and return the partners who are new to each other.

    1. Leave out members who are silent for a week, on a pause or muted.
    2. Partners stay together for two weeks, as long as two of them are left within one block of each other.
    3. All others are matched, those of the last time with others where that can be.
    4. Where the same come together again, their pairing goes on.
    """
    pool = _read_pool(db, group_id, roadmap, now)
    kept = [one for one in pool.pairings if pool.stays(one)]
    for learner_id in {one for pairing in kept for one in pairing.members} - set(pool.candidates):
        leave_partners(db, learner_id, now, group_id)
    matched = _match(db, group_id, pool, kept, seed)
    again = [one for one in pool.pairings if one.members in matched]
    renew_pairings(db, [one.id for one in again], now)
    end_other_pairings(db, group_id, [one.id for one in (*kept, *again)], now)
    forget_pairings(db, group_id, now - KEPT)
    fresh = [one for one in matched if one not in {pairing.members for pairing in again}]
    return [_add(db, group_id, members, now) for members in fresh]


def may_match(db: Connection, group_id: GroupId, now: datetime, last: datetime | None) -> bool:
    """Return whether a matching may bring new partners together, wherever they are on the roadmap.

    `last` is the instant of the matching that is foreseen before this one.
    """
    present = {one.learner_id for one in _find_present(db, read_seekers(db, group_id), now)}
    if last is not None:
        return len(present) > ALWAYS_THE_SAME and now - last >= ROUND
    together = [one for one in read_open_pairings(db, group_id) if len(one.members & present) > 1]
    if any(now - one.renewed_at >= ROUND for one in together):
        return len(present) > ALWAYS_THE_SAME
    return len(present.difference(*(one.members for one in together))) > 1


def _read_pool(db: Connection, group_id: GroupId, roadmap: Roadmap, now: datetime) -> Pool:
    seekers = _find_present(db, read_seekers(db, group_id), now)
    ids = [one.learner_id for one in seekers]
    pairings = read_open_pairings(db, group_id)
    over = any(now - one.renewed_at >= ROUND for one in pairings)
    return Pool(_place(db, seekers, roadmap), pairings, read_avoidances(db, ids), over)


def _find_present(db: Connection, seekers: Sequence[Seeker], now: datetime) -> list[Seeker]:
    """Leave out members who are silent for a week, on a pause or muted."""
    days = {one.learner_id: study_day(clock_at(one.clock, now), now) for one in seekers}
    calendars = study_days.read_study_calendars(db, list(days), min(days.values(), default=now.date()))
    return [
        one
        for one in seekers
        if now - one.active_at < SILENT
        and not calendars[one.learner_id].is_paused(days[one.learner_id])
        and (one.snoozed_until is None or one.snoozed_until <= now)
    ]


def _place(db: Connection, seekers: Sequence[Seeker], roadmap: Roadmap) -> dict[LearnerId, Candidate]:
    """Find the current block of each member. A finished roadmap is the block after the last."""
    ids = [one.learner_id for one in seekers]
    order = {block.slug: at for at, block in enumerate(roadmap.blocks())}
    chosen = study_days.read_chosen_by(db, ids, roadmap.slug)
    ticked = study_days.read_ticked_by(db, ids, roadmap.slug)
    blocks = {one: current_block(roadmap, ticked[one], chosen[one]) for one in ids}
    return {
        one.learner_id: Candidate(
            one.learner_id, order[block.slug] if (block := blocks[one.learner_id]) else len(order), one.homes
        )
        for one in seekers
    }


def _match(
    db: Connection, group_id: GroupId, pool: Pool, kept: Sequence[OpenPairing], seed: str
) -> list[frozenset[LearnerId]]:
    """Match the members whose pairing does not stay."""
    taken = {one for pairing in kept for one in pairing.members}
    free = {one: candidate for one, candidate in pool.candidates.items() if one not in taken}
    former = read_former_partners(db, group_id, free)
    dice = Random(seed)  # noqa: S311  partners, not secrets
    matched = match_partners(free.values(), pool.avoided, former, dice)
    return [frozenset(LearnerId(one) for one in partners) for partners in matched]


def _add(db: Connection, group_id: GroupId, members: frozenset[LearnerId], now: datetime) -> NewPartners:
    pairing_id = add_pairing(db, group_id, members, now)
    return NewPartners(pairing_id, tuple(Introduced(one) for one in sorted(members)))
