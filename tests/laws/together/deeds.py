"""Deeds of people and stewards in the village: each is a word and two numbers, so that a history can shrink."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import strategies as st

from bot.chat.reply import Reply, Tone
from bot.database.store import Store
from bot.identity import Place
from tests.bot.features.linking.histories import assert_same, everything
from tests.bot.room import labels, words
from tests.laws.together import checks
from tests.laws.together.model import Model
from tests.laws.together.village import (
    ACCOUNTS,
    CHAT,
    CLUB,
    GROUPS,
    GUILD,
    PERSONS,
    ROADMAP,
    STEWARDS,
    Utterance,
    Village,
    bare,
)
from tests.reckoning.histories import ZONES
from tests.reckoning.test_exports import assert_export_agrees

Deed = tuple[str, int, int]
"""What is done, the number of who does it, and a number that chooses among what they may do it with."""

TASKS = [task.slug for block in ROADMAP.blocks() for task in block.tasks if task.slug != "week3-path"]
HOURS = (0.1, 0.1, 1, 5, 9, 16, 24, 24, 24, 30, 73)
VISIBILITIES = ("hidden", "number", "group", "group")
RESTS = ("none", "sat,sun", "mon,wed", "thu")
PAIRED = [person for person in PERSONS if len(person) > 1]
LOOKS = ("/leaderboard", "/celebrations", "/progress", "/streak", "/work", "/week", "/settings privacy", "/checkin")
SECRET = "quince"
"""The beginning of the word that stands in all notes of a person, and in nobody else's."""


