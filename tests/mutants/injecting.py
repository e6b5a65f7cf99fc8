"""Put a mutant into the running process: nothing is written into the tree, and nothing is imported again."""

from __future__ import annotations

import ast
import functools
import gc
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

from tests.mutants.mutants import Mutant, make_tree

OURS = ("bot", "roadmap", "tests")
Assignment = ast.Assign | ast.AnnAssign
CACHE = type(functools.cache(make_tree))


class Program:
    """All functions, caches and modules of ours that are loaded."""

    def __init__(self) -> None:
        self.modules = {
            Path(module.__file__): module
            for name, module in list(sys.modules.items())
            if name.split(".")[0] in OURS and module.__file__
        }
        self.trees = {path: ast.parse(path.read_text()) for path in self.modules if "tests" not in path.parts}
        self.caches = [one for one in gc.get_objects() if isinstance(one, CACHE) and _is_ours(one)]
        self.functions: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
        for one in gc.get_objects():
            if isinstance(one, FunctionType) and _is_ours(one):
                self.functions[_identify(one.__code__)].append(one)

    def inject(self, mutant: Mutant) -> None:
        """Let the process behave as if it had imported the mutant. ValueError if it cannot be put in."""
        module = self.modules[mutant.path.absolute()]
        tree = make_tree(mutant)
        compiled = compile(tree, str(module.__file__), "exec", dont_inherit=True)
        changed = set()
        for code in _codes_below(compiled):
            for function in self.functions[_identify(code)]:
                function.__code__ = code
                changed.add(code.co_qualname)
        if mutant.in_function and mutant.owner not in changed:
            raise ValueError(mutant)
        for statement in _depending(tree, mutant.owner.split(".")[0], in_function=mutant.in_function):
            self._assign_again(module, statement)
        for cache in self.caches:
            cache.cache_clear()

    def find_uses(self, mutant: Mutant) -> Iterator[tuple[Path, int]]:
        """Find the lines inside functions that use what is derived from the mutant when modules are loaded."""
        tree = self.trees[mutant.path.absolute()]
        statements = _depending(tree, mutant.owner.split(".")[0], in_function=mutant.in_function)
        names = {name for statement in statements for name in _names_set(statement)}
        for path, other in self.trees.items():
            for node in ast.walk(other):
                if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                    name = node.id if isinstance(node, ast.Name) else node.attr
                    if name in names:
                        yield path, node.lineno

    def _assign_again(self, module: ModuleType, statement: Assignment) -> None:
        before = {name: vars(module).get(name) for name in _names_set(statement)}
        exec(compile(ast.Module([statement], []), str(module.__file__), "exec", dont_inherit=True), vars(module))  # noqa: S102
        for other in self.modules.values():
            for name, old in before.items():
                if other is not module and vars(other).get(name) is old:
                    setattr(other, name, vars(module)[name])


def _depending(tree: ast.Module, owner: str, *, in_function: bool) -> list[Assignment]:
    """List the assignments at the top of a module that make a constant, or use it or the function, one by another."""
    known = {owner} if in_function else set()
    found: list[Assignment] = []
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
            used = {node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)}
            if used & known or owner in _names_set(statement):
                known |= _names_set(statement)
                found.append(statement)
    return found


def _names_set(statement: Assignment) -> set[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}


def _codes_below(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if "<lambda>" not in inner.co_name:  # several may stand in one line
                yield inner
            yield from _codes_below(inner)


def _identify(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _is_ours(one: object) -> bool:
    return str(getattr(one, "__module__", "")).split(".")[0] in OURS
