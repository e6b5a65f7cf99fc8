"""The roadmaps that groups can follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ConfigError
from roadmap.lookup.index import split_name
from roadmap.model import Roadmap
from roadmap.reading import SHIPPED, Complaint, Unreadable, load_source, name_slug, read_roadmap, shipped_roadmap

Library = Mapping[str, Roadmap]
"""The roadmaps that groups can follow, by slug."""

LONGEST_SLUG = 64  # the columns that keep a roadmap's slug
_NAMED_LINES = 10


@dataclass(frozen=True, slots=True)
class Shelf:
    """The shipped roadmap and the operator's own by slug, with their texts, and why each other file was left out."""

    roadmaps: dict[str, Roadmap]
    sources: dict[str, str]
    left_out: tuple[Complaint, ...] = ()


def read_library(paths: tuple[Path, ...], note: Callable[[Complaint], None]) -> Shelf:
    """The shipped roadmap and the operator's own. `note` takes the reason of each file that is left out.

    Raises ConfigError if none of the operator's own can be used; it names the first complaint.
    """
    shelf = read_shelf(paths)
    for complaint in shelf.left_out:
        note(complaint)
    if len(shelf.roadmaps) == 1 and shelf.left_out:
        raise ConfigError(f"ROADMAPS: {shelf.left_out[0]}")
    return shelf


def read_shelf(paths: tuple[Path, ...]) -> Shelf:
    """Read the shipped roadmap and the operator's own.

    1. A file that cannot be read is left out.
    2. A file with the slug of the shipped roadmap is left out.
    3. Files that share a slug are all left out, because no choice among them is safe.
    4. A file whose slug is too long is left out.
    5. A file that is named twice counts once.
    """
    shipped = shipped_roadmap()
    read: dict[str, list[tuple[Path, str, Roadmap]]] = {}
    left_out: list[Complaint] = []
    for file in _files(paths):
        try:
            source = load_source(file)
            roadmap = read_roadmap(source, slug=name_slug(file), name=file.name)
        except (Unreadable, OSError) as error:
            left_out.append(_complain_of(file, error))
            continue
        read.setdefault(roadmap.slug, []).append((file, source, roadmap))
    faults = {slug: _faults(slug, [file for file, _, _ in found], shipped.slug) for slug, found in read.items()}
    own = {slug: found[0] for slug, found in read.items() if not faults[slug]}
    return Shelf(
        {shipped.slug: shipped, **{slug: roadmap for slug, (_, _, roadmap) in own.items()}},
        {shipped.slug: load_source(SHIPPED), **{slug: source for slug, (_, source, _) in own.items()}},
        (*left_out, *(fault for every in faults.values() for fault in every)),
    )


def find_roadmap(library: Library, typed: str) -> str | None:
    """Find the slug of the roadmap that was typed: by its slug, else by slug or title however they are spaced.

    None if no roadmap or several fit.
    """
    word = typed.strip().casefold()
    exact = [slug for slug in library if slug.casefold() == word]
    form = _fold(typed)
    alike = [slug for slug, one in library.items() if form and form in {_fold(slug), _fold(one.title)}]
    found = exact or alike
    return found[0] if len(found) == 1 else None


def label_roadmaps(library: Library) -> dict[str, str]:
    """Slug -> title. A title that several roadmaps share stands with the slug."""
    titles = Counter(_fold(one.title) for one in library.values())
    return {
        slug: f"{one.title} ({slug})" if titles[_fold(one.title)] > 1 else one.title for slug, one in library.items()
    }


def list_lines(lines: Sequence[int]) -> str:
    """Name lines of a file by their numbers, the first ten at most."""
    return ", ".join([*map(str, lines[:_NAMED_LINES]), *(["…"] if len(lines) > _NAMED_LINES else [])])


def spell_roadmap(library: Library, slug: str) -> str:
    """Spell a roadmap's slug in plain ASCII if that finds it, because a button holds few bytes. Else as it is."""
    plain = "-".join(split_name(slug))
    return plain if find_roadmap(library, plain) == slug else slug


def _fold(text: str) -> str:
    return "".join(split_name(text))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that ROADMAPS names, those of a folder by name, each once."""
    named = (file for path in paths for file in (sorted(path.glob("*.md")) if path.is_dir() else [path]))
    yield from {file.resolve(): file for file in named}.values()


def _complain_of(file: Path, error: Unreadable | OSError) -> Complaint:
    if isinstance(error, Unreadable):
        return error.complaints[0]
    return Complaint(0, f"it cannot be opened: {error.strerror}", "see to its rights, or take it away.", file.name)


def _faults(slug: str, found: list[Path], shipped: str) -> list[Complaint]:
    """Say of each file with this slug why it is left out. Empty if its roadmap can be followed."""
    problem = ""
    if slug == shipped:
        problem = f"{slug} is the roadmap that comes with the bot"
    elif len(found) > 1:
        problem = f"{len(found)} files are called {slug}"
    elif len(slug) > LONGEST_SLUG:
        problem = f"its name has more than {LONGEST_SLUG} characters"
    return [Complaint(0, problem, "rename this file.", str(file)) for file in found] if problem else []
