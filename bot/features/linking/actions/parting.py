"""Make two learners of one again: each account keeps all that was made with it, before the link and since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.features.homes.actions.members import take_learner_in
from bot.features.linking.actions.merging import clock_columns, clock_of_row, reckon_anew, unite_clocks, unlist
from bot.features.linking.queries import links, moving, own_rules
from bot.features.linking.queries.derived import copy_celebrated, copy_outage_days
from bot.features.linking.queries.links import KeptLink
from bot.features.linking.queries.posts import POSTS, give_posts_back, name_in_parts
from bot.features.linking.queries.shelving import ShelvedRow, put_row_back, read_set_aside
from bot.identity import LearnerId
from roadmap.cadence import StudyClock, clock_at, study_day

BY_HAND = ("learners", "ticks", POSTS, own_rules.POINTS)


def part_learners(db: Connection, link: KeptLink, now: datetime) -> None:
    """Give the account on `other_platform` its own learner again. The learner's row is locked by the caller.

    1. Rows that the account made go with it. All others stay.
    2. Rows that were set aside come back. A row whose key a newer row has taken is left out.
    3. Each has their clock of before the link, unless it was changed since. The leaving learner's settings are as
       they were. Each has the name of their own account.
    4. In a group with two homes, both are members.
    5. A milestone of the linked learner is celebrated for neither again.
    """
    unlist(db, [link.learner_id])
    shelf = read_set_aside(db, link.id)
    rows = {row.platform: row.values for row in shelf if row.name == "learners"}
    united = links.read_record(db, link.learner_id).clock
    _part_rows(db, link, rows)
    _put_back(db, link, shelf)
    if not _has_new_clock(db, link):
        links.drop_noted_clocks(db, link)
        for learner_id, platform in ((link.learner_id, link.platform), (link.other_id, link.other_platform)):
            _restore_clock(db, learner_id, clock_of_row(rows[platform]), united, now)
    copy_outage_days(db, link)
    copy_celebrated(db, link)
    links.drop_link(db, link.id)
    for learner_id in (link.learner_id, link.other_id):
        take_learner_in(db, learner_id)
        reckon_anew(db, learner_id, now)


def _part_rows(db: Connection, link: KeptLink, rows: dict[str, dict[str, Any]]) -> None:
    of, to, platform = link.learner_id, link.other_id, link.other_platform
    united, mine = links.read_learner_row(db, of), rows[link.platform]
    links.put_learner_back(db, rows[platform], clock_columns(clock_of_row(united)))
    joined = {"joined_at": mine["joined_at"], "joined_day": mine["joined_day"]}
    links.change_learner_row(db, of, {"linked": False, "streak": 0, "best_streak": 0, "streak_through": None, **joined})
    links.give_account(db, of, to, platform)
    links.name_by_account(db, of, link.platform)
    links.name_by_account(db, to, platform)
    moving.move_made_rows(db, of, to, platform)
    links.give_platform_rows(db, of, to, platform)


def _has_new_clock(db: Connection, link: KeptLink) -> bool:
    """Whether the learner changed their zone or day end since the link."""
    changes = (links.last_changes(db, learner_id)[0] for learner_id in (link.learner_id, link.other_id))
    return any(at is not None and at > link.at for at in changes)


def _restore_clock(db: Connection, learner_id: LearnerId, own: StudyClock, united: StudyClock, now: datetime) -> None:
    """Give a learner their clock back. With an entry on a later day than its today, it counts from the next day on.

    So no change of clock takes a day from a streak.
    """
    last = links.read_last_day(db, learner_id)
    if last is not None and last > study_day(clock_at(own, now), now):
        own = unite_clocks(united, own, now, second_newer=True)
    links.change_learner_row(db, learner_id, clock_columns(own))


def _put_back(db: Connection, link: KeptLink, shelf: list[ShelvedRow]) -> None:
    for row in shelf:
        if row.name not in BY_HAND:
            put_row_back(db, row.name, row.values)
        elif row.name == "ticks":
            own_rules.put_tick_back(db, row.values, row.twin)
        elif row.name == own_rules.POINTS:
            own_rules.pay_again(db, row.values["id"], row.values["points"])
    give_posts_back(db, link, [row.values for row in shelf if row.name == POSTS])
    name_in_parts(db, link.other_id, link.learner_id, link.other_id)
