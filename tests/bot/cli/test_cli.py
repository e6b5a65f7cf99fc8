from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import cli
from bot.config import Settings
from roadmap.reading import shipped_roadmap

ROOT = Path(__file__).parents[3]
PLAN = "# Plan\n\n## Week 1\n\n- [ ] Read a book\n- [ ] Write a page\n"


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def call(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    """Run the command line as from a shell, and return its exit status."""
    monkeypatch.setattr(sys, "argv", ["cairn", *args])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    code = ended.value.code
    return code if isinstance(code, int) else int(bool(code))


def test_without_a_token_it_is_the_sandbox_and_ends_with_its_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    assert 0 == call(monkeypatch)
    assert "token" in capsys.readouterr().out


def test_a_script_is_played_and_told_as_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    script = tmp_path / "script.txt"
    script.write_text("ANN: /done week2-numpy\n:advance 2m\n", encoding="utf-8")

    assert 0 == call(monkeypatch, "sandbox", "--script", str(script), "--now", "2026-03-02T18:00Z", "--format", "json")
    [answer] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"to", "private", "title", "text", "fields", "buttons", "image", "kind", "at"} <= set(answer)
    assert ("reply", "2026-03-02T18:00Z") == (answer["kind"], answer["at"])
    assert "undo week2-numpy" in {button["line"] for button in answer["buttons"]}


def test_a_database_that_is_named_is_kept_from_script_to_script(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for line in ("ANN: /done week2-numpy", "ANN: /done week2-numpy"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(line))
        assert 0 == call(monkeypatch, "sandbox", "--script", "-", "--db", f"sqlite:///{tmp_path}/kept.db")

    assert "already" in capsys.readouterr().out


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


def test_the_database_is_made_looked_at_verified_and_rebuilt(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == call(monkeypatch, "db", "current")
    assert "no tables yet" in capsys.readouterr().out
    for subcommand in ("upgrade", "verify", "rebuild"):
        assert 0 == call(monkeypatch, "db", subcommand)
    assert "All counters are right." in capsys.readouterr().out


def test_roadmaps_are_listed_and_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == call(monkeypatch, "roadmap", "list")
    assert 0 == call(monkeypatch, "roadmap", "show")

    shown = capsys.readouterr().out
    assert all(task.slug in shown for task in shipped_roadmap().tasks())


def test_a_plan_is_checked_pinned_and_compared(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plan, old = tmp_path / "plan.md", tmp_path / "old.md"
    plan.write_text(PLAN, encoding="utf-8")

    assert 0 == call(monkeypatch, "roadmap", "check", str(plan))
    assert 0 == call(monkeypatch, "roadmap", "pin", str(plan))
    assert "{#" in plan.read_text(encoding="utf-8")
    assert 0 == call(monkeypatch, "roadmap", "pin", str(plan))
    assert "there already" in capsys.readouterr().out

    old.write_bytes(plan.read_bytes())
    plan.write_text("\n".join(plan.read_text(encoding="utf-8").splitlines()[:-1]), encoding="utf-8")
    assert 1 == call(monkeypatch, "roadmap", "check", str(plan), "--against", str(old))


@pytest.mark.parametrize("content", [b"no boxes here\n", b"\xff\xfe\x00"])
def test_a_plan_that_cannot_be_read_is_a_complaint_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    plan = tmp_path / "plan.md"
    plan.write_bytes(content)

    for subcommand in ("check", "pin", "show"):
        assert 1 == call(monkeypatch, "roadmap", subcommand, str(plan))
        printed = capsys.readouterr().err
        assert "plan.md" in printed
        assert "Traceback" not in printed


def test_ones_own_roadmap_can_be_followed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "plan.md").write_text(PLAN, encoding="utf-8")
    monkeypatch.setenv("ROADMAPS", str(tmp_path))

    assert 0 == call(monkeypatch, "roadmap", "list")
    assert "plan" in capsys.readouterr().out


def test_a_backup_is_a_database_of_its_own_and_replaces_no_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert 2 == call(monkeypatch, "db", "backup", "copy.db")
    assert "nothing to back up" in capsys.readouterr().err
    assert 0 == call(monkeypatch, "db", "upgrade")

    assert 0 == call(monkeypatch, "db", "backup", "copy.db")
    assert "copy.db" in capsys.readouterr().out
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/copy.db")
    assert 0 == call(monkeypatch, "db", "current")

    assert 2 == call(monkeypatch, "db", "backup", "copy.db")
    assert "never replaces a file" in capsys.readouterr().err


def test_a_script_may_hold_any_bytes_and_any_line_separator(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    line = "ANN: /done week2-numpy read \u2028 twice\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"BEN: /done \xff\xfe\n" + line), encoding="utf-8"))
    assert 0 == call(monkeypatch, "sandbox", "--script", "-", "--format", "json")
    piped = capsys.readouterr().out
    assert "is ticked off" in piped

    (tmp_path / "script.txt").write_bytes(line)
    assert 0 == call(monkeypatch, "sandbox", "--script", "script.txt", "--format", "json")
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_python_m_bot_is_the_same(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )

    for name in ("run", "sandbox", "doctor", "db", "roadmap"):
        assert name in done.stdout
