"""Published reports: gathered for the digest and its pages, as far as the group may read them now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from bot.closed_sets import PromiseState, Publishing
from bot.errors import Refused
from bot.features.checkins.facts import Digest
from bot.features.checkins.queries.consents import choose_for_report
from bot.features.checkins.queries.publishing import (
    PublishedReport,
    find_group_of_checkin,
    read_published,
    read_week_ticks,
)
from bot.features.cheers.actions import CheerCount, read_cheers
from bot.features.digests.actions import amend_digests
from bot.features.helping.queries.report_obstacles import part_ended_obstacle, put_report_obstacles
from bot.features.members.queries import learners
from bot.features.promises.queries import Checkin, read_promises
from bot.features.promises.viewing import WEEK
from bot.features.work.week import WeekLink, read_week_links
from bot.identity import Caller, CheckinId, GroupId, LearnerId
from bot.posting.posts import Post
from roadmap.cadence import last_of_week


class NoSuchDigest(Refused):
    """Refusal: the caller's groups have no such check-in."""


@dataclass(frozen=True, slots=True)
class Published:
    """A published report. `ticked` are the tasks of its week if its learner wrote none; `promise` those of the next.

    `kept`: the learner kept something of what they had promised for the week.
    """

    report: PublishedReport
    ticked: tuple[str, ...] = ()
    promise: tuple[str, ...] = ()
    kept: bool = False


@dataclass(frozen=True, slots=True)
class PublishedWeek:
    """All published reports of a check-in, as a member reads them. `own` is the member's id."""

    checkin_id: CheckinId
    week: date
    roadmap_slug: str
    reports: tuple[Published, ...]
    own: LearnerId


def read_details_of_digest(db: Connection, post: Post) -> tuple[Published | WeekLink | CheerCount, ...]:
    """Read the published reports of a digest, the links of its week, and how many members cheered for it."""
    facts = Digest.from_json(post.facts)
    links = read_week_links(db, post.group_id, facts.roadmap, facts.week) if post.group_id is not None else ()
    return (*read_words_of_digest(db, post), *links, read_cheers(db, post))


def read_words_of_digest(db: Connection, post: Post) -> tuple[Published, ...]:
    """Read the published reports of a digest, just before it is worded."""
    facts = Digest.from_json(post.facts)
    if not facts.checkin or post.group_id is None:
        return ()
    return gather_published(db, facts.checkin, facts.roadmap, facts.week, group_id=post.group_id)


def gather_published(
    db: Connection, checkin_id: CheckinId, roadmap_slug: str, week: date, *, group_id: GroupId
) -> tuple[Published, ...]:
    """Gather what a group may read now of its members' reports about a week."""
    found = read_published(db, checkin_id, group_id)
    ids = [one.learner_id for one in found]
    wordless = [one.learner_id for one in found if one.whole and not one.finished]
    ticked = read_week_ticks(db, wordless, roadmap_slug, week, last_of_week(week))
    coming = read_promises(db, ids, roadmap_slug, week + WEEK)
    kept = {one.learner_id for one in read_promises(db, ids, roadmap_slug, week) if one.state == PromiseState.KEPT}
    promised: dict[LearnerId, list[str]] = {}
    for made in coming:
        promised.setdefault(made.learner_id, []).append(made.task)
    return tuple(
        Published(
            report,
            tuple(ticked.get(report.learner_id, ())),
            tuple(promised.get(report.learner_id, ())),
            report.learner_id in kept,
        )
        for report in found
    )


def keep_obstacles(
    db: Connection, checkin: Checkin, roadmap_slug: str, now: datetime, *, of: LearnerId | None = None
) -> None:
    """Keep the published obstacles of a check-in, or that `of` a learner, so that members can offer help with each.

    In place of an obstacle that ended, the learner may report another one.
    """
    found = [report for report in read_published(db, checkin.id, checkin.group_id) if of in {None, report.learner_id}]
    words = {report.learner_id: report.obstacle for report in found if report.obstacle}
    if of in words:
        part_ended_obstacle(db, checkin.id, of, words[of])
    put_report_obstacles(db, checkin.id, words, group_id=checkin.group_id, roadmap_slug=roadmap_slug, now=now)


def see_published(db: Connection, caller: Caller, checkin_id: CheckinId) -> PublishedWeek:
    """Read the published reports of a check-in for a member of its group. Raises NoSuchDigest."""
    person = learners.find_person(db, caller.account)
    found = find_group_of_checkin(db, checkin_id, person.learner_id) if person else None
    if person is None or found is None:
        raise NoSuchDigest
    reports = gather_published(db, checkin_id, found.roadmap_slug, found.week, group_id=found.group_id)
    return PublishedWeek(checkin_id, found.week, found.roadmap_slug, reports, person.learner_id)


def take_back_report(db: Connection, caller: Caller, checkin_id: CheckinId) -> PublishedWeek:
    """Make the caller's own report private, and change the digest that shows it. Raises NoSuchDigest."""
    seen = see_published(db, caller, checkin_id)
    choose_for_report(db, checkin_id, seen.own, Publishing.PRIVATE)
    others = tuple(one for one in seen.reports if one.report.learner_id != seen.own)
    if others != seen.reports:
        amend_digests(db, checkin_id, caller.now)
    return replace(seen, reports=others)
