"""Make two learners of one again: each account keeps all that was made with it, before the link and since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.features.digests.actions import amend_digests_about
from bot.features.homes.actions.members import bring_home, take_learner_in
from bot.features.homes.queries.own_memberships import PAST, UNITED
from bot.features.homes.queries.shelving import (
    ShelvedRow,
    leave_orphans_out,
    put_row_back,
    put_rows_back,
    read_set_aside,
)
from bot.features.linking.actions.consents import part_consents
from bot.features.linking.actions.memberships_apart import Ended, give_memberships_back
from bot.features.linking.actions.merging import reckon_anew
from bot.features.linking.actions.uniting import clock_columns, clock_of_row, part_settings, unite_clocks
from bot.features.linking.queries import clocks, links, moving, own_rules
from bot.features.linking.queries.answered import empty_answers
from bot.features.linking.queries.apart import part_avoidances
from bot.features.linking.queries.derived import WAITING, copy_celebrated, copy_outage_days
from bot.features.linking.queries.links import KeptLink
from bot.features.linking.queries.posts import POSTS, give_posts_back, name_in_parts
from bot.features.linking.queries.united import change_membership, read_notes_of_absence
from bot.features.linking.queries.wishes import WISHES, part_wishes
from bot.features.members.queries.memberships import end_membership
from bot.features.members.queries.said_while_linked import Decision
from bot.features.members.queries.setting_changes import read_said_consents, read_setting_changes
from bot.features.points.actions import leave_community
from bot.identity import LearnerId
from roadmap.cadence import StudyClock, clock_at, study_day

BY_HAND = (
    *("learners", "ticks", "memberships", "forgettings", POSTS, WAITING, WISHES, own_rules.POINTS),
    *(UNITED, PAST, *Decision),
)


def part_learners(db: Connection, link: KeptLink, now: datetime) -> None:
    """Give the account on `other_platform` its own learner again. The learner's row is locked by the caller.

    1. Rows that the account made go with it. All others stay.
    2. Rows that were set aside come back. A row whose key a newer row has taken is left out, and so is one of a post,
       group or other row that was deleted since or is left out itself.
    3. Each has their clock and choices of before the link. A change of a clock or a consent since the link is kept for
       both, be it a change back, and one of another setting for the account that made it (`uniting`). Each has the name
       of their account.
    4. In a group with one home, the account of its platform is a member. In one with two homes, each account is that
       was one before, or came since, with its own rights of before and what was decided since.
    5. An account that is not in the chat of a group is gone from that group, until it is back in the chat.
    6. A milestone of the linked learner is celebrated for neither again.
    7. What both accounts were answered since the link is kept no more.
    """
    leave_community(db, [link.learner_id])
    shelf = read_set_aside(db, link.id)
    rows = {row.platform: row.values for row in shelf if row.name == "learners"}
    united = links.read_record(db, link.learner_id).clock
    empty_answers(db, link)
    _part_rows(db, link, rows)
    ended = _put_back(db, link, shelf, now)
    _part_clocks(db, link, rows, united, now)
    copy_outage_days(db, link)
    copy_celebrated(db, link, shelf)
    links.drop_link(db, link.id)
    both = (link.learner_id, link.other_id)
    for learner_id, other_id in (both, both[::-1]):
        bring_home(db, learner_id, other_id, now)
    for learner_id, other_id in (both, both[::-1]):
        take_learner_in(db, learner_id, other_id)
    for learner_id, platform in ((link.learner_id, link.platform), (link.other_id, link.other_platform)):
        ended += _end_where_away(db, learner_id, platform, now)
        reckon_anew(db, learner_id, now)
    for learner_id, group_id in ended:
        amend_digests_about(db, learner_id, now, group_id=group_id)


def _end_where_away(db: Connection, learner_id: LearnerId, platform: str, now: datetime) -> Ended:
    """End the memberships of groups whose chat on the platform of the account the linked learner had left.

    Each comes back with the chat. The note of the other chat is the other learner's. Returns those that ended.
    """
    ended = Ended()
    for group_id, away_on in read_notes_of_absence(db, learner_id):
        if away_on == platform and end_membership(db, learner_id, group_id, now, gone=True):
            ended.append((learner_id, group_id))
        change_membership(db, learner_id, group_id, {"away_on": None})
    return ended


def _part_rows(db: Connection, link: KeptLink, rows: dict[str, dict[str, Any]]) -> None:
    of, to, platform = link.learner_id, link.other_id, link.other_platform
    united = links.read_learner_row(db, of)
    clock = {**clock_columns(clock_of_row(united)), "zone_is_own": united["zone_is_own"]}
    changes = {name: one for name, one in read_setting_changes(db, of).items() if one.at > link.at}
    said = read_said_consents(db, of)
    mine, other = (
        part_settings(rows[on], united, changes, on) | part_consents(rows[on], rows[beside], united, said)
        for on, beside in ((link.platform, platform), (platform, link.platform))
    )
    links.put_learner_back(db, rows[platform], clock | other)
    joined = {name: rows[link.platform][name] for name in ("joined_at", "joined_day")}
    anew = {"linked": False, "streak": 0, "best_streak": 0, "streak_through": None}
    links.change_learner_row(db, of, anew | joined | mine)
    links.give_account(db, of, to, platform)
    links.name_by_account(db, of, link.platform)
    links.name_by_account(db, to, platform)
    moving.move_made_rows(db, of, to, platform)
    links.give_platform_rows(db, of, to, platform)


def _part_clocks(
    db: Connection, link: KeptLink, rows: dict[str, dict[str, Any]], united: StudyClock, now: datetime
) -> None:
    """Give both their clocks of before the link. If it was changed since, both have the change and its history."""
    if _has_new_clock(db, link):
        clocks.copy_clock_changes(db, link)
        return
    clocks.drop_noted_clocks(db, link)
    for learner_id, platform in ((link.learner_id, link.platform), (link.other_id, link.other_platform)):
        today = _restore_clock(db, learner_id, rows[platform], united, now)
        clocks.drop_held_days(db, link, learner_id, today)


def _has_new_clock(db: Connection, link: KeptLink) -> bool:
    """Whether the learner changed their zone or day end since the link."""
    changes = (links.last_changes(db, learner_id)[0] for learner_id in (link.learner_id, link.other_id))
    return any(at is not None and at > link.at for at in changes)


def _restore_clock(
    db: Connection, learner_id: LearnerId, row: dict[str, Any], united: StudyClock, now: datetime
) -> date:
    """Give a learner their clock back. With an entry on a later day than its today, it counts from the next day on.

    So no change of clock takes a day from a streak. Returns the study day of the learner.
    """
    own = clock_of_row(row)
    last = links.read_last_day(db, learner_id)
    if last is not None and last > study_day(clock_at(own, now), now):
        own = unite_clocks(united, own, now, second_newer=True)
    links.change_learner_row(db, learner_id, {**clock_columns(own), "zone_is_own": row["zone_is_own"]})
    return study_day(clock_at(own, now), now)


def _put_back(db: Connection, link: KeptLink, shelved: list[ShelvedRow], now: datetime) -> Ended:
    part_avoidances(db, link)
    shelf = leave_orphans_out(db, shelved)
    put_rows_back(db, shelf, lambda row: _put_row(db, row))
    ended = give_memberships_back(db, link, now)
    part_wishes(db, link, shelf, now)
    for learner_id in (link.learner_id, link.other_id):
        links.change_learner_row(db, learner_id, {"rest_days": links.read_rest_days(db, learner_id)})
    give_posts_back(db, link, [row.values for row in shelf if row.name == POSTS])
    name_in_parts(db, link.other_id, link.learner_id, link.other_id)
    return ended


def _put_row(db: Connection, row: ShelvedRow) -> bool:
    """Put a row back that nothing else decides about. False: its key was taken meanwhile."""
    if row.name not in BY_HAND:
        return put_row_back(db, row.name, row.values)
    if row.name == "ticks":
        own_rules.put_tick_back(db, row.values, row.twin)
    elif row.name == own_rules.POINTS:
        own_rules.pay_again(db, row.values["id"], row.values["points"])
    return True
