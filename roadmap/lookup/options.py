"""Find an option of a choice by a member's words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap.lookup.nearness import Nearness, is_near
from roadmap.model import Choice, Option, Roadmap


def find_option(roadmap: Roadmap, typed: str) -> tuple[Choice, Option | None] | None:
    """Find the choice, or the choice and option, that `typed` names by slug, number, letter or title.

    None if it is unclear. An option may be named alone if no other choice has one like it.
    """
    first, _, rest = typed.strip().partition(" ")
    choice = roadmap.choice(_slug(first)) or roadmap.choice(_slug(typed))
    if choice:
        if not rest.strip():
            return choice, None
        option = _option(choice, rest.strip())
        return (choice, option) if option else None
    found = [(one, option) for one in roadmap.choices() if (option := _by_name(one, typed))]
    return found[0] if len(found) == 1 else None


def _option(choice: Choice, typed: str) -> Option | None:
    return _by_name(choice, typed) or _by_position(choice, typed)


def _by_position(choice: Choice, typed: str) -> Option | None:
    """Find an option by its place in the list: `2`, `b` or `option b`."""
    found = re.fullmatch(r"(?i)(?:option\s+)?(?:([1-9]\d?)|([a-z]))", typed)
    if not found:
        return None
    at = int(found[1]) - 1 if found[1] else ord(found[2].lower()) - ord("a")
    return choice.options[at] if at < len(choice.options) else None


def _by_name(choice: Choice, typed: str) -> Option | None:
    exact = [option for option in choice.options if _slug(typed) == option.slug]
    near = exact or list(_like(choice, typed))
    return near[0] if len(near) == 1 else None


def _like(choice: Choice, typed: str) -> Iterator[Option]:
    words = _words(typed)
    for option in choice.options:
        known = _words(f"{option.title} {option.slug}")
        if words and all(any(is_near(word, one, Nearness.WORD) for one in known) for word in words):
            yield option


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) > 1]


def _slug(typed: str) -> str:
    return "-".join(typed.casefold().replace("_", "-").split())
