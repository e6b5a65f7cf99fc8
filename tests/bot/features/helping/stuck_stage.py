"""A room of members of whom one is stuck, with the planner beside it: what is planned counts as sent when due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from bot.chat.reply import Reply
from bot.features.helping.queries.asked_groups import AMEND_STUCK
from bot.features.members.queries.avoiding import add_avoidance
from bot.features.posts import POSTS
from bot.identity import LearnerId
from bot.posting import recording
from bot.posting.deliverer import word_post
from bot.posting.planner import Planner
from bot.posting.posts import POSTS as ROWS
from bot.posting.posts import Post, read_post
from bot.posting.subjects import read_subjects
from bot.posting.wording import NothingToSay
from bot.tables import accounts, avoidances, helps, learners, memberships, obstacles, outbox, pauses
from tests.bot.room import Room, lines

KINDS = {kind.name: kind for kind in POSTS}
ASKS, GROUP_ASKS = "stuck_ask", "stuck_group"
SENT_HERE = (ASKS, GROUP_ASKS, AMEND_STUCK)


@dataclass(frozen=True)
class Sent:
    """A post as it was sent. `name` is of the member who was asked, or empty. `may` is false if they want no word."""

    kind: str
    name: str
    reply: Reply
    at: datetime
    may: bool = True

    @property
    def obstacle(self) -> int:
        return int(lines(self.reply)[0].removeprefix("assist "))


class StuckRoom:
    """People by name. A post is worded when it is due, and sent, or dead if there is nothing to say."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.planner = Planner(room.store, room.clock, room.library, POSTS)
        self.sent: list[Sent] = []

    async def finished(self, *names: str, task: str = "week2-numpy", agrees: bool = True) -> None:
        """Members tick a task off, one minute after the other, and agree to be asked."""
        for name in names:
            await self.room.say(name, f"/done {task}")
            self.room.later(minutes=1)
            if agrees:
                await self.room.say(name, "/stuck questions on")

    async def live(self, **by: float) -> None:
        """Let time go by: plan what is due, and send what is planned."""
        until = self.room.clock.now() + timedelta(**by)
        await self._turn()
        while (moment := await self._next()) is not None and moment <= until:
            self.room.clock.move_to(max(moment, self.room.clock.now()))
            await self._turn()
        self.room.clock.move_to(until)

    async def restart(self) -> None:
        """Begin again with what the database kept."""
        self.planner = Planner(self.room.store, self.room.clock, self.room.library, POSTS)

    def asked(self) -> list[str]:
        """The members who were asked in private, in order."""
        return [one.name for one in self.sent if one.kind == ASKS]

    def posts(self, kind: str) -> list[Reply]:
        """The posts of a kind that were sent."""
        return [one.reply for one in self.sent if one.kind == kind]

    async def change(self, name: str, **values: Any) -> None:
        """Change a learner's row."""
        learner_id = await self.learner_id(name)
        change = update(learners).where(learners.c.id == learner_id).values(**values)
        await self.room.store.write(lambda db: db.execute(change).rowcount)

    async def pause(self, name: str, day: date) -> None:
        """A member is on a pause for a study day."""
        row = {"learner_id": await self.learner_id(name), "first_day": day, "last_day": day}
        now = self.room.clock.now()
        await self.room.store.write(lambda db: db.execute(pauses.insert().values(**row, at=now)).rowcount)

    async def close_chat(self, name: str) -> None:
        """A member blocks the bot, which it learnt before."""
        change = update(accounts).where(accounts.c.user_id == self.room.account(name).user_id)
        await self.room.store.write(lambda db: db.execute(change.values(off_reason="blocked")).rowcount)

    async def pair_apart(self, name: str, other: str) -> None:
        """A member wants never to be matched with another."""
        mine, theirs = LearnerId(await self.learner_id(name)), LearnerId(await self.learner_id(other))
        await self.room.store.write(add_avoidance, mine, theirs)

    async def learner_id(self, name: str) -> int:
        found = select(accounts.c.learner_id).where(accounts.c.user_id == self.room.account(name).user_id)
        return int(await self.room.store.read(lambda db: db.execute(found).scalar_one()))

    async def obstacle(self) -> Any:
        """The newest obstacle."""
        found = select(obstacles).order_by(obstacles.c.id.desc()).limit(1)
        return await self.room.store.read(lambda db: db.execute(found).one())

    async def arrived(self, kind: str, message_id: str) -> None:
        """The posts of a kind are out, under an id of the platform."""
        await self.change_posts(kind, message_id=message_id)

    async def change_posts(self, kind: str, **values: Any) -> None:
        """Change the posts of a kind."""
        change = update(outbox).where(outbox.c.kind == kind).values(**values)
        await self.room.store.write(lambda db: db.execute(change).rowcount)

    async def arrive(self, kind: str, message_id: str) -> None:
        """The newest post of a kind has just been sent, as the deliverer notes it."""
        found = ROWS.where(outbox.c.kind == kind).order_by(outbox.c.id.desc()).limit(1)
        post = await self.room.store.read(lambda db: read_post(db.execute(found).one()))
        now = self.room.clock.now()
        await self.room.store.write(recording.mark_delivered, post, message_id, now, KINDS[kind])

    async def planned(self, kind: str) -> list[dict[str, Any]]:
        """The facts of the posts of a kind."""
        found = select(outbox.c.facts).where(outbox.c.kind == kind).order_by(outbox.c.id)
        return list(await self.room.store.read(lambda db: db.scalars(found).all()))

    async def asker(self, number: int) -> str:
        """The name of an obstacle's learner."""
        named = select(learners.c.name).join(obstacles, obstacles.c.learner_id == learners.c.id)
        return str(
            await self.room.store.read(lambda db: db.execute(named.where(obstacles.c.id == number)).scalar_one())
        )

    async def unasked(self, without: set[str]) -> set[int]:
        """The obstacles of all learners but these."""
        others = select(obstacles.c.id).join(learners, learners.c.id == obstacles.c.learner_id)
        found = others.where(learners.c.name.not_in(without))
        return set(await self.room.store.read(lambda db: db.scalars(found).all()))

    async def offer(self, name: str, number: int = 0) -> None:
        """A member offers help with an obstacle, by default the newest."""
        number, learner_id = number or (await self.obstacle()).id, await self.learner_id(name)
        await self.room.store.write(_offer, number, learner_id, self.room.clock.now())

    async def _next(self) -> Any:
        due = await self.planner.next_due()
        waiting = select(outbox.c.due_at).where(outbox.c.state == "new", outbox.c.kind.in_(SENT_HERE))
        rows = await self.room.store.read(lambda db: db.scalars(waiting).all())
        return min((one for one in (due, *rows) if one), default=None)

    async def _turn(self) -> None:
        await self.planner.run_due()
        self.sent += await self.room.store.write(_send, self.room)


