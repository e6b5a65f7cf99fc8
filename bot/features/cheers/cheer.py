"""/cheer: cheer for a post, or take the cheer back. It is tapped rather than typed."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.reply import Reply, Tone
from bot.features.cheers.actions import NothingToCheer, toggle_cheer
from bot.identity import PostId
from bot.posting.shown import read_shown, word_shown
from bot.posting.wording import NoRoadmap, NothingToSay

_DIGITS = 18


@command(of_group=False, tapped=True, post=Arg("the number of the post"))
async def cheer(call: Call, post: str) -> Reply:
    """Cheer for what a member reached, or take your cheer back."""
    post_id = _read_number(post)
    given = await call.write(toggle_cheer, call.caller, call.roadmap_slug, post_id)
    counted = await _count_in_place(call, post_id) if call.said.shared else None
    return counted or Reply(call.say("cheers.given" if given else "cheers.taken_back"), tone=Tone.GOOD, private=True)


async def _count_in_place(call: Call, post_id: PostId) -> Reply | None:
    """Word the tapped post once more, with its cheers counted. None if it has no words any more."""
    shown = await call.read(read_shown, post_id)
    try:
        return word_shown(shown, call.library) if shown else None
    except (NothingToSay, NoRoadmap):
        return None


def _read_number(typed: str) -> PostId:
    number = typed.strip()
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        raise NothingToCheer
    return PostId(int(number))
