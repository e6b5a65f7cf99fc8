from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.cli.shell import call

ROOT = Path(__file__).parents[3]


def test_without_a_token_it_is_the_sandbox_and_ends_with_its_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    assert 0 == call(monkeypatch)
    assert "token" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run"], "DISCORD_TOKEN"),
        (["sandbox", "--script", "/no/such/file"], "cannot be read"),
        (["sandbox", "--now", "yesterday", "--script", "-"], "not an instant"),
        (["roadmap", "show", "nothing"], "neither a file"),
        (["nonsense"], "nonsense"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert 2 == call(monkeypatch, *arguments)
    assert says in capsys.readouterr().err


def test_python_m_bot_is_the_same(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )

    for name in ("run", "sandbox", "doctor", "db", "roadmap"):
        assert name in done.stdout
