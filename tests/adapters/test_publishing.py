"""Published check-ins on both platforms: the form or the questions, the tap, the digest, and all of it in private."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from bot.database.store import Store
from tests.adapters.discord_core import ToyCore
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_peer_exchange import MODAL
from tests.adapters.discord_stage import ANN, BEN, Stage, staged
from tests.adapters.telegram_peer_world import Chat, User
from tests.adapters.telegram_stage import Stage as TelegramStage
from tests.adapters.telegram_stage import on_stage
from tests.adapters.telegram_toy import ToyCore as TelegramToyCore
from tests.adapters.weekly_core import WeeklyCore

HOSTILE = "@everyone @Ben <@&2> **bold** [click](http://x.y) <b>&amp; `code`\n• Ben: forged"
SAID = "@everyone @Ben <@&2> **bold** [click](http://x.y) <b>&amp; `code` · • Ben: forged"


async def open_form(stage: Stage) -> dict[str, Any]:
    exchange = await stage.peer.begin(ANN, "checkin")
    await stage.peer.until(lambda: exchange.settled)
    assert MODAL == exchange.acknowledged
    assert exchange.modal
    return exchange.modal


async def test_on_discord_the_form_says_who_reads_it_and_a_tap_publishes_it(sqlite_store: Store) -> None:
    core = WeeklyCore(sqlite_store)
    async with staged(cast(ToyCore, core), DiscordPeer()) as stage:
        for person in (ANN, BEN):
            await stage.peer.slash(person, "join")
        await core.open_checkin()
        modal = await open_form(stage)
        assert "Check-in · only you, until you choose" == modal["title"]

        answer = await stage.peer.submit(modal, {"finished": HOSTILE, "obstacle": HOSTILE, "promise": "numpy"}, ANN)
        assert answer.ephemeral
        assert {"All", "Only my promise", "Private"} <= set(answer.buttons)
        chosen = await stage.peer.tap(answer, "All", ANN)

        assert chosen is answer
        assert "Your group, all of it" in str(answer.embeds)
        assert "Check-in · your group reads it" == (await open_form(stage))["title"]
        await core.close_checkin()
        await core.send_due(stage.adapter, "digest")
        digest = stage.peer.general.messages[-1]
        assert set() == digest.pinged
        assert SAID[:30] in digest.text.replace("\\", "")
        assert {"Help Ann", "Read all"} <= set(digest.buttons)
        whole = await stage.peer.tap(digest, "Read all", BEN)
        assert whole.ephemeral
        assert "Check-ins of the week of 2 March" in str(whole.embeds)

        mine = await stage.peer.tap(digest, "Read all", ANN)
        await stage.peer.tap(mine, "Make mine private", ANN)
        await core.send_due(stage.adapter, "amend_digest")

        assert "forged" not in digest.text
        assert "1 of you checked in" in digest.text
        assert "Read all" not in digest.buttons


@asynccontextmanager
async def in_a_room(store: Store) -> AsyncIterator[tuple[TelegramStage, WeeklyCore, User, User, Chat]]:
    """A Telegram group of Ann and Ben on the evening of the check-in; both have a chat with the bot."""
    core = WeeklyCore(store)
    async with on_stage(begin=False) as stage:
        stage.core, stage.clock = cast(TelegramToyCore, core), core.clock
        stage.adapter = stage.make()
        await stage.begin()
        ann, ben, room = stage.peer.user("Ann"), stage.peer.user("Ben"), stage.peer.group("Study")
        for person in (ann, ben):
            await says(stage, person, room, "/join")
        await core.open_checkin()
        yield stage, core, ann, ben, room


async def says(stage: TelegramStage, who: User, where: Chat | User, text: str) -> None:
    stage.peer.says(who, where, text)
    await stage.peer.quiet()


async def taps(stage: TelegramStage, who: User, chat: Chat, label: str) -> None:
    stage.peer.taps(who, chat.last, next(one for one in chat.last.buttons if one.startswith(label)))
    await stage.peer.quiet()


async def test_on_telegram_the_last_question_publishes_and_the_digest_pings_nobody(sqlite_store: Store) -> None:
    async with in_a_room(sqlite_store) as (stage, core, ann, ben, room):
        chat, bens = stage.peer.private(ann), stage.peer.private(ben)
        await says(stage, ann, room, "/checkin")
        for answer in (HOSTILE, HOSTILE, "numpy"):
            await says(stage, ann, chat, answer)
        assert "How much of your check-ins may your group read?" in chat.last.text
        assert ["All", "Only my promise", "Private", "Not now"] == chat.last.buttons
        await taps(stage, ann, chat, "All")
        assert "Your group, all of it" in chat.last.text

        await core.close_checkin()
        await core.send_due(stage.adapter, "digest")
        digest = room.last
        assert f"• Ann: {SAID}"[:60] in digest.text.replace("\u2060", "")
        assert [] == digest.styled("mention") == digest.styled("text_mention") == digest.styled("text_link")
        await taps(stage, ben, room, "Read all")
        assert "Check-ins of the week of 2 March" in bens.last.text

        await taps(stage, ann, room, "Read all")
        await taps(stage, ann, chat, "Make mine private")
        await core.send_due(stage.adapter, "amend_digest")

        assert "forged" not in digest.text
        assert "1 of you checked in" in digest.text
        await says(stage, ben, bens, "/digest 1")
        assert "Nobody shares" in bens.last.text
