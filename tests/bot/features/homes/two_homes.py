"""A room on each of two platforms, with a post office whose posts arrive at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Executable, Table, select, update

from bot.chat.call import Said
from bot.chat.reply import Reply
from bot.database.platforms import working_on
from bot.database.store import Store
from bot.features.homes.actions.losing import carry_on_at_homes, lose_home
from bot.features.homes.actions.returning import greet_home
from bot.features.homes.joiner import Joiner
from bot.features.members.actions.invites import accept_invite, open_invite
from bot.features.partners.queries.pairings import add_pairing
from bot.features.posts import POSTS
from bot.identity import Account, Caller, GroupId, LearnerId, Place
from bot.posting.kinds import find_kind
from bot.posting.planner import Planner
from bot.posting.posts import POSTS as OUTBOX
from bot.posting.posts import read_post
from bot.posting.recording import give_up_target
from bot.posting.subjects import read_subjects
from bot.posting.wording import Worded
from bot.tables import memberships, outbox, places
from tests.bot.room import HERE, PRACTISED, Room, labels, words

DISCORD = Place("discord", 11, 12, title="Server")
TELEGRAM = Place("telegram", -21, -21, title="Chat")
WAYS = ("added", "call", "setup here")
"""The ways in which the bot comes back to a home."""
PLACES = {"discord": DISCORD, "telegram": TELEGRAM}
OTHER = replace(PRACTISED, slug="other", title="The other climb")
ROOT, CHIEF = "Root@discord", "Chief@telegram"


class TwoHomes(Room):
    """People by name, each with the platform on which they speak: `Ann@telegram`. Root and Chief are admins."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, (PRACTISED, OTHER))
        self.admins = {ROOT, CHIEF}
        self.planner = Planner(store, self.clock, self.library, POSTS)
        self.joiner = Joiner(store, self.clock, self.library)

    def account(self, name: str) -> Account:
        """The account of this name on its platform."""
        bare, _, platform = name.partition("@")
        return self._accounts.setdefault(name, Account(platform, 100 + len(self._accounts), bare, bare.lower()))

    def _said(self, name: str, place: Place) -> Said:
        said = super()._said(name, PLACES[self.account(name).platform] if place is HERE else place)
        inbound = said.inbound.replace("sandbox", said.account.platform)
        return Said(said.account, said.place, inbound, overseen=self.overseen, rights=said.rights)

    async def settle(self, *names: str) -> None:
        """Let people join, each with a task done."""
        for name in names:
            assert "done!" in words(await self.say(name, "/done week1-stats"))

    async def word(self, kind: str, platform: str = "discord") -> Reply:
        """The words of the latest post of a kind on a platform."""
        found = select(outbox.c.id).join(places, places.c.id == outbox.c.place_id)
        chosen = found.where(outbox.c.kind == kind, places.c.platform == platform).order_by(outbox.c.id.desc()).limit(1)
        return await self.word_of(await self.store.read(lambda db: db.execute(chosen).scalar_one()))

    async def word_of(self, post_id: int) -> Reply:
        """The words of a post."""
        return (await self.read_post(post_id))[0]

    async def read_post(self, post_id: int) -> tuple[Reply, str]:
        """The words of a post, and the platform on which they are read."""

        def read(db: Connection) -> tuple[Reply, str]:
            post = read_post(db.execute(OUTBOX.where(outbox.c.id == post_id)).one())
            shown, platform = find_kind(post.kind), post.place.platform
            with working_on(db, platform):
                details = shown.read_details(db, post) if shown.read_details else None
            said = Worded(post, self.library, self.clock.now(), read_subjects(db, post), details)
            return shown.word(said), platform

        return await self.store.read(read)

    async def invite(self, name: str) -> str:
        """The code of the invite to a member's group."""
        return (await self.store.write(open_invite, self.caller(name), name)).code

    def caller(self, name: str) -> Caller:
        """A person who speaks in the chat on their platform."""
        account = self.account(name)
        return Caller(account, PLACES[account.platform], self.clock.now())

    async def accept(self, name: str, code: str) -> None:
        """Join by an invite, in private."""
        account = self.account(name)
        alone = Place(account.platform, account.user_id, account.user_id, private=True)
        await self.store.write(accept_invite, replace(self.caller(name), place=alone), code)

    async def return_to(self, platform: str) -> None:
        """Add the bot to a home again."""
        await self.store.write(greet_home, PLACES[platform], self.clock.now())

    async def come_back(self, platform: str, way: str) -> None:
        """Let the bot be back in a home: it is added, or a call or `/setup here` comes from there."""
        member, admin = ("Ann@discord", ROOT) if platform == "discord" else ("Cem@telegram", CHIEF)
        match way:
            case "added":
                await self.return_to(platform)
            case "call":
                await self.say(member, "/leaderboard")
            case _:
                await self.say(admin, "/setup here")
        await self.joiner.run_due()

    async def lose(self, platform: str) -> None:
        """Remove the bot from a home."""
        await self.store.write(lose_home, PLACES[platform], self.clock.now())

    async def kick_out(self, post_id: int) -> None:
        """Let a post show, before it is reported, that the bot was removed from its home."""
        await self.store.write(do, update(outbox).where(outbox.c.id == post_id).values(state="sending"))
        post = await self.store.read(lambda db: read_post(db.execute(OUTBOX.where(outbox.c.id == post_id)).one()))
        await self.store.write(give_up_target, post, "kicked", self.clock.now(), carry_on_at_homes)

    async def code(self, admin: str = ROOT) -> str:
        """The code that is issued to an admin."""
        reply = await self.say(admin, "/setup connect")
        assert "Your code: " in reply.text.plain, reply.text.plain
        return reply.text.plain.split("Your code: ")[1].split()[0]

    async def connect(self, issuer: str = ROOT, typist: str = CHIEF) -> Reply:
        """Connect both groups, by the first button that is offered."""
        asked = await self.say(typist, f"/setup connect {await self.code(issuer)}")
        return await self.tap(typist, asked, labels(asked)[0])

    async def link(self, issuer: str, typist: str) -> Reply:
        """Link the accounts of one person, with the first button that is offered."""
        shown = (await self.say(issuer, "/settings link")).text.plain
        asked = await self.say(typist, f"/settings link {shown.split('Your code: ')[1].split()[0]}")
        return await self.tap(typist, asked, labels(asked)[0])

    async def join(self) -> None:
        """Connect both groups, and wait until they are one."""
        await self.connect()
        await self.work()
        self.later(days=1)
        await self.work()

    async def work(self) -> None:
        """Do what is due by now. All posts arrive at once."""
        await self.joiner.run_due()
        await self.planner.run_due()
        await self.store.write(_deliver, self.clock.now())

    async def live(self, **by: float) -> None:
        """Let time go by from one due moment to the next."""
        self.later(**by)
        until = self.clock.now()
        while (due := await self.planner.next_due()) is not None and due <= until:
            await self.work()
        await self.work()

    async def rows(self, table: Table, **equal: object) -> list[Any]:
        """The rows of a table in which columns have these values."""
        chosen = [table.c[name] == value for name, value in equal.items()]
        return await self.store.read(
            lambda db: list(db.execute(select(table).where(*chosen).order_by(*table.primary_key)).all())
        )

    async def present(self, group_id: int) -> list[int]:
        """The numbers of a group's present members."""
        return [one.number for one in await self.rows(memberships, group_id=group_id) if one.left_at is None]

    async def pair(self, group_id: int, partners: Sequence[tuple[int, ...]]) -> None:
        """Match members, who are given by their ids."""
        for one in partners:
            members = [LearnerId(learner_id) for learner_id in one]
            await self.store.write(add_pairing, GroupId(group_id), members, self.clock.now())

    async def posted(self, kind: str) -> list[tuple[str, str]]:
        """The platform and state of each post of a kind to a place, in their order."""
        found = (
            select(places.c.platform, outbox.c.state)
            .join(places, places.c.id == outbox.c.place_id)
            .where(outbox.c.kind == kind)
            .order_by(outbox.c.id)
        )
        return await self.store.read(lambda db: [(row.platform, row.state) for row in db.execute(found)])


def _deliver(db: Connection, now: Any) -> None:
    due = (outbox.c.state == "new", outbox.c.due_at <= now)
    db.execute(update(outbox).where(*due).values(state="sent", ended_at=now, message_id="m"))


def do(db: Connection, change: Executable) -> None:
    """Change rows, as nothing that people say does."""
    db.execute(change)
