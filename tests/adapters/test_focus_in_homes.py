"""A shared session of one group on Discord and on Telegram: a message in each, whatever one of them refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.adapters.discord_peer_state import Message as Posted
from tests.adapters.telegram_peer_world import Message
from tests.adapters.test_both import ANN, CHIEF, town
from tests.adapters.test_focus_together import logged
from tests.adapters.test_two_homes import BOB, Homes


class Hall(Homes):
    """Two homes of one group, in which people study together."""

    async def open(self) -> None:
        await self.settle()
        await self.connect()

    async def begin(self, *, on: str, minutes: int = 10) -> None:
        """Let Ann or Ben start a session."""
        if on == "discord":
            await self.discord.slash(ANN, "focus", {"how": str(minutes)})
        else:
            await self.says(self.ben, f"/focus {minutes}")
        await self.wait(seconds=1)

    @property
    def channel(self) -> list[Posted]:
        """The messages of sessions in the channel."""
        return [
            one for one in self.discord.general.messages if one.title.startswith(("Study together", "Session over"))
        ]

    @property
    def chat(self) -> list[Message]:
        """The messages of sessions in the chat."""
        return [one for one in self.room.messages if one.text.startswith(("Study together", "Session over"))]

    def texts(self) -> tuple[str, str]:
        """The one message of each home."""
        [posted], [message] = self.channel, self.chat
        return f"{posted.title}\n{posted.text}", message.text

    async def join_both(self) -> None:
        """Let Bob join in the channel, and Cat in the chat."""
        assert "You’re in until" in (await self.discord.tap(self.channel[-1], "Join", BOB)).text
        self.telegram.taps(self.cat, self.chat[-1], "Join")
        await self.telegram.quiet()

    async def minutes(self) -> dict[str, int]:
        """The minutes logged in the session, by name: all before it were 15 at once."""
        return {name: sum(found) - 15 * (name in {"Ann", "Bob"}) for name, found in (await logged(self.both)).items()}


@pytest.mark.parametrize("on", ["discord", "telegram"])
async def test_each_home_has_one_message_and_each_names_its_own(database_url: str, on: str) -> None:
    async with town(database_url) as both:
        hall = Hall(both)
        await hall.open()
        await hall.begin(on=on)
        [posted], [message] = hall.channel, hall.chat
        assert (message.quiet, set()) == (True, posted.pinged)
        await hall.join_both()
        await hall.wait(minutes=5)
        for text in hall.texts():
            assert "5 minutes left" in text
        starter = (f"<@{ANN.id}>", "Ann") if on == "discord" else ("Ben", "Ben")
        assert f"Studying: {starter[0]}, <@{BOB.id}>, Cat." in posted.text
        assert f"Studying: {starter[1]}, Bob, Cat." in message.text
        again = await both.discord.slash(CHIEF, "focus", {"how": "25"})
        assert "with 3 members" in again.text

        await hall.wait(minutes=5)
        for text in hall.texts():
            assert "Session over" in text
            assert "10 minutes together." in text
        assert set() == posted.pinged
        assert {starter[1]: 10, "Bob": 10, "Cat": 10} == {name: n for name, n in (await hall.minutes()).items() if n}


TELEGRAM = "telegram"
Trouble = Callable[[Hall], object]
REFUSALS: dict[str, tuple[str, Trouble]] = {
    "the channel takes no posts": ("discord", lambda hall: setattr(hall.discord.general, "refuses", (403, 50013))),
    "the channel is slow": ("discord", lambda hall: hall.discord.fail("POST /channels/.*", 500, times=3)),
    "the chat takes no posts": (TELEGRAM, lambda hall: setattr(hall.room, "muted", True)),
    "the chat is slow": (TELEGRAM, lambda hall: hall.telegram.refuses("sendMessage", 500, "Bad Gateway", times=3)),
}


@pytest.mark.parametrize("name", REFUSALS)
async def test_a_home_that_takes_no_message_holds_up_no_other(sqlite_url: str, name: str) -> None:
    async with town(sqlite_url) as both:
        hall = Hall(both)
        await hall.open()
        broken, trouble = REFUSALS[name]
        trouble(hall)
        await hall.begin(on="telegram" if broken == "discord" else "discord")
        left = hall.chat if broken == "discord" else hall.channel
        assert 1 == len(left)
        await hall.wait(minutes=5)
        await hall.wait(minutes=5)

        [shown] = hall.chat if broken == "discord" else hall.channel
        assert "10 minutes." in shown.text
        assert 10 in (await hall.minutes()).values()
        assert [] == [text for text in both.telegram.private(hall.ben).texts if "can’t post" in text]


async def test_a_starter_whose_own_chat_takes_no_posts_reads_who_sees_the_session(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        hall = Hall(both)
        await hall.open()
        both.telegram.says(hall.ben, hall.ben, "/start")
        await both.telegram.quiet()
        hall.room.muted = True
        await hall.begin(on="telegram", minutes=25)
        for _ in range(2):
            await hall.wait(minutes=5)
        [told] = [text for text in both.telegram.private(hall.ben).texts if "can’t post" in text]
        assert "I can’t post in your chat on Telegram right now" in told
        assert "Ben" in hall.channel[0].text


EDITS: dict[str, Trouble] = {
    "a channel that refuses changes": lambda hall: hall.discord.fail("PATCH /channels/.*", 403, 50013, times=9),
    "a message that is gone": lambda hall: hall.discord.fail("PATCH /channels/.*", 404, 10008, times=9),
    "a chat that lets nothing be changed": lambda hall: hall.telegram.refuses(
        "editMessageText", 400, "Bad Request: message can't be edited", times=9
    ),
}


@pytest.mark.parametrize("name", EDITS)
async def test_where_a_message_cannot_be_changed_a_new_one_says_the_end_and_the_other_home_is_as_ever(
    sqlite_url: str, name: str
) -> None:
    async with town(sqlite_url) as both:
        hall = Hall(both)
        await hall.open()
        await hall.begin(on="discord")
        EDITS[name](hall)
        await hall.join_both()
        await hall.wait(minutes=5)
        await hall.wait(minutes=5)
        counts = sorted((len(hall.channel), len(hall.chat)))
        assert [1, 2] == counts
        for last in (hall.channel[-1].text, hall.chat[-1].text):
            assert "10 minutes together." in last
        assert {"Ann": 10, "Bob": 10, "Cat": 10} == {who: n for who, n in (await hall.minutes()).items() if n}


async def test_a_chat_that_removes_the_bot_in_the_middle_leaves_the_session_to_the_channel(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        hall = Hall(both)
        await hall.open()
        await hall.begin(on="telegram")
        await hall.join_both()
        both.telegram.moves_bot(hall.chief, hall.room, "member", "kicked")
        await both.telegram.quiet()
        for _ in range(2):
            both.clock.advance(timedelta(minutes=5))
            await both.app.work.run_due()
        assert "Ben, " in hall.channel[0].text
        assert "10 minutes together." in hall.channel[0].text
        assert {"Ben": 10, "Bob": 10, "Cat": 10} == {who: n for who, n in (await hall.minutes()).items() if n}


async def test_a_group_that_parts_in_the_middle_goes_on_studying_in_both_homes(database_url: str) -> None:
    async with town(database_url) as both:
        hall = Hall(both)
        await hall.open()
        await hall.begin(on="discord", minutes=15)
        await hall.join_both()
        asked = await both.discord.slash(CHIEF, "setup", {"what": "disconnect"})
        await both.discord.tap(asked, "Disconnect", CHIEF)
        await hall.wait(minutes=5)
        channel, chat = hall.texts()
        assert f"Studying: <@{ANN.id}>, <@{BOB.id}>." in channel
        assert "Studying: Cat." in chat
        both.telegram.taps(hall.ben, hall.chat[0], "Join")
        await both.telegram.quiet()
        await hall.wait(minutes=10)

        channel, chat = hall.texts()
        assert f"<@{ANN.id}>, <@{BOB.id}>: 15 minutes together." in channel
        assert "Cat, Ben: 15 minutes together." in chat
        found = {"Ann": 15, "Bob": 15, "Cat": 15, "Ben": 10}
        assert found == {who: n for who, n in (await hall.minutes()).items() if n}


async def test_buttons_of_before_a_parting_are_about_the_session_that_goes_on_in_their_chat(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        hall = Hall(both)
        await hall.open()
        await hall.begin(on="discord", minutes=15)
        await hall.join_both()
        hall.telegram.refuses("editMessageText", 400, "Bad Request: message can't be edited", times=9)
        asked = await both.discord.slash(CHIEF, "setup", {"what": "disconnect"})
        await both.discord.tap(asked, "Disconnect", CHIEF)
        await hall.wait(minutes=5)
        both.telegram.taps(hall.ben, hall.chat[0], "Join")
        await both.telegram.quiet()
        await hall.wait(minutes=5)
        both.telegram.taps(hall.cat, hall.chat[0], "Stop")
        await both.telegram.quiet()
        await hall.wait(minutes=1)
        await hall.wait(minutes=4)

        assert f"<@{ANN.id}>, <@{BOB.id}>: 15 minutes together." in hall.channel[0].text
        assert "Cat, Ben: 10 minutes together." in hall.chat[-1].text
        assert {"Ann": 15, "Bob": 15, "Cat": 10, "Ben": 5} == {who: n for who, n in (await hall.minutes()).items() if n}
