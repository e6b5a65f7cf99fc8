"""Posts and dues while a roadmap is missing: they wait without a traceback, and go on when it is back."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.app import AFTERMATH
from bot.database.store import Store
from bot.features.posts import POSTS
from bot.posting.deliverer import Deliverer
from bot.posting.planner import Planner
from roadmap.model import Roadmap
from tests.bot.hall import DAY, HOUR, Hall
from tests.bot.posting.office import ROADMAP, START, Office
from tests.bot.room import PRACTISED

OTHER = {"other": PRACTISED}


def restart(office: Office, library: dict[str, Roadmap]) -> None:
    """A new start of the program, with other roadmaps in its folder."""
    office.deliverer = Deliverer(
        office.store,
        office.clock,
        {"telegram": office.platform},
        library,
        random.Random(1),
        posts=POSTS,
        aftermath=AFTERMATH,
    )


@pytest.mark.parametrize("kind", ["celebration", "nudge"])
async def test_a_post_waits_for_its_roadmap_and_is_sent_when_it_is_back(office: Office, kind: str) -> None:
    post = await office.put(kind)
    restart(office, OTHER)

    with capture_logs() as logs:
        for _ in range(20):
            await office.deliverer.run_due()
            office.clock.advance(timedelta(hours=7))

    assert ("new", "no roadmap") == await office.state(post)
    assert [] == [one for one in logs if one["log_level"] in {"error", "warning"} or "exception" in one]
    assert [] == office.platform.sent

    restart(office, {ROADMAP.slug: ROADMAP})
    await office.deliverer.run_due()

    assert ("sent", None) == await office.state(post)
    assert 1 == len(office.platform.sent)


async def test_a_post_that_is_not_worth_saying_any_more_waits_no_longer(office: Office) -> None:
    post = await office.put("nudge", stale_at=START + timedelta(hours=3))
    restart(office, {})

    await office.deliverer.run_due()
    office.clock.advance(timedelta(hours=7))
    await office.deliverer.run_due()

    assert ("dead", "stale") == await office.state(post)


async def test_other_posts_of_the_place_do_not_wait(office: Office) -> None:
    waiting = await office.put("nudge")
    restart(office, {})
    await office.deliverer.run_due()
    restart(office, {ROADMAP.slug: ROADMAP})
    sent = await office.put("celebration", key="other")

    await office.deliverer.run_due()

    assert ["sent", "sent"] == [(await office.state(one))[0] for one in (waiting, sent)]


async def started(hall: Hall, library: dict[str, Roadmap]) -> Planner:
    hall.planner = Planner(hall.store, hall.clock, library, POSTS)
    return hall.planner


async def test_a_group_without_its_roadmap_is_planned_nothing_and_its_dues_wait(store: Store) -> None:
    hall = Hall(store)
    await hall.enter("Ann")
    await hall.plan()
    planner = await started(hall, OTHER)

    await hall.live(8 * DAY)

    assert [] == await hall.said("nudge", "checkin", "digest", "review")
    due = await planner.next_due()
    assert due is None or due > hall.clock.now()

    await started(hall, {hall.roadmap.slug: hall.roadmap})
    await hall.enter("Ann")
    await hall.live(DAY)

    assert ["nudge"] == [one.kind for one in await hall.said("nudge")]


async def test_a_check_in_that_was_open_is_closed_with_its_digest_when_the_roadmap_is_back(store: Store) -> None:
    hall = Hall(store)
    present = await hall.enter("Ann")
    await hall.set_group(present, nudge_on=False)
    await hall.live(6 * DAY + 12 * HOUR)
    assert ["checkin"] == [one.kind for one in await hall.said("checkin")]
    await started(hall, OTHER)
    await hall.live(30 * HOUR)
    assert [] == await hall.said("digest")

    await started(hall, {hall.roadmap.slug: hall.roadmap})
    await hall.live(12 * HOUR)

    assert 1 == len(await hall.said("digest"))


@pytest.mark.parametrize(("kind", "days"), [("personal", 3), ("welcome", 14)])
async def test_a_learner_is_not_written_to_about_a_missing_roadmap(store: Store, kind: str, days: int) -> None:
    hall = Hall(store)
    present = await hall.enter("Ann")
    await hall.wants(present, nudge_at=18 * 60)
    await started(hall, OTHER)
    await hall.live(days * DAY)
    assert [] == await hall.said(kind)
    assert 0 == (await hall.learner(present)).nudges_ignored

    await started(hall, {hall.roadmap.slug: hall.roadmap})
    await hall.live(2 * DAY)

    assert [] != await hall.said(kind)
