"""Make two learners of one again: each account keeps all that was made with it, before the link and since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.features.homes.actions.members import bring_home, take_learner_in
from bot.features.linking.actions.consents import part_consents, part_membership
from bot.features.linking.actions.merging import reckon_anew
from bot.features.linking.actions.uniting import clock_columns, clock_of_row, part_settings, unite_clocks
from bot.features.linking.queries import clocks, links, moving, own_rules
from bot.features.linking.queries.answered import empty_answers
from bot.features.linking.queries.apart import part_avoidances
from bot.features.linking.queries.derived import WAITING, copy_celebrated, copy_outage_days
from bot.features.linking.queries.links import KeptLink
from bot.features.linking.queries.posts import POSTS, give_posts_back, name_in_parts
from bot.features.linking.queries.shelving import (
    ShelvedRow,
    leave_orphans_out,
    put_row_back,
    put_rows_back,
    read_set_aside,
)
from bot.features.linking.queries.united import (
    UNITED,
    change_membership,
    memberships_before,
    read_membership,
    read_notes_of_absence,
)
from bot.features.linking.queries.wishes import WISHES, part_wishes
from bot.features.members.queries.memberships import end_membership, next_number
from bot.features.members.queries.setting_changes import read_said_consents, read_setting_changes
from bot.features.points.actions import leave_community
from bot.identity import LearnerId
from roadmap.cadence import StudyClock, clock_at, study_day

BY_HAND = ("learners", "ticks", "memberships", "forgettings", POSTS, WAITING, WISHES, UNITED, own_rules.POINTS)


def part_learners(db: Connection, link: KeptLink, now: datetime) -> None:
    """Give the account on `other_platform` its own learner again. The learner's row is locked by the caller.

    1. Rows that the account made go with it. All others stay.
    2. Rows that were set aside come back. A row whose key a newer row has taken is left out, and so is one of a post,
       group or other row that was deleted since or is left out itself.
    3. Each has their clock and choices of before the link. A change of a clock or a consent since the link is kept for
       both, be it a change back, and one of another setting for the account that made it (`uniting`). Each has the name
       of their account.
    4. In a group with two homes, both are members. In a group with one home, the account of its platform is.
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
    _put_back(db, link, shelf, now)
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
        _end_where_away(db, learner_id, platform, now)
        reckon_anew(db, learner_id, now)


def _end_where_away(db: Connection, learner_id: LearnerId, platform: str, now: datetime) -> None:
    """End the memberships of groups whose chat on the platform of the account the linked learner had left.

    Each comes back with the chat. The note of the other chat is the other learner's.
    """
    for group_id, away_on in read_notes_of_absence(db, learner_id):
        if away_on == platform:
            end_membership(db, learner_id, group_id, now, gone=True)
        change_membership(db, learner_id, group_id, {"away_on": None})


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


def _put_back(db: Connection, link: KeptLink, shelved: list[ShelvedRow], now: datetime) -> None:
    part_avoidances(db, link)
    shelf = leave_orphans_out(db, shelved)
    put_rows_back(db, shelf, lambda row: _put_row(db, row))
    _part_memberships(db, link, shelf)
    part_wishes(db, link, shelf, now)
    for learner_id in (link.learner_id, link.other_id):
        links.change_learner_row(db, learner_id, {"rest_days": links.read_rest_days(db, learner_id)})
    give_posts_back(db, link, [row.values for row in shelf if row.name == POSTS])
    name_in_parts(db, link.other_id, link.learner_id, link.other_id)


def _put_row(db: Connection, row: ShelvedRow) -> bool:
    """Put a row back that nothing else decides about. False: its key was taken meanwhile."""
    if row.name not in BY_HAND:
        return put_row_back(db, row.name, row.values)
    if row.name == "ticks":
        own_rules.put_tick_back(db, row.values, row.twin)
    elif row.name == own_rules.POINTS:
        own_rules.pay_again(db, row.values["id"], row.values["points"])
    return True


def _part_memberships(db: Connection, link: KeptLink, shelf: list[ShelvedRow]) -> None:
    """Give both their memberships of groups that both were in again. What was changed since the link holds for both."""
    before = memberships_before(shelf)
    for other in (row.values for row in shelf if row.name == "memberships"):
        group_id = other["group_id"]
        mine, now = before.get(group_id), read_membership(db, link.learner_id, group_id)
        if mine is None or now is None:
            _put_membership(db, other)
            continue
        change_membership(db, link.learner_id, group_id, part_membership(mine, other, now))
        _put_membership(db, {**other, **part_membership(other, mine, now), "away_on": now["away_on"]})


def _put_membership(db: Connection, row: dict[str, Any]) -> None:
    """Put a membership back. With its number taken, it has a new one.

    A link keeps the number from newcomers, but one of an older version of the program did not.
    """
    if not put_row_back(db, "memberships", row):
        put_row_back(db, "memberships", {**row, "number": next_number(db, row["group_id"])})
