"""Lint: a value of a closed set is written in its enum alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.closed_sets import Fallback, PostState, Visibility
from bot.posting.outcomes import PostReason

ROOT = Path(__file__).resolve().parents[2]
SETS = {"closed_sets.py", "outcomes.py"}
DISTINCTIVE = frozenset[str](
    {
        PostState.SENDING,
        PostState.SENT,
        PostState.AMBIGUOUS,
        PostState.DEAD,
        PostState.CANCELLED,
        Visibility.HIDDEN,
        PostReason.UNWANTED,
        PostReason.INTERRUPTED,
        PostReason.TAKEN_BACK,
        PostReason.CATCHING_UP,
    }
)
"""The values that are no everyday word of our code: NEW or GROUP may mean other things."""
HELD = {"state": PostState, "visibility": Visibility, "fallback": Fallback}
"""The names of columns and fields that hold values of a closed set."""


def written_values(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the value of each string that is one of DISTINCTIVE; texts' keys are longer.

    An everyday word is one of them too where it is compared with a name of HELD.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in DISTINCTIVE:
            yield node.lineno, node.value
        elif isinstance(node, ast.Compare):
            yield from _compared(node)


def _compared(node: ast.Compare) -> Iterator[tuple[int, str]]:
    sides = (node.left, *node.comparators)
    held = [HELD[side.attr] for side in sides if isinstance(side, ast.Attribute) and side.attr in HELD]
    words = [side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)]
    return ((node.lineno, word) for word in words if any(word in {*one} - DISTINCTIVE for one in held))


def test_no_value_of_a_closed_set_stands_outside_its_enum() -> None:
    paths = [path for path in (ROOT / "bot").rglob("*.py") if path.name not in SETS]

    found = [
        f"{path.relative_to(ROOT)}:{line}: {value!r}"
        for path in paths
        for line, value in written_values(path.read_text(encoding="utf-8"))
    ]

    assert not found, "\n".join(found)
    assert len(paths) > 100


WRITTEN = (
    'state == "dead"',
    'f(x, "hidden")',
    'S = {"sent", "new"}',
    'row.visibility != "group"',
    '"new" == t.c.state',
)


@pytest.mark.parametrize("source", WRITTEN)
def test_the_lint_sees_a_value(source: str) -> None:
    assert list(written_values(source))
