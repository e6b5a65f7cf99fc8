"""A typed report is split into the answers that it holds, or asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.checkins.dialogs import STEPS
from bot.features.checkins.parting import LABELS, split_answers
from tests.sampling import examples

THREE = ("a book", "no time", "numpy")
TABLE = [
    # bars, in their order
    ("a book | no time | numpy", *THREE),
    ("a book|no time|numpy", *THREE),
    ("a book ｜ no time ｜ numpy", *THREE),
    ("a book ¦ no time ¦ numpy", *THREE),
    ("a book | no time", "a book", "no time", None),
    ("a book |", "a book", None, None),
    ("| no time", None, "no time", None),
    ("| | numpy", None, None, "numpy"),
    ("a book | - | numpy", "a book", "-", "numpy"),
    ("a book | no time | numpy | pandas", "a book", "no time", "numpy, pandas"),
    ("a book; a film | no time | numpy", "a book; a film", "no time", "numpy"),
    ("a book\n| no time\n| numpy", *THREE),
    # three lines
    ("a book\nno time\nnumpy", *THREE),
    ("a book\n\nno time\n\nnumpy", *THREE),
    ("  a book  \n no time \n numpy ", *THREE),
    ("1. a book\n2. no time\n3. numpy", *THREE),
    ("1) a book\n2) no time\n3) numpy", *THREE),
    ("• a book\n• no time\n• numpy", *THREE),
    ("a book\n-\nnumpy", "a book", "-", "numpy"),
    ("a book\nand a film\n\nno time\n\nnumpy", "a book\nand a film", "no time", "numpy"),
    # semicolons
    ("a book; no time; numpy", *THREE),
    ("a book;no time;numpy", *THREE),
    ("a book； no time； numpy", *THREE),
    ("a book; -; numpy, pandas", "a book", "-", "numpy, pandas"),
    # labels, in any order and case
    ("Done: a book\nObstacle: no time\nPromise: numpy", *THREE),
    ("DONE: a book OBSTACLE: no time PROMISE: numpy", *THREE),
    ("promise: numpy; obstacle: no time; done: a book", *THREE),
    ("Finished: a book | Stuck on: no time | Next: numpy", *THREE),
    ("What I finished: a book\nWhat is in my way: no time\nNext week: numpy", *THREE),
    ("I did: a book\nBlockers: no time\nPlan: numpy", *THREE),
    ("Done = a book\nBlocked = no time\nGoal = numpy", *THREE),
    ("Done：a book\nProblem：no time\nWill do：numpy", *THREE),
    ("**Done**: a book\n**Obstacle**: no time\n**Promise**: numpy", *THREE),
    ("- Done: a book\n- Obstacle: no time\n- Promise: numpy", *THREE),
    ("Obstacle: no time", None, "no time", None),
    ("Obstacles: no time", None, "no time", None),
    ("Promise: numpy", None, None, "numpy"),
    ("Next: numpy, pandas", None, None, "numpy, pandas"),
    ("a book\nObstacle: no time", "a book", "no time", None),
    ("a book. Obstacle: no time. Promise: numpy", "a book.", "no time.", "numpy"),
    ("a book; obstacle: no time", "a book", "no time", None),
    ("Done: a book\nand a film\nObstacle: no time", "a book\nand a film", "no time", None),
    ("Done: a book\nDone: a film", "a book\na film", None, None),
    ("Fertig: a book\nHindernis: no time\nVersprechen: numpy", *THREE),
    ("Geschafft: a book\nProblem: no time\nNächste Woche: numpy", *THREE),
    ("Hecho: a book\nObstáculo: no time\nPromesa: numpy", *THREE),
    ("Fait: a book\nObstacle: no time\nPromesse: numpy", *THREE),
    ("Fatto: a book\nOstacolo: no time\nPromessa: numpy", *THREE),
    ("Сделано: a book\nПроблема: no time\nПлан: numpy", *THREE),
    # labels of which one is not known
    ("Fertig: a book | Hindernis: no time | Nächste: numpy", *THREE),
    ("Fertig: a book\nHindernis: no time\nNächste: numpy", *THREE),
    ("Done: a book | Obstacle: no time | numpy", *THREE),
    ("a book | Obstacle: no time | numpy", *THREE),
    ("a book | no time | Next: numpy", *THREE),
    ("Hecho: a book | Obstáculo: no time | Siguiente: numpy", "a book", "no time", "Siguiente: numpy"),
    ("Hecho: a book\nObstáculo: no time\nSiguiente: numpy", "a book", "no time", "Siguiente: numpy"),
    ("Done: a book\nObstacle: no time\nand no sleep", "a book", "no time\nand no sleep", None),
    ("Obstacle: no time | a book | numpy", None, "no time | a book | numpy", None),
    # one answer
    ("a book", "a book", None, None),
    ("a book, a film and some numpy", "a book, a film and some numpy", None, None),
    ("the next chapter is done", "the next chapter is done", None, None),
    ("I am stuck on numpy", "I am stuck on numpy", None, None),
    ("read https://example.org/a?b=1", "read https://example.org/a?b=1", None, None),
    ("I learned: vectors", "I learned: vectors", None, None),
    ("-", "-", None, None),
]


@pytest.mark.parametrize(("typed", "finished", "obstacle", "promise"), TABLE)
def test_a_report_is_split_as_it_was_meant(
    typed: str, finished: str | None, obstacle: str | None, promise: str | None
) -> None:
    given_ = {name: words for name, words in zip(STEPS, (finished, obstacle, promise), strict=True) if words}

    assert (given_, ()) == (split_answers(typed).given, split_answers(typed).unclear)


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("a book\nno time", 2),
        ("a book; no time", 2),
        ("a; b; c; d", 4),
        ("a\nb\nc\nd", 4),
        ("a book\n\nno time", 2),
        ("a\nb\n\nc\nd\n", 4),
    ],
)
def test_another_number_of_parts_is_asked_about(typed: str, count: int) -> None:
    assert ({}, count) == (split_answers(typed).given, len(split_answers(typed).unclear))


SIMPLE = st.text("abcdefgh ", min_size=1, max_size=30).map(str.strip).filter(bool)


@given(
    st.tuples(SIMPLE, SIMPLE, SIMPLE),
    st.permutations(STEPS),
    st.tuples(*(st.sampled_from(LABELS[part]) for part in STEPS)),
    st.sampled_from(["\n", " | ", "; ", "\n\n", "｜"]),
    st.sampled_from([str.upper, str.lower, str.title]),
)
@examples(1)
def test_labelled_answers_are_found_in_any_order(
    words: tuple[str, str, str],
    order: list[str],
    labels: tuple[str, ...],
    between: str,
    case: Callable[[str], str],
) -> None:
    answers, names = dict(zip(STEPS, words, strict=True)), dict(zip(STEPS, labels, strict=True))

    typed = between.join(f"{case(names[part])}: {answers[part]}" for part in order)

    assert answers == split_answers(typed).given


@given(st.tuples(SIMPLE, SIMPLE, SIMPLE), st.sampled_from([" | ", "|", "｜", "\n", "\n\n", "; ", ";"]))
@examples(1)
def test_three_answers_in_order_are_three_answers(words: tuple[str, str, str], between: str) -> None:
    assert dict(zip(STEPS, words, strict=True)) == split_answers(between.join(words)).given


@given(st.text(max_size=60))
@examples(1)
def test_nothing_typed_is_lost(typed: str) -> None:
    found = split_answers(typed)

    kept = "".join([*found.given.values(), *found.unclear])
    labels = {word.casefold() for words in LABELS.values() for label in words for word in label.split()}
    typed_words = set("".join(c if c.isalpha() else " " for c in typed).casefold().split())
    kept_words = "".join(c if c.isalpha() else " " for c in kept).casefold()
    assert all(word in kept_words or word in labels for word in typed_words)
