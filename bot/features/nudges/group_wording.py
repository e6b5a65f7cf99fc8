"""Word the group nudge."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, ButtonStyle, Reply
from bot.features.farewells.posts import word_farewell
from bot.features.nudges.facts import GroupNudge
from bot.posting.wording import Worded
from roadmap.model import Roadmap

FRONTS = 3


def word_group_nudge(worded: Worded) -> Reply:
    """Word the group's daily nudge: today's count, the frontier, a habit and buttons. It has no names."""
    facts = GroupNudge.from_json(worded.post.facts)
    if facts.asleep:
        return word_farewell(worded)
    roadmap = worded.find(facts.roadmap)
    opening = "nudge.none" if not facts.studied else "nudge.some"
    return Reply(
        join_texts(
            [
                worded.say_anew(opening, n=facts.studied, members=facts.members),
                _frontier(worded, facts, roadmap),
                _habit(worded, facts.habits, roadmap),
                worded.apology(facts.at),
            ]
        ),
        title=worded.say_anew("nudge.title"),
        buttons=(
            (
                Button(worded.label("nudge.done"), "done", style=ButtonStyle.SUCCESS),
                Button(worded.label("nudge.next"), "next"),
                Button(worded.label("nudge.log"), "log 15m"),
            ),
        ),
    )


def _frontier(worded: Worded, facts: GroupNudge, roadmap: Roadmap) -> Text:
    """Word where the group is: "4 of you are in Math Essentials"."""
    blocks = [(roadmap.block(slug), count) for slug, count in facts.frontier]
    return join_texts(
        worded.say("nudge.front", n=count, block=block.title) for block, count in blocks[:FRONTS] if block is not None
    )


def _habit(worded: Worded, slugs: Iterable[str], roadmap: Roadmap) -> Text:
    """Word a daily habit, another each turn."""
    titles = [habit.title for habit in roadmap.habits if habit.slug in slugs]
    return worded.say_anew("nudge.habit", what=titles[worded.turn % len(titles)]) if titles else Text()
