"""Small roadmaps, built by hand or drawn by Hypothesis."""

from __future__ import annotations

from itertools import count

from hypothesis import strategies as st

from roadmap.model import Block, Choice, Criterion, Level, Month, Option, Roadmap, Task


def task(slug: str, weight: int = 2, *aliases: str) -> Task:
    return Task(slug=slug, title=slug.title(), weight=weight, aliases=aliases)


def option(slug: str, *tasks: Task) -> Option:
    return Option(slug=slug, title=slug.title(), tasks=tasks)


def block(slug: str, *tasks: Task, choices: tuple[Choice, ...] = ()) -> Block:
    return Block(slug=slug, title=slug.title(), tasks=tasks, choices=choices)


PATH = Choice(
    slug="path",
    title="Your path",
    task="path",
    options=(
        option("research", task("paper", 5), task("talk", 3)),
        option("leading", task("design", 2)),
        option("applied", task("shop", 3), task("advice", 1)),
    ),
)

SMALL = Roadmap(
    slug="small",
    title="Small",
    levels=(
        Level(
            slug="zero",
            name="ZERO",
            title="Foundation",
            criteria=(Criterion("explain", "explain it"), Criterion("build", "build it")),
            months=(
                Month(
                    "month1", "One", (block("week1", task("a", 1), task("b", 2)), block("week2", task("c", 3))), 1, 1
                ),
                Month("month2", "Two", (block("week3", task("d", 5)),), 2, 2),
            ),
        ),
        Level(
            slug="mid",
            name="MID",
            title="Practice",
            months=(Month("month3", "Three", (block("month3-path", task("path", 1), choices=(PATH,)),), 3, 4),),
        ),
    ),
)
"""Weights 1 2 | 3 | 5 in level zero; 1 and a choice of 8, 2 or 4 in level mid."""

WITHOUT_MONTHS = Roadmap(
    slug="plain",
    title="Plain",
    levels=(
        Level("all", "ALL", "All", (Month("all-blocks", "", (block("one", task("x")), block("two", task("y")))),)),
    ),
)


def required_total(roadmap: Roadmap) -> int:
    """The weight of everything that counts for all, without any option."""
    return sum(task.weight for block in roadmap.blocks() for task in block.tasks)


@st.composite
def roadmaps(draw: st.DrawFn) -> Roadmap:
    numbers = count(1)
    levels = [draw(_levels(numbers)) for _ in range(draw(st.integers(1, 3)))]
    return Roadmap("drawn", "Drawn", tuple(levels))


@st.composite
def _levels(draw: st.DrawFn, numbers: count[int]) -> Level:
    months = [draw(_months(numbers)) for _ in range(draw(st.integers(1, 2)))]
    return Level(f"level{next(numbers)}", "L", "Level", tuple(months))


@st.composite
def _months(draw: st.DrawFn, numbers: count[int]) -> Month:
    blocks = [draw(_blocks(numbers)) for _ in range(draw(st.integers(1, 3)))]
    return Month(f"month{next(numbers)}", "Month", tuple(blocks), first=1, last=1)


@st.composite
def _blocks(draw: st.DrawFn, numbers: count[int]) -> Block:
    choices = [draw(_choices(numbers)) for _ in range(draw(st.integers(0, 2)))]
    return Block(f"block{next(numbers)}", "Block", draw(_tasks(numbers)), tuple(choices))


@st.composite
def _choices(draw: st.DrawFn, numbers: count[int]) -> Choice:
    options = [
        Option(f"option{next(numbers)}", "O", tasks=draw(_tasks(numbers))) for _ in range(draw(st.integers(2, 3)))
    ]
    return Choice(f"choice{next(numbers)}", "Choice", tuple(options))


@st.composite
def _tasks(draw: st.DrawFn, numbers: count[int]) -> tuple[Task, ...]:
    weights = draw(st.lists(st.integers(1, 5), max_size=3))
    return tuple(task(f"task{next(numbers)}", weight) for weight in weights)
