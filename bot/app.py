"""The composition root: settings in, the whole program out. The only module that knows every other."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from bot import texts
from bot.chat.call import Said, Scene
from bot.chat.dispatch import Dispatcher
from bot.chat.port import Adapter
from bot.chat.registry import Registry
from bot.chat.reply import Reply
from bot.clock import Clock
from bot.config import Settings
from bot.database.inbound import prune_inbound
from bot.database.migrating import upgrade
from bot.database.store import Store, open_store
from bot.errors import StoreBusy
from bot.features.checkins.dialogs import read_asked
from bot.features.commands import COMMANDS
from bot.features.members.actions import groups, presence
from bot.features.members.actions.presence import Surroundings
from bot.features.members.greeting import greet
from bot.features.posts import POSTS
from bot.features.stewards.actions import carry_on
from bot.identity import Place
from bot.library import read_library
from bot.posting.deliverer import Deliverer
from bot.posting.outbox import prune_outbox
from bot.posting.planner import Planner
from bot.posting.recording import Aftermath
from bot.posting.working import Working
from roadmap.model import Roadmap
from roadmap.reading import shipped_roadmap

log = structlog.get_logger()

KEEP_INBOUND = timedelta(days=3)  # Telegram repeats an update for a day at most
AFTERMATH = Aftermath(groups.move_place, carry_on)
KEEP_OUTBOX = timedelta(days=90)  # by then nobody corrects a post any more


class App:
    """The program without its platforms: implements `bot.chat.port.Core`. Adapters are added to `adapters`."""

    def __init__(self, settings: Settings, clock: Clock, store: Store, library: Mapping[str, Roadmap]) -> None:
        self.settings = settings
        self.clock = clock
        self.store = store
        self.library = library
        self.adapters: dict[str, Adapter] = {}
        self.dispatcher = Dispatcher(Registry(COMMANDS), store, clock, library, self.look_around)
        deliverer = Deliverer(
            store, clock, self.adapters, library, random.SystemRandom(), posts=POSTS, aftermath=AFTERMATH
        )
        self.work = Working(Planner(store, clock, library, POSTS), deliverer)

    async def look_around(self, said: Said) -> Scene:
        """What is known when a call begins; a group that is new follows the shipped roadmap."""
        known = await self.store.read(presence.read_surroundings, said.account, said.place)
        await self._note_presence(said, known)
        roadmap = self.library.get(known.roadmap) or shipped_roadmap()
        return Scene(
            roadmap=roadmap,
            language=known.language if known.language in texts.languages() else texts.SOURCE,
            learner_id=known.learner_id,
            group_id=known.group_id,
            group_title=known.group_title,
            member=known.member,
            steward=known.steward,
            zone=known.zone or self.settings.default_zone,
            asked=await self.store.read(read_asked, said.account, self.clock.now()) if said.plain else "",
        )

    async def _note_presence(self, said: Said, known: Surroundings) -> None:
        """Take note of who looks something up, now and then; that the store is busy is no reason not to answer."""
        now = self.clock.now()
        if said.plain or known.note_from is None or now < known.note_from:
            return
        try:
            await self.store.write(presence.note_presence, said.account, said.place, now)
        except StoreBusy:
            log.info("presence.not_noted", account=said.account.key)

    async def added(self, place: Place) -> Reply:
        """A new group: keep it, and greet with set-up buttons."""
        await self.store.write(groups.note_added, place, self.clock.now(), self.settings.default_zone)
        return greet(texts.SOURCE)

    async def removed(self, place: Place) -> None:
        """Post there no more; the group is kept for its return."""
        await self.store.write(groups.note_removed, place, self.clock.now())

    async def moved(self, place: Place, new_id: int) -> None:
        """The group goes on under its new id."""
        await self.store.write(groups.move_place, place.platform, place.space_id, new_id, self.clock.now())

    async def maintain(self) -> None:
        """Forget ids of calls that no platform will repeat any more, and posts that ended long ago."""
        await self.store.write(prune_inbound, self.clock.now() - KEEP_INBOUND)
        await self.store.write(prune_outbox, self.clock.now() - KEEP_OUTBOX)


@asynccontextmanager
async def open_app(settings: Settings, clock: Clock) -> AsyncIterator[App]:
    """Migrate the database, read the roadmaps, give the program; close the store at the end. Raises ConfigError."""
    library = read_library(settings.roadmaps)
    await upgrade(settings.database_url)
    store = open_store(settings.database_url, clock)
    try:
        yield App(settings, clock, store, library)
    finally:
        await store.close()
