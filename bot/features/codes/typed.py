"""Find a code in what a learner types: alone, or behind words that say what it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.features.codes.actions import LENGTH, LETTERS

LINK = "settings link"

_SPLIT = re.compile(r"[\W_]+")
_GROUPS = frozenset({1, 2, 4, LENGTH})
"""The sizes in which people write the letters of a code, with signs or blanks between."""

_COMMAND = re.compile(r"^\s*/?\s*(setup\b)?\s*", re.IGNORECASE)
"""What a command begins with, where the words behind it tell as much."""

_PURPOSES = frozenset(
    "link links linking connect connecting pair pairing sync merge code token pin key".split()  # noqa: SIM905
)
"""Words that say what letters are for."""
_NAMED = frozenset({"discord", "telegram", "account", "accounts", "group", "groups", "chat", "channel", "server"})
"""What is linked or connected, as people name it where a code is meant to stand."""
_BESIDE = frozenset("my our the a an to with on of and both other second this me us please pls".split())  # noqa: SIM905
"""Words beside these names."""
_AROUND = (
    "my the this that your it its here heres is are was a new secret i got have use using enter redeem type typed",
    "verify please pls hi hello hey with to for from by on in and both me us codes join account accounts telegram",
    "discord other app phone settings setting thanks thank you",
)
_WORDS = _PURPOSES | frozenset(" ".join(_AROUND).split())
"""Words that may stand around a code, and make no sentence of it."""


@dataclass(frozen=True, slots=True)
class TypedCode:
    """The line that a typed code stands for. Not `sure`: the letters may be an ordinary word."""

    line: str
    sure: bool


def read_typed_code(typed: str) -> TypedCode | None:
    """Read a line that is a code, or one with nothing but ordinary words around it. None: it is something else.

    1. A code has a digit, or is in capitals. Small letters alone may be a word.
    2. Between its letters there may be blanks, dashes and dots, as in `K7FH-3XPA`.
    3. Parts with blanks between may be words, as in `READ THAT`. Without a word for a code, a digit and capitals
       together make them one.
    4. Behind a slash and a word for it, all letters are a code.
    """
    slash = typed.strip().startswith("/")
    words = [word for word in _SPLIT.split(typed.replace("'", "").replace("’", "")) if word]
    known = [word.lower() for word in words]
    if known[:2] == ["setup", "connect"] or len(words) > LENGTH + 8:
        return None
    letters = _join(words) or next(
        (code for first in range(len(words)) for code in [_around(words, known, first)] if code), ""
    )
    if not letters:
        return None
    purpose = bool(_PURPOSES & set(known))
    if slash and not (purpose and known[0] in _PURPOSES | {"settings"}):
        return None
    whole = purpose or any(is_code_shaped(part) for part in typed.split())
    sure = _is_plain_code(letters, whole=whole) or (slash and purpose)
    return TypedCode(f"{LINK} {letters.upper()}", sure)


def find_typed_code(value: str) -> str:
    """Find the code in what was typed behind a command for codes, be it the command once more. Empty: there is none."""
    if is_code_shaped(value):
        return value
    found = read_typed_code(_COMMAND.sub("", value))
    return found.line.removeprefix(f"{LINK} ") if found and found.sure else ""


def asks_for_code(value: str) -> bool:
    """Whether what was typed behind a command for codes only names what is to be linked: `telegram`, `my account`."""
    words = {word.casefold() for word in _SPLIT.split(value) if word}
    return bool(words & _NAMED) and words <= _NAMED | _BESIDE


def is_code_shaped(typed: str) -> bool:
    """Whether words have the letters of a code, and as many."""
    letters = _SPLIT.sub("", typed).upper()
    return len(letters) == LENGTH and set(letters) <= set(LETTERS)


def find_odd_letters(typed: str) -> list[str]:
    """Find the letters and digits that no code has, in one word that is as long as a code."""
    letters = _SPLIT.sub("", typed).upper()
    whole = len(letters) == LENGTH and not any(sign.isspace() for sign in typed.strip())
    return sorted(set(letters) - set(LETTERS)) if whole else []


def _around(words: list[str], known: list[str], first: int) -> str:
    """Return the code that begins at a word, if all other words are ordinary ones around a code."""
    for last in range(first + 1, min(first + LENGTH, len(words)) + 1):
        code = _join(words[first:last])
        if code and _WORDS.issuperset((*known[:first], *known[last:])):
            return code
    return ""


def _join(words: list[str]) -> str:
    """Join the parts of a code as they were typed, all of one size; empty if they are none."""
    letters = "".join(words)
    sizes = {len(word) for word in words}
    return letters if len(sizes) == 1 and sizes <= _GROUPS and is_code_shaped(letters) else ""


def _is_plain_code(letters: str, *, whole: bool) -> bool:
    """Whether letters are surely a code: by a digit or by capitals. Not `whole`, they may be words, and need both."""
    signs = (any(letter.isdigit() for letter in letters), letters.isupper())
    return any(signs) if whole else all(signs)
