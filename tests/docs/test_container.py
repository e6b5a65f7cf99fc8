"""What the image of the container must keep between two containers."""

from __future__ import annotations

from pathlib import Path

from bot.database.engines import notes_beside

DOCKERFILE = (Path(__file__).parents[2] / "Dockerfile").read_text().splitlines()


def last_of(word: str) -> str:
    """The value of the last instruction of a kind."""
    return [line.removeprefix(f"{word} ") for line in DOCKERFILE if line.startswith(f"{word} ")][-1]


def test_the_notes_of_answers_that_left_are_in_the_volume_on_both_engines() -> None:
    [sqlite] = (word.partition("=")[2] for line in DOCKERFILE for word in line.split() if "DATABASE_URL=" in word)
    volume, folder = Path(last_of("VOLUME")), Path(last_of("WORKDIR"))

    for url in (sqlite, "postgresql://cairn@db/cairn"):
        assert volume == (folder / notes_beside(url)).parent
