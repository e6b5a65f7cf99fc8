from __future__ import annotations

from datetime import timedelta
from importlib.metadata import distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.database.rules import learner_rule
from bot.features.privacy.actions.forgetting import COOL_OFF
from bot.features.privacy.actions.unnaming import EDITED_FOR
from bot.features.privacy.actions.warning import KEEP_GROUPS
from bot.tables import metadata
from tests.docs.generate import ROOT, env_example, export_parts, fill_in, privacy_parts, readme_parts

LOCKS = ("requirements.lock", "requirements-dev.lock")


def test_the_readme_says_what_the_code_does() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert fill_in(text, readme_parts()) == text, "run `make docs`"


def test_the_page_about_privacy_says_what_the_code_does() -> None:
    text = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")

    assert fill_in(text, privacy_parts()) == text, "run `make docs`"
    assert {f"| `{table.name}` |" for table in metadata.sorted_tables if learner_rule(table)} == {
        line[: line.index("|", 1) + 1] for line in text.splitlines() if line.startswith("| `")
    }
    for time in (KEEP_GROUPS, COOL_OFF, EDITED_FOR):
        assert f"{time.days} days" in text or f"{time // timedelta(hours=1)} hours" in text


def test_the_page_about_exports_names_each_section_and_column() -> None:
    text = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")

    assert fill_in(text, export_parts()) == text, "run `make docs`"


def test_every_setting_is_in_the_example() -> None:
    assert env_example() == (ROOT / ".env.example").read_text(encoding="utf-8"), "run `make docs`"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_an_extra_together_with_its_package(lock: str) -> None:
    """Else older pips ask for the newest release of `coverage[toml]`, which no line allows, and nothing installs."""
    pinned = _pinned(lock)
    wanted = {
        (canonicalize_name(requirement.name), extra)
        for package in distributions()
        if canonicalize_name(package.name) in pinned
        for requirement in map(Requirement, package.requires or [])
        if not requirement.marker or requirement.marker.evaluate()
        for extra in requirement.extras
        if canonicalize_name(requirement.name) in pinned
    }

    assert set() == {(name, extra) for name, extra in wanted if extra not in pinned[name]}


def _pinned(lock: str) -> dict[str, set[str]]:
    """The packages of a lock, each with the extras that it is pinned with."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    starts = [line.split(";")[0].rstrip(" \\") for line in text.splitlines() if line[:1].isalnum()]
    pins = [Requirement(start) for start in starts]
    return {canonicalize_name(pin.name): pin.extras for pin in pins}
