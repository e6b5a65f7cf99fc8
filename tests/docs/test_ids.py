"""Lint: an id is of its own type, never a plain int (`bot/identity.py`)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.docs.generate import ROOT

IDS = re.compile(r"(\w+_)?(learner|group|place|account|post|due|act|tick|session|checkin|pause)_ids?")


def plain_ids(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and name of each parameter, field, variable or function called an id and annotated with int."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg):
            name, annotation = node.arg, node.annotation
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name, annotation = node.target.id, node.annotation
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Attribute):
            name, annotation = node.target.attr, node.annotation
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name, annotation = node.name, node.returns
        else:
            continue
        words = ast.walk(annotation) if annotation and IDS.fullmatch(name) else ()
        if any(isinstance(word, ast.Name) and word.id == "int" for word in words):
            yield node.lineno, name


def test_no_id_is_a_plain_int() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in sorted((ROOT / "bot").rglob("*.py"))
        for line, name in plain_ids(path.read_text(encoding="utf-8"))
    ]

    assert [] == found


def test_a_plain_id_is_found() -> None:
    source = "class A:\n    post_id: int\ndef f(learner_ids: list[int], group_id: GroupId, place: int) -> None: ..."

    assert [(2, "post_id"), (3, "learner_ids")] == sorted(plain_ids(source))
    source = "self.post_id: int = 0\ndef read_post_ids() -> list[int]: ...\nasync def post_id() -> PostId: ..."
    assert [(1, "post_id"), (2, "read_post_ids")] == sorted(plain_ids(source))
