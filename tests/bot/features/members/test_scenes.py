"""Scenes, as each call opens them."""

from __future__ import annotations

from sqlalchemy import Connection, update

from bot.chat.call import Said, Scene
from bot.clock import SettableClock
from bot.database.store import Store
from bot.features.checkins.dialogs import read_asked
from bot.features.members.actions.presence import enter
from bot.features.members.scenes import SceneReader
from bot.tables import groups
from tests.bot.climb import ANN, CLIMB, ROOM, START, caller


async def open_scene(store: Store) -> Scene:
    scenes = SceneReader(
        store, SettableClock(START), {}, first_roadmap=CLIMB, default_zone="Asia/Tokyo", read_asked=read_asked
    )
    return await scenes.open_scene(Said(ANN, ROOM, "sandbox:1", "/next"))


def put_out_of_date(db: Connection) -> None:
    db.execute(update(groups).values(language="xx", roadmap="gone", zone="Europe/Berlin"))


async def test_a_place_never_seen_begins_in_the_default_zone_on_the_first_roadmap(store: Store) -> None:
    scene = await open_scene(store)

    assert (scene.zone, scene.roadmap, scene.language) == ("Asia/Tokyo", CLIMB, "en")
    assert (scene.learner_id, scene.group_id, scene.member) == (None, None, False)


async def test_a_language_without_texts_is_english_and_a_roadmap_that_is_gone_the_first_one(store: Store) -> None:
    await store.write(enter, caller(), CLIMB.slug)
    await store.write(put_out_of_date)

    scene = await open_scene(store)

    assert (scene.zone, scene.roadmap, scene.language) == ("Europe/Berlin", CLIMB, "en")
    assert scene.member