class Life(Village):
    """The village with a plain model beside it, against which it is checked after each deed."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.model = Model()
        self.heard = checks.Heard()
        self.known: set[str] = set()
        self.checked = 0

    async def play(self, deeds: Sequence[Deed]) -> None:
        """Let all this happen, and check after each deed."""
        await self.open()
        for what, who, which in deeds:
            await getattr(self, f"do_{what}")(who, which)
            await self.heed()
            self.later(minutes=1)
            await self.store.read(checks.check_all, self.model, self.clock.now())

    # What is checked

    async def heed(self) -> None:
        """Look at who was forgotten and what was said just now."""
        if not self.said_here and not self.model.wishes:
            return
        known, unnamed = await self.store.read(checks.read_known)
        gone = (self.known - known) & set(ACCOUNTS)
        self.known = known
        for name in {min(self.model.accounts_of(one)) for one in gone}:
            await self.see_gone(name)
        said, self.said_here = self.said_here, []
        checks.check_names(said, self.model, unnamed, known)
        if any(one.key for one in said):
            await self.store.read(self.heard.listen, self.model)

    async def see_gone(self, name: str) -> None:
        """Check that a learner who vanished had wished it, and that no word of theirs is left."""
        if name not in {one for wished in self.model.wishes for one in self.model.accounts_of(wished)}:
            raise AssertionError(f"{name} is forgotten unasked")
        mine = self.model.accounts_of(name)
        wish = self.model.wish(name)
        assert wish and wish <= self.clock.now(), f"{name} is forgotten too early"
        self.model.forget(name)
        self.heard.forget(mine)
        await self.app.work.run_due()
        marks = [*map(bare, mine), *(f"{SECRET}{bare(one)}" for one in mine)]
        found = await self.store.read(checks.find_marks, marks)
        assert [] == found, f"{name} is forgotten, and kept"
        for message in self.shown():
            if message.at > self.clock.now() - checks.EDITED:
                checks.check_names([message], self.model, set(), set(ACCOUNTS) - set(mine))

    def shown(self) -> list[Utterance]:
        """What the messages in the groups show now."""
        return [one for ear in self.ears.values() for one in ear.shown.values() if one.place in GROUPS]

    # What a person does

    def name(self, who: int) -> str:
        return ACCOUNTS[who % len(ACCOUNTS)]

    def place(self, name: str, which: int) -> Place:
        """One of the groups in which a person speaks."""
        return CLUB if name.endswith("discord") and which % 4 == 3 else self.home(name)

    async def do_done(self, who: int, which: int) -> None:
        name, task = self.name(who), TASKS[which % len(TASKS)]
        note = "" if task in self.model.tasks(name) else f": {self.note_of(name)}"
        reply = await self.speak(name, f"/done {task}{note}", self.place(name, who))
        assert "done" in words(reply), words(reply)
        self.model.do(name, self.clock.now(), task)

    def note_of(self, name: str) -> str:
        return f"{SECRET}{bare(name)}"

    async def do_log(self, who: int, which: int) -> None:
        name = self.name(who)
        reply = await self.speak(name, f"/log {(8, 20)[which % 2]}m {self.note_of(name)}", self.place(name, who))
        assert Tone.PROBLEM is not reply.tone, words(reply)
        self.model.do(name, self.clock.now())

    async def do_repair(self, who: int, which: int) -> None:
        reply = await self.speak(self.name(who), "/repair 20m")
        if any(label.startswith("Undo") for label in labels(reply)):
            self.model.do(self.name(who), self.clock.now())

    async def do_undo(self, who: int, which: int) -> None:
        name = self.name(who)
        reply = await self.speak(name, "/undo")
        if labels(reply) and labels(reply)[0].startswith(("Yes", "Undo")):
            reply = await self.touch(name, reply, labels(reply)[0])
        if Tone.PROBLEM is not reply.tone and self.model.live(name):
            self.model.undo(name)

    async def do_pause(self, who: int, which: int) -> None:
        await self.speak(self.name(who), ("/pause 2d", "/pause 9d", "/resume")[which % 3])

    async def do_zone(self, who: int, which: int) -> None:
        await self.speak(self.name(who), f"/settings zone {ZONES[which % len(ZONES)]}")

    async def do_rest(self, who: int, which: int) -> None:
        await self.speak(self.name(who), f"/settings rest {RESTS[which % len(RESTS)]}")

    async def do_show(self, who: int, which: int) -> None:
        visibility = VISIBILITIES[which % len(VISIBILITIES)]
        await self.speak(self.name(who), f"/settings visibility {visibility}")
        self.model.show(self.name(who), visibility)

    async def do_report(self, who: int, which: int) -> None:
        name = self.name(who)
        task, note = TASKS[which % len(TASKS)], self.note_of(name)
        lines = ("/settings checkins all", f"/checkin {note} | {note} | {task}", f"/promise {task}", "/nudges on")
        await self.speak(name, lines[which % len(lines)])

    async def do_join(self, who: int, which: int) -> None:
        name = self.name(who)
        await self.speak(name, ("/join", "/leave yes")[which % 2], self.place(name, which // 2))

    async def do_look(self, who: int, which: int) -> None:
        name = self.name(who)
        place = self.alone(name) if which % 3 == 0 else self.place(name, who)
        await self.speak(name, LOOKS[which % len(LOOKS)], place)

    # What a person does with their accounts

    async def do_link(self, who: int, which: int) -> None:
        """Link the accounts of a person, or separate them."""
        issuer, typist = self.pair(who, which)
        names = [issuer, typist]
        before = await self.store.read(checks.read_streaks, names, self.clock.now())
        if issuer in self.model.linked:
            await self.unlink(issuer)
        elif await self.link(issuer, typist):
            [after] = await self.store.read(checks.read_streaks, names, self.clock.now())
            assert after.current >= max((one.current for one in before), default=0), "the streak is cut"
            assert after.best >= max((one.best for one in before), default=0), "the best streak is cut"

    def pair(self, who: int, which: int) -> list[str]:
        """The accounts of a person who has two."""
        return sorted(PAIRED[who % len(PAIRED)], reverse=bool(which % 2))

    async def link(self, issuer: str, typist: str) -> bool:
        """Link two accounts, if a code is given."""
        shown = (await self.speak(issuer, "/settings link")).text.plain
        if "Your code: " not in shown:
            return False
        asked = await self.speak(typist, f"/settings link {shown.split('Your code: ')[1].split()[0]}")
        linked = await self.touch(typist, asked, labels(asked)[0])
        assert "Linked" in words(linked), words(linked)
        self.model.link(issuer)
        return True

    async def unlink(self, name: str) -> None:
        """Separate two accounts. Each has its own rows again."""
        known = await self.store.read(checks.learner_ids)
        mine, made = self.model.accounts_of(name), await self.store.read(checks.read_made, known[name])
        assert Tone.GOOD is (await self.speak(name, "/settings unlink yes")).tone
        self.model.unlink(name)
        await self.store.read(checks.check_parted, made, mine)

    async def do_try_link(self, who: int, which: int) -> None:
        """Link two accounts and separate them at once: all is as it was before."""
        issuer, typist = self.pair(who, which)
        if issuer in self.model.linked or not {issuer, typist} <= self.known:
            return
        await self.speak(issuer, "/settings link")
        await self.speak(typist, "/settings unlink")
        before = await self.store.read(everything)
        if await self.link(issuer, typist):
            await self.unlink(issuer)
            assert_same(before, await self.store.read(everything))

    async def do_export(self, who: int, which: int) -> None:
        """Read an export back. One is given in ten minutes."""
        name = self.name(who)
        await self.live(minutes=11)
        if name in self.known:
            learner_id = (await self.store.read(checks.learner_ids))[name]
            await assert_export_agrees(self, name, learner_id, ROADMAP)

    async def do_forget(self, who: int, which: int) -> None:
        """Wish to be forgotten now or tomorrow, or take it back."""
        name = self.name(who)
        if which % 4 == 0:
            await self.forget_now(name)
        elif which % 4 == 1:
            await self.speak(name, "/settings forget undo")
            self.model.keep(name)
        elif name in self.known:
            await self.speak(name, "/settings forget tomorrow")
            self.model.want(name, self.clock.now() + timedelta(days=1))

    async def forget_now(self, name: str) -> None:
        if name in self.known:
            self.model.keep(name)
            self.model.wishes[name] = self.clock.now()
        asked = await self.speak(name, "/settings forget now")
        await self.touch(name, asked, "Yes")

    # What stewards do, and time

    async def do_connect(self, who: int, which: int) -> None:
        """Connect a group of Discord with that of Telegram, disconnect them, or take back what is to come."""
        guild = CLUB if who % 5 == 4 else GUILD
        if which % 5 == 0:
            await self.order("/setup connect cancel", guild)
        elif which % 5 == 1:
            await self.order("/setup disconnect yes", (guild, CHAT)[who % 2])
        else:
            await self.connect(*((guild, CHAT) if who % 2 else (CHAT, guild)))

    async def connect(self, issuing: Place, typing: Place) -> None:
        shown = (await self.order("/setup connect", issuing)).text.plain
        if "Your code: " not in shown:
            return
        asked = await self.order(f"/setup connect {shown.split('Your code: ')[1].split()[0]}", typing)
        if labels(asked) and labels(asked)[0] == "Connect":
            reply = await self.touch(STEWARDS[typing.platform], asked, "Connect", typing)
            assert "become one group" in words(reply)

    async def order(self, line: str, place: Place) -> Reply:
        """What the steward of a place is answered."""
        return await self.speak(STEWARDS[place.platform], line, place)

    async def do_move(self, who: int, which: int) -> None:
        """The bot is removed from a group, or comes back, or the group's zone changes."""
        place = GROUPS[who % len(GROUPS)]
        if which % 4 == 0:
            await self.app.removed(place)
        elif which % 4 == 1:
            await self.app.added(place, f"added {self.clock.now()}")
        else:
            await self.order(f"/setup zone {ZONES[which % len(ZONES)]}", place)

    async def do_wait(self, who: int, which: int) -> None:
        hours = HOURS[which % len(HOURS)]
        await self.live(hours=hours)
        if hours >= 9:
            await self.app.maintain()


WEIGHTS = {
    "done": 12,
    "wait": 8,
    "log": 3,
    "undo": 3,
    "link": 4,
    "connect": 4,
    "show": 3,
    "forget": 3,
    "try_link": 1,
    "export": 2,
    "repair": 1,
    "pause": 1,
    "zone": 2,
    "rest": 1,
    "report": 3,
    "join": 2,
    "look": 2,
    "move": 2,
}
WHAT = [what for what, weight in WEIGHTS.items() for _ in range(weight)]
DEEDS: st.SearchStrategy[Deed] = st.tuples(st.sampled_from(WHAT), st.integers(0, 11), st.integers(0, 23))
