"""What a group hears unasked: the daily nudge, the monthly review; and what its steward is told when it cannot."""

from __future__ import annotations

from collections.abc import Iterable

from babel.dates import format_date

from bot.chat.markup import Text, join
from bot.chat.reply import Button, Reply, Tone
from bot.delivery.wording.worded import Worded
from bot.identity import DISCORD
from bot.usecases.speaking.facts import GroupNudge, PlaceLost, Review
from roadmap.model import Roadmap

FRONTS = 3


def word_group_nudge(worded: Worded) -> Reply:
    """How the group's day stands, where it is on the roadmap, and buttons to begin with. Names nobody."""
    facts = GroupNudge.from_json(worded.post.facts)
    if facts.asleep:
        return _farewell(worded)
    roadmap = worded.find(facts.roadmap)
    opening = "nudge.none" if not facts.studied else "nudge.some"
    return Reply(
        join(
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
                Button(worded.label("nudge.done"), "done"),
                Button(worded.label("nudge.next"), "next"),
                Button(worded.label("nudge.log"), "log 15m"),
            ),
        ),
    )


def word_review(worded: Worded) -> Reply:
    """The month that is over in two figures, and the monthly habits to look back and ahead."""
    facts = Review.from_json(worded.post.facts)
    roadmap = worded.find(facts.roadmap)
    month = format_date(facts.month, "LLLL", locale=worded.post.language)
    told = "review.some" if facts.tasks else "review.none"
    titles = {habit.slug: habit.title for habit in roadmap.habits}
    known = [slug for slug in facts.habits if slug in titles]
    buttons = tuple(Button(worded.label("review.did", what=titles[slug]), f"log habit:{slug}") for slug in known[:5])
    learners = worded.say("review.learners", n=facts.learners)
    return Reply(
        join(
            [
                worded.say_anew(told, n=facts.tasks, month=month, learners=learners),
                worded.say_anew("review.ask") if known else Text(),
                join(worded.say("post.item", what=titles[slug]) for slug in known),
                worded.apology(facts.at),
            ]
        ),
        title=worded.say("review.title", month=month),
        buttons=tuple((button,) for button in buttons) or ((Button(worded.label("nudge.next"), "next"),),),
    )


def word_place_lost(worded: Worded) -> Reply:
    """For a steward, in private: their group cannot be reached any more, and what brings it back."""
    facts = PlaceLost.from_json(worded.post.facts)
    key = "steward.lost_discord" if facts.platform == DISCORD else "steward.lost"
    text = worded.say(key, group=facts.group, platform=facts.platform.capitalize())
    return Reply(text, tone=Tone.PROBLEM, private=True)


def _farewell(worded: Worded) -> Reply:
    join_button = Button(worded.label("nudge.next"), "next")
    return Reply(worded.say_anew("nudge.asleep"), title=worded.say("nudge.asleep.title"), buttons=((join_button,),))


def _frontier(worded: Worded, facts: GroupNudge, roadmap: Roadmap) -> Text:
    """Where the group is: "4 of you are in Math Essentials"."""
    blocks = [(roadmap.block(slug), count) for slug, count in facts.frontier]
    return join(
        worded.say("nudge.front", n=count, block=block.title) for block, count in blocks[:FRONTS] if block is not None
    )


def _habit(worded: Worded, slugs: Iterable[str], roadmap: Roadmap) -> Text:
    """One of the daily habits: turn by turn another."""
    titles = [habit.title for habit in roadmap.habits if habit.slug in slugs]
    return worded.say_anew("nudge.habit", what=titles[worded.turn % len(titles)]) if titles else Text()
