"""Each kept conversation is played through the whole program and must be answered as it was."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.sandbox import ScriptFormat
from bot.adapters.sandbox.lines import read_spoken_line
from bot.features.commands import COMMANDS, FOLDED, make_registry
from tests.locks import locks_noted
from tests.transcripts.playing import HERE, PLAYED, play_all, transcripts
from tests.transcripts.siding import SIDES, play_sides

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("path", transcripts(), ids=lambda path: path.stem)
async def test_the_conversation_goes_as_it_was_kept(path: Path, sqlite_template: Path, same_folder: Path) -> None:
    shutil.copyfile(sqlite_template, same_folder / PLAYED)
    kept = path.read_text(encoding="utf-8")

    with locks_noted() as book:
        played = await play_all(kept.splitlines(), same_folder)

    assert played == kept, "python -m tests.transcripts.update writes it anew"
    assert [] == book.out_of_order


@pytest.mark.parametrize("kept", sorted(SIDES.glob("*.txt")), ids=lambda path: path.stem)
async def test_both_platforms_show_the_conversation_as_it_was_kept(
    kept: Path, sqlite_template: Path, same_folder: Path
) -> None:
    shutil.copyfile(sqlite_template, same_folder / PLAYED)
    script = (HERE / kept.name).read_text(encoding="utf-8")

    played = await play_sides(script.splitlines(), same_folder)

    assert played == kept.read_text(encoding="utf-8"), "python -m tests.transcripts.update writes it anew"


def lines_spoken() -> Iterator[str]:
    for path in transcripts():
        for line in path.read_text(encoding="utf-8").splitlines():
            if spoken := read_spoken_line(line):
                yield spoken.words


def test_every_command_is_called_in_some_conversation() -> None:
    registry = make_registry()
    words = (re.match(r"/(\w+)", line) for line in lines_spoken())
    called = {found.name for word in words if word and (found := registry.get(word[1]))}

    assert [] == [command.name for command in (*COMMANDS, *FOLDED) if command.name not in called]


def test_no_conversation_meets_a_failure_of_ours() -> None:
    for path in transcripts():
        assert "Something went wrong" not in path.read_text(encoding="utf-8"), path.name


def test_the_command_line_plays_a_conversation_to_the_same_words() -> None:
    path = ROOT / "tests/transcripts/joining.txt"
    command = [sys.executable, "-m", "bot", "sandbox", "--script", str(path), "--now", "2026-03-02T09:00Z"]
    played = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert played.stdout == path.read_text(encoding="utf-8")
    assert "" == played.stderr


async def test_a_conversation_is_told_as_json_message_by_message(sqlite_template: Path, same_folder: Path) -> None:
    shutil.copyfile(sqlite_template, same_folder / PLAYED)
    kept = (ROOT / "tests/transcripts/joining.txt").read_text(encoding="utf-8").splitlines()

    played = await play_all(kept, same_folder, ScriptFormat.JSON)

    messages = [json.loads(line) for line in played.splitlines()]
    headings = [line[4:].split()[:2] for line in kept if line.startswith("  @ ")]
    assert [[message["at"], message["kind"]] for message in messages] == headings
