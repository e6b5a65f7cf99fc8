"""Docstrings begin with a verb or the name of a thing: the part of the rule card that a test can hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.docs.generate import ROOT

NO_BEGINNING = frozenset({"Who", "Whom", "Whose", "What", "Of", "That", "Where", "One", "Nobody", "Somebody"})
CODE = ("bot", "roadmap", "migrations")


def docstrings() -> Iterator[tuple[str, str]]:
    """Where each docstring stands, and its text; a command's is its help, which people read."""
    for path in (path for top in CODE for path in sorted((ROOT / top).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = ast.get_docstring(node)
                if text and not is_command(node):
                    yield f"{path.relative_to(ROOT)}:{getattr(node, 'name', 'module')}", text


def is_command(node: ast.AST) -> bool:
    decorators = node.decorator_list if isinstance(node, ast.AsyncFunctionDef) else []
    return any(
        isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "command" for one in decorators
    )


def test_docstrings_begin_with_a_verb_or_a_thing() -> None:
    assert [] == [(place, text.splitlines()[0]) for place, text in docstrings() if text.split()[0] in NO_BEGINNING]
