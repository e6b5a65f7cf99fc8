"""The composition root: settings in, the whole program out. The only module that knows every other."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from bot.chat.dispatch import Dispatcher
from bot.chat.keeping import KEPT_FOR
from bot.chat.port import Adapter, AnswerMemory, BriefAnswers, TicketBox, UpdateShelf
from bot.chat.reply import Reply
from bot.chat.rights import Right
from bot.chat.words.loading import load_words
from bot.clock import Clock
from bot.config import Settings
from bot.database.inbound import AnswerGone, expire_tickets, prune_inbound
from bot.database.migrating import upgrade
from bot.database.store import Store, open_store
from bot.features.answers.brevity import StoredBriefs
from bot.features.answers.keeping import KEEP_ANSWERS, StoredAnswers
from bot.features.answers.queries import prune_answers, prune_updates
from bot.features.answers.shelf import KEEP_UPDATES, StoredUpdates
from bot.features.answers.tickets import KEEP_TICKETS, StoredTickets
from bot.features.buttons.keeping import StoredLines
from bot.features.buttons.queries import prune_lines
from bot.features.codes.actions import KEEP_CODES
from bot.features.codes.queries import drop_old_codes
from bot.features.commands import make_registry
from bot.features.dialogs.queries import read_asked
from bot.features.homes.actions.losing import carry_on_at_homes, lose_home
from bot.features.homes.actions.returning import greet_home
from bot.features.homes.joiner import Joiner
from bot.features.members.actions import groups
from bot.features.members.actions.chats import call_roll, note_gone, note_returned, note_roll
from bot.features.members.actions.groups import SHIPPED
from bot.features.members.greeting import greet
from bot.features.members.queries.places import read_noted_stewards
from bot.features.members.scenes import SceneReader, spoken_language
from bot.features.nudges.unreached import add_all_news
from bot.features.posts import POSTS
from bot.features.privacy.daily import DailyJob
from bot.features.privacy.forgetter import Forgetter
from bot.features.roadmaps import actions as following
from bot.features.roadmaps.facts import report_acts, report_missing
from bot.features.stewards.actions.lost_places import inform_owner
from bot.features.stewards.lacking import note_lacking
from bot.identity import Account, Place
from bot.library import Library, Shelf, read_library
from bot.posting.deliverer import Deliverer
from bot.posting.outbox import prune_outbox
from bot.posting.planner import Planner
from bot.posting.recording import Aftermath
from bot.posting.working import Working
from roadmap.lookup.index import index_of
from roadmap.reading import Complaint, shipped_roadmap

KEEP_INBOUND = timedelta(days=3)  # Telegram repeats an update for a day at most
EXPIRE_EVERY = timedelta(minutes=1)
MAINTAIN_EVERY = timedelta(hours=1)
log = structlog.get_logger()

AFTERMATH = Aftermath(groups.move_place, carry_on_at_homes, read_noted_stewards, inform_owner, call_roll, note_roll)
KEEP_OUTBOX = timedelta(days=90)  # by then no post is corrected any more


class App:
    """The program without its platforms: implements `bot.chat.port.Core`. Adapters are added to `adapters`.

    `tapped` are the roadmaps as taps are read, where they differ from `library`. `dice` make keys and codes; without
    them the system's do, which cannot be guessed.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        store: Store,
        library: Library,
        tapped: Library | None = None,
        *,
        dice: random.Random | None = None,
    ) -> None:
        self.settings = settings
        dice = dice or random.SystemRandom()
        self.clock = clock
        self.store = store
        self.library = library
        self.adapters: dict[str, Adapter] = {}
        store.running = self.adapters.keys()
        self.scenes = SceneReader(
            store,
            clock,
            library,
            tapped=tapped,
            first_roadmap=library.get(SHIPPED) or shipped_roadmap(),
            default_zone=settings.default_zone,
            read_asked=read_asked,
        )
        self.answers: AnswerMemory = StoredAnswers(store, clock)
        self.tickets: TicketBox = StoredTickets(store, clock)
        self.updates: UpdateShelf = StoredUpdates(store, clock)
        self.briefs: BriefAnswers = StoredBriefs(store, clock)
        self.dispatcher = Dispatcher(
            make_registry(),
            store,
            clock,
            library,
            self.scenes.open_scene,
            keeper=StoredLines(store, clock, dice),
            add_news=add_all_news,
            choose_group=self.scenes.choose_group,
        )
        deliverer = Deliverer(store, clock, self.adapters, library, dice, posts=POSTS, aftermath=AFTERMATH)
        planner = Planner(store, clock, library, POSTS)
        self.work = Working(planner, deliverer, [Forgetter(store, clock), Joiner(store, clock, library)])
        self.daily = DailyJob(store, clock, library, deliverer.say_aside_once)

    def load(self) -> None:
        """Load texts, words and names of tasks. Each would hold up the loop in the answer that needs it first."""
        load_words()
        for roadmap in self.library.values():
            index_of(roadmap)

    async def added(self, place: Place, report: str) -> Reply | None:
        """Keep a group, and greet it in its language with set-up buttons. None: it was greeted just now."""
        zone = self.settings.default_zone
        try:
            found = await self.store.write_once(report, greet_home, place, self.clock.now(), zone)
        except AnswerGone:
            return None
        return None if found is None else greet(spoken_language(found.language), back=found.back)

    async def removed(self, place: Place) -> None:
        """Stop posts to a group, and tell its stewards. The group is kept for its return."""
        for word in await self.store.write(lose_home, place, self.clock.now()):
            await self.work.deliverer.say_aside(word)

    async def left(self, place: Place, account: Account) -> None:
        """Take a person who left a chat out of its group until they return."""
        await self.store.write(note_gone, account, place, self.clock.now())

    async def returned(self, place: Place, account: Account) -> None:
        """Take a person who came back to a chat into its group again."""
        await self.store.write(note_returned, account, place, self.clock.now())

    async def lacked(self, place: Place, right: Right) -> None:
        """Tell the stewards of a group which right the bot lacks to do more than post."""
        for word in await self.store.write(note_lacking, place, right, self.clock.now()):
            await self.work.deliverer.say_aside(word)

    async def moved(self, place: Place, new_id: int) -> None:
        """Let a group go on under its new id."""
        await self.store.write(groups.move_place, place.platform, place.space_id, new_id, self.clock.now())

    async def expire(self) -> None:
        """Forget tickets in time, if this is done each minute. Those of the hours before are left to `maintain`."""
        before = self.clock.now() - KEEP_TICKETS + EXPIRE_EVERY
        await self.store.write(expire_tickets, before, since=before - 2 * MAINTAIN_EVERY)

    async def maintain(self) -> None:
        """Delete what is kept for a while: ids of calls, codes, answers, updates, buttons, posts.

        Once a day, do the daily job.
        """
        await self.store.write(prune_inbound, self.clock.now() - KEEP_INBOUND)
        await self.store.write(expire_tickets, self.clock.now() - KEEP_TICKETS)
        await self.store.write(drop_old_codes, self.clock.now() - KEEP_CODES)
        await self.store.write(prune_lines, self.clock.now() - KEPT_FOR)
        await self.store.write(prune_answers, self.clock.now() - KEEP_ANSWERS)
        await self.store.write(prune_updates, self.clock.now() - KEEP_UPDATES)
        await self.store.write(prune_outbox, self.clock.now() - KEEP_OUTBOX)
        await self.daily.run()


