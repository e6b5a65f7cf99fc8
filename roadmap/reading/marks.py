"""The marks in braces at the end of a line: `{#week2-numpy weight=2 kind=build alias=old-slug choice}`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from roadmap.model import TaskKind

MAX_SLUG = 40
MAX_WEIGHT = 100
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OURS = ("weight", "kind", "alias")
BLANKS = " \t\\"

Complain = Callable[[str, str], None]
"""Takes a problem and its remedy. The function knows the line."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks inside braces; empty where the braces are silent."""

    slug: str = ""
    weight: int | None = None
    kind: TaskKind | None = None
    aliases: tuple[str, ...] = ()
    choice: bool = False


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class Braces:
    """The braces in a line: `start` at the opening one, `end` after the closing one."""

    start: int
    end: int
    inside: str


def is_slug(text: str) -> bool:
    """Whether a text may be a slug: a-z, 0-9, single hyphens between, 40 characters at most."""
    return len(text) <= MAX_SLUG and SLUG.fullmatch(text) is not None


def find_braces(line: str) -> Braces | None:
    """The marks at the end of a line, before trailing blanks; None if it ends otherwise or the braces are prose."""
    end = len(line.rstrip(BLANKS))
    if not line.endswith("}", 0, end):
        return None
    start = line.rfind("{", 0, end)
    inside = line[start + 1 : end - 1].removeprefix(":")
    if start < 0 or not _are_marks(inside.split()):
        return None
    return Braces(start, end, inside)


def _are_marks(words: list[str]) -> bool:
    return bool(words) and (words[0][0] in "#." or words[0] == "choice" or words[0].partition("=")[0] in _OURS)


def read_marks(inside: str, complain: Complain) -> Marks:
    """Read the words between braces.

    1. `#slug` pins the slug.
    2. `weight=` sets the points.
    3. `kind=` sets the kind of work.
    4. `alias=` names slugs that the task had before, with commas between.
    5. `choice` marks a choice.
    6. A word that begins with a dot is passed over.

    Any other word, and any faulty value, is complained about and left out.
    """
    slug, weight, kind, aliases, choice = "", None, None, list[str](), False
    for word in inside.split():
        name, _, value = word.partition("=")
        value = value.strip("\"'")
        if word.startswith("#"):
            slug = _slug(word[1:], complain)
        elif name == "weight":
            weight = _weight(value, complain)
        elif name == "kind":
            kind = _kind(value, complain)
        elif name == "alias":
            aliases += filter(None, (_slug(one, complain) for one in value.split(",")))
        elif word == "choice":
            choice = True
        elif not word.startswith("."):
            complain(f"“{word[:40]}” means nothing here", "use #slug, weight=, kind=, alias= or choice.")
    return Marks(slug, weight, kind, tuple(aliases), choice)


def split_marks(content: str, complain: Callable[[int, str, str], None]) -> tuple[str, Marks]:
    """The text without its marks, which stand at the end of its first or its last line.

    `complain` takes the number of lines before the marks, a problem and its remedy.
    """
    first, newline, rest = content.partition("\n")
    if braces := find_braces(first):
        return _cut(first, braces) + newline + rest, read_marks(braces.inside, partial(complain, 0))
    head, newline, final = content.rpartition("\n")
    if newline and (braces := find_braces(final)):
        return head + newline + _cut(final, braces), read_marks(braces.inside, partial(complain, content.count("\n")))
    return content, NO_MARKS


def _cut(line: str, braces: Braces) -> str:
    return line[: braces.start].rstrip(" \t") + line[braces.end :]


def _slug(text: str, complain: Complain) -> str:
    if is_slug(text):
        return text
    complain(
        f"“{text[:60]}” cannot be a slug",
        f"use a-z, 0-9 and single hyphens, {MAX_SLUG} characters at most, for example #week2-numpy.",
    )
    return ""


def _weight(text: str, complain: Complain) -> int | None:
    if re.fullmatch(r"[0-9]{1,3}", text) and 1 <= int(text) <= MAX_WEIGHT:
        return int(text)
    complain(f"the weight “{text[:20]}” is not a whole number from 1 to {MAX_WEIGHT}", "write for example weight=2.")
    return None


def _kind(text: str, complain: Complain) -> TaskKind | None:
    if text in set(TaskKind):
        return TaskKind(text)
    complain(f"there is no kind “{text[:20]}”", f"use one of {', '.join(TaskKind)}.")
    return None
