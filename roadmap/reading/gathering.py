"""Items -> tasks, steps, choices and options, each with its slug."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from roadmap.model import WEIGHTS, Choice, Option, Step, Task
from roadmap.reading.complaints import Complaint
from roadmap.reading.labels import Label, Unit, is_period, read_label
from roadmap.reading.naming import Namer
from roadmap.reading.tree import Item, Part
from roadmap.reading.wording import read_links, read_plain, read_wording

_CHOOSE = re.compile(r"(?:choose|pick|select)\s+(?:one|your|a|an|between|among)\b", re.IGNORECASE)
_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class Pin:
    """The place of a slug that the file does not have yet: the lines of its text, from 1.

    `hashed`: it is a `#` heading. `tabled`: it is a row of a table.
    """

    line: int
    last: int
    slug: str
    hashed: bool
    tabled: bool = False


@dataclass(slots=True)
class Gathered:
    """The findings for a block."""

    tasks: list[Task] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)

    def all_tasks(self) -> Iterator[Task]:
        """Its tasks with those of its options: inside an option there is no second choice."""
        yield from self.tasks
        for choice in self.choices:
            for option in choice.options:
                yield from option.tasks


class Gatherer:
    """Makes tasks and choices. It keeps the pins of all derived slugs, and the complaints.

    `slugs` holds the slug under which acts are kept, for each line that has one.
    """

    def __init__(self, references: dict[str, Any], namer: Namer) -> None:
        self.references = references
        self.namer = namer
        self.pins: list[Pin] = []
        self.complaints: list[Complaint] = []
        self.slugs: dict[int, str] = {}
        self._parts: dict[int, str] = {}

    def plain(self, text: str) -> str:
        """A line without its markup."""
        return read_plain(text, self.references)

    def name_part(self, part: Part, *wanted: str, prefix: str = "", title: str = "") -> str:
        """The slug of a part, made once: pinned, else the first free wanted one, else derived from its title."""
        if id(part) not in self._parts:
            slug = part.marks.slug
            if not slug:
                slug = self.namer.take_first(*wanted) or self.namer.derive(prefix, title)
                self.pin(part, slug)
            self._parts[id(part)] = slug
        return self._parts[id(part)]

    def name_item(self, item: Item, prefix: str, title: str, more: str = "") -> str:
        """The slug of an item: pinned or derived."""
        slug = item.marks.slug or self.namer.derive(prefix, title, more)
        if not item.marks.slug:
            self.pin(item, slug)
        self.slugs[item.line] = slug
        return slug

    def _name_period(self, item: Item, label: Label) -> str:
        """The slug of a checkbox that is itself a week: `week3-traits`, or `week3` if it says no more."""
        slug = item.marks.slug
        if not slug and label.title == label.name and (slug := self.namer.take_first(label.short) or ""):
            self.pin(item, slug)
            self.slugs[item.line] = slug
            return slug
        return self.name_item(item, label.short, label.title)

    def pin(self, where: Item | Part, slug: str) -> None:
        """Remember that a derived slug belongs to a line.

        A part or item without a line or words of its own gets no pin.
        """
        if where.line and where.text:
            tabled = isinstance(where, Item) and where.tabled
            self.pins.append(Pin(where.line, where.last, slug, where.hashed, tabled))

    def gather(self, part: Part, prefix: str, whole: bool, into: Gathered) -> None:
        """Collect the tasks and choices of a part. `whole` takes the parts below it too."""
        for content in part.contents:
            if isinstance(content, Item) and content.checkbox:
                self._gather_item(content, prefix, into)
        options = list(find_options(part)) if whole else []
        if options:
            into.choices.append(self._choose_part(part, options, prefix))
        for below in part.parts() if whole else ():
            if below not in options:
                self.gather(below, prefix, whole, into)

    def _gather_item(self, item: Item, prefix: str, into: Gathered) -> None:
        task = self._make_task(item, prefix)
        into.tasks.append(task)
        if is_choice(item, task.title):
            into.choices.append(self._choose_item(item, task, prefix))
        else:
            for below in _checkboxes(item):
                self._gather_item(below, prefix, into)

    def _make_task(self, item: Item, prefix: str) -> Task:
        wording = read_wording(item.text, self.references)
        label = read_label(wording.title)
        if is_period(label):
            slug = self._name_period(item, label)
        else:
            slug = self.name_item(item, prefix, wording.title, wording.hint)
        kind = item.marks.kind or wording.kind
        plain_steps = [] if is_choice(item, wording.title) else [one for one in item.items if not one.checkbox]
        resources = dict.fromkeys(wording.resources)
        for text in (*item.notes, *(text for step in plain_steps for text in _texts(step))):
            resources.update(dict.fromkeys(read_links(text, self.references)))
        return Task(
            slug=slug,
            title=wording.title,
            weight=item.marks.weight or WEIGHTS[kind],
            kind=kind,
            hint=" ".join(filter(None, (wording.hint, *map(self.plain, item.notes)))),
            resources=tuple(resources),
            steps=tuple(Step(self.plain(text)) for step in plain_steps for text in _texts(step)),
            aliases=item.marks.aliases,
            line=item.line,
        )

    def _choose_item(self, item: Item, task: Task, prefix: str) -> Choice:
        options = tuple(self._make_option(one, prefix) for one in item.items)
        if len(options) < _AT_LEAST:
            self._complain_of_options(item.line)
        return Choice(task.slug, task.title, options, task.slug)

    def _make_option(self, item: Item, prefix: str) -> Option:
        if item.checkbox:
            task = self._make_task(item, prefix)
            return Option(task.slug, task.title, task.hint, (task,))
        wording = read_wording(item.text, self.references)
        return Option(self.name_item(item, prefix, wording.title), wording.title, wording.hint)

    def _choose_part(self, part: Part, options: list[Part], prefix: str) -> Choice:
        title = part.label.title
        slug = self.slugs[part.line] = self.name_part(part, prefix=prefix, title=title)
        return Choice(slug, title, tuple(self._make_part_option(one, prefix) for one in options))

    def _make_part_option(self, part: Part, prefix: str) -> Option:
        title = part.label.title
        slug = self.slugs[part.line] = self.name_part(part, prefix=prefix, title=title)
        found = Gathered()
        self.gather(part, prefix, True, found)
        return Option(slug, title, " ".join(map(self.plain, part.notes())), tuple(found.all_tasks()))

    def _complain_of_options(self, line: int) -> None:
        remedy = "put two or more bullets under it, or take “choice” away."
        self.complaints.append(Complaint(line, "a choice needs options", remedy))


def is_choice(item: Item, title: str) -> bool:
    """Whether a checkbox offers options: marked so, or "choose your ..." over plain bullets."""
    if item.marks.choice:
        return True
    plain = len(item.items) >= _AT_LEAST and not item.has_checkboxes()
    return plain and _CHOOSE.match(title) is not None


def find_options(part: Part) -> Iterator[Part]:
    """The parts below that are options: all with tasks if it is marked `choice`, else those named "Option A"."""
    below = [one for one in part.parts() if one.bears_tasks()]
    if not part.marks.choice:
        below = [one for one in below if one.label.unit is Unit.OPTION]
    return iter(below if len(below) >= _AT_LEAST else ())


def _checkboxes(item: Item) -> Iterator[Item]:
    """The checkboxes next below an item, through plain bullets."""
    for below in item.items:
        if below.checkbox:
            yield below
        else:
            yield from _checkboxes(below)


def _texts(item: Item) -> Iterator[str]:
    """The words of a plain bullet and of the plain bullets under it."""
    yield item.text
    for below in item.items:
        if not below.checkbox:
            yield from _texts(below)
