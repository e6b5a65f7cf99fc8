"""Split a typed report into its three answers: by `|`, by labels, by lines or by `;`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.features.checkins.dialogs import FINISHED, OBSTACLE, PROMISE, STEPS

LABELS: Mapping[str, tuple[str, ...]] = {
    FINISHED: (
        *("finished", "done", "did", "i did", "i finished", "what i finished", "completed", "this week", "progress"),
        *("fertig", "erledigt", "geschafft", "hecho", "terminado", "fait", "terminé", "fatto", "feito", "сделано"),
    ),
    OBSTACLE: (
        *("obstacle", "obstacles", "in my way", "what is in my way", "stuck", "stuck on", "blocked", "blocker"),
        *("blockers", "blocked by", "problem", "problems", "hindernis", "probleme", "obstáculo", "obstaculo"),
        *("ostacolo", "мешает", "проблема", "препятствие"),
    ),
    PROMISE: (
        *("promise", "promises", "i promise", "next", "next week", "next tasks", "plan", "plans", "will do", "goal"),
        *(
            "goals",
            "versprechen",
            "nächste woche",
            "naechste woche",
            "nächste",
            "nächstes",
            "promesa",
            "promesse",
            "promessa",
            "обещаю",
        ),
        *("обещание", "план"),
    ),
}
"""Answer -> the labels that people put before it."""

_PART_OF = {label: part for part, labels in LABELS.items() for label in labels}
_BAR = re.compile(r"[|｜¦]")
_SEMICOLON = re.compile("[;；]")
_LABEL = re.compile(
    rf"(?:^|(?<=[\s|｜¦;；.,]))[*_•-]*\s*(?P<label>{'|'.join(sorted(map(re.escape, _PART_OF), key=len, reverse=True))})"
    r"[*_]*\s*[:：=]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\s*(?:\d[.)]|[•*])\s*")
_LIKE_LABEL = re.compile(r"[*_•-]*\s*\w+(?: \w+)?[*_]*\s*[:：=]\s")
_EDGES = " \t\n|｜¦;；"


@dataclass(frozen=True, slots=True)
class SplitReport:
    """The answers that a line gives, by part. `unclear`: its parts, where they may be one answer or several."""

    given: Mapping[str, str] = field(default_factory=dict)
    unclear: tuple[str, ...] = ()


def split_answers(typed: str) -> SplitReport:
    """Split a typed report.

    1. With labels, each answer goes to its label, in any order. Three parts of which some have none are in order.
    2. Otherwise a bar separates answers in their order. What follows the second bar is the promise.
    3. Otherwise three lines, or three parts between semicolons, are three answers.
    4. Another number of lines or parts is unclear.
    5. Anything else is one answer: what was finished.

    An answer left out is not given.
    """
    bars = [part.strip() for part in _BAR.split(typed)]
    if ordered := _partly_labelled(bars) or _partly_labelled(_lines(typed), colons=True):
        return _in_order(ordered)
    if labelled := _by_label(typed):
        return SplitReport(labelled)
    if len(bars) > 1:
        return _in_order([*bars[:2], ", ".join(part for part in bars[2:] if part)])
    for parts in (_lines(typed), [part.strip() for part in _SEMICOLON.split(typed)]):
        if len(parts) == len(STEPS):
            return _in_order(parts)
        if len(parts) > 1:
            return SplitReport(unclear=tuple(part for part in parts if part))
    return _in_order([typed.strip()])


def _in_order(parts: list[str]) -> SplitReport:
    return SplitReport({name: part for name, part in zip(STEPS, parts, strict=False) if part})


def _partly_labelled(parts: list[str], *, colons: bool = False) -> list[str]:
    """The three answers in order, if some parts begin with the label of their place and others have no label.

    `colons`: the others must begin with a word and a colon, for a line may go on in the next. Empty if it is otherwise.
    """
    if len(parts) != len(STEPS):
        return []
    labels = [_LABEL.match(part) for part in parts]
    here = [
        label is None or _PART_OF[label["label"].lower()] == step for label, step in zip(labels, STEPS, strict=True)
    ]
    others = [part for part, label in zip(parts, labels, strict=True) if label is None]
    if not (all(here) and 0 < len(others) < len(parts)) or (colons and not all(map(_LIKE_LABEL.match, others))):
        return []
    return [part[label.end() :].strip() if label else part for part, label in zip(parts, labels, strict=True)]


def _lines(typed: str) -> list[str]:
    """The lines, or the paragraphs if there are three of those. Their numbers are left out."""
    paragraphs = [part for part in re.split(r"\n\s*\n", typed.strip()) if part.strip()]
    parts = paragraphs if len(paragraphs) == len(STEPS) else [part for part in typed.split("\n") if part.strip()]
    return [_NUMBER.sub("", part).strip() for part in parts]


def _by_label(typed: str) -> dict[str, str]:
    """The answers behind their labels. Words before the first label are what was finished."""
    found = list(_LABEL.finditer(typed))
    if not found:
        return {}
    given: dict[str, list[str]] = {}
    if before := typed[: found[0].start()].strip(_EDGES):
        given[FINISHED] = [before]
    for part, words in _labelled(typed, found):
        given.setdefault(part, []).append(words)
    return {part: "\n".join(words) for part, words in given.items() if any(words)}


def _labelled(typed: str, found: list[re.Match[str]]) -> Iterator[tuple[str, str]]:
    ends = [one.start() for one in found[1:]] + [len(typed)]
    for label, end in zip(found, ends, strict=True):
        yield _PART_OF[label["label"].lower()], typed[label.end() : end].strip(_EDGES)
