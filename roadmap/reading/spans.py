"""Spans of weeks or months, and how they count from the roadmap's start."""

from __future__ import annotations

from collections.abc import Iterable

Span = tuple[int, int]
"""First and last, both counted in."""


def first_week(months: Span) -> int:
    """The week, counted from the roadmap's start, with which a month begins; a month has four."""
    return 4 * (months[0] - 1) + 1


def shift(span: Span, since: int) -> Span:
    """Weeks or months counted from the roadmap's start.

    `since` is the first week or month of the part above. "Week 3-4" inside month 2, which begins with week 5,
    becomes (7, 8). A span that begins at `since` or later counts from the start already.
    """
    before = since - 1 if span[0] < since else 0
    return span[0] + before, span[1] + before


def are_fortnights(spans: Iterable[Span]) -> bool:
    """Whether a plan counts in blocks of two weeks: all its spans are two weeks, and the first of each is odd."""
    return all(last == first + 1 and first % 2 for first, last in spans)


def count_blocks(weeks: Span) -> int:
    """N of `week<N>` in a plan of two-week blocks: the number of the block, counted from the start."""
    return (weeks[0] + 1) // 2
