"""Titles that group nothing: "Tasks" under each heading, a lone bold line, a bullet between checkboxes, a sentence."""

from __future__ import annotations

import re

from roadmap.reading.kinds import GROUP_WORDS
from roadmap.reading.labels import Label, Unit, is_period
from roadmap.reading.tree import BOLD_DEPTH, LIST_DEPTH, Item, Part

CRITERIA = re.compile(r"complete[d]? when|when you can|success (?:criteria|metrics)|definition of done", re.IGNORECASE)
HABITS = re.compile(r"\b(?:habits?|routines?)\b|^(?:daily|weekly|monthly)\b(?=\s*(?:$|\(|tasks?$))", re.IGNORECASE)
_STOP = re.compile(r"(?<![.…])[.。!！;；,，]$|(?:\.\.\.|…)$")
_LONG_BOLD, _LONG_HEADING, _SENTENCE, _UNSPACED = 60, 90, 4, 10


def is_sentence(words: str, label: Label, bold: bool) -> bool:
    """Whether a heading or bold line is a sentence, and so a note: long, or with a full stop after four words.

    A counted part ("Week 1: ...") is none, unless the sentence goes on right after the number.
    """
    count = len(words.split())
    stopped = _STOP.search(words) is not None and (
        count >= _SENTENCE or (len(words) > _UNSPACED and not words.isascii())
    )
    if is_period(label):
        after = words[words.find(label.name) + len(label.name) :].lstrip()
        return stopped and bold and after[:1].isalpha()
    if not bold:
        return len(words) > _LONG_HEADING or (stopped and words[-1] in ".。")
    return len(words) > _LONG_BOLD or stopped


def dissolve_groups(part: Part) -> None:
    """Take away the parts that group nothing, and leave their contents in their place.

    1. Below a heading: a part with checkboxes that is called "Tasks", or the like, before parts with other names.
    2. Below a heading: a bold line that is the only one with checkboxes.
    3. A bullet over checkboxes, if a checkbox follows at its side: so all stay in the order of the file.
    """
    for below in part.parts():
        dissolve_groups(below)
    bearing = [] if part.marks.choice else [below for below in part.parts() if below.bears_tasks()]
    own = any(item.checkbox for item in part.items())
    lone = len(bearing) == 1 and not own and bearing[0].depth == BOLD_DEPTH and part.line > 0 and part.depth > 1
    last = max((place for place, one in enumerate(part.contents) if _is_box(one)), default=-1)
    contents: list[Item | Part | str] = []
    kept = False
    for place, content in enumerate(part.contents):
        if not isinstance(content, Part) or content not in bearing:
            contents.append(content)
        elif _is_plain(content) and content.depth >= LIST_DEPTH and place < last:
            contents += _flatten(content, "")
        elif not kept and _is_plain(content) and not _is_deep(content) and (lone or _says_nothing(content, part)):
            contents += _release(content, part)
        else:
            kept = True
            contents.append(content)
    part.contents = contents


def _is_box(content: Item | Part | str) -> bool:
    return isinstance(content, Item) and content.checkbox


def _is_plain(part: Part) -> bool:
    """Whether a part may be taken away: nothing is pinned to it, and its title has no meaning."""
    title = part.label.title
    apart = CRITERIA.search(title) or HABITS.search(title)
    return part.label.unit is Unit.NONE and not part.marks.slug and not part.marks.choice and not apart


def _is_deep(part: Part) -> bool:
    return any(below.bears_tasks() for below in part.parts())


def _says_nothing(part: Part, above: Part) -> bool:
    words = part.label.title.rstrip(":：. ").lower()
    heading = part.depth < BOLD_DEPTH
    return words in GROUP_WORDS and not (heading and above.depth <= 1)


def _release(part: Part, into: Part) -> list[Item | Part | str]:
    for below in part.parts():
        below.parent = into
    return list(part.contents)


def _flatten(part: Part, above: str) -> list[Item | Part | str]:
    """The contents of a bullet and of those below it. Its title tells its checkboxes from others of the same words."""
    above = f"{above} {part.label.title}".strip()
    contents: list[Item | Part | str] = []
    for content in part.contents:
        if isinstance(content, Item):
            content.above = above
        contents += _flatten(content, above) if isinstance(content, Part) else [content]
    return contents
