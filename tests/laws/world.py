"""A random group that lives for weeks with the whole program, on a clock of its own.

The dispatcher answers what people type, the planner and deliverer speak by themselves, and all is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app import App
from bot.chat.reply import Reply
from bot.clock import SettableClock
from bot.features.members.actions.groups import SHIPPED
from bot.identity import Place
from tests.bot.room import words
from tests.laws.record import Answer, GroupThen, LearnerThen, Post, Record
from tests.laws.stage import Street
from tests.reckoning.days import DAY, Days, Wall
from tests.reckoning.histories import ACTS, LADDER, WEEKDAYS, ZONES, History
from tests.reckoning.reckoning import Learner, Ledger

STEWARD = "Ophelia"
ROADMAP = replace(LADDER, slug=SHIPPED)
NIGHT = (time(22), time(8))
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
REPORTS = ("/checkin ok", "/checkin a book | no time | week3-task1", "/checkin | - | week2-task2")
DOINGS = ("done", "log", "repair", "checkin", "promise", "join")
"""The commands by which a learner does something."""


@dataclass
class Side:
    """The group as its steward set it up."""

    zone: str = "UTC"
    nudge_days: frozenset[int] = frozenset(range(7))
    nudge_at: time = time(18)
    checkin_at: time = time(18)
    muted_until: datetime = LONG_AGO

    def by_night(self) -> bool:
        return _is_night(self.nudge_at) or _is_night(self.checkin_at)


@dataclass
class Member:
    """What a learner is like, and what they wish to hear."""

    name: str
    diligence: float
    shyness: float
    silent: range
    """The days of the history on which they say nothing."""
    own_zone: bool = False
    visibility: str = "group"
    nudge_at: time | None = None
    stopped: bool = False
    snoozed_until: datetime = LONG_AGO
    gone: bool = False


@dataclass
class World(History):
    """A history with posts. Acts of people are those of the plain reckoning, and wishes about posts beside them."""

    app: App = field(kw_only=True)
    clock: SettableClock = field(kw_only=True)
    street: Street = field(kw_only=True)
    side: Side = field(default_factory=Side)
    members: dict[str, Member] = field(default_factory=dict)
    record: Record = field(default_factory=Record)

    # What is recorded

    def hear(self, place: Place, reply: Reply, key: str) -> None:
        """Record a post that arrived."""
        names = {self.street.account(name).user_id: name for name in self.members}
        to = names.get(place.chat_id, "")
        self.record.posts.append(
            Post(self.now, key, words(reply), self._group_then(), to, self._learner_then(to) if to else None)
        )

    def note(self, name: str, line: str, reply: Reply, before: Ledger | None) -> None:
        """Record an answer, and whether its line did something."""
        if line.split(maxsplit=1)[0].removeprefix("/") in DOINGS:
            self.record.doings.setdefault(name, []).append(self.now)
        if before is not None:
            self.record.answers.append(Answer(self.now, name, line, words(reply), before, reply.private))

    def ledger_of(self, name: str) -> Ledger | None:
        return self.people[name].ledger() if name in self.people else None

    def _group_then(self) -> GroupThen:
        side = self.side
        present = {one.name for one in self.members.values() if not one.gone}
        unnamed = {one.name for one in self.members.values() if one.gone or one.visibility != "group"}
        return GroupThen(
            side.zone,
            side.nudge_days,
            side.by_night(),
            self.now < side.muted_until,
            frozenset(present),
            frozenset(unnamed),
        )

    def _learner_then(self, name: str) -> LearnerThen:
        member, learner = self.members[name], self.people[name]
        zone = (learner.days.coming or learner.days.wall).zone
        by_night = member.nudge_at is not None and _is_night(member.nudge_at)
        return LearnerThen(zone, learner.days.today, by_night, self._silence(member, learner))

    def _silence(self, member: Member, learner: Learner) -> str:
        reasons = {
            "left": member.gone,
            "is paused": learner.days.today in learner.paused,
            "snoozes": self.now < member.snoozed_until,
            "stopped the reminders": member.stopped,
        }
        return next((reason for reason, holds in reasons.items() if holds), "")

    # Time

    async def live_until(self, until: datetime) -> None:
        """Let time go by from one due moment to the next."""
        while (due := await self.app.work.next_due()) is not None and due <= until:
            self.live(max(due - self.now, timedelta()))
            await self.app.work.run_due()
        self.live(max(until - self.now, timedelta()))

    async def fall_asleep(self) -> None:
        """The program is down for some hours, and starts again."""
        await super().fall_asleep()
        await self.app.work.run_due()

    # People

    async def study(self, member: Member) -> None:
        """A learner studies, most often, or does another thing of the reckoning."""
        if not member.gone:
            self.act += 1
            [name] = self.dice.choices([act.__name__ for act, _ in ACTS], [weight for _, weight in ACTS])
            await getattr(self, name)(self.people[member.name])

    async def join(self, name: str) -> None:
        """A person comes into the group, and opens a private chat."""
        dice = self.dice
        silent = range(first := dice.randrange(5, 60), first + dice.choice((3, 6, 12, 20)))
        self.members[name] = Member(name, dice.uniform(0.3, 0.98), dice.random(), silent)
        await self.street.say(name, "/log 5m", self.street.here)
        days = Days.begin(Wall(self.side.zone), self.now)
        self.people[name] = Learner(name, days, days.today)
        self.add(self.people[name], minutes=5)
        if dice.random() < 0.6:
            await self.street.say(name, "/nudges on", self.street.private(name))

    async def leave(self, member: Member) -> None:
        await self.street.say(member.name, "/leave yes", self.street.here)
        member.gone = True

    async def wish(self, member: Member) -> None:
        """A learner changes what they hear, or how they are shown. Who left today does so in private no more."""
        if member.gone:
            return
        wishes = (self._choose_hour, self._snooze, self._stop, self._slow_down, self._show, self._report)
        await self.dice.choice(wishes)(member)

    async def _choose_hour(self, member: Member) -> None:
        at = time(self.dice.choice((7, 9, 12, 17, 18, 19, 20, 23)), self.dice.choice((0, 30)))
        await self.street.say(member.name, f"/nudges at {at:%H:%M}")
        member.nudge_at = at
        await self._turn_on(member)

    async def _turn_on(self, member: Member) -> None:
        await self.street.say(member.name, "/nudges on")
        self._hear_again(member)

    async def _snooze(self, member: Member) -> None:
        count = self.dice.choice((1, 2, 7))
        await self.street.say(member.name, f"/snooze {count}d")
        days = self.people[member.name].days
        if days.coming is None:
            member.snoozed_until = days.wall.begin(days.today + DAY * count)

    async def _stop(self, member: Member) -> None:
        if self.dice.random() < 0.5:
            await self.street.say(member.name, "/nudges stop")
            member.stopped = True
        else:
            await self._turn_on(member)

    async def _slow_down(self, member: Member) -> None:
        await self.street.say(member.name, self.dice.choice(("/nudges weekly", "/nudges daily", "/nudges saver on")))
        await self._turn_on(member)

    def _hear_again(self, member: Member) -> None:
        member.stopped, member.snoozed_until = False, self.now

    async def _show(self, member: Member) -> None:
        member.visibility = self.dice.choice(("group", "number", "hidden"))
        await self.street.say(member.name, f"/settings visibility {member.visibility}")
        self.people[member.name].visible = member.visibility != "hidden"

    async def _report(self, member: Member) -> None:
        line = self.dice.choice(
            ("/checkin ok", "/checkin a book | no time | week3-task1", "/checkin | - | week2-task2")
        )
        await self.street.say(member.name, line)

    async def look(self, member: Member) -> None:
        await self.street.say(member.name, self.dice.choice(("/progress", "/streak", "/leaderboard", "/streak why")))

    async def fly(self, learner: Learner) -> None:
        before = len(self.record.answers)
        await super().fly(learner)
        self.members[learner.name].own_zone |= len(self.record.answers) > before

    async def hide(self, learner: Learner) -> None:
        await self._show(self.members[learner.name])

    async def resume(self, learner: Learner) -> None:
        await super().resume(learner)
        self.members[learner.name].snoozed_until = self.now

    # The steward

    async def set_up(self) -> None:
        """The steward changes one setting of the group."""
        await self.dice.choice((self._set_zone, self._set_nudge, self._set_nudge, self._set_checkin, self._mute))()

    async def _set_zone(self) -> None:
        """Members without a zone of their own follow. A change while another waits is not reckoned here."""
        followers = [self.people[one.name] for one in self.members.values() if not (one.own_zone or one.gone)]
        if any(learner.days.coming for learner in followers):
            return
        self.side.zone = self.dice.choice(ZONES)
        await self._order(f"/setup zone {self.side.zone}")
        for learner in followers:
            if learner.days.wall.zone != self.side.zone:
                learner.days.move(replace(learner.days.wall, zone=self.side.zone))

    async def _set_nudge(self) -> None:
        days = frozenset(self.dice.sample(range(7), self.dice.choice((2, 5, 7))))
        at = time(self.dice.choice((8, 12, 17, 18, 19, 20, 21, 23)))
        await self._order(f"/setup nudge {at:%H:%M} {','.join(WEEKDAYS[day] for day in sorted(days))}")
        self.side.nudge_days, self.side.nudge_at = days, at

    async def _set_checkin(self) -> None:
        at = time(self.dice.choice((9, 17, 18, 20)))
        await self._order(f"/setup checkin {self.dice.choice(WEEKDAYS)} {at:%H:%M}")
        self.side.checkin_at = at

    async def _mute(self) -> None:
        count = self.dice.choice((0, 2, 5))
        await self._order(f"/quiet {count}d" if count else "/quiet off")
        today = self.now.astimezone(ZoneInfo(self.side.zone)).date()
        end = datetime.combine(today + DAY * count, time(), ZoneInfo(self.side.zone))
        self.side.muted_until = end.astimezone(UTC) if count else self.now

    async def _order(self, line: str) -> None:
        await self.street.say(STEWARD, line, self.street.here)


def _is_night(at: time) -> bool:
    return at >= NIGHT[0] or at < NIGHT[1]
