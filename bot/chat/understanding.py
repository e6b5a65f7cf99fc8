"""Free words: the lines that they may mean, where no command takes them."""

from __future__ import annotations

from bot.chat import parse
from bot.chat.call import Call, Said
from bot.chat.listing import CommandListing
from bot.chat.offering import near_commands, offer_named, offer_useful
from bot.chat.registry import Registry
from bot.errors import Offers, Refused

OF = ("of", "for", "from")
"""Words before a name that a command does without."""

STATES = frozenset({"is", "are", "was", "were", "am", "has", "looks", "went"})
"""Words that make a sentence of the word before them: `work is hard`."""

PERSONS = frozenset({"i", "you", "he", "she", "they", "we", "my", "our", "your", "anyone", "anybody", "somebody"})
"""The same behind a word that is no command's own: `did you see that`."""

LINKS = frozenset({"it", "the", "a", "that", "this", "of", "for", "to", "in", "without"})
"""The same, where nothing is understood: `time for lunch`."""

PARTS = "|"
"""Sign between the parts of a command that is typed in one line. No ordinary sentence has it."""

FEWEST_LETTERS = 4
"""Letters of a word that begins a sentence and may be a slip of a command's name."""


class NotUnderstood(Refused):
    """Refusal: words in a sentence mean nothing that we know."""


def recognise_line(registry: Registry, said: Said) -> tuple[str, bool] | None:
    """Return the line that a whole typed line in private stands for, and whether that is sure. None: any other."""
    if said.tapped or said.plain or said.name or not said.place.private:
        return None
    return registry.recognise(parse.clean_line(said.line))


def offer_meant(registry: Registry, call: Call) -> Offers:
    """Offer lines for free words that no command takes, or only one that gives way to them.

    If the likeliest line calls the command that was typed, nothing is offered, and the command runs.
    """
    said = call.said
    typed = parse.split_line(said.line)
    if not _is_bare(said):
        return ()
    if registry.asks_about(typed.name) and PARTS not in typed.rest:
        line = f"{registry.meant_by(typed.name)} {typed.rest}"
        return ((f"/{line}", line),)
    offers = registry.understand(call.in_own_language(), parse.clean_line(said.line))
    likeliest = registry.get(parse.split_line(offers[0][1]).name) if offers else None
    own = likeliest is not None and likeliest is registry.get(typed.name)
    return () if own or not registry.yields(typed.name, likeliest) else offers


def check_sentence(registry: Registry, call: Call) -> None:
    """Raise NotUnderstood for a sentence without a slash that is no command, and that nothing is offered for.

    1. It begins with a word that is near to no command which menus or /help show.
    2. It begins with a command's word, and the next word makes an ordinary sentence of it.
    """
    typed = parse.split_line(call.said.line)
    if not _is_bare(call.said):
        return
    command, second = registry.get(typed.name), typed.rest.split(maxsplit=1)[0].lower()
    if second not in PERSONS and registry.understand(call, parse.clean_line(call.said.line)):
        return
    if command is None:
        near = near_commands(registry, typed.name) if len(typed.name) >= FEWEST_LETTERS else ()
        known = any(_is_shown(registry, line) for line in near)
    else:
        known = second not in STATES and (registry.is_own_name(command, typed.name) or second not in PERSONS | LINKS)
    if not known:
        raise NotUnderstood(offers=offer_roughly(registry, call))


def offer_roughly(registry: CommandListing, call: Call, typed: str = "") -> Offers:
    """Offer the commands that a sentence names, else the useful ones."""
    useful = tuple(offer_useful(registry, call.in_own_language().scene.language))
    return offer_named(registry, typed or call.said.line) or useful


def _is_bare(said: Said) -> bool:
    """Whether somebody typed several words without a slash."""
    line = said.line
    return not (said.tapped or said.plain or said.name or line.startswith("/")) and bool(parse.split_line(line).rest)


def _is_shown(registry: Registry, line: str) -> bool:
    return parse.split_line(line).name in registry.names()


def offer_otherwise(registry: Registry, call: Call, refused: Refused) -> Refused:
    """Offer lines for the words behind a command that it could not read, before what the refusal offers.

    Nothing is added if the likeliest line is the command's own, unless that only leaves out an `of`.
    """
    said = call.said
    typed = parse.split_line(said.line)
    if not refused.unread or not typed.rest or said.tapped or said.plain or said.name:
        return refused
    line = parse.clean_line(said.line).removeprefix("/")
    offers = registry.understand(call.in_own_language(), line)
    likeliest = parse.split_line(offers[0][1]) if offers else None
    if likeliest is None or offers[0][1] == line:
        return refused
    own = registry.get(likeliest.name) is registry.get(typed.name)
    if own and typed.rest.removesuffix(likeliest.rest).strip().lower() not in OF:
        return refused
    return refused.offering((*offers, *refused.offers))
