"""The roadmap: Roadmap > Level > Month > Block > Task > Step, with choices, criteria and habits.

Plain frozen values. A slug is the short id typed in chat; it never changes and is never reused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from roadmap.former_slugs import FormerSlug


class TaskKind(StrEnum):
    """The sort of work that a task is. The default weight follows from it."""

    READ = "read"
    WATCH = "watch"
    UNDERSTAND = "understand"
    PRACTISE = "practise"
    BUILD = "build"
    COURSE = "course"
    PROJECT = "project"
    PUBLISH = "publish"


WEIGHTS: dict[TaskKind, int] = {
    TaskKind.READ: 1,
    TaskKind.WATCH: 1,
    TaskKind.UNDERSTAND: 2,
    TaskKind.PRACTISE: 2,
    TaskKind.BUILD: 3,
    TaskKind.COURSE: 5,
    TaskKind.PROJECT: 5,
    TaskKind.PUBLISH: 5,
}
"""Points of a task by its kind, unless its line in the file says otherwise."""


class Cadence(StrEnum):
    """How often a habit comes round."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Resource:
    """A link worth following."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """A bullet under a task: a part of the work that is not ticked off by itself."""

    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """A task: one checkbox. `hint` is the sentence beside the title; `aliases` are slugs it had before.

    `ordered`: its slug depends on the order of lines, because no word tells it from another task.
    """

    slug: str
    title: str
    weight: int = 2
    kind: TaskKind = TaskKind.UNDERSTAND
    hint: str = ""
    resources: tuple[Resource, ...] = ()
    steps: tuple[Step, ...] = ()
    aliases: tuple[str, ...] = ()
    line: int = 0
    ordered: bool = field(default=False, compare=False)


def is_project(weight: int, kind: TaskKind | None) -> bool:
    """Whether a task of this weight and kind is a project or publication, or weighs as much as one."""
    return weight >= WEIGHTS[TaskKind.PROJECT] or kind in {TaskKind.PROJECT, TaskKind.PUBLISH}


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a choice. Its tasks count only if it is chosen. It may have no tasks."""

    slug: str
    title: str
    hint: str = ""
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of options of which one counts.

    `task` is the slug of the checkbox that stands for having chosen ("choose your path"). It is empty when the
    options carry the checkboxes themselves.
    """

    slug: str
    title: str
    options: tuple[Option, ...]
    task: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A titled run of tasks inside a month, two weeks in most.

    - `tasks` are those that count for every learner, in file order. Those of options are in `choices`.
    - `number` is N of `week<N>` slugs, counted from the start of the roadmap; None where there are no weeks.
    - `weeks` is as written ("3-4").
    - `calendar` is the same counted from the roadmap's start, (0, 0) where there are none.
    """

    slug: str
    title: str
    tasks: tuple[Task, ...]
    choices: tuple[Choice, ...] = ()
    number: int | None = None
    weeks: str = ""
    calendar: tuple[int, int] = (0, 0)
    weight: int = field(init=False, repr=False, compare=False)
    names: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Add up its own tasks once: `weight` is theirs, `names` are their slugs and the slugs that they had before."""
        object.__setattr__(self, "weight", sum(task.weight for task in self.tasks))
        names = frozenset(name for task in self.tasks for name in (task.slug, *task.aliases))
        object.__setattr__(self, "names", names)

    def all_tasks(self) -> Iterator[Task]:
        """Every task of the block in file order, those of all options included."""
        options = (task for choice in self.choices for option in choice.options for task in option.tasks)
        yield from sorted((*self.tasks, *options), key=lambda task: task.line)


@dataclass(frozen=True, slots=True)
class Month:
    """A month, or a span such as months 6-7. `first` and `last` count from 1 at the roadmap's start.

    A roadmap without months has one month per level with `first` and `last` 0.
    """

    slug: str
    title: str
    blocks: tuple[Block, ...]
    first: int = 0
    last: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A "complete when you can ..." statement that a learner affirms."""

    slug: str
    text: str


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the roadmap: ZERO, MID, SENIOR in ours.

    `celebration` is the author's suggestion for the end of the level.
    """

    slug: str
    name: str
    title: str
    months: tuple[Month, ...]
    promise: str = ""
    emoji: str = ""
    victory: str = ""
    criteria: tuple[Criterion, ...] = ()
    celebration: str = ""

    def blocks(self) -> Iterator[Block]:
        """The blocks of all its months, in order."""
        for month in self.months:
            yield from month.blocks


@dataclass(frozen=True, slots=True)
class Habit:
    """A practice that comes round again. `minutes` is the suggested time, (0, 0) where none is given."""

    slug: str
    title: str
    cadence: Cadence
    hint: str = ""
    minutes: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Section:
    """A part that is only to be read: tools, libraries, next steps. `items` are (text, link or empty)."""

    slug: str
    title: str
    items: tuple[tuple[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The course, as read from a Markdown file.

    - `unread`: the lines of its file that were left out.
    - `derived`: the slugs that reading gave, because the file names none for these lines.
    - `former`: slugs of its earlier editions.
    - `shared`: slugs that another roadmap has for other work.
    """

    slug: str
    title: str
    levels: tuple[Level, ...]
    text: str = ""
    source: str = ""
    habits: tuple[Habit, ...] = ()
    sections: tuple[Section, ...] = ()
    unread: tuple[int, ...] = field(default=(), repr=False, compare=False)
    derived: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    former: Mapping[str, FormerSlug] = field(default_factory=dict, repr=False, compare=False)
    shared: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    _tasks: dict[str, Task] = field(init=False, repr=False, compare=False)
    _blocks: dict[str, Block] = field(init=False, repr=False, compare=False)
    _run: tuple[Block, ...] = field(init=False, repr=False, compare=False)
    _options: dict[str, tuple[Choice, Option]] = field(init=False, repr=False, compare=False)
    _places: dict[str, tuple[Level, Month, Block]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index tasks, blocks and options once, so that every look-up by slug is a dictionary access."""
        object.__setattr__(self, "_run", tuple(block for level in self.levels for block in level.blocks()))
        places = {
            task.slug: (level, month, block)
            for level in self.levels
            for month in level.months
            for block in month.blocks
            for task in block.all_tasks()
        }
        object.__setattr__(self, "_places", places)
        tasks = {task.slug: task for block in self.blocks() for task in block.all_tasks()}
        object.__setattr__(self, "_tasks", tasks)
        object.__setattr__(self, "_blocks", {block.slug: block for block in self.blocks()})
        options = [(choice, option) for choice in self.choices() for option in choice.options]
        found = {task.slug: (choice, option) for choice, option in reversed(options) for task in option.tasks}
        object.__setattr__(self, "_options", found)

    def blocks(self) -> Iterator[Block]:
        """All blocks in order."""
        return iter(self._run)

    @property
    def has_calendar(self) -> bool:
        """Whether the plan names months or weeks. Without them no learner is ahead or behind."""
        return any(month.first for level in self.levels for month in level.months) or any(
            block.calendar[0] for block in self.blocks()
        )

    def tasks(self) -> Iterator[Task]:
        """All tasks in file order, those of every option included."""
        yield from self._tasks.values()

    def task(self, slug: str) -> Task | None:
        """The task of this slug, if there is one."""
        return self._tasks.get(slug)

    def block(self, slug: str) -> Block | None:
        """The block of this slug, if there is one."""
        return self._blocks.get(slug)

    def level(self, slug: str) -> Level | None:
        """The level of this slug, if there is one."""
        return next((level for level in self.levels if level.slug == slug), None)

    def place_of(self, slug: str) -> tuple[Level, Month, Block]:
        """Return the level, month and block of a task. Raises KeyError for a slug that no task has."""
        return self._places[slug]

    def choices(self) -> Iterator[Choice]:
        """All choices in order."""
        for block in self.blocks():
            yield from block.choices

    def choice(self, slug: str) -> Choice | None:
        """The choice of this slug, if there is one."""
        return next((choice for choice in self.choices() if choice.slug == slug), None)

    def option_of(self, slug: str) -> tuple[Choice, Option] | None:
        """The choice and option that a task belongs to; None for a task that counts for every learner."""
        return self._options.get(slug)
