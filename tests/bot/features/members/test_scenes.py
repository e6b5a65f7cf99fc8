"""Scenes, as each call opens them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from bot.chat.call import Said, Scene
from bot.chat.rights import KnownRights
from bot.clock import SettableClock
from bot.database.store import Store
from bot.errors import StoreBusy
from bot.features.dialogs.queries import read_asked
from bot.features.members.actions.presence import enter
from bot.features.members.scenes import SceneReader
from bot.identity import Place
from bot.tables import groups, learners
from tests.bot.climb import ANN, CLIMB, ROOM, START, caller


async def open_scene(store: Store, said: str = "/next", *, plain: bool = False, at: timedelta = timedelta()) -> Scene:
    scenes = SceneReader(
        store, SettableClock(START + at), {}, first_roadmap=CLIMB, default_zone="Asia/Tokyo", read_asked=read_asked
    )
    return await scenes.open_scene(Said(ANN, ROOM, "sandbox:1", said, plain=plain))


def put_out_of_date(db: Connection) -> None:
    db.execute(update(groups).values(language="xx", roadmap="gone", zone="Europe/Berlin"))


async def test_a_place_never_seen_begins_in_the_default_zone_on_the_first_roadmap(store: Store) -> None:
    scene = await open_scene(store)

    assert ("Asia/Tokyo", CLIMB, "en") == (scene.zone, scene.roadmap, scene.language)
    assert (None, None, False) == (scene.learner_id, scene.group_id, scene.member)


async def test_a_language_without_texts_is_english_and_a_roadmap_that_is_gone_is_missing(store: Store) -> None:
    await store.write(enter, caller(), CLIMB.slug)
    await store.write(put_out_of_date)

    scene = await open_scene(store)

    assert ("Europe/Berlin", "gone", "en") == (scene.zone, scene.roadmap.slug, scene.language)
    assert (True, True, []) == (scene.member, scene.missing, list(scene.roadmap.tasks()))


@pytest.mark.parametrize(
    ("said", "plain", "after", "noted"),
    [
        ("/next", False, timedelta(hours=1), True),
        ("/next", False, timedelta(minutes=59), False),
        ("good evening", True, timedelta(hours=1), False),
    ],
)
async def test_a_command_is_noted_as_activity_once_an_hour_and_plain_words_never(
    store: Store, said: str, plain: bool, after: timedelta, noted: bool
) -> None:
    await store.write(enter, caller(), CLIMB.slug)

    await open_scene(store, said, plain=plain, at=after)

    active_at = await store.read(lambda db: db.scalar(select(learners.c.active_at)))
    assert START + (after if noted else timedelta()) == active_at


async def test_a_member_who_is_gone_is_looked_for_again_if_that_could_not_be_noted(sqlite_store: Store) -> None:
    await sqlite_store.write(enter, caller(), CLIMB.slug)
    scenes = SceneReader(
        sqlite_store, SettableClock(START), {}, first_roadmap=CLIMB, default_zone="UTC", read_asked=read_asked
    )
    alone = Place(ROOM.platform, ANN.user_id, ANN.user_id, private=True)
    said = Said(ANN, alone, "sandbox:1", "/leaderboard", rights=KnownRights(left=True))

    sqlite_store._is_ours = lambda: False
    with pytest.raises(StoreBusy):
        await scenes.open_scene(said)
    sqlite_store._is_ours = lambda: True

    assert not (await scenes.open_scene(said)).member
