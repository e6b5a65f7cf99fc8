"""Plurals of the command line, which speaks English only."""

from __future__ import annotations


def count_things(count: int, thing: str) -> str:
    """Say how many of a thing there are: "1 task", "2 tasks"."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def count_persons(count: int) -> str:
    """Write a count of people."""
    return "1 person" if count == 1 else f"{count} people"
