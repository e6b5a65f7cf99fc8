"""The small faults: which nodes of a syntax tree are changed, and into what."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "and_": "or_", "or_": "and_"}
CLAUSES = {"where", "limit", "order_by", "with_for_update", "on_conflict_do_nothing"}
NEGATIONS = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)  # swapping these negates already
LOGGING = {"log", "logger"}


def vary(node: ast.AST, parent: ast.AST, field: str) -> Iterator[ast.AST]:
    """Yield what a node is replaced by, one fault at a time."""
    if isinstance(node, ast.stmt):
        yield from _vary_statement(node)
    elif isinstance(node, ast.Call):
        yield from _vary_call(node)
    elif isinstance(node, ast.Constant):
        yield from _vary_constant(node)
    elif isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            yield _with(node, ops=[*node.ops[:place], SWAPS[type(op)](), *node.ops[place + 1 :]])
    elif isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in SWAPS:
        yield _with(node, op=SWAPS[type(node.op)]())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    is_condition = field == "ifs" or (field == "test" and isinstance(parent, ast.If | ast.While | ast.IfExp))
    if isinstance(node, ast.expr) and is_condition and not _is_negated_already(node):
        yield ast.UnaryOp(ast.Not(), node)


def is_log_line(node: ast.AST) -> bool:
    """Tell whether a call only logs."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in LOGGING
    )


def _vary_statement(node: ast.stmt) -> Iterator[ast.AST]:
    if isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.AugAssign | ast.Raise) or _is_call(node):
        yield ast.Pass()
    elif isinstance(node, ast.Continue):
        yield ast.Break()


def _is_call(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await) and not is_log_line(node.value)


def _vary_call(node: ast.Call) -> Iterator[ast.AST]:
    func = node.func
    if isinstance(func, ast.Name) and func.id in NAMES:
        yield _with(node, func=ast.Name(NAMES[func.id], ast.Load()))
    if isinstance(func, ast.Attribute) and func.attr in CLAUSES:
        yield func.value
        for place in range(len(node.args) if len(node.args) > 1 else 0):
            yield _with(node, args=[*node.args[:place], *node.args[place + 1 :]])
    for place, keyword in enumerate(node.keywords):
        if keyword.arg:
            yield _with(node, keywords=[*node.keywords[:place], *node.keywords[place + 1 :]])


def _vary_constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield from (ast.Constant(node.value + by) for by in (1, -1))


def _is_negated_already(test: ast.expr) -> bool:
    if isinstance(test, ast.Compare):
        return len(test.ops) == 1 and isinstance(test.ops[0], NEGATIONS)
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed
