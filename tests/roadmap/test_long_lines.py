"""Lines as long as a message may be, made to cost much: the work grows no faster than the line."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle, islice
from typing import ParamSpec, TypeVar

import pytest

from roadmap.lookup import countings, loose_names, slips
from roadmap.lookup.countings import Countings
from roadmap.lookup.numbers import Turn
from roadmap.lookup.shares import is_share
from roadmap.lookup.slips import Slips
from roadmap.lookup.taking import Taker
from roadmap.lookup.understanding import understand
from roadmap.reading import shipped_roadmap
from tests.roadmap.test_grammar import in_short

P = ParamSpec("P")
T = TypeVar("T")

LONGEST = 4_000
SHIPPED = shipped_roadmap()
_SLUGS = [task.slug for task in SHIPPED.tasks()]
_LETTERS = "abcdefghijklm"
_UNIQUE = ["".join(chr(97 + number * factor % 26) for factor in (3, 5, 7, 11, 13)) for number in range(660)]

HOSTILE = {
    "single letters": " ".join(islice(cycle(_LETTERS), 2_000)),
    "letters in a list": "a," * 2_000,
    "letters on lines": "a\n" * 2_000,
    "letters tied": "a-" * 2_000,
    "letters with slashes": "a/b/" * 1_000,
    "numbers": "1 2 3 4 5 6 " * 334,
    "numbers in a list": "1,2,3,4," * 500,
    "ranges": "week 1 to week 60, " * 211,
    "slugs": " ".join(_SLUGS * 3),
    "slugs in a list": ", ".join(_SLUGS * 3),
    "a slug again": "week2-numpy, " * 308,
    "a slug with slashes": "week2-numpy/" * 334,
    "slugs of no task": "week9-zzz, " * 364,
    "or": "or " * 1_334,
    "a slug and or": f"week2-numpy {'or ' * 1_330}",
    "slugs and or": "week2-numpy or " * 267,
    "either": "either " * 572,
    "except": f"week2 {'except ' * 571}",
    "blocks except a task": "week2 except numpy, " * 200,
    "blocks and a slip": "week2 nmpy, " * 334,
    "a block and slips": "week2\n" + "- nmpy\n" * 570,
    "words": "the quick brown fox jumps over lazy dogs " * 98,
    "other words": " ".join(_UNIQUE),
    "slips": "nunpy pandsa " * 308,
    "a name and notes": f"numpy, {'foo bar baz qux, ' * 234}",
    "notes and a name": f"numpy, {'foo bar baz qux, ' * 233}week2-python",
    "empty boxes": "- [ ] week2-numpy\n- [x] week2-python\n" * 108,
    "lines with notes": "week2-numpy: a\n" * 267,
    "lines with notes in doubt": "week2 nmpy: a\nweek1: a\n" * 174,
    "a note of many lines": "week2-numpy: a\n" + "nunpy: b c\n" * 362,
    "slugs with slashes": "week2-numpy/week2-python, " * 154,
    "slashes": "/" * LONGEST,
    "signs": "/,-|&" * 800,
    "commas": "," * LONGEST,
    "emoji": "🎉 " * 2_000,
    "combining marks": "a" + "\u0301" * LONGEST,
    "marked letters": "e\u0301 " * 1_334,
    "another script": "нумпай " * 572,
    "one word": "x" * LONGEST,
}


class Counter:
    """Counts the calls of a function of ours."""

    def __init__(self) -> None:
        self.calls = 0

    def around(self, function: Callable[P, T]) -> Callable[P, T]:
        def counted(*args: P.args, **kwargs: P.kwargs) -> T:
            self.calls += 1
            return function(*args, **kwargs)

        return counted


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Counts the names that are looked for, the runs of words that are looked up, and the words that are compared."""
    counter = Counter()
    monkeypatch.setattr(Taker, "take", counter.around(Taker.take))
    for name in ("find_begun", "find_named", "find_spoken_of", "find_word_by_word"):
        monkeypatch.setattr(loose_names, name, counter.around(getattr(loose_names, name)))
    monkeypatch.setattr(slips, "is_slip", counter.around(slips.is_slip))
    return counter


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_a_long_line_costs_no_more_than_its_length(typed: str, work: Counter) -> None:
    understand(SHIPPED, typed[:LONGEST])

    assert work.calls < LONGEST


def test_a_word_that_comes_again_is_not_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    counter = Counter()
    monkeypatch.setattr(slips, "is_slip", counter.around(slips.is_slip))
    known = Slips({"pandas": {1}, "python": {2}, "statistics": {3}})

    assert [{1}] * 50 == [known.find("pandsa") for _ in range(50)]
    assert counter.calls <= 2


def test_what_was_found_is_forgotten_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slips, "_MOST_FOUND", 2)
    monkeypatch.setattr(countings, "_MOST_FOUND", 2)
    known, counted = Slips({"pandas": {1}}), Countings(SHIPPED)
    weeks = [Turn((), (week,), 0, glued=False, unsure=False) for week in (1, 2, 3, 1)]

    assert [{1}] * 4 == [known.find(word) for word in ("pandsa", "pnadas", "panda", "pandsa")]
    assert ["week1", "week2", "week3", "week1"] == [counted.readings(turn)[0][0][0].slug for turn in weeks]


def test_a_long_note_tells_no_share_of_a_block() -> None:
    assert is_share("half of it")
    assert not is_share("half of it " * 20)


def test_a_word_too_short_or_long_for_a_slip_is_compared_with_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    counter = Counter()
    monkeypatch.setattr(slips, "is_slip", counter.around(slips.is_slip))
    known = Slips({"pandas": {1}, "python": {2}})

    assert [set(), set(), set()] == [known.find(word) for word in ("pand", "p" * LONGEST, "")]
    assert 0 == counter.calls


def test_names_behind_many_unknown_parts_stay_in_the_note() -> None:
    found = understand(SHIPPED, f"numpy, {'qq xx, ' * 60}week2-python")

    assert ("week2-numpy", 50) == (in_short(found).partition(",")[0], len(found.unknown))
    assert found.note.endswith("week2-python")
