"""Word a message anew without a forgotten learner, and the warnings of the end of a group or home."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import cast

from bot.chat.reply import Reply, Tone
from bot.chat.words.clocks import local_day
from bot.features.privacy.facts import GroupEnds, HomeEnds, Unnamed
from bot.identity import GroupId
from bot.posting.shown import ShownPost, word_shown
from bot.posting.wording import NothingToSay, Worded

SAID = frozenset({"celebration", "thanks"})
"""The kinds of post that say what happened also without the learner."""


def word_unnamed(worded: Worded) -> Reply:
    """Word the message as it is without the learner. Where nothing of it is left, a line takes its place."""
    facts, shown = Unnamed.from_json(worded.post.facts), cast("ShownPost | None", worded.details)
    if shown is not None:
        with suppress(NothingToSay):
            return word_shown(shown, worded.library)
    return Reply(worded.say(f"unnamed.{facts.of_kind if facts.of_kind in SAID else 'other'}"))


def word_group_end(worded: Worded) -> Reply:
    """Word the warning to a steward. Raises NothingToSay if the group is gone, or the bot is back in it."""
    facts = GroupEnds.from_json(worded.post.facts)
    return _word_end(worded, "group_ends.text", facts.group_id, facts.ends_at)


def word_home_end(worded: Worded) -> Reply:
    """Word the warning to a steward. Raises NothingToSay if the home has parted, or the bot is back in it."""
    facts = HomeEnds.from_json(worded.post.facts)
    return _word_end(worded, "home_ends.text", facts.group_id, facts.ends_at, platform=facts.platform.capitalize())


def _word_end(worded: Worded, key: str, group_id: GroupId, ends_at: datetime, **values: str) -> Reply:
    title = worded.subjects.titles.get(group_id)
    if title is None or worded.details is not True:
        raise NothingToSay
    day = local_day(ends_at, "UTC", worded.post.language)
    return Reply(worded.say(key, group=title, day=day, **values), tone=Tone.PROBLEM, private=True)
