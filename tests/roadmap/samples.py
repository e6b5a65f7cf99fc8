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


Weights = list[int]
Blocks = tuple[Weights, list[list[Weights]]]  # what counts for all, and of each choice the options

_weights = st.lists(st.integers(1, 5), max_size=3)
_choices = st.lists(st.lists(_weights, min_size=2, max_size=3), max_size=2)
_months = st.lists(st.tuples(_weights, _choices), min_size=1, max_size=3)
_levels = st.lists(_months, min_size=1, max_size=2)


def roadmaps() -> st.SearchStrategy[Roadmap]:
    return st.lists(_levels, min_size=1, max_size=3).map(_number)


def _number(levels: list[list[list[Blocks]]]) -> Roadmap:
    numbers = count(1)
    return Roadmap("drawn", "Drawn", tuple(_level(months, numbers) for months in levels))


def _level(months: list[list[Blocks]], numbers: count[int]) -> Level:
    return Level(f"level{next(numbers)}", "L", "Level", tuple(_month(blocks, numbers) for blocks in months))


def _month(blocks: list[Blocks], numbers: count[int]) -> Month:
    return Month(f"month{next(numbers)}", "Month", tuple(_block(*each, numbers) for each in blocks), first=1, last=1)


def _block(weights: Weights, choices: list[list[Weights]], numbers: count[int]) -> Block:
    made = tuple(_choice(options, numbers) for options in choices)
    return block(f"block{next(numbers)}", *_tasks(weights, numbers), choices=made)


def _choice(options: list[Weights], numbers: count[int]) -> Choice:
    made = tuple(option(f"option{next(numbers)}", *_tasks(weights, numbers)) for weights in options)
    return Choice(f"choice{next(numbers)}", "Choice", made)


def _tasks(weights: Weights, numbers: count[int]) -> list[Task]:
    return [task(f"task{next(numbers)}", weight) for weight in weights]


_TITLES = st.sampled_from(
    (
        *("Docker", "Docker images", "Learn Docker", "Git", "Git basics", "SQL joins", "Read chapter 4", "Rust"),
        *(
            "Book: Emma",
            "Book: Dune",
            "Mini-project: Iris",
            "Quiz",
            "Review",
            "Übung",
            "Größe",
            "学习变量",
            "変数を学ぶ",
        ),
        *(
            "Неделя",
            "Глава 2",
            "함수 만들기",
            "🔥",
            "C++",
            "C#",
            "not",
            "Week 3",
            "Day 4: Loops",
            "[Notes](https://n.org/1)",
        ),
        *("A very long title that goes on and on about nothing in particular", "Donaudampfschifffahrtsgesellschaft"),
    )
)
_HINTS = st.sampled_from(
    ("", "", ": in depth", " – the hard part", " (part two)", " https://x.org/a", " #todo", " 📅 2026-03-01")
)
DRAWN_LINES = st.builds(lambda title, hint: f"- [ ] {title}{hint}", _TITLES, _HINTS)
"""Lines of plans, with words that many share."""

_WORDS = st.lists(st.sampled_from(("git", "ideas", "rules", "1", "2", "in")), min_size=1, max_size=3).map(" ".join)
NEAR_LINES = st.builds(
    lambda title, sign, hint: f"- [ ] {title}{sign}{hint}", _WORDS, st.sampled_from((": ", " https://x.org/")), _WORDS
) | _WORDS.map("- [ ] {}".format)
"""Lines of plans that are made of very few words."""
