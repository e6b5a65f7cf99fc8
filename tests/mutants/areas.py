"""What is mutated, and how much of it: the one place to change when a file moves."""

from __future__ import annotations

from pathlib import Path

SEED = 7
TESTS = ("tests/roadmap", "tests/bot")
SERVER = "cluster"
"""The fixture that starts PostgreSQL: a server is not forked, so what needs it is left out."""

AREAS: dict[str, tuple[int, tuple[str, ...]]] = {
    "roadmap": (200, ("roadmap/**/*.py",)),
    "streaks": (
        100,
        (
            "bot/usecases/accounting.py",
            "bot/usecases/streaks.py",
            "bot/usecases/repairing.py",
            "bot/storage/ledger.py",
            "bot/storage/study_days.py",
            "bot/storage/counters.py",
        ),
    ),
    "ticks": (
        80,
        (
            "bot/usecases/standing.py",
            "bot/usecases/ticking.py",
            "bot/usecases/undoing.py",
            "bot/usecases/planning.py",
            "bot/usecases/celebrating.py",
            "bot/usecases/celebration.py",
            "bot/storage/ticks.py",
        ),
    ),
    "outbox": (
        120,
        (
            "bot/usecases/delivering.py",
            "bot/usecases/speaking/calendar.py",
            "bot/usecases/speaking/budget.py",
            "bot/usecases/speaking/hours.py",
            "bot/storage/outbox.py",
            "bot/storage/spoken.py",
            "bot/storage/dues.py",
            "bot/delivery/plan.py",
            "bot/delivery/deliver.py",
            "bot/delivery/rounds.py",
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
