"""`python -m tests.transcripts.update [NAME ...]`: play the kept conversations and write down what is answered now."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.logs import set_up_logs
from tests.transcripts.playing import HERE, play_all, transcripts
from tests.transcripts.siding import SIDES, play_sides


async def update(path: Path) -> bool:
    """Play one conversation into its own file; whether anything changed."""
    before = path.read_text(encoding="utf-8")
    with TemporaryDirectory(prefix="cairn-") as folder:
        after = await play_all(before.splitlines(), Path(folder))
    path.write_text(after, encoding="utf-8")
    return after != before


async def update_sides(path: Path) -> None:
    """Play the conversation of a kept rendering, and write down how both platforms show it now."""
    script = (HERE / path.name).read_text(encoding="utf-8")
    with TemporaryDirectory(prefix="cairn-") as folder:
        path.write_text(await play_sides(script.splitlines(), Path(folder)), encoding="utf-8")


def main(names: list[str]) -> None:
    """Update the named conversations, or all of them."""
    set_up_logs("error", "text")
    for path in transcripts():
        if not names or path.stem in names:
            changed = asyncio.run(update(path))
            sys.stdout.write(f"{'changed' if changed else 'same   '} {path.name}\n")
    for path in sorted(SIDES.glob("*.txt")):
        if not names or path.stem in names:
            asyncio.run(update_sides(path))


if __name__ == "__main__":
    main(sys.argv[1:])
