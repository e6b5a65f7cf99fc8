"""Words and signs that make a name doubtful: "not", "half", "except numpy", "or pandas", a crossed box."""

from __future__ import annotations

import re
from collections.abc import Sequence

from roadmap.lookup.denied_notes import is_open_note, is_part_done
from roadmap.lookup.notes import leave_out_links
from roadmap.lookup.state_signs import CROSSES, EMPTY_BOXES, GLASS, OPEN_SIGNS, TICKED_BOXES
from roadmap.lookup.words import Word, split_typed

OR_WORDS = frozenset({"or", "oder", "ou", "oppure", "ili", "abo", "lub", "veya", "nor"})
UNTIL_WORDS = frozenset({"to", "through", "thru", "until", "till", "bis", "hasta"})
HEDGES = OR_WORDS | {
    *("not", "no", "never", "isnt", "wasnt", "didnt", "almost", "nearly", "half", "partly", "partially", "later"),
    *("tomorrow", "soon", "next", "will", "todo", "instead", "skip", "skipped", "maybe", "stays", "still"),
}
_OPEN = HEDGES | {
    *("open", "remaining", "left", "unfinished", "pending", "missing", "planned", "plan", "upcoming", "wip", "doing"),
    *("offen", "nicht", "morgen", "pendiente", "pendientes", "manana", "demain", "reste", "zavtra", "ne", "pas"),
}
_EXCEPTING = {
    *("except", "excluding", "excl", "minus", "apart", "besides", "excepto", "salvo", "menos", "sauf", "hormis"),
    *("ausser", "krome", "tranne", "eccetto", "exceto", "behalve", "oprocz", "utom"),
}
_LEAVING_OUT = _EXCEPTING | {
    *("without", "o", "not", "no", "but", "other", "save", "skip", "skipped", "skipping", "missing"),
    *("ohne", "nicht", "auf", "sin", "sans", "pas", "senza", "non", "sem", "bez", "net"),
}
_NOTHING_ELSE = {"only", "just", "nur", "solo", "seulement", "tolko"}
_LEADING = {"all", "everything", "alles", "todo", "tout", "and", "it", "done", "finished", "w", "bis", "i"}
NOT_YET = {
    *("not", "isnt", "wasnt", "no", "nope", "almost", "nearly", "half", "halfway", "partly", "partially", "mostly"),
    *("wip", "unfinished", "incomplete", "started", "pending", "todo", "later", "tomorrow", "soon", "skipped", "skip"),
    *("progress", "nicht", "halb", "fastfertig", "nein", "todavia", "casi", "pas", "presque", "eshche", "ne", "net"),
    *("open", "ongoing", "begun", "stuck", "blocked", "failed", "postponed", "abandoned", "cancelled", "canceled"),
    *("paused", "pochti", "nie", "non", "ancora", "nao", "quasi", "maybe", "perhaps", "possibly", "probably"),
    "vielleicht",
}
_STILL_OPEN = {
    *("remaining", "missing", "outstanding", "doing", "undone", "tbd", "never", "unable", "wont", "offen", "pendiente"),
    *("pendientes", "didnt", "havent", "hasnt", "couldnt", "cant"),
}
"""Words that tell so only where nothing else is said, for many a title has them."""

_SOUNDING_OPEN = NOT_YET - {
    *("no", "started", "todo", "progress", "ne", "pas", "net", "non", "skip", "ancora", "casi", "open", "failed"),
}
AROUND = {
    *("done", "finished", "complete", "completed", "ready", "yet", "is", "it", "of", "really", "quite", "fully", "in"),
    *("still", "but", "only", "just", "all", "the", "way", "through", "there", "i", "have", "entirely", "totally"),
    *("fertig", "noch", "ganz", "terminado", "aun", "encore", "fini", "termine", "listo", "gotovo", "finito", "hecho"),
    *("fatto", "terminei", "feito", "pronto", "skonczone", "gotowe", "zrobione"),
}
_AROUND_DENIAL = AROUND | {"to", "do", "doing", "finish", "finishing", "start", "get", "will", "be"}
_PART_END = re.compile(r"\n|[,;.]\s|\b(?:and|but|und|aber|pero|mais)\b", re.I)
_CROSSED = re.compile(rf"(?:[{CROSSES}{OPEN_SIGNS}🔲⏳⌛❓]\ufe0f?|\[[-~/>?]\]|~~|\?)[\s*_`\"“)]*$")
_CROSS = re.compile(rf"[*_`\"”)\]\s]*(?:~~|[\s:–—-]*(?:[{CROSSES}{OPEN_SIGNS}]|{GLASS}))")
_OPEN_BOX = re.compile(rf"\[\s*\]|[{EMPTY_BOXES}]")
_TICKED_BOX = re.compile(rf"\[[xX✓✔✅]\]|[{TICKED_BOXES}]")


def is_hedged(words: Sequence[Word]) -> bool:
    """Tell whether a word such as "later" or "not" is among these."""
    return any(word.text in HEDGES for word in words)


def is_open_heading(words: Sequence[Word]) -> bool:
    """Tell whether a heading of a pasted list tells that what follows is not done: "Next up", "Not finished"."""
    return any(word.text in _OPEN for word in words)


def is_only_open(words: Sequence[Word]) -> bool:
    """Tell whether a heading has no other words than those that tell that a task is not done: "Open", "Todo"."""
    return _OPEN.issuperset(word.text for word in words)


def is_crossed(line: str, start: int, end: int) -> bool:
    """Tell whether a cross, a half box, a question mark or a line through it is right at a name."""
    before = line[line.rfind("\n", 0, start) + 1 : start]
    return _CROSSED.search(before) is not None or _CROSS.match(line[end:].partition("\n")[0]) is not None


def is_open_box(line: str, start: int) -> bool:
    """Tell whether a pasted box before a name is empty while others are ticked."""
    before = line[line.rfind("\n", 0, start) + 1 : start]
    return _OPEN_BOX.search(before) is not None and _TICKED_BOX.search(line) is not None


def is_denied(note: str) -> bool:
    """Tell whether a note denies that its task is done, or its first part does: "not yet", "half, rest tomorrow".

    Links in it tell nothing.
    """
    said = leave_out_links(note)
    first = _PART_END.split(said, maxsplit=1)[0]
    return is_open_note(note) or is_part_done(first) or any(map(_denies, (said, first)))


def _denies(note: str) -> bool:
    words = " ".join(word.text for word in split_typed(note)).replace("to do", "todo").split()
    return _consists_of(words, NOT_YET | _STILL_OPEN, _AROUND_DENIAL)


def sounds_open(typed: str) -> bool:
    """Tell whether a word of a doubtful name tells that the task is not done: "not numpy", "week2-numpy half done"."""
    return not _SOUNDING_OPEN.isdisjoint(word.text for word in split_typed(typed))


def leaves_out(words: Sequence[Word], *, named: bool) -> bool:
    """Tell whether words behind a block leave out some of it: "except numpy", "but not numpy".

    `named`: a task of the block is among them. Otherwise only words such as "except" tell.
    """
    first = _first_telling(words)
    return first in _EXCEPTING or (named and first in _LEAVING_OUT)


def names_only(words: Sequence[Word]) -> bool:
    """Tell whether words behind a block keep to the tasks among them: "only numpy"."""
    return _first_telling(words) in _NOTHING_ELSE


def _first_telling(words: Sequence[Word]) -> str:
    return next((word.text for word in words if word.text not in _LEADING), "")


def _consists_of(words: Sequence[str], marking: set[str], around: set[str]) -> bool:
    return not marking.isdisjoint(words) and (marking | around).issuperset(words)
