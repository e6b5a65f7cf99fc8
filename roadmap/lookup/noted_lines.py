"""Pasted lists with a note on each line: `week2-numpy: did 1-5`, then `week2-python - only read`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from roadmap.lookup.countings import Reading
from roadmap.lookup.doubts import is_denied, is_hedged, is_only_open, is_open_heading
from roadmap.lookup.index import Index
from roadmap.lookup.notes import keep_links, read_note
from roadmap.lookup.numbers import read_turn
from roadmap.lookup.other_ways import ask_other_ways
from roadmap.lookup.state_signs import CROSSES, EMPTY_BOXES, OPEN_SIGNS
from roadmap.lookup.taking import Taker
from roadmap.lookup.words import BULLETS, LINK, Sign, split_typed

_MOST_LINES = 200
_STRUCK = re.compile(rf"\[[\s~/>-]*\]|[{CROSSES}{OPEN_SIGNS}{EMPTY_BOXES}🔲]|^\W*[⏳⌛]|~~", re.M)
_ASKED = re.compile(r"\?\s*$")


@dataclass(frozen=True, slots=True)
class NotedLine:
    """A line that begins with a name, and the lines of its note behind it.

    - `text`: the line from its name on. `note`: all behind its name.
    - `ways`: what it names. It is done if there is no doubt.
    - `noted`: more than the name stands in it.
    - `doubted`: words such as "not" or "wip" or a question mark stand in it, or no whole name with a sign behind it.
    - `marked`: a bullet or number is before it.
    """

    text: str
    note: str
    ways: tuple[Reading, ...]
    noted: bool
    doubted: bool
    marked: bool

    @property
    def kept(self) -> str:
        """The note that is kept when a question about the line is answered. A denial is not, but its links are."""
        return keep_links(self.note) if is_denied(self.note) else self.note


def read_noted_lines(index: Index, typed: str) -> list[NotedLine]:
    """Read a list of names with notes, name by name. Empty if the lines are no such list.

    1. Its first line begins with a name.
    2. Two lines without a doubt begin with a slug or title in full. A note sign, a link or the line's end is behind it.
    3. A line before the last has a note, for a list without notes is read otherwise.
    4. All names have bullets, or none has. No box is empty or crossed.
    5. No line is a heading.
    """
    lines = [line for line in typed.splitlines() if line.strip()]
    if not 1 < len(lines) <= _MOST_LINES or _STRUCK.search(typed):
        return []
    found: list[NotedLine] = []
    for line in lines:
        named = read_line(index, line)
        if named is None and (not found or _is_heading(line)):
            return []
        if named:
            found.append(named)
        else:
            found[-1] = _with_more(found[-1], line)
    alike = len({one.marked for one in found}) == 1
    sure = [one for one in found if not one.doubted]
    return found if alike and len(sure) > 1 and any(one.noted for one in found[:-1]) else []


def read_line(index: Index, line: str) -> NotedLine | None:
    """Read the name at the beginning of a line, behind a bullet or checkbox. None if a note or heading is there."""
    link = LINK.search(line)
    head = line[: link.start()] if link else line
    words = split_typed(head)
    at = next((place for place, word in enumerate(words) if not word.mark), len(words))
    taker = Taker(index, head, words, linked=link is not None)
    taken = taker.take(at) if at < len(words) else None
    if taken is None or taken.part or (not taken.whole and is_only_open(words[at:])):
        return None
    asked = ask_other_ways(taker, taken)
    rest = words[taken.end :]
    ends = not rest or rest[0].sign is Sign.NOTE
    if not (ends or taken.whole or (not taken.things and read_turn(head, words[at].start))):
        return None
    denied = is_hedged(rest) or is_denied(head[words[taken.end - 1].end :]) or _ASKED.search(head) is not None
    return NotedLine(
        text=line[words[at].start :].strip(),
        note=read_note(line[words[asked.end - 1].end :]),
        ways=(asked.things,) if asked.things else asked.ways,
        noted=bool(rest or link),
        doubted=not (ends and taken.whole and asked.things) or denied,
        marked=BULLETS.match(line) is not None,
    )


def _is_heading(line: str) -> bool:
    """Tell whether a line without a name is above others: a colon ends it, or it tells that they are not done."""
    return line.rstrip().endswith(":") or is_open_heading(split_typed(line))


def _with_more(before: NotedLine, line: str) -> NotedLine:
    doubted = before.doubted or is_denied(line)
    text, note = (f"{one}\n{line.strip()}" for one in (before.text, before.note))
    return replace(before, text=text, note=note.strip(), noted=True, doubted=doubted)


def join_notes(lines: Sequence[NotedLine]) -> str:
    """The lines that have a note, each with the name before it."""
    return "\n".join(one.text for one in lines if one.noted)
