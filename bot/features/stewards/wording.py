"""Word posts to stewards."""

from __future__ import annotations

from bot.chat.reply import Reply, Tone
from bot.features.stewards.facts import PlaceLost, RoadmapLost
from bot.identity import Platform
from bot.posting.wording import NothingToSay, Worded


def word_place_lost(worded: Worded) -> Reply:
    """Word the steward's private post: the group cannot be reached, and how to bring it back."""
    facts = PlaceLost.from_json(worded.post.facts)
    title = worded.subjects.titles.get(facts.group_id)
    if title is None:
        raise NothingToSay
    key = "steward.lost_discord" if facts.platform == Platform.DISCORD else "steward.lost"
    text = worded.say(key, group=title, platform=facts.platform.capitalize())
    return Reply(text, tone=Tone.PROBLEM, private=True)


def word_lost_roadmap(worded: Worded) -> Reply:
    """Word the steward's private post: the group's roadmap is missing, and how to go on."""
    facts = RoadmapLost.from_json(worded.post.facts)
    title = worded.subjects.titles.get(facts.group_id)
    if title is None or facts.slug in worded.library:
        raise NothingToSay
    key = "steward.roadmap" if title else "steward.roadmap_alone"
    return Reply(worded.say(key, group=title, slug=facts.slug), tone=Tone.PROBLEM, private=True)
