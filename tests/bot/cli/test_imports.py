"""A subcommand imports what it needs, and only when it is called."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from roadmap.reading import SHIPPED

ROOT = Path(__file__).parents[3]
HEAVY = {
    "sqlalchemy", "discord", "telegram", "aiohttp", "alembic", "babel", "pydantic_settings", "structlog", "apscheduler",
    "prompt_toolkit", "prometheus_client",
}  # fmt: skip


def imported_by(folder: Path, *arguments: str) -> set[str]:
    """The packages that a child process has imported when its subcommand ends."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-X", "importtime", "-m", "bot", *arguments]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True)
    lines = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {name.partition(".")[0] for name in lines}


@pytest.mark.parametrize("arguments", [["roadmap", "check", str(SHIPPED)], ["roadmap", "pin", "plan.md"], ["--help"]])
def test_what_needs_no_database_and_no_platform_imports_none(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "plan.md").write_text("# Plan\n\n- [ ] Read\n", encoding="utf-8")

    packages = imported_by(tmp_path, *arguments)

    assert "typer" in packages
    assert set() == packages & HEAVY


def test_the_list_of_roadmaps_needs_the_settings_but_no_database(tmp_path: Path) -> None:
    assert {"pydantic_settings"} == imported_by(tmp_path, "roadmap", "list") & HEAVY


def test_the_database_is_looked_at_without_any_platform(tmp_path: Path) -> None:
    packages = imported_by(tmp_path, "db", "current")

    assert "sqlalchemy" in packages
    assert set() == packages & {"discord", "telegram", "aiohttp", "prompt_toolkit", "babel", "alembic"}
