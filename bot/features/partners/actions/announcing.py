"""Tell members shown by number in private who their partners are: the group's place can neither name nor ping them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.partners.facts import PARTNER, NewPartners, PartnerWord
from bot.features.partners.queries.pairings import read_numbered, read_open_pairings
from bot.identity import GroupId, LearnerId
from bot.posting import audiences, hours
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.posts import Post
from bot.posting.subjects import Subject, read_learners
from roadmap.cadence import is_quiet

GRACE = timedelta(hours=24)
BEHIND = timedelta(minutes=1)
"""The time from the introduction in the group to the word in private."""


@dataclass(frozen=True, slots=True)
class Company:
    """A member and their partners, as they may see each other now. Without partners it is over."""

    own: Subject
    partners: tuple[Subject, ...]


def announce_in_private(db: Connection, group_id: GroupId, partners: Sequence[NewPartners], now: datetime) -> None:
    """Plan a word in private for each new partner who is shown by number."""
    for pairing_id, learner_id in read_numbered(db, [one.pairing for one in partners]):
        _announce(db, learner_id, PartnerWord(now, group_id, pairing_id), now)


def _announce(db: Connection, learner_id: LearnerId, facts: PartnerWord, now: datetime) -> None:
    """Plan the word of a learner, behind the introduction. At night it waits for their morning."""
    zone = hours.whereabouts(audiences.read_listener(db, learner_id).clock, now)
    at = hours.next_waking(now, zone) if is_quiet(now, zone) else now + BEHIND
    word = PlannedPost(PARTNER, f"{facts.pairing}", facts, at, GRACE, hours.night_after(at, zone))
    plan_for_learner(db, learner_id, word, now)


def read_company(db: Connection, post: Post) -> Company | None:
    """Read the reader of a private word, and those who are still their partners. None: they parted."""
    facts = PartnerWord.from_json(post.facts)
    pairing = next((one for one in read_open_pairings(db, facts.group_id) if one.id == facts.pairing), None)
    if pairing is None or post.learner_id not in pairing.members:
        return None
    people = read_learners(db, pairing.members, facts.group_id, post.place.platform)
    partners = tuple(people[one] for one in sorted(pairing.members - {post.learner_id}))
    return Company(people[post.learner_id], partners) if partners else None
