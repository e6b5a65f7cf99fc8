"""A small roadmap with everything in it, and people who climb it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.identity import Account, Caller, Place
from roadmap.model import Block, Choice, Criterion, Level, Month, Option, Resource, Roadmap, Step, Task, TaskKind

START = datetime(2026, 11, 2, 12, tzinfo=UTC)  # a Monday
ROOM = Place("sandbox", 1, 1, title="Study room")
OTHER_ROOM = Place("telegram", -100, -100, title="Other room")
ANN = Account("sandbox", 1, "Ann", "ann")
BEN = Account("sandbox", 2, "Ben", "ben")


def caller(account: Account = ANN, *, at: timedelta | None = None, place: Place = ROOM) -> Caller:
    """Somebody speaking in the room, so long after the start."""
    return Caller(account, place, START + (at or timedelta()))


def _task(slug: str, title: str, line: int, weight: int = 2) -> Task:
    return Task(slug, title, weight, TaskKind.UNDERSTAND, line=line)


WEEK1 = Block(
    "week1",
    "Maths",
    (
        Task(
            "week1-algebra",
            "Linear algebra",
            1,
            TaskKind.WATCH,
            hint="vectors first",
            resources=(Resource("Essence", "https://example.org/essence"),),
            steps=(Step("Watch"), Step("Draw")),
            aliases=("algebra-old",),
            line=1,
        ),
        _task("week1-stats", "Statistics", 2),
        _task("week1-practice", "Practice", 3),
    ),
    number=1,
    weeks="1-2",
    calendar=(1, 2),
)
WEEK2 = Block(
    "week2",
    "Python",
    (_task("week2-numpy", "NumPy & Pandas", 5), _task("week2-cleaning", "Data cleaning, filtering, grouping", 6)),
    number=2,
    weeks="3-4",
    calendar=(3, 4),
)
WEEK3 = Block(
    "week3",
    "Specialise",
    (_task("week3-path", "Choose your path", 8, 1), _task("week3-build", "Build something", 9, 3)),
    (Choice("path", "Your path", (Option("vision", "Computer Vision"), Option("nlp", "NLP", "Text")), "week3-path"),),
    number=3,
    weeks="1-2",
    calendar=(5, 6),
)
WEEK4 = Block(
    "week4",
    "Lead",
    (),
    (
        Choice(
            "advanced",
            "Advanced path",
            (
                Option(
                    "research",
                    "Research",
                    tasks=(_task("week4-paper", "Paper", 12, 3), _task("week4-talk", "Talk", 13, 3)),
                ),
                Option("lead", "Leadership", tasks=(_task("week4-team", "Team", 15, 3),)),
            ),
        ),
    ),
    number=4,
    weeks="1-2",
    calendar=(9, 10),
)
CLIMB = Roadmap(
    "climb",
    "The climb",
    (
        Level(
            "zero",
            "ZERO",
            "I understand it",
            (
                Month("month1", "Foundations", (WEEK1, WEEK2), 1, 1, "Month 1"),
                Month("month2", "Depth", (WEEK3,), 2, 2, "Month 2"),
            ),
            criteria=(Criterion("zero-explain", "Explain it"), Criterion("zero-build", "Build it")),
            emoji="🟢",
            victory="You can do it.",
        ),
        Level("mid", "MID", "I work with it", (Month("month3", "Work", (WEEK4,), 3, 3, "Month 3"),), emoji="🟡"),
    ),
)
WHOLE_OF_ZERO = ("week1", "week2", "week3-build")
