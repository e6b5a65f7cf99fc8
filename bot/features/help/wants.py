"""Free words -> the lines that they may mean. Each is offered as a button, and none is run unasked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.chat.call import Call
from bot.chat.taps import Offer
from bot.chat.words.saying_back import NAME, say_back
from bot.features.help.cues import Cue, compile_words, read_cue, tidy_words
from bot.features.help.mending import mend_slips
from bot.features.help.want_kinds import DAYTIMES, IDIOMS, KINDS
from bot.features.help.want_table import WANTED
from bot.features.help.wanted_words import FINDERS, Finder

OFFERED = 3
"""The most lines that are offered."""

LONGEST = 300
"""Characters that are read. A longer text is a story."""

_PLACE = re.compile(r"(?P<before>.*?)\s*\{(?P<finder>\w+)(?P<needed>!?)\}")


@dataclass(frozen=True, slots=True)
class Way:
    """A way to say a want. Of each of its cues, one word has to be found, and none of `unless`."""

    cues: tuple[Cue, ...]
    unless: Cue | None

    def fits(self, words: str) -> bool:
        """Whether tidy words say it so."""
        return all(cue.found_in(words) for cue in self.cues) and not (self.unless and self.unless.found_in(words))


@dataclass(frozen=True, slots=True)
class Want:
    """A thing that people want, and the line that does it.

    `find` takes words of the text, which are put behind the line. If they are not `needed`, the line may go without.
    """

    name: str
    line: str
    find: Finder | None
    needed: bool
    ways: tuple[Way, ...]


def offer_wants(call: Call, typed: str) -> tuple[Offer, ...]:
    """Offer the lines that free words may mean, the likeliest first; none if they mean nothing that we know."""
    mended = mend_slips(typed[:LONGEST])
    words, texts = _read_idioms(tidy_words(mended)), (typed[:LONGEST], mended)
    offers: dict[str, Offer] = {}
    for want in read_wants():
        offer = _offer(call, want, texts) if any(way.fits(words) for way in want.ways) else None
        if offer:
            offers.setdefault(offer[1], offer)
        if len(offers) == OFFERED:
            break
    return tuple(offers.values())


def _offer(call: Call, want: Want, texts: Sequence[str]) -> Offer | None:
    """Offer the line of a want, with the words of the first text that has some. None if it needs some in vain."""
    if want.find is None:
        return call.label(f"want.{want.name}"), want.line
    found = next((found for text in texts if (found := want.find(call, text))), "")
    if found:
        return call.label(f"want.{want.name}", value=say_back(found, NAME)), f"{want.line} {found}"
    return None if want.needed else (call.label(f"want.{want.name}_bare"), want.line)


def _read_idioms(words: str) -> str:
    """Put the plain word in the place of each idiom."""
    for plain, idioms in _idioms():
        words = idioms.sub(plain, words)
    return words


@cache
def _idioms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = (line.split(": ") for line in IDIOMS.strip().splitlines())
    return tuple((plain, compile_words(words)) for plain, words in rows)


@cache
def read_wants() -> tuple[Want, ...]:
    """Read the table of wants."""
    kinds = {"DAYTIME": " ".join(word for line in DAYTIMES.strip().splitlines() for word in line.split()[1:])}
    for line in _whole_lines(KINDS, indent=2):
        kind, cues = line.split(": ")
        kinds[kind] = cues.format(**kinds)
    rows: list[tuple[str, list[str]]] = []
    for line in _whole_lines(WANTED, indent=4):
        if line.startswith(" "):
            rows[-1][1].append(line.format(**kinds))
        else:
            rows.append((line, []))
    return tuple(_read_want(head, ways) for head, ways in rows)


def _whole_lines(table: str, *, indent: int) -> Iterator[str]:
    """Join the lines of a table that go on: those that begin with so many blanks."""
    yield from re.sub(rf"\n {{{indent}}} *", " ", table.strip("\n")).splitlines()


def _read_want(head: str, ways: list[str]) -> Want:
    name, line = head.split(" = ")
    place = _PLACE.fullmatch(line)
    if place is None:
        return Want(name, line, None, needed=False, ways=tuple(map(_read_way, ways)))
    find, needed = FINDERS[place["finder"]], bool(place["needed"])
    return Want(name, place["before"], find, needed=needed, ways=tuple(map(_read_way, ways)))


def _read_way(way: str) -> Way:
    cues, _, unless = way.partition("!")
    return Way(tuple(map(read_cue, cues.split("&"))), read_cue(unless) if unless else None)
