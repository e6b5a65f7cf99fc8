"""Word posts to stewards."""

from __future__ import annotations

from bot.chat.reply import Reply, Tone
from bot.features.stewards.facts import PlaceLost
from bot.identity import DISCORD
from bot.posting.wording import Worded


def word_place_lost(worded: Worded) -> Reply:
    """For a steward, in private: their group cannot be reached any more, and what brings it back."""
    facts = PlaceLost.from_json(worded.post.facts)
    key = "steward.lost_discord" if facts.platform == DISCORD else "steward.lost"
    text = worded.say(key, group=facts.group, platform=facts.platform.capitalize())
    return Reply(text, tone=Tone.PROBLEM, private=True)
