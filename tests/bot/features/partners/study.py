"""A hall whose members want study partners."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from bot.chat.reply import Reply
from bot.features.members.actions.groups import leave_group
from bot.features.partners.actions.announcing import read_company
from bot.features.partners.actions.wishing import Partnership, read_partnership, want_partners
from bot.features.partners.facts import Introduction
from bot.features.partners.posts import PARTNER_POST, PARTNERS_POST, read_together
from bot.features.partners.queries.pairings import read_open_pairings
from bot.features.pauses.actions import begin_pause
from bot.features.settings.actions.avoiding import avoid_member
from bot.features.settings.actions.learner_settings import choose_visibility
from bot.identity import GroupId, LearnerId, Place, PlaceId, PostId
from bot.posting.deliverer import word_post
from bot.posting.posts import Post
from bot.posting.subjects import read_subjects
from bot.tables import learners
from tests.bot.hall import HALL, Hall, PlannedRow

GROUP = GroupId(1)


class Study(Hall):
    """Partners go by name. The group's check-in is on Sunday, so they are matched on Tuesdays at 18:00."""

    async def want(self, *names: str, wanted: bool = True) -> None:
        for name in names:
            await self.store.write(want_partners, self.caller(name), self.roadmap.slug, wanted)

    async def see(self, name: str) -> Partnership:
        return await self.store.read(read_partnership, self.caller(name))

    async def avoid(self, name: str, other: str) -> None:
        await self.store.write(avoid_member, self.caller(name), self.roadmap.slug, other)

    async def show(self, name: str, visibility: Any) -> None:
        await self.store.write(choose_visibility, self.caller(name), self.roadmap.slug, visibility)

    async def leave(self, name: str) -> None:
        await self.store.write(leave_group, self.caller(name))

    async def pause(self, name: str, days: int) -> None:
        today = self.clock.now().date()
        await self.store.write(
            begin_pause, self.caller(name), self.roadmap.slug, today, today + timedelta(days=days - 1)
        )

    async def change(self, name: str, **values: object) -> None:
        user_id = self.caller(name).account.user_id
        await self.store.write(
            lambda db: db.execute(update(learners).where(learners.c.id == user_id).values(**values)).rowcount
        )

    async def together(self) -> set[frozenset[str]]:
        """Those who are partners now."""
        pairings = await self.store.read(read_open_pairings, GROUP)
        names = await self.names()
        return {frozenset(names[one] for one in pairing.members) for pairing in pairings if len(pairing.members) > 1}

    async def introduced(self) -> list[set[frozenset[str]]]:
        """Those whom each post introduced, the first post first."""
        names = await self.names()
        return [
            {frozenset(names[one.learner] for one in partners.members) for partners in post.read(Introduction).partners}
            for post in await self.said("partners")
        ]

    async def names(self) -> dict[LearnerId, str]:
        rows = await self.store.read(lambda db: db.execute(select(learners.c.id, learners.c.name)).all())
        return {LearnerId(row.id): row.name for row in rows}

    async def word(self, planned: PlannedRow) -> Reply:
        """The post as it would be sent now."""
        post = Post(
            *(PostId(planned.id), planned.kind, "k", None, planned.facts, 1, planned.at, planned.at, HALL, "en"),
            place_id=PlaceId(1),
            group_id=GROUP,
        )
        subjects = await self.store.read(read_subjects, post)
        together = await self.store.read(read_together, post)
        library = {self.roadmap.slug: self.roadmap}
        return word_post(
            post, {PARTNERS_POST.name: PARTNERS_POST}, library, self.clock.now(), subjects, details=together
        )

    async def word_alone(self, planned: PlannedRow) -> Reply:
        """The private word as it would be sent now."""
        alone = Place(HALL.platform, 1, 1, private=True)
        post = Post(
            *(PostId(planned.id), planned.kind, "k", planned.learner_id, planned.facts, 1, planned.at, planned.at),
            place=alone,
            language="en",
            place_id=None,
            group_id=None,
        )
        subjects = await self.store.read(read_subjects, post)
        company = await self.store.read(read_company, post)
        return word_post(post, {PARTNER_POST.name: PARTNER_POST}, {}, self.clock.now(), subjects, details=company)
