"""Links of a week in its digest, as their members allow when it is worded."""

from __future__ import annotations

import pytest

from bot.chat.reply import Reply
from bot.database.store import Store
from bot.features.posts import POSTS
from bot.posting import outbox
from bot.posting.deliverer import word_post
from bot.posting.kinds import find_kind
from bot.posting.subjects import read_subjects
from tests.adapters.weekly_core import WeeklyCore
from tests.bot.room import HERE, labels, words

KINDS = {kind.name: kind for kind in POSTS}
NAMES = ("Ann", "Ben", "Cat", "Dan")


@pytest.fixture
async def core(store: Store) -> WeeklyCore:
    """A group of four whose members all show their work."""
    core = WeeklyCore(store)
    for name in NAMES:
        await core.room.say(name, "/join")
        await core.room.say(name, "/settings work on")
    await core.open_checkin()
    return core


async def _finish(core: WeeklyCore, *names: str) -> None:
    for name in names:
        await core.room.say(name, f"/done week2-numpy: https://example.org/{name}")


async def _digest(core: WeeklyCore) -> Reply:
    """Close the check-in, and word its digest."""
    await core.close_checkin()
    room, now = core.room, core.room.clock.now()
    claimed = await room.store.write(outbox.claim_posts, now, now - now, 100, (HERE.platform,))
    [post] = [one for one in claimed if one.kind == "digest"]
    read_details = find_kind("digest").read_details
    assert read_details
    details = await room.store.read(read_details, post)
    subjects = await room.store.read(read_subjects, post)
    return word_post(post, KINDS, room.library, now, subjects, details=details)


async def test_a_digest_shows_the_links_of_its_week(core: WeeklyCore) -> None:
    await _finish(core, "Ann")
    await core.room.say("Ben", "/done week1-stats: a note without a link")

    said = words(await _digest(core))

    assert "Ann finished NumPy & Pandas: https://example.org/Ann" in said
    assert "a note without" not in said


@pytest.mark.parametrize("line", ["/settings work private", "/settings visibility hidden", "/work hide #1", "/undo"])
async def test_a_digest_shows_no_link_that_is_private_by_then(core: WeeklyCore, line: str) -> None:
    await _finish(core, "Ann", "Ben")

    await core.room.say("Ann", line)
    said = words(await _digest(core))

    assert "example.org/Ann" not in said
    assert "example.org/Ben" in said


async def test_a_digest_shows_three_links_and_the_rest_by_a_tap(core: WeeklyCore) -> None:
    await _finish(core, *NAMES)

    digest = await _digest(core)
    rest = await core.room.tap("Ann", digest, "All work (4)")

    assert 3 == words(digest).count("https://example.org/")
    assert 4 == words(rest).count("https://example.org/")
    assert "All work (4)" in labels(digest)
