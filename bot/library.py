"""The roadmaps that groups can follow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.errors import ConfigError
from roadmap.model import Roadmap
from roadmap.reading import Unreadable, load_roadmap, shipped_roadmap

Library = Mapping[str, Roadmap]
"""The roadmaps that groups can follow, by slug."""


def read_library(paths: tuple[Path, ...]) -> dict[str, Roadmap]:
    """The shipped roadmap and the operator's own, by slug.

    Raises ConfigError, which names the file and its first complaint.
    """
    shipped = shipped_roadmap()
    library = {shipped.slug: shipped}
    for path in paths:
        for file in sorted(path.glob("*.md")) if path.is_dir() else [path]:
            try:
                roadmap = load_roadmap(file)
            except Unreadable as error:
                raise ConfigError(f"ROADMAPS: {error.complaints[0]}") from None
            if roadmap.slug in library:
                raise ConfigError(f"ROADMAPS: two files are called {roadmap.slug}; rename {file.name}.")
            library[roadmap.slug] = roadmap
    return library
