"""What left before a kill is known after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.telegram import departures
from bot.adapters.telegram.departures import Departures


def opened(path: Path) -> Departures:
    noted = Departures(path)
    noted.open()
    return noted


def test_what_left_is_known_to_the_next_process(tmp_path: Path) -> None:
    first = opened(tmp_path / "a.sent")
    first.note((5, 7))
    first.take_back((5,))
    first.note((9,))

    second = opened(tmp_path / "a.sent")

    assert [False, True, True] == [one in second for one in (5, 7, 9)]


def test_what_was_taken_back_and_left_again_is_known(tmp_path: Path) -> None:
    first = opened(tmp_path / "a.sent")
    first.note((5,))
    first.take_back((5,))
    first.note((5,))

    assert 5 in opened(tmp_path / "a.sent")


def test_the_oldest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(departures, "REMEMBERED", 4)
    monkeypatch.setattr(departures, "_SIZE", 32)
    first = opened(tmp_path / "a.sent")
    first.note(range(1, 7))

    assert [False, False, True, True, True, True] == [one in first for one in range(1, 7)]
    assert [5, 6] == [one for one in range(1, 7) if one in opened(tmp_path / "a.sent")]


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    opened(tmp_path / "a.sent")

    assert 0o600 == (tmp_path / "a.sent").stat().st_mode & 0o777


def test_without_a_file_that_can_be_written_the_process_alone_remembers(tmp_path: Path) -> None:
    noted = opened(tmp_path / "missing" / "a.sent")
    noted.note((5,))

    assert 5 in noted


def test_a_closed_file_can_be_opened_again(tmp_path: Path) -> None:
    noted = opened(tmp_path / "a.sent")
    noted.note((5,))
    noted.close()
    noted.open()
    noted.note((6,))

    assert [True, True] == [one in opened(tmp_path / "a.sent") for one in (5, 6)]
    assert ["a.sent"] == [file.name for file in tmp_path.iterdir()]
