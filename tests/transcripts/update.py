"""`python -m tests.transcripts.update [NAME ...]`: play the kept conversations and write down what is answered now."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.logs import set_up_logs
from tests.transcripts.playing import play_all, transcripts


async def update(path: Path) -> bool:
    """Play one conversation into its own file; whether anything changed."""
    before = path.read_text(encoding="utf-8")
    with TemporaryDirectory(prefix="cairn-") as folder:
        after = await play_all(before.splitlines(), Path(folder))
    path.write_text(after, encoding="utf-8")
    return after != before


def main(names: list[str]) -> None:
    """Update the named conversations, or all of them."""
    set_up_logs("error", "text")
    for path in transcripts():
        if not names or path.stem in names:
            changed = asyncio.run(update(path))
            sys.stdout.write(f"{'changed' if changed else 'same   '} {path.name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
