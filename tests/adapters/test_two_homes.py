"""One group on Discord and on Telegram, through both client libraries in one process."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.adapters.discord_peer_state import Person
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.test_both import ANN, CHIEF, Town, town

BOB = Person("Bob")
CODE = re.compile(r"Your code: `?(\w{8})")


class Homes:
    """A channel on Discord and a group on Telegram, each with members and an admin."""

    def __init__(self, both: Town) -> None:
        self.both = both
        self.discord, self.telegram = both.discord, both.telegram
        self.chief = self.telegram.user("Boss", "boss", started=True)
        self.ben, self.cat = self.telegram.user("Ben", "ben"), self.telegram.user("Cat")
        self.room: Chat = self.telegram.group("Study Group", admins=(self.chief,))

    async def says(self, who: User, line: str) -> None:
        """Let a person on Telegram say a line, and wait for all that follows."""
        self.telegram.says(who, self.room, line)
        await self.telegram.quiet()

    async def settle(self) -> None:
        """Let people join on both platforms."""
        await self.discord.slash(CHIEF, "setup", {"what": "zone", "value": "UTC"})
        for person in (ANN, BOB):
            await self.discord.slash(person, "log", {"what": "15m"})
        await self.says(self.chief, "/setup zone UTC")
        for user in (self.ben, self.cat):
            await self.says(user, "/join")

    async def connect(self) -> None:
        """Connect both, and wait for a day."""
        shown = await self.discord.slash(CHIEF, "setup", {"what": "connect"})
        assert shown.ephemeral
        found = CODE.search(shown.text)
        assert found
        await self.says(self.chief, f"/setup connect {found[1]}")
        self.telegram.taps(self.chief, self.room.last, "Connect")
        await self.telegram.quiet()
        await self.wait(seconds=1)
        await self.wait(days=1)

    async def wait(self, **by: float) -> None:
        """Let time pass, until both platforms were heard of again, and do what is due."""
        self.both.clock.advance(timedelta(**by))
        await self.says(self.cat, "good morning")
        await self.both.app.work.run_due()

    def posted(self, word: str) -> tuple[list[str], list[str]]:
        """The texts of messages that hold a word: in the channel, and in the group."""
        there = [f"{one.title}\n{one.text}" for one in self.discord.general.messages]
        return [one for one in there if word in one], [one for one in self.room.texts if word in one]


async def test_a_channel_and_a_chat_are_one_group_until_they_part(database_url: str) -> None:
    async with town(database_url) as both:
        homes = Homes(both)
        await homes.settle()
        await homes.connect()
        for posts in (homes.posted("Two groups become one"), homes.posted("One group in two chats")):
            assert [len(one) for one in posts] == [1, 1]

        await both.discord.slash(ANN, "done", {"task": "week1"})
        await homes.wait(minutes=12)
        await homes.says(homes.ben, "/done week1")
        await homes.wait(minutes=12)
        channel, chat = homes.posted("🎉 Math Essentials done")
        for names, texts in (((f"<@{ANN.id}>", "Ben"), channel), (("Ann", "Ben"), chat)):
            for name in names:
                assert [name in text for text in texts].count(True) == 1, texts

        board = await both.discord.slash(BOB, "leaderboard")
        await homes.says(homes.cat, "/leaderboard")
        for shown in (board.text, homes.room.last.text):
            assert "Ann" in shown
            assert "Ben" in shown

        asked = await both.discord.slash(CHIEF, "setup", {"what": "disconnect"})
        parted = await both.discord.tap(asked, "Disconnect", CHIEF)
        assert "two groups again" in parted.text
        await homes.wait(seconds=1)
        assert [len(one) for one in homes.posted("Two groups again")] == [1, 1]
        await homes.says(homes.cat, "/leaderboard")
        assert "Ann" not in homes.room.last.text


async def test_a_quiet_time_is_for_both_homes_and_each_admin_sees_it(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        homes = Homes(both)
        await homes.settle()
        await homes.connect()
        await homes.says(homes.chief, "/quiet 2d")
        assert "No posts in your group’s two chats until Thu 5 Mar." in homes.room.last.text
        assert "Quiet until Thu 5 Mar" in (await both.discord.slash(CHIEF, "setup", {"what": "all"})).text

        await homes.says(homes.chief, "/quiet off")
        assert "both chats again" in homes.room.last.text
        assert "Quiet" not in (await both.discord.slash(CHIEF, "setup", {"what": "all"})).text


async def test_no_admin_reads_that_a_chat_was_told_which_takes_no_posts(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        homes = Homes(both)
        await homes.settle()
        both.discord.general.refuses = (403, 50013)
        await homes.connect()

        for line in ("/setup connect", "/setup disconnect"):
            await homes.says(homes.chief, line)
            assert "I couldn’t post in Study Group (Discord) yet." in homes.room.last.text
            assert "told" not in homes.room.last.text


async def test_a_channel_that_takes_posts_late_moves_the_day_and_both_hear_when(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        homes = Homes(both)
        await homes.settle()
        both.discord.general.refuses = (403, 50013)
        await homes.connect()
        for _ in range(3):
            await homes.wait(hours=1)
        assert [0, 1] == [len(one) for one in homes.posted("Not one group yet")]

        both.discord.general.refuses = None
        await homes.wait(minutes=11)
        when = both.clock.now() + timedelta(days=1)
        await homes.wait(seconds=1)
        assert [1, 1] == [len(one) for one in homes.posted("Two groups become one\n")]
        [late] = homes.posted("become one later: on")[1]
        assert f"on {when:%a} {when.day} {when:%b}, {when:%H:%M} UTC" in late
        assert f"<t:{int(when.timestamp())}" in homes.posted("Two groups become one\n")[0][0]
        await homes.wait(hours=23)
        assert [0, 0] == [len(one) for one in homes.posted("One group in two chats")]
        await homes.wait(hours=1)
        await homes.wait(seconds=1)
        assert [1, 1] == [len(one) for one in homes.posted("One group in two chats")]


async def test_homes_that_stay_apart_read_that_one_took_no_posts(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        homes = Homes(both)
        await homes.settle()
        both.discord.general.refuses = (403, 50013)
        await homes.connect()
        for hours in (6 * 24, 1, 1):
            await homes.wait(hours=hours)
        [told] = homes.posted("Not connected")[1]
        assert "for a week, I couldn’t post in the other chat" in told
        assert [] == homes.posted("I was removed")[1]

        both.discord.general.refuses = None
        await homes.wait(minutes=11)
        [told] = homes.posted("Not connected")[0]
        assert "for a week, I couldn’t post here" in told
        assert [] == homes.posted("become one")[0]


async def test_what_admins_agreed_on_holds_until_both_are_one(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        homes = Homes(both)
        await homes.settle()
        shown = await both.discord.slash(CHIEF, "setup", {"what": "connect"})
        found = CODE.search(shown.text)
        assert found
        await homes.says(homes.chief, f"/setup connect {found[1]}")
        both.telegram.taps(homes.chief, homes.room.last, "Connect")
        await both.telegram.quiet()
        await homes.wait(seconds=1)

        said = await both.discord.slash(CHIEF, "setup", {"what": "zone", "value": "Lima"})
        assert "admins of both agreed on this setting" in said.text
        await homes.says(homes.chief, "/setup zone Tokyo")
        assert "admins of both agreed on this setting" in homes.room.last.text
        await homes.wait(days=1)
        assert "Time zone: **UTC**" in (await both.discord.slash(CHIEF, "setup", {"what": "all"})).text


async def test_a_chat_that_was_out_at_the_disconnect_reads_of_it_on_the_return(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        homes = Homes(both)
        await homes.settle()
        await homes.connect()
        both.telegram.moves_bot(homes.chief, homes.room, "member", "kicked")
        await both.telegram.quiet()
        asked = await both.discord.slash(CHIEF, "setup", {"what": "disconnect"})
        await both.discord.tap(asked, "Disconnect", CHIEF)
        homes.room.kicked = False
        both.telegram.moves_bot(homes.chief, homes.room, "left", "member")
        await both.telegram.quiet()
        await homes.wait(seconds=1)

        assert [1, 1] == [len(one) for one in homes.posted("are two groups again")]
