"""Make one learner of two, by the rules beside the tables.

1. Of the two, the learner with more ticks is kept. The other's rows move to them.
2. Each row notes the account that made it. A row for which there is no room is set aside.
3. Points are counted anew over all ticks, and the streak from three ledgers.
4. The stricter visibility and consent are kept. Of each other setting, the value that was changed last is (`uniting`).
   A wish to be forgotten is for both accounts, and the later one is kept.
5. Nothing is celebrated. A milestone that both had reached stays reached once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.features.focus.actions.stopping import stop_if_empty
from bot.features.homes.queries.shelving import shelve_rows
from bot.features.linking.actions.uniting import OwnSettings, coming_clock, unite_settings
from bot.features.linking.queries import clocks, links, moving, own_rules, wishes
from bot.features.linking.queries.apart import merge_avoidances
from bot.features.linking.queries.derived import note_waiting
from bot.features.linking.queries.links import KeptLink
from bot.features.linking.queries.moving import choose_loser, find_pairs, moved_tables
from bot.features.linking.queries.posts import name_kept_in_posts
from bot.features.linking.queries.united import note_lone_memberships, unite_memberships
from bot.features.members.queries.setting_changes import read_setting_changes
from bot.features.points.actions import leave_community, place_in_community, renew_points_at
from bot.features.streaks.actions import counting
from bot.features.ticks.actions.planning import PAID_A_DAY
from bot.identity import LearnerId
from bot.posting.calendar import schedule_learner
from roadmap.cadence import StudyClock, clock_at, study_day

Side = tuple[LearnerId, str]
"""A learner and the platform of their account."""


def merge_learners(db: Connection, kept: Side, other: Side, now: datetime, *, choices_of: str = "") -> KeptLink:
    """Make two learners one. Their rows are locked by the caller.

    `choices_of`: the platform of the account whose choices are kept if the two differ. Empty: those of the kept
    learner.
    """
    leave_community(db, [kept[0], other[0]])
    link = links.add_link(db, kept, other, now)
    mine, others = _read_own(db, link.learner_id), _read_own(db, link.other_id)
    links.note_learner_rows(db, link, mine.row, others.row)
    for learner_id, platform in (kept, other):
        moving.stamp_rows(db, learner_id, platform)
    name_kept_in_posts(db, link)  # while the memberships of both are there
    _make_room(db, link, now, choices_of)
    moving.move_rows(db, link.other_id, link.learner_id)
    links.drop_points(db, link.other_id)
    links.change_learner_row(db, link.learner_id, _united(mine, others, now))
    links.drop_merged_learner(db, link.other_id)
    _note_clock(db, link, now, {kept[1]: mine.clock, other[1]: others.clock})
    own_rules.cap_points(db, link, PAID_A_DAY)
    reckon_anew(db, link.learner_id, now)
    return link


def reckon_anew(db: Connection, learner_id: LearnerId, now: datetime) -> None:
    """Reckon points, streak, place in the community and dues of an unlisted learner from their rows."""
    counting.repay_days(db, learner_id)
    counting.reckon_streak_change(db, learner_id, now)
    renew_points_at(db, learner_id)
    place_in_community(db, [learner_id])
    schedule_learner(db, learner_id, now)


def _make_room(db: Connection, link: KeptLink, now: datetime, choices_of: str) -> None:
    """Set the rows aside that cannot be the kept learner's too."""
    wishes.note_wishes(db, link)
    note_waiting(db, link)
    act_ids = own_rules.shelve_twin_ticks(db, link)
    own_rules.shelve_empty_acts(db, link, act_ids)
    own_rules.shelve_own_helps(db, link)
    own_rules.shelve_said_consents(db, link)
    merge_avoidances(db, link)
    note_lone_memberships(db, link)
    for focus_id in own_rules.leave_one_focus(db, link, now):
        stop_if_empty(db, focus_id, now)
    for table in moved_tables():
        if "learner_id" not in table.c or table.name == "ticks":
            continue
        losers = []
        for pair in find_pairs(db, table, link.learner_id, link.other_id):
            loser = choose_loser(table, pair)
            if table.name == "memberships":
                unite_memberships(db, link, pair)
            if table.name == "choices" and choices_of == link.other_platform:
                loser = pair[0]
            winner = pair[1] if loser is pair[0] else pair[0]
            platform = link.platform if loser is pair[0] else link.other_platform
            losers.append((platform, loser, winner.get("id")))
        shelve_rows(db, link.id, table, losers)


def _read_own(db: Connection, learner_id: LearnerId) -> OwnSettings:
    """Read the settings of a learner before they become another's."""
    row, rest_from = links.read_learner_row(db, learner_id), links.last_changes(db, learner_id)[1]
    return OwnSettings(row, read_setting_changes(db, learner_id), rest_from)


def _united(mine: OwnSettings, other: OwnSettings, now: datetime) -> dict[str, Any]:
    """Return the columns that change in the kept learner's row."""
    rows = mine.row, other.row
    return {
        "linked": True,
        "joined_at": min(row["joined_at"] for row in rows),
        "joined_day": min(row["joined_day"] for row in rows),
        "active_at": max((row["active_at"] for row in rows if row["active_at"]), default=None),
        **unite_settings(mine, other, now),
    }


def _note_clock(db: Connection, link: KeptLink, now: datetime, before: Mapping[str, StudyClock]) -> None:
    """Begin the history of the clock anew, as changes of two accounts are mixed in it.

    `before` is the clock of each account until now. The study days that the link skips by it are held for the account,
    as after a flight.
    """
    clock = links.read_record(db, link.learner_id).clock
    for platform, former in before.items():
        own, first = clock_at(former, now), _today(former, now)
        for count in range((_today(clock, now) - first).days):
            skipped = first + timedelta(days=count)
            clocks.note_clock(db, link, own.next_from or now, coming_clock(own), held=skipped, made_on=platform)
    if links.last_changes(db, link.learner_id)[0] is None:
        return
    clocks.note_clock(db, link, now, StudyClock(clock.zone, clock.day_end))
    if clock.next_from:
        clocks.note_clock(db, link, clock.next_from, coming_clock(clock))


def _today(clock: StudyClock, now: datetime) -> date:
    return study_day(clock_at(clock, now), now)
