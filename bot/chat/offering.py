"""Commands to offer to a caller whose word is none: those it may be a slip of, else the useful ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from bot.chat.call import Call, say
from bot.chat.parse import Typed
from bot.chat.reply import Reply
from bot.chat.taps import lay_out, make_taps
from bot.errors import Offers

if TYPE_CHECKING:
    from bot.chat.listing import CommandListing

OFFERED = 3
SHORT, MIDDLE = 3, 5  # letters
FEWEST_LETTERS = 3  # of a name of which another word may be a slip
FEWEST_OF_OTHERS = 6  # the same, for words that no list shows
FEWEST_OF_NAMED = 4  # of a command's word in a sentence
EVERYDAY = frozenset(
    {"about", "done", "group", "help", "hours", "late", "next", "start", "study", "time", "today", "work"}
)
"""Words of commands that most sentences have for another reason."""


def near_commands(commands: CommandListing, typed: str) -> tuple[str, ...]:
    """The lines that a word may be a slip of, at most three, the nearest first."""
    others = (word for word in commands.words() if len(word) >= FEWEST_OF_OTHERS)
    names = (word for word in commands.names() if len(word) >= FEWEST_LETTERS)
    known = [word for word in (*names, *others) if typed and _is_slip(typed, word)]
    known.sort(key=lambda word: OSA.distance(typed, word))
    return tuple(dict.fromkeys(commands.meant_by(word) for word in known))[:OFFERED]


def offer_named(commands: CommandListing, text: str) -> Offers:
    """Offer the commands whose words are in a sentence."""
    shown = frozenset(commands.names())
    words = [word.strip(".,!?:;") for word in text.lower().split()]
    known = frozenset(commands.words())
    lines = [commands.meant_by(one) for one in words if len(one) >= FEWEST_OF_NAMED and one in known - EVERYDAY]
    return tuple((f"/{line}", line) for line in dict.fromkeys(lines) if line.split()[0] in shown)[:OFFERED]


def answer_offers(call: Call, offers: Iterable[tuple[str, str]]) -> Reply:
    """Ask whether one of these lines is what free words mean."""
    return Reply(call.say("chat.meant"), buttons=lay_out((make_taps(offers), 1)), private=True, question=True)


def offer_useful(commands: CommandListing, language: str) -> Iterator[tuple[str, str]]:
    """Offer what most callers want, when it is not known what this one wants."""
    return ((say(language, f"useful.{name}").plain, name) for name in commands.useful)


def offer_instead(call: Call, typed: Typed) -> Offers:
    """Offer the near commands with all that was typed behind, else the useful ones."""
    lines = [f"{near} {typed.rest}".strip() for near in near_commands(call.registry, typed.name)]
    useful = tuple(offer_useful(call.registry, call.scene.language)) or (("/help", "help"),)
    return tuple((f"/{line}", line) for line in lines) or useful


def _is_slip(typed: str, known: str) -> bool:
    """Whether a word is another one with some slips.

    1. A word of up to three letters has one slip, and no letter in the place of another.
    2. A word of up to five letters has one slip, a longer one two.
    3. The first letter is right, or changed places with the second.
    """
    slips = OSA.distance(typed, known)
    if len(typed) <= SHORT:
        return slips == 1 and (len(typed) != len(known) or sorted(typed) == sorted(known)) and typed[0] in known[:2]
    begins = typed[0] == known[0] or sorted(typed[:2]) == sorted(known[:2])
    return begins and slips <= (1 if len(typed) <= MIDDLE else 2)
