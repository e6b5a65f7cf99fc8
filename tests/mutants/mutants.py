"""The mutants of a file: found in its syntax tree, and drawn by a seed."""

from __future__ import annotations

import ast
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from tests.mutants.areas import SEED, list_files
from tests.mutants.operators import is_log_line, vary

NOT_RUN = {"annotation", "returns", "decorator_list", "type_params", "format_spec"}
UNCHANGED = -1  # the place of no fault
CONTEXT = 24  # characters


@dataclass(frozen=True)
class Mutant:
    """One fault in one file. `place` counts the faults of the file; `key` stays when the file moves.

    `owner` is the function or the constant at the top of the module that holds it, and `lines` are those of its
    statement.
    """

    path: Path
    place: int
    owner: str
    in_function: bool
    lines: range
    text: str
    key: str = ""


@dataclass(frozen=True)
class Slot:
    """Where a node hangs in its parent."""

    parent: ast.AST
    field: str
    index: int | None

    def put(self, new: ast.AST) -> None:
        """Hang another node there."""
        if self.index is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.index] = new


def draw(area: str) -> list[Mutant]:
    """List the mutants of an area in the order the seed gives: the same code comes at the same place in any file."""
    seen: Counter[str] = Counter()
    found = []
    for path in list_files(area):
        source = path.read_text()
        for mutant in find_mutants(path, ast.parse(source)):
            seen[mutant.text] += 1
            digest = hashlib.sha256(f"{SEED} {seen[mutant.text]} {mutant.text}".encode())
            found.append(replace(mutant, key=digest.hexdigest()[:8]))
    return sorted(found, key=lambda mutant: mutant.key)


def find_mutants(path: Path, tree: ast.Module) -> Iterator[Mutant]:
    """Find all faults that may be put in a file."""
    for place, (owner, in_function, statement, old, new, _) in enumerate(_all_changes(tree)):
        body = getattr(statement, "body", None)
        last = body[0].lineno - 1 if isinstance(body, list) and body else statement.end_lineno or statement.lineno
        lines = range(statement.lineno, max(last, statement.lineno) + 1)
        head = ast.unparse(statement).splitlines()[0]
        yield Mutant(
            path, place, owner, in_function, lines, f"{_tell(ast.unparse(old), ast.unparse(new))} in: {head[:100]}"
        )


def make_tree(mutant: Mutant) -> ast.Module:
    """Parse the file with the fault in it."""
    tree = ast.parse(mutant.path.read_text())
    if mutant.place == UNCHANGED:
        return tree
    for place, (_, _, _, old, new, slot) in enumerate(_all_changes(tree)):
        if place == mutant.place:
            slot.put(ast.copy_location(new, old))
            return ast.fix_missing_locations(tree)
    raise LookupError(mutant)


Change = tuple[str, bool, ast.stmt, ast.AST, ast.AST, Slot]


def _all_changes(tree: ast.Module) -> Iterator[Change]:
    for slot, node in _children(tree):
        yield from _changes_at_top(slot, node, "")


def _changes_at_top(slot: Slot, node: ast.AST, prefix: str) -> Iterator[Change]:
    if isinstance(node, ast.ClassDef):
        for inner, child in _children(node):
            if not isinstance(child, ast.Assign | ast.AnnAssign | ast.expr):
                yield from _changes_at_top(inner, child, f"{prefix}{node.name}.")
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        for inner, child in _children(node):
            yield from _changes_below(inner, child, (prefix + node.name, True), node)
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        first = target.elts[0] if isinstance(target, ast.Tuple) else target
        yield from _changes_below(slot, node, (ast.unparse(first), False), node)


def _changes_below(slot: Slot, node: ast.AST, owner: tuple[str, bool], statement: ast.stmt) -> Iterator[Change]:
    if is_log_line(node) or isinstance(node, ast.arguments):
        return
    statement = node if isinstance(node, ast.stmt) else statement
    for new in vary(node, slot.parent, slot.field):
        yield (*owner, statement, node, new, slot)
    for inner, child in _children(node):
        yield from _changes_below(inner, child, owner, statement)


def _children(node: ast.AST) -> list[tuple[Slot, ast.AST]]:
    found: list[tuple[Slot, ast.AST]] = []
    for field, value in ast.iter_fields(node):
        if field in NOT_RUN:
            continue
        if isinstance(value, list):
            found += [(Slot(node, field, i), child) for i, child in enumerate(value) if isinstance(child, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append((Slot(node, field, None), value))
    return found


def _tell(old: str, new: str) -> str:
    """Show two texts where they differ, with a little of what stands before it."""
    same = _count_alike(old, new)
    tail = _count_alike(old[same:][::-1], new[same:][::-1])
    start = max(same - CONTEXT, 0)
    was, now = (" ".join(text[start : len(text) - tail].split()) for text in (old, new))
    return f"{was} -> {now}"


def _count_alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
