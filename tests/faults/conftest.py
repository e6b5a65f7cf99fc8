"""What the faults came to is said at the end of the run: the figures of README.md."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.faults.copies import Copies, DatabaseCopies, FileCopies

EVERY = {"test_storms.py": 12, "test_answer_faults.py": 4}
DEAREST = ("test_speaking_kills.py", "test_answering_kills.py", "test_answer_kills.py", "test_deed_kills.py")
FIGURES = "figures"


class Figures:
    """Notes what came out of a test, in its report: workers send it to the process that writes the end."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._item = request.node

    def note(self, **counts: int) -> None:
        self._item.user_properties.append((FIGURES, f"{self._item.name}: {_worded(counts)}"))


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    return Figures(request)


@pytest.fixture(params=["sqlite", "postgres"])
def copies(request: pytest.FixtureRequest, tmp_path: Path) -> Copies:
    """A database with all tables, to be prepared and copied, once on each engine."""
    if request.param == "sqlite":
        return FileCopies(request.getfixturevalue("sqlite_template"), tmp_path)
    return DatabaseCopies(request.getfixturevalue("cluster"), request.getfixturevalue("postgres_template"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    ended = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    for line in (line for report in ended for name, line in report.user_properties if name == FIGURES):
        terminalreporter.write_line(str(line))


def _worded(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the storms every twelfth is enough for a commit, of the faults every fourth, of the dearest kills SQLite's."""
    spared: set[str] = set()
    for name, every in EVERY.items():
        found = sorted((item for item in items if item.path.name == name), key=lambda item: item.nodeid)
        spared |= {item.nodeid for number, item in enumerate(found) if number % every and len(found) > every}
    spared |= {item.nodeid for item in items if item.path.name in DEAREST and "[postgres" in item.nodeid}
    if config.getoption("--faults") == "some" and not config.getoption("--thorough") and spared:
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in spared])
        items[:] = [item for item in items if item.nodeid not in spared]
