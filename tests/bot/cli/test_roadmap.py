from __future__ import annotations

from pathlib import Path

import pytest

from roadmap.reading import shipped_roadmap
from tests.bot.cli.shell import call

PLAN = "# Plan\n\n## Week 1\n\n- [ ] Read a book\n- [ ] Write a page\n"


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


@pytest.mark.parametrize(("boxes", "said"), [(1, ": 1 task, nothing wrong."), (2, ": 2 tasks, nothing wrong.")])
def test_a_count_of_one_is_singular(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, boxes: int, said: str
) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text("\n".join(PLAN.splitlines()[: 4 + boxes]), encoding="utf-8")

    assert 0 == call(monkeypatch, "roadmap", "check", str(plan))
    assert said in capsys.readouterr().out


def test_lines_without_words_are_counted_and_named_and_the_rest_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(f"{PLAN}- [ ]\n##\n", encoding="utf-8")

    assert 1 == call(monkeypatch, "roadmap", "check", str(plan))
    said = capsys.readouterr().err
    assert "2 tasks read, 2 things to mend." in said
    assert f"{plan}:7: this checkbox has no words" in said
    assert f"{plan}:8: this heading has no words" in said

    assert 0 == call(monkeypatch, "roadmap", "show", str(plan))
    assert "Write a page" in capsys.readouterr().out


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
