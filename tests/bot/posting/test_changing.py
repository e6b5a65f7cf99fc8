"""Changing a message that is out, and saying it anew."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.chat.markup import plain
from bot.chat.port import SendError
from bot.chat.reply import Reply
from bot.identity import Place, PlaceId, PostId
from bot.posting.changing import change_message
from bot.posting.posts import Post
from tests.bot.posting.office import Platform

NOW = datetime(2026, 3, 2, tzinfo=UTC)
HERE = Place("telegram", -1, -1)
POST = Post(PostId(1), "focus_end", "k", None, {}, 1, NOW, NOW, HERE, "en", PlaceId(1), None)
BYE = Reply(plain("bye"))
REFUSED = SendError("not ours", rejected=True)
FORBIDDEN = SendError("missing permissions", permanent=True)
BUSY = SendError("busy", retry_after=3)


async def test_a_message_that_is_there_is_changed() -> None:
    platform = Platform()
    assert "99" == await change_message(platform, POST, "99", BYE, anew=True)
    assert ([("99", BYE)], []) == (platform.edited, platform.sent)


@pytest.mark.parametrize("unchanged", [None, REFUSED, FORBIDDEN])
async def test_a_message_that_is_gone_or_refused_is_sent_anew(unchanged: SendError | None) -> None:
    platform = Platform(lost={"99"}, unchanged=unchanged, answers=["100"])
    assert "100" == await change_message(platform, POST, "99", BYE, anew=True)
    assert [(HERE, BYE, "k")] == platform.sent


async def test_without_anew_a_message_that_is_gone_stays_gone() -> None:
    platform = Platform(lost={"99"})
    assert "99" == await change_message(platform, POST, "99", BYE, anew=False)
    assert not platform.sent


@pytest.mark.parametrize(("error", "anew"), [(BUSY, True), (REFUSED, False), (FORBIDDEN, False)])
async def test_any_other_trouble_is_raised(error: SendError, anew: bool) -> None:
    platform = Platform(unchanged=error)
    with pytest.raises(SendError) as caught:
        await change_message(platform, POST, "99", BYE, anew=anew)
    assert error is caught.value
    assert not platform.sent
