"""The parts of the steward's page, each with its names or tasks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import Button, Reply
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.lists import list_words
from bot.chat.words.pages import Page, split_page
from bot.features.stewards.actions.overview import GroupOverview
from bot.features.stewards.friendly_word import HELLO, offer_words, write_word
from bot.features.stewards.manage_part import BACK, DOWN, MANAGE, put_text_back, show_manage, take_text_down
from bot.features.stewards.naming import name_member
from bot.features.stewards.offices import PAGE, line_for, offer_page
from bot.features.stewards.posts_part import show_posts
from bot.features.stewards.queries.overview import SeenMember, SeenObstacle

SHOWN_TASKS = 4
QUIET = "quiet"

ShowPart = Callable[[Call, GroupOverview, str], Awaitable[Reply]]


def shown_part(call: Call, part: str, lines: Sequence[Text], *rows: tuple[tuple[Button, ...], int]) -> Reply:
    """Make the page of a part, with the way back."""
    return Reply(
        join_texts(list(lines)),
        title=call.say(f"stewards.button.{part}"),
        buttons=lay_out(*rows, (make_taps([offer_page(call)]), 1)),
        update=call.said.tapped,
    )


async def _show_new(call: Call, found: GroupOverview, rest: str) -> Reply:
    return _show_members(call, "new", found.new, rest)


async def _show_quiet(call: Call, found: GroupOverview, rest: str) -> Reply:
    return _show_members(call, QUIET, found.quiet, rest)


async def _show_away(call: Call, found: GroupOverview, rest: str) -> Reply:
    return _show_members(call, "away", found.away, rest)


def _show_members(call: Call, part: str, members: Sequence[SeenMember], rest: str) -> Reply:
    """Name members, eight at a time. Hidden ones are counted behind."""
    named = [one for one in members if not one.hidden]
    page = Page(named, split_page(rest)[1], line_for(call, PAGE, part))
    lines = [_list(call, part, page.shown), count_hidden(call, len(members) - len(named))]
    said = lines if members else [call.say(f"stewards.{part}_none")]
    words = make_taps(offer_words(call, page.shown)) if part == QUIET else ()
    return shown_part(call, part, said, (words, 2), (page.taps(call), 2))


def _list(call: Call, part: str, members: Sequence[SeenMember]) -> Text:
    if not members:
        return NOTHING
    names = [_describe(call, part, one) for one in members]
    return call.say(f"stewards.{part}", n=len(names), names=list_words(names, call.scene.language))


def _describe(call: Call, part: str, member: SeenMember) -> str:
    name = name_member(call, member.name, member.number)
    if part != QUIET:
        return name
    return call.label("stewards.since", who=name, n=(call.now - member.active_at).days)


def count_hidden(call: Call, count: int) -> Text:
    """Count the hidden members, who are never named."""
    return call.say("stewards.and_hidden", n=count) if count else NOTHING


async def _show_stuck(call: Call, found: GroupOverview, rest: str) -> Reply:
    page = Page(found.stuck, split_page(rest)[1], line_for(call, PAGE, "stuck"))
    lines = [_obstacle(call, found, one) for one in page.shown] or [call.say("stewards.unstuck", n=0)]
    return shown_part(call, "stuck", lines, (page.taps(call), 2))


def _obstacle(call: Call, found: GroupOverview, obstacle: SeenObstacle) -> Text:
    member = found.member(obstacle.learner_id)
    task = call.scene.roadmap.task(obstacle.task) if obstacle.task else None
    name = name_member(call, member.name, member.number) if member else name_member(call, "", 0)
    key = "stewards.obstacle" if task else "stewards.obstacle_bare"
    return call.say(key, who=name, task=task.title if task else "")


async def _show_tasks(call: Call, found: GroupOverview, _: str) -> Reply:
    counted = [(call.scene.roadmap.task(slug), count) for slug, count in found.stops[:SHOWN_TASKS]]
    lines = [call.say("stewards.stop", task=task.title, n=count) for task, count in counted if task]
    return shown_part(call, "tasks", lines or [call.say("stewards.no_stops")])


PARTS: dict[str, ShowPart] = {
    "new": _show_new,
    QUIET: _show_quiet,
    "away": _show_away,
    "stuck": _show_stuck,
    "tasks": _show_tasks,
    "posts": show_posts,
    MANAGE: show_manage,
}
"""Typed word -> the part of the page."""

DEEDS: dict[str, ShowPart] = {HELLO: write_word, DOWN: take_text_down, BACK: put_text_back}
"""Word of a button on a part -> what it does."""
