"""Parts that several answers share: bars, marks, tasks with their links, days in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from babel.dates import format_date

from bot.chat.call import Call
from bot.chat.limits import LABEL
from bot.chat.markup import Linked, Text, join_texts
from bot.chat.words.lists import list_texts
from roadmap.lookup.labelling import label_way
from roadmap.lookup.parts import title_of
from roadmap.lookup.spelling import spell_slug
from roadmap.model import Block, Level, Month, Task
from roadmap.progress import is_ticked

BAR = 10
LISTED = 10


def draw_count(done: int, of: int) -> str:
    """Draw a number out of another as a bar. It is full only if nothing is left, and empty only at 0."""
    return draw_bar(100 if done == of else max(min(done * 100 // of, 99), min(done, 1)))


def draw_bar(percent: int) -> str:
    """Draw a share as a bar of ten signs.

    It is full only at 100 percent, and has a sign from 1 percent on.
    """
    full = min(max(percent // BAR, 1 if percent else 0), BAR)
    return "▰" * full + "▱" * (BAR - full)


def titles(call: Call, slugs: Sequence[str]) -> Text:
    """The titles of tasks with commas between, the first ten of them."""
    named = [call.say("tasks.named", title=title_of(call.roadmap, slug)) for slug in slugs[:LISTED]]
    more = len(slugs) - LISTED
    return list_texts(named, call.scene.language) + (call.say("tasks.more", n=more) if more > 0 else Text())


def describe_task(call: Call, task: Task, done: Collection[str] = ()) -> Text:
    """A task with its mark, slug, hint and links."""
    hint = call.say("tasks.hint", hint=task.hint[0].upper() + task.hint[1:]) if task.hint else Text()
    return join_texts([name_task(call, task, done), hint, _links(call, task)])


def name_task(call: Call, task: Task, done: Collection[str] = ()) -> Text:
    """A task with its mark and slug, in a line."""
    mark = "✅" if is_ticked(task, done) else "⬜"
    return call.say(f"tasks.line{bare(task)}", mark=mark, title=task.title, slug=task.slug)


def offer_done(call: Call, task: Task) -> tuple[str, str]:
    """Offer to tick off a task, by a label that no other task has. No label shows a slug that goes by order."""
    title = task.title if task.ordered else label_way(call.roadmap, (task,), LABEL - len("✓ "))
    return call.label("next.done_button", title=title), f"done {spell_slug(call.roadmap, task.slug)}"


def bare(task: Task | None) -> str:
    """The ending of a sentence's key that leaves out the slug, for a slug that depends on the order of lines."""
    return "_bare" if task and task.ordered else ""


def _links(call: Call, task: Task) -> Text:
    links = [call.say("tasks.link", link=Linked(one.title or one.url, one.url)) for one in task.resources]
    return join_texts(links, " · ")


def day_in_words(call: Call, day: date, today: date) -> Text:
    """Today, yesterday, or the date."""
    if day == today:
        return call.say("day.today")
    if day == today - timedelta(days=1):
        return call.say("day.yesterday")
    pattern = "d MMMM" if day.year == today.year else "d MMMM y"
    return call.say("day.on", day=format_date(day, pattern, locale=call.scene.language))


def month_in_words(call: Call, day: date) -> str:
    """A month and its year."""
    return format_date(day, "LLLL y", locale=call.scene.language)


def name_of_part(part: Level | Month | Block) -> str:
    """A level by its name, a month by its label, a block by its title."""
    if isinstance(part, Level):
        return f"{part.emoji} {part.name}".strip()
    if isinstance(part, Month) and part.label:
        return f"{part.label}: {part.title}" if part.title else part.label
    return part.title or part.slug
