"""A member's wish for study partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.partners.facts import MATCHING
from bot.features.partners.queries.pairings import PartnerShown, leave_partners, part_from, read_partners
from bot.features.partners.queries.wishes import count_wishes, read_partner_wish, write_partner_wish
from bot.features.streaks.queries import study_days
from bot.identity import Caller, GroupId, LearnerId
from bot.posting import audiences, dues
from roadmap.weekdays import DAYS_IN_WEEK

SELDOM = 4
"""The weeks from one offer of partners to the next, in a group where no member wants one."""


@dataclass(frozen=True, slots=True)
class Partnership:
    """A member's wish for study partners in a group, and the partners that they have.

    `wanted`: the member wants partners. `hidden`: nobody sees them. `away`: they are on a pause or muted. `solo`: the
    group has no other member. `number` is the member's if they are shown by it, else 0. `since` is when they were
    matched, `next_at` when the group is matched next; None: not yet known. `zone` is the group's. `joined`: the learner
    became a member with this call.
    """

    wanted: bool = False
    hidden: bool = False
    away: bool = False
    solo: bool = False
    number: int = 0
    partners: Sequence[PartnerShown] = ()
    since: datetime | None = None
    next_at: datetime | None = None
    zone: str = "UTC"
    joined: bool = False


def read_partnership(db: Connection, caller: Caller) -> Partnership:
    """Read the caller's wish and partners in their group here."""
    present = presence.find_present(db, caller)
    return Partnership() if present is None else _read(db, present, caller.now)


def want_partners(db: Connection, caller: Caller, roadmap_slug: str, wanted: bool) -> Partnership:
    """Set whether the caller wants study partners. Without the wish they leave the ones they have at once."""
    present = presence.enter(db, caller, roadmap_slug)
    if not wanted:
        write_partner_wish(db, present.learner_id, present.group_id, False, caller.now)
        leave_partners(db, present.learner_id, caller.now, present.group_id)
    elif not read_partner_wish(db, present.learner_id, present.group_id).wanted:
        write_partner_wish(db, present.learner_id, present.group_id, True, caller.now)
    return _read(db, present, caller.now)


def has_offer(db: Connection, group_id: GroupId, week: date) -> bool:
    """Whether the digest of a week offers study partners.

    It does while a member wants one and another does not. Where no member wants one, it does every fourth week.
    """
    visible, wanting = count_wishes(db, group_id)
    return visible > 1 and wanting < visible and (wanting > 0 or week.toordinal() // DAYS_IN_WEEK % SELDOM == 0)


def hide_from_partners(db: Connection, learner_id: LearnerId, now: datetime) -> None:
    """Take a learner who hides out of all their pairings. Their wish waits until they are shown again."""
    leave_partners(db, learner_id, now)


def keep_apart(db: Connection, learner_id: LearnerId, other_id: LearnerId, now: datetime) -> None:
    """Part a learner from a partner whom they want to avoid."""
    part_from(db, learner_id, other_id, now)


def _read(db: Connection, present: Present, now: datetime) -> Partnership:
    wish = read_partner_wish(db, present.learner_id, present.group_id)
    group = audiences.read_audience(db, present.group_id)
    since, partners = read_partners(db, present.learner_id, present.group_id)
    calendar = study_days.read_study_calendars(db, [present.learner_id], present.day)[present.learner_id]
    return Partnership(
        wanted=wish.wanted,
        hidden=wish.hidden,
        away=calendar.is_paused(present.day) or (wish.muted_until is not None and now < wish.muted_until),
        number=wish.number,
        solo=group.solo,
        partners=partners,
        since=since,
        next_at=dues.read_group_dues(db, present.group_id).get(MATCHING),
        zone=group.zone,
        joined=present.joined,
    )
