from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.library import read_library


def test_ones_own_roadmaps_stand_beside_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("# Plan\n\n- [ ] Read\n", encoding="utf-8")

    assert ["ml-engineer", "plan"] == list(read_library((tmp_path,)))
    assert ["ml-engineer", "plan"] == list(read_library((tmp_path / "plan.md",)))


def test_a_roadmap_that_cannot_be_read_or_told_apart_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"ROADMAPS.*empty\.md"):
        read_library((tmp_path,))

    (tmp_path / "empty.md").rename(tmp_path / "ml-engineer.md")
    (tmp_path / "ml-engineer.md").write_text("- [ ] Read\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"ROADMAPS.*ml-engineer"):
        read_library((tmp_path,))