def _offer(db: Connection, number: int, learner_id: int, now: Any) -> None:
    theirs = (helps.c.obstacle_id == number, helps.c.learner_id == learner_id)
    row = {"obstacle_id": number, "learner_id": learner_id, "at": now, "state": "offered", "offered_at": now}
    if not db.execute(update(helps).where(*theirs).values(state="offered", offered_at=now)).rowcount:
        db.execute(helps.insert().values(row))


def _send(db: Connection, room: Room) -> list[Sent]:
    """Word what is due, as the deliverer does, and mark it."""
    now = room.clock.now()
    due = ROWS.where(outbox.c.state == "new", outbox.c.due_at <= now, outbox.c.kind.in_(SENT_HERE))
    sent = []
    for post in [read_post(row) for row in db.execute(due.order_by(outbox.c.id)).all()]:
        read = KINDS[post.kind].read_details
        details = read(db, post) if read else None
        state = "sent"
        try:
            reply = word_post(post, KINDS, room.library, now, read_subjects(db, post), details=details)
            name = db.scalar(select(learners.c.name).where(learners.c.id == post.learner_id)) or ""
            sent.append(Sent(post.kind, name, reply, now, _may_be_asked(db, post, now)))
        except NothingToSay:
            state = "dead"
        db.execute(update(outbox).where(outbox.c.id == post.id).values(state=state, ended_at=now))
    return sent


def _may_be_asked(db: Connection, post: Post, now: datetime) -> bool:
    """The rule in the plainest way: agreed, shown by name, in the group, awake; neither away, silent nor avoided."""
    if post.learner_id is None:
        return True
    me = db.execute(select(learners).where(learners.c.id == post.learner_id)).one()
    about = db.execute(select(obstacles).where(obstacles.c.id == post.facts["obstacle"])).one()
    there = memberships.c.learner_id == me.id, memberships.c.group_id == about.group_id, memberships.c.left_at.is_(None)
    day = (now - timedelta(hours=4)).date()
    away = pauses.c.learner_id == me.id, pauses.c.first_day <= day, pauses.c.last_day >= day
    apart = {frozenset((one.learner_id, one.other_id)) for one in db.execute(select(avoidances))}
    return bool(
        me.takes_questions
        and me.visibility == "group"
        and me.nudge_pace != 4
        and (me.snoozed_until is None or me.snoozed_until <= now)
        and me.id != about.learner_id
        and frozenset((me.id, about.learner_id)) not in apart
        and 8 <= now.hour < 22
        and db.execute(select(memberships).where(*there)).first()
        and not db.execute(select(pauses).where(*away)).first()
        and about.hidden_at is None
        and about.state == "open"
    )
