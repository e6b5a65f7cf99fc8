from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select, update

from bot.app import App, open_app
from bot.chat.call import Said, Ticket
from bot.chat.rights import KnownRights
from bot.cli.running import schedule_jobs
from bot.clock import SettableClock
from bot.config import Settings
from bot.database.inbound import inbound
from bot.errors import StoreBusy
from bot.features.streaks.actions.outages import renew_streaks
from bot.identity import Account, Place
from bot.posting.heartbeat import Heartbeat
from bot.posting.outbox import claim_posts, mark_sent
from bot.tables import groups, learners, outbox, places
from tests.bot.cli.test_running import Bell
from tests.bot.posting.office import Platform

START = datetime(2026, 3, 2, 18, tzinfo=UTC)
ANN = Account("telegram", 7, "Ann")
ROOM = Place("telegram", -100, -100, title="Study group")
ALONE = Place("telegram", 7, 7, private=True)


def settings(url: str, **more: object) -> Settings:
    return Settings.model_validate({"database_url": url, "default_zone": "Asia/Tokyo", **more})


def count(db: Connection, post: int) -> int:
    return len(db.execute(select(outbox.c.id).where(outbox.c.id == post)).all())


def tickets(db: Connection) -> list[object]:
    return list(db.scalars(select(inbound.c.ticket).where(inbound.c.ticket.is_not(None))))


async def say(app: App, line: str, place: Place = ROOM) -> str:
    reply = await app.dispatcher.answer(Said(ANN, place, f"telegram:update:{line}", line))
    return reply.title.plain + reply.text.plain


@pytest.mark.parametrize("place", [ROOM, ALONE])
async def test_a_group_that_nobody_told_us_of_begins_in_the_zone_that_was_set(database_url: str, place: Place) -> None:
    async with open_app(settings(database_url), SettableClock(START)) as app:
        await say(app, "/done week2-numpy", place)

        assert "Tokyo" in await say(app, "/settings", place)


async def test_a_group_that_we_are_told_of_begins_in_it_too_and_is_greeted(database_url: str) -> None:
    async with open_app(settings(database_url), SettableClock(START)) as app:
        greeting = await app.added(ROOM, "telegram:update:1")
        await say(app, "/join")

        assert greeting and "Cairn" in greeting.title.plain
        assert "Tokyo" in await say(app, "/settings")


async def test_a_group_is_greeted_once_though_a_learner_was_forgotten_since(database_url: str) -> None:
    clock = SettableClock(START)
    async with open_app(settings(database_url), clock) as app:
        greeting = await app.added(ROOM, "telegram:update:1")
        await say(app, "/join")
        await say(app, f"/settings forget now {ANN.key}")
        clock.advance(timedelta(hours=1))

        assert greeting is not None
        assert await app.added(ROOM, "telegram:update:1") is None


async def test_a_steward_who_is_no_member_hears_once_that_the_bot_was_removed(database_url: str) -> None:
    platform = Platform()
    async with open_app(settings(database_url), SettableClock(START)) as app:
        app.adapters["telegram"] = platform
        chosen = Said(ANN, ROOM, "telegram:update:1", "/setup zone Berlin", rights=KnownRights(admin=True))
        await app.dispatcher.answer(chosen)
        for _ in range(2):
            await app.removed(ROOM)

    [(place, reply, _)] = platform.sent
    assert ((7, True), True) == ((place.chat_id, place.person), "I was removed" in reply.text.plain)
    assert "Study group" in reply.title.plain


async def test_what_ended_long_ago_is_forgotten_and_what_waits_is_kept(database_url: str) -> None:
    clock = SettableClock(START)
    async with open_app(settings(database_url), clock) as app:
        await say(app, "/done week1")
        clock.advance(timedelta(days=1))
        [post] = await app.store.write(claim_posts, clock.now(), timedelta(minutes=1), 9, ["telegram"])
        await app.store.write(mark_sent, post.id, clock.now(), "m1")

        for days, kept in ((89, 1), (2, 0)):
            clock.advance(timedelta(days=days))
            await app.maintain()
            assert await app.store.read(count, post.id) == kept


async def test_a_ticket_is_kept_for_fifteen_minutes_at_most(database_url: str) -> None:
    clock, bell = SettableClock(START), Bell()
    async with open_app(settings(database_url), clock) as app:
        schedule_jobs(bell, app, Heartbeat(app.store, clock, renew_streaks))
        ticket = Ticket({"token": "secret"})
        await app.dispatcher.answer(Said(ANN, ROOM, "telegram:update:1", "/join", ticket=ticket))

        for minutes, kept in ((13, [{"token": "secret"}]), (2, [])):
            for _ in range(minutes):
                clock.advance(timedelta(minutes=1))
                await bell.jobs["expire"]()
            assert kept == await app.store.read(tickets)


@pytest.mark.parametrize("line", ["/next", "/leaderboard", "/help"])
async def test_any_command_even_a_query_wakes_a_group_and_forgets_ignored_nudges(database_url: str, line: str) -> None:
    clock = SettableClock(START)
    async with open_app(settings(database_url), clock) as app:
        await say(app, "/join")
        await app.store.write(fall_silent)
        clock.advance(timedelta(days=20))

        await say(app, line)

        assert await app.store.read(standing) == (False, None, 0, clock.now(), clock.now())


async def test_a_look_is_noted_once_an_hour_and_makes_nobody_a_member(database_url: str) -> None:
    clock = SettableClock(START)
    async with open_app(settings(database_url), clock) as app:
        await say(app, "/join")
        clock.advance(timedelta(minutes=59))
        await say(app, "/next")
        assert (START, START) == (await app.store.read(standing))[3:]

        await say(app, "/leave yes")
        await app.store.write(fall_silent)
        clock.advance(timedelta(hours=2))
        await say(app, "/next")

        assert await app.store.read(standing) == (False, None, 25, clock.now(), START)
        assert not (await app.scenes.open_scene(Said(ANN, ROOM, "telegram:update:x", "/next"))).member


async def test_what_is_looked_up_is_answered_though_nothing_can_be_written(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SettableClock(START)
    async with open_app(settings(database_url), clock) as app:
        await say(app, "/join")
        clock.advance(timedelta(days=2))
        monkeypatch.setattr(app.store, "write", be_busy)

        assert "Linear Algebra" in await say(app, "/next")


def fall_silent(db: Connection) -> None:
    db.execute(update(groups).values(asleep=True))
    db.execute(update(places).values(off_reason="kicked"))
    db.execute(update(learners).values(nudges_ignored=25))


def standing(db: Connection) -> tuple[object, ...]:
    group, learner = db.execute(select(groups)).one(), db.execute(select(learners)).one()
    off_reason = db.scalar(select(places.c.off_reason))
    return group.asleep, off_reason, learner.nudges_ignored, group.active_at, learner.active_at


async def be_busy(*_: object) -> None:
    raise StoreBusy
