from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.bot.cli.shell import call


def test_a_script_is_played_and_told_as_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    script = tmp_path / "script.txt"
    script.write_text("ANN: /done week2-numpy\n:advance 2m\n", encoding="utf-8")

    assert 0 == call(monkeypatch, "sandbox", "--script", str(script), "--now", "2026-03-02T18:00Z", "--format", "json")
    [answer] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"to", "private", "title", "text", "fields", "buttons", "image", "kind", "at"} <= set(answer)
    assert ("reply", "2026-03-02T18:00Z") == (answer["kind"], answer["at"])
    assert "undo #1" in {button["line"] for button in answer["buttons"]}


def test_a_database_that_is_named_is_kept_from_script_to_script(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for line in ("ANN: /done week2-numpy", "ANN: /done week2-numpy"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(line))
        assert 0 == call(monkeypatch, "sandbox", "--script", "-", "--db", f"sqlite:///{tmp_path}/kept.db")

    assert "already" in capsys.readouterr().out


def test_a_script_may_hold_any_bytes_and_any_line_separator(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    line = "ANN: /done week2-numpy read \u2028 twice\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"BEN: /done \xff\xfe\n" + line), encoding="utf-8"))
    assert 0 == call(monkeypatch, "sandbox", "--script", "-", "--format", "json")
    piped = capsys.readouterr().out
    assert "done!" in piped

    (tmp_path / "script.txt").write_bytes(line)
    assert 0 == call(monkeypatch, "sandbox", "--script", "script.txt", "--format", "json")
    assert 1 == len(capsys.readouterr().out.splitlines())
