"""Follow the slugs of a roadmap from one text of it to the next, so that learners' acts stay with their tasks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from roadmap.former import former_parts, former_slugs
from roadmap.model import Roadmap
from roadmap.parts_named import PARTS, bare_slug, key_part
from roadmap.reading.draft import read_draft
from roadmap.slug_words import TASK, SlugWords, Words, list_keyed_words
from roadmap.tracing import Trace, park_slugs, trace_slugs

_LEADING = re.compile(r"^[\s>#*+-]*(?:\[.\]\s*)?")
_BRACES = re.compile(r"(?P<blank>[ \t]*)\{:?(?P<inside>[^{}\r\n]*#[^{}\r\n]*)\}")


def trace_edit(source: str, last: Words | None, words: Words, pinned_before: Collection[str] | None = None) -> Trace:
    """Find where each slug went in the text that has these words now.

    `last` is None for version 0.1's reading. `pinned_before` are the pinned slugs of the last edition. None: it is not
    known, and every pinned slug stays.
    """
    if last is None:
        return _trace_former(source, words)
    if last == words:
        return Trace()
    roadmap = read_draft(source, "roadmap").roadmap
    pinned, aliases = list_pinned(roadmap), {alias for task in roadmap.tasks() for alias in task.aliases}
    fresh = set() if pinned_before is None else pinned.difference(pinned_before, aliases)
    return trace_slugs(last, words, pinned - fresh, _find_kept_pins(source, fresh) if fresh else ())


def list_pinned(roadmap: Roadmap) -> set[str]:
    """All slugs, with the keys of their words, that the text names itself, and all that no line could bear."""
    return {key for key in list_keyed_words(roadmap) if bare_slug(key) not in roadmap.derived}


def _find_kept_pins(source: str, fresh: Collection[str]) -> set[str]:
    """Find the new pins that are older than the words of their lines: without them, the lines would have other slugs.

    A pin that reading would give again may have been written after an edit, for another task than the slug had.
    """
    derived, slugs = read_draft(_without_pins(source, fresh), "roadmap").slugs, read_draft(source, "roadmap").slugs
    return {slug for line, slug in slugs.items() if slug in fresh and derived.get(line) != slug}


def _without_pins(source: str, slugs: Collection[str]) -> str:
    def drop(found: re.Match[str]) -> str:
        words = [word for word in found["inside"].split() if word.removeprefix("#") not in slugs]
        return f"{found['blank']}{{{' '.join(words)}}}" if words else ""

    return _BRACES.sub(drop, source)


def list_former_words(source: str) -> dict[str, SlugWords]:
    """Each slug of version 0.1 with its line, for acts whose line is no task any more."""
    lines = ["", *re.split(r"\r\n?|\n", source)]
    parts = {key_part(kind, slug): (kind, line) for kind in PARTS for slug, line in former_parts(source).items()}
    every = {**{slug: (TASK, line) for slug, line in former_slugs(source).items()}, **parts}
    return {key: SlugWords(kind, _LEADING.sub("", lines[line])) for key, (kind, line) in every.items()}


def _trace_former(source: str, words: Words) -> Trace:
    """Find where each slug of version 0.1 went: to the slug that its line has today."""
    draft = read_draft(source, "roadmap")
    today, former = draft.slugs, former_slugs(source)
    gone = {slug for slug, line in former.items() if line not in today}
    taken = sorted(gone.intersection(words))
    return Trace(
        moved={
            **{slug: today[line] for slug, line in former.items() if today.get(line, slug) != slug},
            **_trace_former_parts(source, {pin.line: pin.slug for pin in draft.pins if pin.hashed}, words),
        },
        lost=frozenset(gone.difference(taken)),
        parked=park_slugs(taken, {*words, *former}),
    )


def _trace_former_parts(source: str, today: Mapping[int, str], words: Words) -> dict[str, str]:
    """Find the parts of version 0.1 whose heading has another slug today. `today` are derived slugs by their lines."""
    ways = ((slug, today.get(line, slug)) for slug, line in former_parts(source).items())
    keys = ((key_part(kind, slug), key_part(kind, to)) for slug, to in ways for kind in PARTS if slug != to)
    return {old: new for old, new in keys if new in words}
