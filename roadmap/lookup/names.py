"""Whole names: slugs, titles and labels as they are typed in full, however they are spaced."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from roadmap.lookup.numbers import read_turn
from roadmap.lookup.words import LISTING, Sign, Word, split_typed
from roadmap.model import Block, Level, Month, Roadmap, Task

Named = Task | Block | Level | Month

LONGEST = 40  # words
_SHORTEST_CUT = 8


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name run together, with the signs inside it by their offsets. `is_slug`: it is a slug or an alias."""

    named: Named
    signs: dict[int, Sign]
    is_slug: bool


@dataclass(frozen=True, slots=True)
class WholeName:
    """All that bear a name which was typed in full, and the place of the first word after it."""

    named: tuple[Named, ...]
    end: int


class Names:
    """The whole names of a roadmap. A form like `week2` is kept for a name that is typed without blanks."""

    def __init__(self, roadmap: Roadmap) -> None:
        self.slugs: dict[str, Task | Block] = {}
        self._forms: dict[str, list[NameForm]] = {}
        for named in _all_named(roadmap):
            for slug in _slugs(named):
                self._add(slug, named, is_slug=True)
                if isinstance(named, Task | Block):
                    self.slugs.setdefault(slug.casefold(), named)
            for title in titles_of(named):
                if isinstance(named, Task) or not _is_number(title):
                    self._add(title, named, is_slug=False)
        self._sorted = sorted(self._forms)

    def _add(self, text: str, named: Named, *, is_slug: bool) -> None:
        form, signs = run_together(split_typed(text))
        self._forms.setdefault(form or text.strip(), []).append(NameForm(named, signs, is_slug))

    def find(self, typed: str, words: Sequence[Word], at: int) -> WholeName | None:
        """Find the longest whole name that begins with this word.

        1. A task's slug that is typed just as it is, with `_` for `-` or in any case; its title if that goes on.
        2. The longest slug or title whose list signs stand where they are typed.
        3. The same, with a note sign inside that the title does not have. No other words may follow it at once.
        """
        exact, longest = self._exact(typed, words, at), self._longest(words, at)
        if exact and longest and longest.named == exact.named and longest.end > exact.end:
            return longest
        return exact or longest

    def _exact(self, typed: str, words: Sequence[Word], at: int) -> WholeName | None:
        end = chunk_end(words, at)
        if end is None:
            return None
        found = self.slugs.get(typed[words[at].start : words[end - 1].end].casefold().replace("_", "-"))
        return WholeName((found,), end) if isinstance(found, Task) else None

    def _longest(self, words: Sequence[Word], at: int) -> WholeName | None:
        best: WholeName | None = None
        strained = False
        form = ""
        signs: dict[int, Sign] = {}
        for end in range(at, min(len(words), at + LONGEST)):
            if end > at and words[end].sign is not Sign.BLANK:
                signs[len(form)] = words[end].sign
            form += words[end].text
            if not self._begins(form):
                break
            named = self._forms.get(form, ()) if is_apart(words, end + 1) else ()
            fitting = [one for one in named if _fits(one, signs, single=end == at)]
            unsigned = any(signs.items() <= one.signs.items() for one in fitting)
            if fitting and (unsigned or ((best is None or strained) and self._may_end(words, end + 1))):
                best, strained = WholeName(_each(fitting), end + 1), not unsigned
        return best

    def _may_end(self, words: Sequence[Word], end: int) -> bool:
        """Tell whether a name may end before this word. A blank does not end it, nor an "and" without a name behind."""
        if end >= len(words) or words[end].sign not in (Sign.BLANK, Sign.AND):
            return True
        return words[end].sign is Sign.AND and self._longest(words, end) is not None

    def _begins(self, form: str) -> bool:
        at = bisect_left(self._sorted, form)
        return at < len(self._sorted) and self._sorted[at].startswith(form)

    def bearers(self, text: str) -> tuple[Named, ...]:
        """All that bear this whole text as a name."""
        return _each(self._forms.get(run_together(split_typed(text))[0] or text.strip(), ()))

    def begun(self, text: str) -> tuple[Named, ...]:
        """All whose name begins with a text that was shortened, if it is long enough to tell."""
        form = run_together(split_typed(text))[0]
        if len(form) < _SHORTEST_CUT:
            return ()
        at = bisect_left(self._sorted, form)
        found: list[NameForm] = []
        while at < len(self._sorted) and self._sorted[at].startswith(form):
            found += self._forms[self._sorted[at]]
            at += 1
        return _each(found)


