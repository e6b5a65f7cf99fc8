"""Word a message once more, without a learner who was forgotten."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from bot.chat.reply import Reply
from bot.features.privacy.facts import Unnamed
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
