"""Make one learner of two, by the rules beside the tables.

1. Of the two, the learner with more ticks is kept. The other's rows move to them.
2. Each row notes the account that made it. A row for which there is no room is set aside.
3. Points are counted anew over all ticks, and the streak from three ledgers.
4. The stricter visibility and consent are kept, and the zone and rest days that were set last. All other settings are
   the kept learner's. A wish to be forgotten is for both accounts, and the later one is kept.
5. Nothing is celebrated. A milestone that both had reached stays reached once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.features.linking.actions.consents import unite_consents
from bot.features.linking.queries import links, moving, own_rules, wishes
from bot.features.linking.queries.links import KeptLink
from bot.features.linking.queries.moving import choose_loser, find_pairs, moved_tables
from bot.features.linking.queries.posts import name_kept_in_posts
from bot.features.linking.queries.shelving import shelve_rows
from bot.features.linking.queries.united import unite_memberships
from bot.features.points.actions import place_in_community, renew_points_at
from bot.features.points.queries import enlist, read_community_entries, recount
from bot.features.streaks.actions import counting
from bot.features.ticks.actions.planning import PAID_A_DAY
from bot.identity import LearnerId
from bot.posting.calendar import schedule_learner
from roadmap.cadence import StudyClock, change_clock, clock_at, study_day

Side = tuple[LearnerId, str]
"""A learner and the platform of their account."""


def merge_learners(db: Connection, kept: Side, other: Side, now: datetime, *, choices_of: str = "") -> KeptLink:
    """Make two learners one. Their rows are locked by the caller.

    `choices_of`: the platform of the account whose choices are kept if the two differ. Empty: those of the kept
    learner.
    """
    unlist(db, [kept[0], other[0]])
    link = links.add_link(db, kept, other, now)
    mine, others = links.read_learner_row(db, link.learner_id), links.read_learner_row(db, link.other_id)
    links.note_learner_rows(db, link, mine, others)
    for learner_id, platform in (kept, other):
        moving.stamp_rows(db, learner_id, platform)
    _make_room(db, link, now, choices_of)
    name_kept_in_posts(db, link)
    moving.move_rows(db, link.other_id, link.learner_id)
    links.drop_points(db, link.other_id)
    links.change_learner_row(db, link.learner_id, _united(db, link, mine, others, now))
    links.drop_merged_learner(db, link.other_id)
    _note_clock(db, link, now, min(_today(clock_of_row(row), now) for row in (mine, others)))
    own_rules.cap_points(db, link, PAID_A_DAY)
    reckon_anew(db, link.learner_id, now)
    return link


def unlist(db: Connection, learner_ids: Sequence[LearnerId]) -> None:
    """Take learners off the community's counts, until they are reckoned anew."""
    for entry in read_community_entries(db, learner_ids):
        if entry.listed:
            enlist(db, entry.learner_id, False)
            recount(db, {entry.points: -1})


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
    act_ids = own_rules.shelve_twin_ticks(db, link)
    own_rules.shelve_empty_acts(db, link, act_ids)
    own_rules.shelve_own_helps(db, link)
    own_rules.merge_avoidances(db, link)
    own_rules.leave_one_focus(db, link, now)
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


def _united(
    db: Connection, link: KeptLink, mine: dict[str, Any], others: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """Return the columns that change in the kept learner's row."""
    zone_at, rest_from = links.last_changes(db, link.learner_id)
    other_zone_at, other_rest_from = links.last_changes(db, link.other_id)
    newer_zone = others["zone_is_own"] and (not mine["zone_is_own"] or _is_later(other_zone_at, zone_at))
    return {
        "linked": True,
        "joined_at": min(mine["joined_at"], others["joined_at"]),
        "joined_day": min(mine["joined_day"], others["joined_day"]),
        "active_at": max(filter(None, (mine["active_at"], others["active_at"])), default=None),
        "zone_is_own": mine["zone_is_own"] or others["zone_is_own"],
        "rest_days": others["rest_days"] if _is_later(other_rest_from, rest_from) else mine["rest_days"],
        **unite_consents(mine, others),
        **clock_columns(unite_clocks(clock_of_row(mine), clock_of_row(others), now, second_newer=bool(newer_zone))),
    }


def unite_clocks(first: StudyClock, second: StudyClock, now: datetime, *, second_newer: bool) -> StudyClock:
    """Take the newer clock. If its study day is behind the other's, it counts from the next study day on.

    So no study day of either learner lies in the future.
    """
    first, second = clock_at(first, now), clock_at(second, now)
    newer, older = (second, first) if second_newer else (first, second)
    if study_day(newer, now) >= study_day(older, now):
        return newer
    wished = newer.next_zone or newer.zone, newer.next_day_end if newer.next_day_end is not None else newer.day_end
    return change_clock(older, now, *wished).clock


def _note_clock(db: Connection, link: KeptLink, now: datetime, earlier: date) -> None:
    """Begin the history of the clock anew, as changes of two accounts are mixed in it.

    `earlier` is the earlier study day of the two. The days from it on that the clock skips are held, as after a flight.
    """
    clock = links.read_record(db, link.learner_id).clock
    today, plain = _today(clock, now), StudyClock(clock.zone, clock.day_end)
    for count in range((today - earlier).days):
        links.note_clock(db, link, now, plain, held=earlier + timedelta(days=count))
    if links.last_changes(db, link.learner_id)[0] is None:
        return
    links.note_clock(db, link, now, plain)
    if clock.next_from and clock.next_zone is not None and clock.next_day_end is not None:
        links.note_clock(db, link, clock.next_from, StudyClock(clock.next_zone, clock.next_day_end))


def _today(clock: StudyClock, now: datetime) -> date:
    return study_day(clock_at(clock, now), now)


def clock_of_row(row: dict[str, Any]) -> StudyClock:
    """Return the clock that a learner's row describes."""
    return StudyClock(row["zone"], row["day_end"], row["next_zone"], row["next_day_end"], row["next_from"])


def clock_columns(clock: StudyClock) -> dict[str, Any]:
    """Return the columns of a learner's row that draw their study days."""
    names = ("zone", "day_end", "next_zone", "next_day_end", "next_from")
    return {name: getattr(clock, name) for name in names}


def _is_later(first: date | None, second: date | None) -> bool:
    return first is not None and (second is None or first > second)
