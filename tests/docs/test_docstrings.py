"""Docstrings begin with a verb or the name of a thing: the part of the rule card that a test can hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.docs.generate import ROOT

NO_BEGINNING = frozenset({"Who", "Whom", "Whose", "What", "Of", "That", "Where", "One", "Nobody", "Somebody"})
CODE = ("bot", "roadmap", "migrations")


@cache
def docstrings() -> tuple[tuple[str, str], ...]:
    """List where each docstring stands, and its text; a command's is its help, too."""
    return tuple(_docstrings())


def _docstrings() -> Iterator[tuple[str, str]]:
    for path in (path for top in CODE for path in sorted((ROOT / top).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = ast.get_docstring(node)
                if text:
                    yield f"{path.relative_to(ROOT)}:{getattr(node, 'name', 'module')}", text


def test_docstrings_begin_with_a_verb_or_a_thing() -> None:
    assert [] == [(place, text.splitlines()[0]) for place, text in docstrings() if begins_wrongly(text)]


def begins_wrongly(text: str) -> bool:
    return re.split(r"[^\w]+", text.strip("`*\"'( \n"), maxsplit=1)[0].capitalize() in NO_BEGINNING


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Who studies.", True),
        ("what is due", True),
        ("What's due.", True),
        ("Nobody, or a group.", True),
        ("Offer a task.", False),
        ("Whole weeks.", False),
    ],
)
def test_a_wrong_beginning_is_found(text: str, wrong: bool) -> None:
    assert wrong == begins_wrongly(text)


def test_docstrings_of_all_kinds_are_read() -> None:
    known = {place.rpartition(":")[::2] for place, _ in docstrings()}

    assert known >= {
        ("bot/posting/kinds.py", "module"),
        ("bot/posting/kinds.py", "PostKind"),
        ("bot/posting/kinds.py", "plan_due"),
        ("bot/posting/planner.py", "next_due"),
        ("roadmap/model.py", "Roadmap"),
    }
    assert ("bot/features/help/help.py", "help") not in known
