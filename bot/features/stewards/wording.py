"""Word posts to stewards."""

from __future__ import annotations

from bot.chat.markup import NOTHING, join_texts
from bot.chat.reply import Button, Reply, Tone
from bot.chat.words.whereabouts import name_whereabouts
from bot.closed_sets import GONE
from bot.features.stewards.facts import FriendlyWord, PlaceLost, RightLacking, RoadmapLost
from bot.features.stewards.losses import find_loss
from bot.posting.wording import NothingToSay, Worded


def word_place_lost(worded: Worded) -> Reply:
    """Word the post to a steward: posts do not arrive in the group, why, and how to mend it."""
    facts = PlaceLost.from_json(worded.post.facts)
    group = worded.subjects.titles.get(facts.group_id)
    if group is None:
        raise NothingToSay
    where = name_whereabouts(worded.say, facts.platform, facts.chat_id, facts.thread_id)
    text = worded.say(f"loss.{find_loss(facts.platform, facts.reason)}", place=where)
    kept = NOTHING if facts.reason in GONE else worded.say("steward.kept")
    title = worded.say("steward.title", group=group, platform=facts.platform.capitalize())
    return Reply(join_texts([text, kept], "\n\n"), title=title, tone=Tone.PROBLEM, private=True)


def word_lost_roadmap(worded: Worded) -> Reply:
    """Word the steward's private post: the group's roadmap is missing, and how to go on."""
    facts = RoadmapLost.from_json(worded.post.facts)
    title = worded.subjects.titles.get(facts.group_id)
    if title is None or facts.slug in worded.library:
        raise NothingToSay
    key = "steward.roadmap" if title else "steward.roadmap_alone"
    return Reply(worded.say(key, group=title, slug=facts.slug), tone=Tone.PROBLEM, private=True)


def word_lacking_right(worded: Worded) -> Reply:
    """Word the post to a steward about a right that the bot lacks, and what it does without."""
    facts = RightLacking.from_json(worded.post.facts)
    group = worded.subjects.titles.get(facts.group_id)
    if group is None:
        raise NothingToSay
    where = name_whereabouts(worded.say, facts.platform, facts.chat_id, None)
    title = worded.say("steward.title", group=group, platform=facts.platform.capitalize())
    text = worded.say(f"steward.lacking.{facts.right}", place=where)
    return Reply(text, title=title, tone=Tone.PROBLEM, private=True)


def word_friendly(worded: Worded) -> Reply:
    """Word the group's friendly word to a quiet member, with buttons for a task, time off, and no more of these."""
    title = worded.subjects.titles.get(FriendlyWord.from_json(worded.post.facts).group_id)
    if not title or not worded.details:
        raise NothingToSay
    stop = Button(worded.label("friendly.stop"), "nudges stop")
    buttons = Button(worded.label("nudge.next"), "next"), Button(worded.label("friendly.away"), "pause"), stop
    return Reply(worded.say("friendly.text", group=title), buttons=(buttons,), private=True)
