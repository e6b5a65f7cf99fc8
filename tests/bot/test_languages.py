"""A learner's own language: written when they are seen, spoken where nobody else reads."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select, update
from telegram import User

from bot import texts
from bot.adapters.telegram.updates import telegram_account
from bot.app import AFTERMATH
from bot.chat.call import Call, Said, Scene
from bot.chat.registry import Registry
from bot.clock import SettableClock
from bot.database.store import Store
from bot.features.checkins.facts import Reminder
from bot.features.members.actions.groups import leave_group
from bot.features.members.actions.presence import enter
from bot.features.posts import POSTS as KINDS
from bot.identity import Account
from bot.posting import outbox
from bot.posting.deliverer import Deliverer
from bot.posting.posts import POSTS
from bot.tables import accounts, groups, learners, places
from tests.bot.climb import ANN, CLIMB, ROOM, START, caller
from tests.bot.hall import HALL
from tests.bot.posting.office import Platform

AUSTRIAN = replace(ANN, language="de-AT")
SCENE, REGISTRY = Scene(CLIMB), Registry(())
FRENCH = replace(ANN, language="fr")
ENGLISH = replace(ANN, language="en-US")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("code", "language"),
    [("de", "de"), ("de-AT", "de"), ("DE", "de"), ("en-US", "en"), ("fr", ""), ("", ""), ("d", ""), ("-de", "")],
)
def test_a_platforms_code_finds_a_language_that_has_words(code: str, language: str) -> None:
    assert texts.find_language(code) == language


async def written(store: Store, *seen: Account) -> list[str | None]:
    found = []
    for account in seen:
        said = Said(account, ROOM, "sandbox:1")
        await store.write(enter, Call(said, SCENE, START, store, REGISTRY, {}).caller, "climb")
        found.append(await store.read(lambda db: db.scalar(select(learners.c.language))))
    return found


@pytest.mark.usefixtures("german")
async def test_a_learners_language_is_written_when_they_are_seen_and_when_it_changes(store: Store) -> None:
    assert [None, "de", "de", "de", "en"] == await written(store, ANN, AUSTRIAN, ANN, FRENCH, ENGLISH)


async def test_a_language_without_words_is_not_written(store: Store) -> None:
    assert [None] == await written(store, AUSTRIAN)


def put(db: Connection, group: str, own: str | None, target: str) -> None:
    """One post to a group's place, to its learner alone, or to the place of a learner who learns alone."""
    db.execute(update(learners).values(language=own))
    db.execute(update(groups).values(language=group))
    db.execute(update(places).values(private=target == "alone"))
    account = {"account_id": db.scalar(select(accounts.c.id))} if target == "learner" else {"place_id": 1}
    facts = Reminder(START, START.date(), START, "UTC")
    common = {"kind": "remind", "learner_id": 1, "facts": facts.to_json(), "now": START, "due_at": START}
    outbox.put_post(db, key="k", **account, **common)  # type: ignore[arg-type]  # as named


@pytest.mark.parametrize(
    ("group", "own", "target", "language"),
    [
        ("en", "de", "learner", "de"),
        ("de", None, "learner", "de"),
        ("en", "de", "alone", "de"),
        ("de", None, "alone", "de"),
        ("en", "de", "group", "en"),
        ("de", "en", "group", "de"),
    ],
)
async def test_a_private_post_is_in_the_learners_language_and_a_groups_in_the_groups(
    store: Store, group: str, own: str | None, target: str, language: str
) -> None:
    await store.write(enter, caller(), "climb")
    await store.write(put, group, own, target)

    assert [post.language for post in await store.read(lambda db: db.execute(POSTS).all())] == [language]


async def test_a_private_post_to_who_is_in_no_group_is_in_english(store: Store) -> None:
    await store.write(enter, caller(), "climb")
    await store.write(put, "de", None, "learner")
    await store.write(lambda db: db.execute(update(groups).values(removed_at=START)).rowcount)

    assert ["en"] == [post.language for post in await store.read(lambda db: db.execute(POSTS).all())]


async def test_a_private_post_takes_the_language_of_the_group_used_last_and_not_left(store: Store) -> None:
    async def spoken() -> list[str]:
        return [post.language for post in await store.read(lambda db: db.execute(POSTS).all())]

    await store.write(enter, caller(), "climb")
    await store.write(enter, caller(place=HALL, at=timedelta(hours=2)), "climb")
    await store.write(put, "de", None, "learner")
    await store.write(lambda db: db.execute(update(groups).where(groups.c.id == 2).values(language="fr")).rowcount)

    assert ["fr"] == await spoken()
    await store.write(enter, caller(at=timedelta(hours=4)), "climb")
    assert ["de"] == await spoken()
    await store.write(leave_group, caller(at=timedelta(hours=5)))
    assert ["fr"] == await spoken()


@pytest.mark.usefixtures("german")
async def test_a_reminder_goes_out_in_the_learners_own_words(store: Store) -> None:
    await store.write(enter, caller(AUSTRIAN), "climb")
    await store.write(put, "en", "de", "learner")
    platform = Platform(name="sandbox")

    await Deliverer(
        store, SettableClock(START), {"sandbox": platform}, {}, random.Random(1), posts=KINDS, aftermath=AFTERMATH
    ).run_due()

    [(_, reply, _)] = platform.sent
    assert re.match(r"Bis Mo\., 2\. Nov\., \d\d:\d\d ist Zeit\.", reply.text.plain)


def test_telegram_says_in_which_language_it_is_used() -> None:
    spoken = [User(7, "Ann", is_bot=False, language_code=code) for code in ("pt-br", None)]

    assert ["pt-br", ""] == [telegram_account(user).language for user in spoken]


def test_a_language_makes_no_other_account() -> None:
    assert AUSTRIAN == ANN