def chunk_end(words: Sequence[Word], at: int) -> int | None:
    """Find the end of the words that stand together without a blank. None if they are more than any name has."""
    end = at + 1
    while not is_apart(words, end):
        end += 1
        if end - at > LONGEST:
            return None
    return end


def part_slashes(names: Names, typed: str, words: list[Word]) -> list[Word]:
    """Read a slash between whole names as a comma: `week2-numpy/week2-python`. A part of a list begins with them."""
    if "/" not in typed or not words:
        return words
    starts = [at for at, word in enumerate(words) if at == 0 or word.sign in LISTING]
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        slashes = [at for at in range(start + 1, end) if typed[words[at].start - 1] == "/"]
        if slashes and not _reaches(names, typed, words, start, slashes[0]):
            words = _part(names, typed, words, [start, *slashes])
    return words


def _reaches(names: Names, typed: str, words: Sequence[Word], at: int, slash: int) -> bool:
    """Tell whether a name has the slash inside."""
    whole = names.find(typed, words, at)
    return whole is not None and whole.end > slash


def _part(names: Names, typed: str, words: list[Word], pieces: list[int]) -> list[Word]:
    """Put a comma for each slash if all pieces are whole names. A note may follow the last."""
    parted = words.copy()
    for at in pieces[1:]:
        parted[at] = replace(parted[at], sign=Sign.COMMA)
    for at, after in zip(pieces, [*pieces[1:], None], strict=True):
        whole = names.find(typed, parted, at)
        if whole is None or (after is not None and whole.end != after):
            return words
    return parted


def is_apart(words: Sequence[Word], at: int) -> bool:
    """Tell whether a blank or sign is before this word, so that no slug is cut in two."""
    return at >= len(words) or words[at].spaced or words[at].sign is not Sign.BLANK


def run_together(words: Sequence[Word]) -> tuple[str, dict[int, Sign]]:
    """Run words together. Returns the signs inside by their offsets, too."""
    form = ""
    signs: dict[int, Sign] = {}
    for word in words:
        if form and word.sign is not Sign.BLANK:
            signs[len(form)] = word.sign
        form += word.text
    return form, signs


def _fits(form: NameForm, signs: dict[int, Sign], *, single: bool) -> bool:
    """Tell whether list signs stand where the name has them. A short form of a number must be a single word."""
    if any(sign in LISTING and form.signs.get(offset) is not sign for offset, sign in signs.items()):
        return False
    return single or not (form.is_slug and _is_number(form.named.slug))


def _each(forms: Sequence[NameForm]) -> tuple[Named, ...]:
    return tuple({(type(one.named), one.named.slug): one.named for one in forms}.values())


def _is_number(name: str) -> bool:
    """Tell whether a name is only a number, such as "Week 3-4". Such a part is found by its number."""
    turn = read_turn(name, 0)
    return turn is not None and turn.end == len(name)


def _all_named(roadmap: Roadmap) -> Iterator[Named]:
    yield from roadmap.tasks()
    yield from roadmap.blocks()
    for level in roadmap.levels:
        yield level
        yield from (month for month in level.months if month.first)


def _slugs(named: Named) -> tuple[str, ...]:
    return (named.slug, *named.aliases) if isinstance(named, Task) else (named.slug,)


def titles_of(named: Named) -> tuple[str, ...]:
    """All titles that something goes by. A task's may have its hint behind it."""
    if isinstance(named, Level):
        return named.title, named.name, f"{named.name} level", f"level {named.name}"
    if isinstance(named, Month):
        return named.title, f"{named.label} {named.title}"
    hinted = f"{named.title}: {named.hint}" if isinstance(named, Task) and named.hint else ""
    return (named.title, hinted) if hinted else (named.title,)
