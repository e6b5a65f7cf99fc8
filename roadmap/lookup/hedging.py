"""Words that turn from one name to another: "or maybe", "or was it", "I mean", "no, wait"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadmap.lookup.doubts import OR_WORDS
from roadmap.lookup.words import Sign, Word

EITHER_WORDS = frozenset(
    {"either", "neither", "entweder", "weder", "ili", "soit", "albo", "maybe", "perhaps", "possibly", "probably"}
)
"""Words before the first of several names of which only one may be meant."""

_MOST_HEDGES = 6
_OR_HERE = OR_WORDS | {"o", "albo", "nebo", "sau", "vagy", "eller", "chi", "respectively", "alternatively", "bzw"}
_UNSURE = {
    *("maybe", "perhaps", "possibly", "probably", "might", "could", "mb", "prolly", "vs", "versus", "hm", "hmm"),
    *("vielleicht", "eventuell", "quizas", "quiza", "talvez", "forse", "magari", "mozhet", "moze", "belki"),
}
_CORRECTING = {
    *("rather", "actually", "sorry", "correction", "oops", "scratch", "wait", "err", "erm", "uh", "um", "pardon"),
    *("nope", "typo", "edit", "ups", "whoops", "ah", "argh", "damn", "wrong", "aka", "alias", "respectively", "ie"),
    *("eher", "sondern", "entschuldigung", "perdon", "plutot", "scusa", "skoree", "tochnee", "vernee"),
}
_CORRECTIONS = (
    *(("i", "mean"), ("i", "meant"), ("no", "wait"), ("no", "sorry"), ("no", "actually"), ("my", "bad")),
    *(("my", "mistake"), ("make", "it"), ("make", "that"), ("ich", "meine"), ("quiero", "decir")),
)
_HEDGING = (
    _UNSURE
    | _CORRECTING
    | {
        *("was", "were", "is", "are", "it", "its", "that", "this", "these", "those", "the", "a", "all", "of", "one"),
        *("even", "else", "instead", "just", "only", "i", "did", "do", "does", "done", "mean", "meant", "think"),
        *("guess", "have", "had", "been", "be", "may", "would", "better", "more", "like", "likely", "well", "no"),
        *("not", "now", "whatever", "say", "let", "me", "task", "tasks", "in", "fact", "called", "what", "you"),
        *("them", "two", "us", "ihnen", "ellos", "eux", "call", "my", "bad", "mistake", "make", "at", "least", "if"),
        *("finished", "either", "whole", "block", "part"),
        *("es", "war", "das", "der", "die", "doch", "ich", "meine", "quiero", "decir", "tal", "vez", "mas", "bien"),
        *("peut", "etre", "peutetre", "cetait", "byt", "mozhetbyt", "eto", "moze", "byc", "ya", "nein", "la", "el"),
    }
)
_NO_NAME = {
    *("half", "parts", "most", "mostly", "some", "partly", "nearly", "almost", "halb", "medio", "mitad", "moitie"),
    *("both", "neither", "none", "not", "another", "other", "others", "either", "beide", "beides", "nicht", "keins"),
    *("keines", "ambos", "ambas", "ninguno", "entrambi", "nessuno", "oba", "obe", "net", "nie", "none"),
}
_TURNING = _OR_HERE | _UNSURE | _CORRECTING | {"no"} | {pair[0] for pair in _CORRECTIONS}
_UNNAMED = _OR_HERE | _HEDGING | _NO_NAME
_BOTH = {"both", "beide", "beides", "ambos", "ambas", "entrambi", "oba", "obe"}


def may_turn(words: Sequence[Word], at: int) -> bool:
    """Tell whether this word can begin words that turn to another name."""
    return at < len(words) and words[at].text in _TURNING and words[at].sign is not Sign.LINE


def turns(words: Sequence[Word], at: int) -> Iterator[tuple[int, bool]]:
    """Give the places behind words that turn to another name, and whether a loose name counts at each.

    1. Behind "or" and words that hedge, a loose name counts.
    2. Behind "or" and any other word, only a whole name does.
    3. Behind a correction, only a whole name does. Only words that hedge may stand before it.
    """
    loosely = by_or = words[at].text in _OR_HERE
    if not by_or and not _begins_correction(words, at):
        return
    for place in range(at + 1, min(len(words), at + 2 + _MOST_HEDGES)):
        yield place, loosely
        hedges = words[place].text in _HEDGING
        loosely = loosely and hedges
        if words[place].sign is Sign.LINE or not (hedges or by_or):
            return


def _begins_correction(words: Sequence[Word], at: int) -> bool:
    """Tell whether a correction begins. "Maybe" behind a list or note sign is none: the name before it is done."""
    word = words[at]
    if word.text in _UNSURE:
        return word.sign is Sign.BLANK
    if word.text == "no" and at + 1 < len(words) and words[at + 1].sign in (Sign.COMMA, Sign.NOTE):
        return True
    return word.text in _CORRECTING or tuple(one.text for one in words[at : at + 2]) in _CORRECTIONS


def is_unnamed_turn(words: Sequence[Word]) -> bool:
    """Tell whether these words turn to something without a name: "or both", "or maybe not", "or the other one"."""
    said = [word.text for word in words]
    return said[:1] != [] and said[0] in _OR_HERE and _UNNAMED.issuperset(said) and not _NO_NAME.isdisjoint(said)


def is_all_hedged(words: Sequence[Word]) -> bool:
    """Tell whether none of these words tells anything: "only", "I think", or none at all."""
    return _HEDGING.issuperset(word.text for word in words)


def is_both(words: Sequence[Word]) -> bool:
    """Tell whether all names before may be meant at once."""
    return not _BOTH.isdisjoint(word.text for word in words)