async def _follow_roadmaps(store: Store, shelf: Shelf, clock: Clock) -> tuple[Library, Library]:
    """Let acts follow their tasks into the roadmaps as they are now, and say what became of them.

    Each roadmap has a transaction of its own, so that a crash leaves it as it was or whole.
    Returns the roadmaps with their former slugs, for typed words and for taps.
    """
    for slug, roadmap in shelf.roadmaps.items():
        if roadmap.unread:
            log.warning("roadmap.unread", roadmap=slug, lines=list(roadmap.unread))
        followed = await store.write(following.follow_edit, roadmap, shelf.sources[slug], clock.now())
        strays = await store.read(following.find_strays, roadmap)
        for event, values in report_acts(followed, strays):
            log.warning(event, **values)
    for event, values in report_missing(await store.read(following.find_missing, shelf.roadmaps)):
        log.warning(event, **values)
    await store.write(following.write_to_stewards, shelf.roadmaps, clock.now())
    return await store.read(following.recall_slugs, shelf.roadmaps, clock.now())


def _note_left_out(complaint: Complaint) -> None:
    log.error("roadmap.left_out", file=complaint.file, reason=str(complaint))


@asynccontextmanager
async def open_app(
    settings: Settings, clock: Clock, is_ours: Callable[[], bool] = lambda: True, dice: random.Random | None = None
) -> AsyncIterator[App]:
    """Read the roadmaps, migrate the database and open the program.

    Nothing is written while the database `is_ours` no more. The store is closed at the end. Raises ConfigError.
    """
    shelf = read_library(settings.roadmaps, _note_left_out)
    await upgrade(settings.database_url)
    store = open_store(settings.database_url, clock, is_ours)
    try:
        yield App(settings, clock, store, *await _follow_roadmaps(store, shelf, clock), dice=dice)
    finally:
        await store.close()
