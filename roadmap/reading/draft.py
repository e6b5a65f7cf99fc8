"""A file read once: the roadmap, the slugs it lacks, and everything there is to mend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from roadmap.model import Roadmap
from roadmap.reading.complaints import Complaint, Unreadable
from roadmap.reading.extras import Extras, find_apart
from roadmap.reading.gathering import Gatherer
from roadmap.reading.labels import Unit, strip_signs
from roadmap.reading.naming import is_japanese
from roadmap.reading.outline import Outline
from roadmap.reading.pins import Pin
from roadmap.reading.positions import find_positions
from roadmap.reading.shaping import Shaper
from roadmap.reading.slugs import Namer
from roadmap.reading.tidying import Tidier
from roadmap.reading.tree import Item, Part
from roadmap.reading.wording import read_links

MAX_SIZE = 5_000_000
MAX_LINES = 50_000
MAX_TASKS = 5_000
_FRONT_MATTER = re.compile(
    r"\A(---|\+\+\+)[ \t]*(?:\r\n?|\n)(?=[\w-]+\s*[:=]).*?(?:\r\n?|\n)(?:\1|\.\.\.)[ \t]*(?=[\r\n]|\Z)", re.DOTALL
)
_CHECKBOX_LINE = re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\]", re.MULTILINE)
_SOURCE = re.compile(r"(?:source|based on)\b", re.IGNORECASE)
_LINK_ONLY = re.compile(r"\[[^\[\]]+\]\([^()\s]+\)|<?https?://\S+>?")
NO_CHECKBOX = "there is no checkbox in it"
ADVICE = "write each task on a line of its own that begins with `- [ ]`, under a heading for its week or topic."


@dataclass(frozen=True, slots=True)
class Draft:
    """The result of reading a file. With complaints, the roadmap may lack the parts that they are about.

    `slugs` are those under which acts are kept, by their lines. `unread` are lines that are left out.
    """

    roadmap: Roadmap
    pins: tuple[Pin, ...]
    complaints: tuple[Complaint, ...]
    slugs: Mapping[int, str]
    unread: tuple[Complaint, ...]


def read_draft(source: str, slug: str, file: str = "") -> Draft:
    """Read a file as far as it goes. Raises Unreadable if it is too long or has no checkbox for a task."""
    tidier = Tidier()
    _refuse({"characters": (len(source), MAX_SIZE)}, file)
    text = tidier.tidy(blank_front_matter(source.removeprefix("\ufeff")))
    _refuse({"lines": (text.count("\n"), MAX_LINES), "checkboxes": (tidier.boxes, MAX_TASKS)}, file)
    outline = Outline(text)
    unread = [*tidier.unread, *outline.unread]
    namer = Namer()
    for marked in _marked(outline.root):
        namer.reserve(marked.marks, marked.line)
    gatherer = Gatherer(outline.references, namer, is_japanese(text))
    base = find_base(outline.root)
    _assemble(gatherer, base, slug)
    gatherer.begin_again()
    roadmap = _assemble(gatherer, base, slug)
    complaints = [*outline.complaints, *namer.complaints, *gatherer.complaints]
    if roadmap is None:
        raise Unreadable(_in_order([*complaints, *unread, Complaint(0, NO_CHECKBOX, ADVICE)], file))
    left_out = _in_order(unread, file)
    lines, derived = dict.fromkeys(one.line for one in left_out), frozenset(pin.slug for pin in gatherer.pins)
    roadmap = replace(roadmap, unread=tuple(lines), derived=derived)
    return Draft(roadmap, tuple(gatherer.pins), _in_order(complaints, file), gatherer.slugs, left_out)


def _in_order(complaints: list[Complaint], file: str) -> tuple[Complaint, ...]:
    """The complaints by line, with the file's name; those about the whole file come last."""
    named = (replace(one, file=file) for one in complaints)
    return tuple(sorted(named, key=lambda one: one.line or MAX_LINES))


def blank_front_matter(text: str) -> str:
    """The text with a front matter's lines emptied, so that line numbers stay."""
    found = _FRONT_MATTER.match(text)
    if found is None or _CHECKBOX_LINE.search(found.group()):
        return text
    return re.sub(r"[^\r\n]", "", found.group()) + text[found.end() :]


def _refuse(counts: Mapping[str, tuple[int, int]], file: str) -> None:
    """Refuse a file too long for a roadmap, before time is spent on it. Raises Unreadable."""
    for what, (count, most) in counts.items():
        if count > most:
            problem = f"it has {count:,} {what}, which is too long for a roadmap"
            raise Unreadable((Complaint(0, problem, f"keep it under {most:,}.", file),))


def _marked(part: Part) -> Iterator[Item | Part]:
    """Every part and item that has a line, in file order."""
    for content in part.contents:
        if isinstance(content, Part):
            if content.line:
                yield content
            yield from _marked(content)
        elif isinstance(content, Item):
            yield from _marked_items(content)


def _marked_items(item: Item) -> Iterator[Item]:
    yield item
    for below in item.items:
        yield from _marked_items(below)


def find_base(root: Part) -> Part:
    """Find the part with the roadmap's parts: the first heading if it is the title of all, else the file.

    1. Without a heading of the first rank at the top, it is the file.
    2. If the first heading is a counted part itself ("Week 1"), it is the file.
    3. If a checkbox stands outside all headings, it is the file.
    4. If the first heading and others have tasks, it is the file.
    5. If only the first heading has tasks, it is that heading.
    6. If the first heading has none, it is the file, with that heading's words.
    """
    tops = list(root.parts())
    if not tops or tops[0].depth > 1 or tops[0].label.unit is not Unit.NONE:
        return root
    title, bearing = tops[0], [part for part in tops if part.bears_tasks()]
    if any(item.checkbox for item in root.items()) or (title in bearing and len(bearing) > 1):
        return root
    if bearing == [title]:
        return title
    root.text, root.contents = title.text, [*title.contents, *(one for one in root.contents if one is not title)]
    return root


def _assemble(gatherer: Gatherer, base: Part, slug: str) -> Roadmap | None:
    title = strip_signs(gatherer.plain(base.text)) or slug.replace("-", " ").strip() or "Roadmap"
    criteria, habits = find_apart(base)
    positions = list(find_positions(base, {id(part) for part in (*criteria, *habits)}))
    if not positions:
        criteria, habits, positions = [], [], list(find_positions(base, ()))
    if not positions:
        return None
    shaper = Shaper(gatherer, base, title)
    levels = shaper.shape(positions)
    extras = Extras(gatherer, base, shaper.level_parts)
    return Roadmap(
        slug=slug,
        title=title,
        levels=extras.complete(levels, criteria),
        text="\n\n".join(gatherer.plain(note) for note in base.notes() if not _SOURCE.match(note)),
        source=_find_source(base, gatherer.references),
        habits=extras.habits(habits),
        sections=extras.sections() if gatherer.is_named else (),
    )


def _find_source(base: Part, references: dict[str, Any]) -> str:
    """Find the roadmap's source: a line "Source: link", else the last line that is nothing but a link."""
    found = ""
    for note in every_note(base):
        named = _SOURCE.match(note)
        if named or _LINK_ONLY.fullmatch(note.strip()):
            links = read_links(note, references)
            found = links[0].url if links else found
        if named and found:
            return found
    return found


def every_note(part: Part) -> Iterator[str]:
    """The paragraphs of a part and of all parts below it."""
    yield from part.notes()
    for below in part.parts():
        yield from every_note(below)
