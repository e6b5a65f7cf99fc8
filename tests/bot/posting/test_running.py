"""Private posts of a learner with accounts on several platforms: they go where the platform runs."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.app import AFTERMATH
from bot.closed_sets import PostState
from bot.database.store import Store
from bot.features.members.actions.presence import Present
from bot.features.posts import POSTS
from bot.features.stewards.actions.lost_places import carry_on
from bot.identity import Platform
from bot.posting import audiences, outbox, recording
from bot.posting.deliverer import Deliverer
from bot.posting.redirecting import redirect_posts
from bot.tables import accounts, places
from bot.tables import outbox as rows
from tests.bot.hall import HOUR, Hall
from tests.bot.posting.office import Platform as OnePlatform

OTHER, OTHER_PLACE = 77, 78


@pytest.fixture
async def hall(store: Store) -> Hall:
    return Hall(store)


async def linked(hall: Hall, **wishes: object) -> Present:
    """Ann, on Telegram first, who has a Discord account and a home there, too."""
    present = await hall.enter("Ann")
    await hall.set_group(present, nudge_on=False)
    await hall.wants(present, nudge_at=18 * 60, **wishes)
    await hall.store.write(add_discord, present)
    return present


def add_discord(db: Connection, present: Present) -> None:
    db.execute(
        insert(accounts).values(id=OTHER, learner_id=present.learner_id, platform="discord", user_id=5, name="Ann")
    )
    db.execute(
        insert(places).values(id=OTHER_PLACE, group_id=present.group_id, platform="discord", space_id=6, chat_id=6)
    )


def add_third(db: Connection, present: Present) -> None:
    db.execute(
        insert(accounts).values(id=OTHER + 1, learner_id=present.learner_id, platform="third", user_id=9, name="Ann")
    )


def close(db: Connection, platform: str) -> None:
    db.execute(update(accounts).where(accounts.c.platform == platform).values(off_reason="blocked"))


async def nudge(hall: Hall) -> None:
    hall.clock.advance(9 * HOUR)
    await hall.plan(deliver=False)


async def targets(hall: Hall) -> list[str]:
    """Where each personal nudge goes: an account's platform, or a place's."""
    found = select(accounts.c.platform).where(accounts.c.id == rows.c.account_id)
    there = select("group on " + places.c.platform).where(places.c.id == rows.c.place_id)
    each = select(found.scalar_subquery(), there.scalar_subquery()).where(rows.c.kind == "personal").order_by(rows.c.id)
    return [one or other for one, other in await hall.store.read(lambda db: db.execute(each).all())]


@pytest.mark.parametrize(
    ("running", "closed", "wishes", "target"),
    [
        ((), "", {}, ["telegram"]),
        (("telegram", "discord"), "", {}, ["telegram"]),
        (("discord",), "", {}, ["discord"]),
        (("telegram",), "", {}, ["telegram"]),
        (("telegram", "discord"), "telegram", {}, ["discord"]),
        (("telegram", "discord"), "discord", {}, ["telegram"]),
        (("discord",), "discord", {}, ["telegram"]),
        (("discord",), "discord", {"fallback": "group"}, ["group on discord"]),
        (("sandbox",), "", {}, ["telegram"]),
        (("sandbox",), "", {"fallback": "group"}, ["telegram"]),
        (("telegram", "discord"), "both", {"fallback": "group"}, ["group on telegram"]),
        (("discord",), "both", {"fallback": "group"}, ["group on discord"]),
        (("discord",), "both", {}, []),
    ],
)
async def test_a_private_post_goes_to_an_account_whose_platform_runs(
    hall: Hall, running: tuple[str, ...], closed: str, wishes: dict[str, object], target: list[str]
) -> None:
    await linked(hall, **wishes)
    for platform in ("telegram", "discord") if closed == "both" else (closed,):
        await hall.store.write(close, platform)
    hall.store.running = running

    await nudge(hall)

    assert target == await targets(hall)


@pytest.mark.parametrize(
    ("running", "wishes", "after"),
    [
        (("telegram", "discord"), {}, ["telegram", "discord"]),
        (("telegram",), {}, ["telegram"]),
        (("telegram",), {"fallback": "group"}, ["telegram", "group on telegram"]),
        (("telegram", "discord"), {"fallback": "group"}, ["telegram", "discord"]),
    ],
)
async def test_a_refused_post_goes_on_only_to_a_platform_that_runs(
    hall: Hall, running: tuple[str, ...], wishes: dict[str, object], after: list[str]
) -> None:
    await linked(hall, **wishes)
    hall.store.running = running
    await nudge(hall)

    [post] = await hall.store.write(outbox.claim_posts, hall.clock.now(), HOUR, 50, [Platform.TELEGRAM])
    await hall.store.write(recording.give_up_target, post, "blocked", hall.clock.now(), carry_on)

    assert after == await targets(hall)


@pytest.mark.parametrize(
    ("running", "closed", "facts", "target"),
    [
        (("discord",), "", {}, ["discord"]),
        (("telegram",), "", {}, ["telegram"]),
        (("telegram", "discord"), "", {}, ["telegram"]),
        (("discord",), "discord", {}, ["telegram"]),
        (("sandbox",), "", {}, ["telegram"]),
        (("discord",), "", {"message_id": "9"}, ["telegram"]),
        (("discord",), "", {"message_id": ""}, ["discord"]),
        (("discord", "third"), "", {}, ["discord"]),
        (("discord", "third"), "discord", {}, ["third"]),
    ],
)
async def test_a_waiting_post_is_redirected_after_a_start_without_its_platform(
    hall: Hall, running: tuple[str, ...], closed: str, facts: dict[str, object], target: list[str]
) -> None:
    present = await linked(hall)
    await hall.store.write(add_third, present)
    await nudge(hall)
    await hall.store.write(close, closed)
    await hall.store.write(lambda db: db.execute(update(rows).values(facts=facts)))

    await hall.store.write(redirect_posts, running)

    assert target == await targets(hall)


@pytest.mark.parametrize("state", [one for one in PostState if one is not PostState.NEW])
async def test_a_post_that_was_sent_or_has_ended_stays_where_it_was(hall: Hall, state: PostState) -> None:
    await linked(hall)
    await nudge(hall)
    await hall.store.write(lambda db: db.execute(update(rows).values(state=state)))

    await hall.store.write(redirect_posts, ("discord",))

    assert ["telegram"] == await targets(hall)


async def test_the_first_round_after_a_start_redirects_what_waits_and_sends_it(hall: Hall) -> None:
    await linked(hall)
    await nudge(hall)
    discord, library = OnePlatform(name="discord"), {hall.roadmap.slug: hall.roadmap}

    await Deliverer(
        hall.store, hall.clock, {"discord": discord}, library, random.Random(1), posts=POSTS, aftermath=AFTERMATH
    ).run_due()

    assert ["discord"] == await targets(hall)
    assert 1 == len(discord.sent)


async def test_a_learner_alone_on_a_platform_that_does_not_run_is_not_reached(hall: Hall) -> None:
    present = await hall.enter("Ann")
    hall.store.running = ("discord",)

    assert await hall.store.read(audiences.reached_account, present.learner_id) is None
    assert await hall.store.read(audiences.open_account, present.learner_id) is not None
