"""Sentences are plain: what a test can hold of the voice. A person reads the rest aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot import texts
from bot.features.commands import COMMANDS, FOLDED
from tests.bot.texts.to_mend import TO_MEND

MOST_LINES = 5
MOST_SENTENCES = 2
"""For a line: one idea, and at most one more word on it."""
MOST_WORDS = 20
"""For a sentence."""
MOST_CHARACTERS = 160
"""For a line, without what is filled in."""

LISTS = frozenset({"sandbox.help"})
"""What lists all that can be typed in the terminal, a line for each."""

SENTENCE_ENDS = re.compile(r"(?<=[.!?])[*`)”]*\s+")
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u26ff\u2705\u270f\u2744]")
QUAINT = re.compile(
    r"\b(shall|anew|as ever|stands?|holds|unasked|beside the roadmap|asks? for study|kept with it|goes otherwise"
    r"|keep \w+ (?:\w+ ){0,2}company|the calendar|lies before|splendid|no such|on no|to none|nothing that I can"
    r"|no (?:length|moment|time) (?:of|that|at)|that is all right|the road|the climb)\b"
    r"|\bthrough (?:\{|mon|tue|wed|thu|fri|sat|sun)",
    re.IGNORECASE,
)
OTHER_NAMES = re.compile(r"\b(placement|criteri(?:a|on)|climb|digest|deput(?:y|ies)|stewards?|report(?!ed)s?)\b", re.I)
"""Words for what has a plainer name: where I start, self-check, roadmap, summary, admin, check-in."""
STIFF = re.compile(
    r"\b((?:do|does|did|is|are|was|were|has|have|had|will|would|should|could) not|cannot"
    r"|(?:I am|I will|(?:you|we|they) (?:are|will)|(?:it|there|here) is|(?-i:That|What) is)(?! ?[.,:;!?]|$))\b",
    re.IGNORECASE,
)
"""Long forms of what people contract: `I am`, `do not`, `it is` before more words."""


def faults_of(text: str) -> list[str]:
    """List what is not plain about one message, in a few words each."""
    bare = re.sub(r"`[^`]*`|https?://\S+", "x", text)
    lines = [line for line in text.split("\n") if line]
    faults = [f"word: {found[0]}" for rule in (QUAINT, OTHER_NAMES, STIFF) for found in rule.finditer(bare)]
    faults += ["straight apostrophe"] if "'" in bare else []
    faults += ["more than one emoji"] if len(EMOJI.findall(bare)) > 1 else []
    faults += ["no word"] if not re.search(r"[^\W\d_]|…", re.sub(r"\{(bar|mark)\}", "", bare)) else []
    faults += ["too many lines"] if len(lines) > MOST_LINES else []
    return faults + [fault for line in lines for fault in _faults_of_line(line)]


def _faults_of_line(line: str) -> Iterator[str]:
    sentences = [one for one in SENTENCE_ENDS.split(re.sub(r"`[^`]*`", "x", line)) if re.search(r"\w", one)]
    if len(line) > MOST_CHARACTERS:
        yield "long line"
    if len(sentences) > MOST_SENTENCES:
        yield "many sentences in a line"
    if any(len(re.findall(r"\S*\w\S*", one)) > MOST_WORDS for one in sentences):
        yield "long sentence"


def every_text() -> Iterator[tuple[str, str]]:
    for key, forms in texts.catalogue(texts.SOURCE).items():
        yield from ((key, line) for form in forms for line in (form.split("\n") if key in LISTS else (form,)))
    for command in (*COMMANDS, *FOLDED):
        yield f"help.{command.name}", command.help
        yield from ((f"help.{command.name}.{name}", arg.help) for name, arg in command.args.items())


def test_every_text_is_plain() -> None:
    known = {key for keys in TO_MEND.values() for key in keys}

    assert {} == {key: found for key, text in every_text() if key not in known and (found := faults_of(text))}


def test_what_is_mended_is_taken_from_the_list() -> None:
    faulty = {key for key, text in every_text() if faults_of(text)}

    assert [] == [key for keys in TO_MEND.values() for key in keys if key not in faulty]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Shall I stop?", "word: Shall"),
        ("Your streak stands at 4 days.", "word: stands"),
        ("You’re off through {day}.", "word: through {"),
        ("Undo the placement", "word: placement"),
        ("I do not know it.", "word: do not"),
        ("It is over.", "word: It is"),
        ("You're in!", "straight apostrophe"),
        ("🔥 Day 7 ❄️", "more than one emoji"),
        ("👍", "no word"),
        ("{bar}", "no word"),
        ("a\nb\nc\nd\ne\nf", "too many lines"),
        ("a " * 81, "long line"),
        ("One. Two! Three?", "many sentences in a line"),
        ("word " * 21, "long sentence"),
    ],
)
def test_a_fault_is_found(text: str, fault: str) -> None:
    assert fault in faults_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "You’re in! Tap **What’s next** for your first task.",
        "It stays as it is.",
        "`/placement` isn’t a word of prose, nor is `/criteria`.",
        "{bar} {percent} %",
        "🔥 {n} days in a row",
        "One line.\nAnd a second one. It has two sentences.",
    ],
)
def test_plain_words_have_no_fault(text: str) -> None:
    assert [] == faults_of(text)
