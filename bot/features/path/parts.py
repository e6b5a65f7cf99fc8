"""Word levels, months and blocks, and find the parts inside and around them."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import Text, join_texts
from bot.chat.words.choices import describe_choice
from bot.chat.words.showing import draw_bar, name_of_part
from bot.features.ticks.actions.roadmap_state import RoadmapState
from roadmap.model import Block, Level, Month, Roadmap
from roadmap.progress import Share

OpenPart = Level | Month | Block


def opened(part: Level | Month | Block) -> tuple[OpenPart, ...]:
    """List the parts inside a part: the months of a level, or the blocks of a month.

    A level without months gives its blocks. A block gives none.
    """
    if isinstance(part, Level):
        return part.months if any(month.first for month in part.months) else tuple(part.blocks())
    return part.blocks if isinstance(part, Month) else ()


def up(roadmap: Roadmap, part: OpenPart) -> OpenPart | None:
    """Return the month or level around a part. None for a level."""
    for level in roadmap.levels:
        for month in level.months:
            if part is month or part in month.blocks:
                above = month if part is not month and month.first else level
                return None if shown_as(above) is part else above
    return None


def shown_as(part: OpenPart) -> OpenPart:
    """Return the block that a level or month consists of, if it has no other and they go by one name; else itself."""
    blocks = () if isinstance(part, Block) else tuple(part.blocks() if isinstance(part, Level) else part.blocks)
    same = len(blocks) == 1 and (blocks[0].slug == part.slug or blocks[0].title == part.title)
    return blocks[0] if same else part


def describe_part(call: Call, state: RoadmapState, part: OpenPart, *, whole: bool = False) -> Text:
    """Word a part in a line with its bar.

    `whole` adds the promise and victory of a level, or the choices of a block.
    """
    share = _share(state, part)
    mark = "✅" if share.complete else ("🔸" if share.tasks_ticked else "▫️")
    if whole:
        return join_texts(
            [describe_share(call, "roadmap.share", share), count_tasks(call, share), *_more(call, state, part)]
        )
    line = call.say(
        "roadmap.line", mark=mark, title=name_of_part(part), bar=draw_bar(share.percent), percent=share.percent
    )
    return join_texts([line, *_promise(call, part)])


def describe_share(call: Call, key: str, share: Share, title: str = "") -> Text:
    """Word a percentage, with the points that make it."""
    points = call.say("roadmap.worth", done=share.ticked, n=share.required)
    return call.say(key, title=title, bar=draw_bar(share.percent), percent=share.percent, points=points)


def count_tasks(call: Call, share: Share) -> Text:
    """Word how many tasks are ticked off."""
    return call.say("roadmap.tasks", ticked=share.tasks_ticked, n=share.tasks_required)


def _share(state: RoadmapState, part: OpenPart) -> Share:
    progress = state.progress
    if isinstance(part, Level):
        return progress.levels[part.slug]
    return progress.months[part.slug] if isinstance(part, Month) else progress.blocks[part.slug]


def _promise(call: Call, part: OpenPart) -> list[Text]:
    text = part.title if isinstance(part, Level) else ""
    return [call.say("roadmap.promise", text=text)] if text else []


def _more(call: Call, state: RoadmapState, part: OpenPart) -> list[Text]:
    if isinstance(part, Level):
        return [call.say("roadmap.promise", text=text) for text in (part.title, part.promise, part.victory) if text]
    choices = part.choices if isinstance(part, Block) else ()
    return [describe_choice(call, choice, state.chosen.get(choice.slug, "")) for choice in choices]
