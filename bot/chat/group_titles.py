"""Find the group that a learner types: by its title or a part of it, or by its number in the list of theirs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from bot.identity import OwnGroup

_NUMBER = re.compile(r"(?:number|no|nr|group)?[ .]*#?([0-9]{1,3})[.)]?")
_SIGNS = re.compile(r"[^\w#.)&+]+")
_AROUND = frozenset({"to", "in", "the", "my", "is", "it", "its", "i", "mean", "choose", "use", "group", "please"})
"""Words around a title that are no part of it."""


def find_typed_groups(groups: Sequence[OwnGroup], label: Callable[[OwnGroup], str], typed: str) -> tuple[OwnGroup, ...]:
    """Find the groups that typed words may mean. `label` gives the words by which a group is listed.

    1. A whole title comes first, in any case.
    2. Then a number is the group at that place in the list.
    3. Then a title that begins with the words.
    4. Then a title with a word that begins with them.
    5. Last, the same without the words around a title.
    """
    words = _tidy(typed)
    bare = " ".join(word for word in words.split() if word not in _AROUND)
    for said in dict.fromkeys(one for one in (words, bare) if one):
        if found := _find(groups, label, said):
            return found
    return ()


def _find(groups: Sequence[OwnGroup], label: Callable[[OwnGroup], str], said: str) -> tuple[OwnGroup, ...]:
    names = [(one, {_tidy(one.title), _tidy(label(one))} - {""}) for one in groups]
    if whole := tuple(one for one, known in names if said in known):
        return whole
    if number := _NUMBER.fullmatch(said):
        place = int(number[1]) - 1
        if 0 <= place < len(groups):
            return (groups[place],)
    if begun := tuple(one for one, known in names if any(name.startswith(said) for name in known)):
        return begun
    return tuple(one for one, known in names if any(f" {said}" in name for name in known))


def _tidy(text: str) -> str:
    return " ".join(_SIGNS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split())
