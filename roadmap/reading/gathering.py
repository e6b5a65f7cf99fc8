"""Items -> tasks, steps, choices and options, each with its slug."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from roadmap.model import WEIGHTS, Choice, Option, Step, Task
from roadmap.reading.choices import FEWEST_OPTIONS, find_options, is_choice
from roadmap.reading.complaints import Complaint
from roadmap.reading.labels import Unit, is_period, read_label
from roadmap.reading.pins import LineNamer
from roadmap.reading.slugs import Namer
from roadmap.reading.tree import Item, Part
from roadmap.reading.wording import Wording, name_link, read_links, read_plain, read_wording, shorten_title


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


class Gatherer(LineNamer):
    """Makes tasks and choices, and keeps the complaints.

    It all is done twice: slugs are given (`is_named`) when all wishes for them are known.
    """

    def __init__(self, references: dict[str, Any], namer: Namer, japanese: bool) -> None:
        super().__init__(namer, japanese)
        self.references = references
        self.complaints: list[Complaint] = []
        self.is_named = False
        self._wordings: dict[int, Wording] = {}
        self._rests: dict[str, set[str]] = defaultdict(set)
        self._twins: set[str] = set()

    def plain(self, text: str) -> str:
        """A line without its markup."""
        return read_plain(text, self.references)

    def begin_again(self) -> None:
        """Give all slugs that were wished for, and forget what was gathered meanwhile."""
        self.namer.resolve()
        self.complaints.clear()
        self.is_named = True
        self._twins = {title for title, rests in self._rests.items() if len(rests) > 1}

    def gather(self, part: Part, prefix: str, into: Gathered) -> None:
        """Collect the tasks and choices of a part and of the parts below it, in file order."""
        options = list(find_options(part))
        for content in part.contents:
            if content in options[:1]:
                into.choices.append(self._choose_part(part, options, prefix))
            elif isinstance(content, Item):
                self.gather_items([content], prefix, into)
            elif isinstance(content, Part) and content not in options:
                self.gather(content, prefix, into)

    def gather_items(self, items: Iterable[Item], prefix: str, into: Gathered) -> None:
        """Collect the tasks and choices of some items of a part."""
        for item in items:
            if item.checkbox:
                self._gather_item(item, prefix, into)

    def _gather_item(self, item: Item, prefix: str, into: Gathered) -> None:
        task = self._make_task(item, prefix)
        into.tasks.append(task)
        if is_choice(item, task.title):
            into.choices.append(self._choose_item(item, task, prefix))
        else:
            for below in _checkboxes(item):
                below.above = self.read(item).title
                self._gather_item(below, prefix, into)

    def read(self, item: Item) -> Wording:
        """The words of an item, taken apart once."""
        if id(item) not in self._wordings:
            self._wordings[id(item)] = read_wording(item.text, self.references)
        return self._wordings[id(item)]

    def has_single_weeks(self, part: Part) -> bool:
        """Whether a checkbox in a part or below it is itself a week, such as "Week 3: Plots"."""
        boxes = (item for item in part.items() if item.checkbox)
        labels = (read_label(self.read(item).title) for item in boxes)
        return any(label.unit is Unit.WEEK and bool(label.name) for label in labels) or any(
            map(self.has_single_weeks, part.parts())
        )

    def _name_task(self, item: Item, prefix: str, wording: Wording) -> str:
        label = read_label(wording.title)
        apart = " ".join((*(name_link(link.url) for link in wording.resources), item.above))
        if is_period(label):
            title = "" if label.title == label.name else label.title
            return self.name_item(item, label.short, title, wording.hint, apart)
        return self.name_item(item, prefix, wording.title, wording.hint, apart)

    def _title_of(self, item: Item, wording: Wording) -> tuple[str, str]:
        """The title and hint of a task. A title that others have takes along its hint, its link or what is above."""
        title, rest = wording.title.casefold(), wording.hint or _name_source(wording)
        self._rests[title].add(rest or item.above)
        if title not in self._twins or not (rest or item.above):
            return wording.title, wording.hint
        return shorten_title(f"{wording.title}: {rest}" if rest else f"{item.above}: {wording.title}", "")

    def _make_task(self, item: Item, prefix: str) -> Task:
        wording = self.read(item)
        slug = self._name_task(item, prefix, wording)
        title, hint = self._title_of(item, wording)
        kind = item.marks.kind or wording.kind
        plain_steps = [] if is_choice(item, wording.title) else [one for one in item.items if not one.checkbox]
        resources = dict.fromkeys(wording.resources)
        for text in (*item.notes, *(text for step in plain_steps for text in _texts(step))):
            resources.update(dict.fromkeys(read_links(text, self.references)))
        return Task(
            slug=slug,
            title=title,
            weight=item.marks.weight or WEIGHTS[kind],
            kind=kind,
            hint=" ".join(filter(None, (hint, *map(self.plain, item.notes)))),
            resources=tuple(resources),
            steps=tuple(Step(self.plain(text)) for step in plain_steps for text in _texts(step)),
            aliases=item.marks.aliases,
            line=item.line,
            ordered=slug in self.namer.ordered,
        )

    def _choose_item(self, item: Item, task: Task, prefix: str) -> Choice:
        options = tuple(self._make_option(one, prefix) for one in item.items)
        if len(options) < FEWEST_OPTIONS:
            self._complain_of_options(item.line)
        return Choice(task.slug, task.title, options, task.slug)

    def _make_option(self, item: Item, prefix: str) -> Option:
        if item.checkbox:
            task = self._make_task(item, prefix)
            return Option(task.slug, task.title, task.hint, (task,))
        wording = self.read(item)
        return Option(self.name_item(item, prefix, wording.title), wording.title, wording.hint)

    def _choose_part(self, part: Part, options: list[Part], prefix: str) -> Choice:
        title = part.label.title
        slug = self.slugs[part.line] = self.name_part(part, prefix=prefix, title=title)
        return Choice(slug, title, tuple(self._make_part_option(one, prefix) for one in options))

    def _make_part_option(self, part: Part, prefix: str) -> Option:
        title = part.label.title
        slug = self.slugs[part.line] = self.name_part(part, prefix=prefix, title=title)
        found = Gathered()
        self.gather(part, prefix, found)
        return Option(slug, title, " ".join(map(self.plain, part.notes())), tuple(found.all_tasks()))

    def _complain_of_options(self, line: int) -> None:
        remedy = "put two or more bullets under it, or take “choice” away."
        self.complaints.append(Complaint(line, "a choice needs options", remedy))


def _name_source(wording: Wording) -> str:
    return name_link(wording.resources[0].url) if wording.resources else ""


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
