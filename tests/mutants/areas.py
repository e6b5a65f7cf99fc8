"""What is mutated, and how much of it: the one place to change when a file moves."""

from __future__ import annotations

from pathlib import Path

SEED = 7
TESTS = ("tests/roadmap", "tests/bot")
SERVERS = frozenset({"cluster", "own_cluster"})
"""Fixtures that start PostgreSQL: a server is not forked, so what needs one is left out."""

AREAS: dict[str, tuple[int, tuple[str, ...]]] = {
    "roadmap": (200, ("roadmap/**/*.py",)),
    "streaks": (
        100,
        (
            "bot/features/streaks/actions/counting.py",
            "bot/features/streaks/actions/reading.py",
            "bot/features/repairs/actions.py",
            "bot/features/streaks/queries/ledger.py",
            "bot/features/streaks/queries/study_days.py",
            "bot/features/points/actions.py",
            "bot/features/points/queries.py",
        ),
    ),
    "ticks": (
        80,
        (
            "bot/features/ticks/actions/roadmap_state.py",
            "bot/features/ticks/actions/ticking.py",
            "bot/features/undos/actions/taking_back.py",
            "bot/features/undos/actions/picking.py",
            "bot/features/ticks/actions/planning.py",
            "bot/features/celebrations/actions/celebrating.py",
            "bot/features/celebrations/actions/posted.py",
            "bot/features/ticks/queries/ticks.py",
        ),
    ),
    "outbox": (
        120,
        (
            "bot/posting/recording.py",
            "bot/posting/calendar.py",
            "bot/posting/budget.py",
            "bot/posting/hours.py",
            "bot/posting/outbox.py",
            "bot/posting/spoken.py",
            "bot/posting/dues.py",
            "bot/posting/planner.py",
            "bot/posting/deliverer.py",
            "bot/posting/rounds.py",
        ),
    ),
}
"""Area: how many mutants of it are tried, and its files."""


def list_files(area: str) -> list[Path]:
    """List the files of an area; each pattern must name one at least."""
    found: list[Path] = []
    for pattern in AREAS[area][1]:
        matched = sorted(Path().glob(pattern))
        if not matched:
            raise SystemExit(f"tests/mutants/areas.py: no file is {pattern}")
        found += matched
    return found
