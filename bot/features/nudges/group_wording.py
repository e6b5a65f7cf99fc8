"""Word the group nudge."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, ButtonStyle, Reply
from bot.features.farewells.posts import word_farewell
from bot.features.nudges.facts import FEWEST, GroupNudge
from bot.features.week_goals.wording import word_together
from bot.posting.wording import Worded
from roadmap.model import Roadmap, Task

FRONTS = 2


def word_group_nudge(worded: Worded) -> Reply:
    """Word the group's daily nudge: today's count, where most are, what comes next there, or a habit. It has no names.

    A group with a goal for the week reads how far it has come, in the place of a second block or habit.

    Its first button ticks off that task. Without a task it asks what was done.
    """
    facts = GroupNudge.from_json(worded.post.facts)
    if facts.asleep:
        return word_farewell(worded)
    roadmap = worded.find(facts.roadmap)
    opening = "nudge.none" if not facts.studied else "nudge.some"
    fronts = _fronts(worded, facts, roadmap)
    task = roadmap.task(facts.task) if fronts else None
    comes = worded.say("nudge.comes", task=task.title, slug=task.slug) if task else Text()
    return Reply(
        join_texts(
            [
                worded.say_anew(opening, n=facts.studied, members=facts.members),
                word_together(worded, facts.together, "nudge"),
                *fronts[:1],
                comes,
                *([] if facts.together else fronts[1:] or [_habit(worded, facts.habits, roadmap)]),
                worded.apology(facts.at),
            ]
        ),
        title=worded.say_anew("nudge.title"),
        buttons=(
            (
                _tick(worded, task),
                Button(worded.label("nudge.next"), "next"),
                Button(worded.label("nudge.log"), "log 15m"),
            ),
        ),
    )


def _tick(worded: Worded, task: Task | None) -> Button:
    label = worded.label("personal.did", what=task.title) if task else worded.label("nudge.done")
    return Button(label, f"done {task.slug}" if task else "done", style=ButtonStyle.SUCCESS)


def _fronts(worded: Worded, facts: GroupNudge, roadmap: Roadmap) -> list[Text]:
    """Word where most are, the fullest block first: "4 of you are in Math Essentials"."""
    blocks = [(roadmap.block(slug), count) for slug, count in facts.frontier if count >= FEWEST]
    return [
        worded.say("nudge.front", n=count, block=block.title) for block, count in blocks[:FRONTS] if block is not None
    ]


def _habit(worded: Worded, slugs: Iterable[str], roadmap: Roadmap) -> Text:
    """Word a daily habit, another each turn."""
    titles = [habit.title for habit in roadmap.habits if habit.slug in slugs]
    return worded.say_anew("nudge.habit", what=titles[worded.turn % len(titles)]) if titles else Text()
