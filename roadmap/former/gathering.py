"""The order in which version 0.1 named tasks, choices and options. Frozen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from roadmap.former.labels import FormerLabel, is_former_period, read_former_label
from roadmap.former.naming import FormerNamer
from roadmap.former.outline import FormerItem, FormerPart
from roadmap.former.words import read_former_plain, read_former_title
from roadmap.reading.labels import Unit

_CHOOSE = re.compile(r"(?:choose|pick|select)\s+(?:one|your|a|an|between|among)\b", re.IGNORECASE)
_AT_LEAST = 2


class FormerGatherer:
    """Names tasks and choices. `lines` maps each slug under which acts were kept to its line."""

    def __init__(self, references: dict[str, Any], namer: FormerNamer) -> None:
        self.references = references
        self.namer = namer
        self.lines: dict[str, int] = {}
        self.part_lines: dict[str, int] = {}
        self._parts: dict[int, str] = {}

    def plain(self, text: str) -> str:
        """A line without its markup."""
        return read_former_plain(text, self.references)

    def title(self, text: str) -> tuple[str, str]:
        """The title and hint of a line."""
        return read_former_title(text, self.references)

    def name_part(self, part: FormerPart, *wanted: str, prefix: str = "", title: str = "") -> str:
        """The slug of a part, made once: pinned, else the first free wanted one, else derived from its title."""
        if id(part) not in self._parts:
            slug = part.marks.slug or self.namer.take_first(*wanted) or self.namer.derive(prefix, title)
            self._parts[id(part)] = slug
            self.part_lines.setdefault(slug, part.line)
        return self._parts[id(part)]

    def name_item(self, item: FormerItem, prefix: str, title: str, more: str = "") -> None:
        """Name an item: its pinned slug, or a derived one."""
        self._keep(item.marks.slug or self.namer.derive(prefix, title, more), item.line)

    def _keep(self, slug: str, line: int) -> None:
        self.lines.setdefault(slug, line)

    def _name_period(self, item: FormerItem, label: FormerLabel) -> None:
        """Name a checkbox that is itself a week: `week3-traits`, or `week3` if it says no more."""
        slug = self.namer.take_first(label.short) if not item.marks.slug and label.title == label.name else None
        if slug:
            self._keep(slug, item.line)
        else:
            self.name_item(item, label.short, label.title)

    def gather(self, part: FormerPart, prefix: str, whole: bool) -> None:
        """Name the tasks and choices of a part. `whole` takes the parts below it too."""
        for content in part.items():
            if content.checkbox:
                self._gather_item(content, prefix)
        options = list(find_former_options(part)) if whole else []
        if options:
            self._choose_part(part, options, prefix)
        for below in part.parts() if whole else ():
            if below not in options:
                self.gather(below, prefix, whole)

    def _gather_item(self, item: FormerItem, prefix: str) -> None:
        title = self._name_task(item, prefix)
        if _is_choice(item, title):
            for option in item.items:
                self._name_option(option, prefix)
        else:
            for below in _checkboxes(item):
                self._gather_item(below, prefix)

    def _name_task(self, item: FormerItem, prefix: str) -> str:
        title, hint = self.title(item.text)
        label = read_former_label(title)
        if is_former_period(label):
            self._name_period(item, label)
        else:
            self.name_item(item, prefix, title, hint)
        return title

    def _name_option(self, item: FormerItem, prefix: str) -> None:
        if item.checkbox:
            self._name_task(item, prefix)
        else:
            self.name_item(item, prefix, self.title(item.text)[0])

    def _choose_part(self, part: FormerPart, options: list[FormerPart], prefix: str) -> None:
        self._keep(self.name_part(part, prefix=prefix, title=part.label.title), part.line)
        for option in options:
            self._keep(self.name_part(option, prefix=prefix, title=option.label.title), option.line)
            self.gather(option, prefix, True)


def _is_choice(item: FormerItem, title: str) -> bool:
    if item.marks.choice:
        return True
    plain = len(item.items) >= _AT_LEAST and not item.has_checkboxes()
    return plain and _CHOOSE.match(title) is not None


def find_former_options(part: FormerPart) -> Iterator[FormerPart]:
    """The parts below that were options."""
    below = [one for one in part.parts() if one.bears_tasks()]
    if not part.marks.choice:
        below = [one for one in below if one.label.unit is Unit.OPTION]
    return iter(below if len(below) >= _AT_LEAST else ())


def _checkboxes(item: FormerItem) -> Iterator[FormerItem]:
    for below in item.items:
        if below.checkbox:
            yield below
        else:
            yield from _checkboxes(below)
