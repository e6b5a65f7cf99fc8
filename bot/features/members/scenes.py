"""Open the scene of a call: the caller and the group as known before the command runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot import texts
from bot.chat.call import Said, Scene
from bot.clock import Clock
from bot.database.store import Store
from bot.errors import StoreBusy, StoreUnsure
from bot.features.members.actions.chats import note_gone, note_returned
from bot.features.members.actions.deputies import deputy_check
from bot.features.members.actions.own_groups import choose_group
from bot.features.members.actions.surroundings import Surroundings, note_presence, read_surroundings
from bot.identity import Account, GroupId
from roadmap.cadence import clock_at, study_day
from roadmap.model import Roadmap

log = structlog.get_logger()

CALLED = timedelta(minutes=10)
"""The time after which a member who speaks in private is looked for in the chat of the group again."""
PEOPLE = 20_000

ReadAsked = Callable[[Connection, Account, datetime], str]
"""Reads the command whose question waits for an account's plain words. Empty: no question waits."""


class SceneReader:
    """Opens the scene of each call, and notes the presence of callers.

    A group that is new follows `first_roadmap`. A group whose roadmap is gone follows no other. `default_zone` is
    the zone where neither group nor learner is known. `tapped` are the roadmaps as taps are read.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        library: Mapping[str, Roadmap],
        *,
        first_roadmap: Roadmap,
        tapped: Mapping[str, Roadmap] | None = None,
        default_zone: str,
        read_asked: ReadAsked,
    ) -> None:
        self._store = store
        self._clock = clock
        self._library = library
        self._tapped = tapped or library
        self._first_roadmap = first_roadmap
        self._default_zone = default_zone
        self._read_asked = read_asked
        self._called: dict[tuple[str, str], datetime] = {}

    async def open_scene(self, said: Said) -> Scene:
        """Read the scene of a call, and note the presence of the caller."""
        known = await self._store.glance(read_surroundings, said.account, said.place)
        if await self._note_attendance(said, known):
            known = await self._store.glance(read_surroundings, said.account, said.place)
        await self._note_presence(said, known)
        library = self._tapped if said.tapped else self._library
        followed = library.get(known.roadmap_slug) if known.roadmap_slug else self._first_roadmap
        return Scene(
            roadmap=followed or Roadmap(known.roadmap_slug, known.roadmap_slug, ()),
            missing=followed is None,
            language=spoken_language(known.language),
            learner_id=known.learner_id,
            group_id=known.group_id,
            group_title=known.group_title,
            member=known.member,
            steward=known.steward,
            check_deputy=deputy_check(said.account, known.group_id) if known.deputy and known.group_id else None,
            hidden=known.hidden,
            answers=known.answers,
            zone=known.zone or self._default_zone,
            clock=known.clock,
            own_groups=known.own_groups,
            unreached=known.unreached,
            news=_has_news(known, said, self._clock.now()),
            asked=await self._store.glance(self._read_asked, said.account, self._clock.now()) if said.plain else "",
        )

    async def choose_group(self, said: Said, group_id: GroupId) -> bool:
        """Keep the group that a caller chose for the private chat. False: it is none of theirs."""
        return await self._store.write_once(
            f"{said.inbound}:group", choose_group, said.account, group_id, self._clock.now()
        )

    async def _note_attendance(self, said: Said, known: Surroundings) -> bool:
        """Note that the caller is back in the group's chat, or is gone from it. Return whether that is news.

        1. A learner who was gone and speaks in the chat is back.
        2. A member who speaks in private is looked for in the chat, once in some minutes.
        """
        now, home = self._clock.now(), known.home
        if known.gone and not said.place.private:
            return await self._store.write(note_returned, said.account, said.place, now)
        if home is None or not known.member or home.platform != said.place.platform:
            return False
        key = (said.account.key, home.key)
        if now - self._called.get(key, now - CALLED) < CALLED:
            return False
        gone = await said.rights.has_left(home) and await self._store.write(note_gone, said.account, home, now)
        if len(self._called) >= PEOPLE:
            self._called.clear()
        self._called[key] = now
        return gone

    async def _note_presence(self, said: Said, known: Surroundings) -> None:
        """Note the presence of the caller, if it is worth a write by now. Plain words are not noted.

        If the store has trouble the note is left out, because the call can still be answered.
        """
        now = self._clock.now()
        if said.plain or known.note_from is None or now < known.note_from:
            return
        try:
            await self._store.write(note_presence, said.account, said.place, now)
        except (StoreBusy, StoreUnsure):
            log.info("presence.not_noted", account=said.account.key)


def _has_news(known: Surroundings, said: Said, now: datetime) -> bool:
    """Whether there may be news of the caller's streak, or it was told in the answer to this very call."""
    if known.news_in and known.news_in == said.inbound:
        return True
    if known.clock is None or known.news_from is None:
        return False
    return study_day(clock_at(known.clock, now), now) >= known.news_from


def spoken_language(language: str) -> str:
    """Return the language if the bot has texts in it, else English."""
    return language if language in texts.languages() else texts.SOURCE
