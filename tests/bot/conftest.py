"""What tests of the bot share: logs set back after each test, and a second language, for tests alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot import texts

HEADER = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
GERMAN = {
    "chat.failed": "Bei mir ging etwas schief.",
    "refused.unknown_command": "`/{name}` kenne ich nicht.",
    "refused.stewards_only": "Das darf nur ein Admin.",
    "checkin.remind.1": "Bis {until} ist Zeit.",
    "checkin.remind.2": "Bis {until} ist Zeit.",
    "checkin.remind.3": "Bis {until} ist Zeit.",
}


@pytest.fixture(autouse=True)
def _logs_set_back() -> Iterator[None]:
    """Leave the log as it was: a command that a test runs sets it up for the whole process."""
    root, logged = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**logged)


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A German catalogue of a few sentences beside the English one."""
    home = tmp_path / "texts"
    (home / "de").mkdir(parents=True)
    (home / texts.SOURCE).symlink_to(Path(texts.__file__).parent / texts.SOURCE)
    lines = (f'msgid "{key}"\nmsgstr "{words}"\n' for key, words in GERMAN.items())
    (home / "de" / "all.po").write_text("\n".join([HEADER, *lines]), "utf-8")
    monkeypatch.setattr(texts, "_HERE", home)
    texts.catalogue.cache_clear()
    yield
    texts.catalogue.cache_clear()
