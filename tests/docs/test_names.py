import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEFINED = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def names_twice(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """Map each public name that is defined more than once to its places."""
    places: dict[str, list[str]] = defaultdict(list)
    for path, source in sources.items():
        for node in ast.parse(source).body:
            if isinstance(node, DEFINED) and not node.name.startswith("_"):
                places[node.name].append(f"{path}:{node.lineno}")
    return {name: found for name, found in places.items() if len(found) > 1}


def test_no_public_name_is_defined_twice() -> None:
    paths = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "roadmap").rglob("*.py")])

    assert {} == names_twice({str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths})
    assert len(paths) > 100


def test_a_name_that_stands_twice_is_found() -> None:
    first, second = "class Due: ...\ndef _own(): ...", "\nasync def Due(): ...\ndef _own(): ...\ndef other(): ..."

    assert {"Due": ["a.py:1", "b.py:2"]} == names_twice({"a.py": first, "b.py": second})


FORBIDDEN = frozenset(
    {"who", "one", "nobody", "somebody", "manager", "helper", "utils"}
    | {"common", "misc", "data", "info", "process", "handle"}
)
"""Names that say nothing, or are no word of the glossary (design §2)."""
QUAINT = re.compile(r"(settl(e|es|ed|ing)|(stand|look|stir|wind|tell|belong|heart)(s|ed|ing|ings)?|told|stood)")
"""First words of names that the domain has a better word for."""
FITTING = {
    "Standing": "a learner's line on a leaderboard",
    "standings": "the lines of a leaderboard",
    "look_up": "a typed name is looked up",
    "look_up_part": "a typed name of a part is looked up",
    "_look_inside": "a name is looked up inside a block",
}
"""Names that begin with such a word, each with the reason why it fits."""
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def forbidden_names(source: str) -> list[str]:
    """List the names that a file defines and that the domain has a better word for.

    A variable of a comprehension and a parameter of a lambda are left out: they are read where they are written.
    """
    return [name for name in defined_names(ast.parse(source)) if is_forbidden(name)]


@cache
def names_of_the_code() -> Mapping[str, frozenset[str]]:
    """Map each file to the names that it defines."""
    paths = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "roadmap").rglob("*.py")]
    return {str(path.relative_to(ROOT)): _names_in(path) for path in paths}


def _names_in(path: Path) -> frozenset[str]:
    return frozenset(defined_names(ast.parse(path.read_text(encoding="utf-8"))))


def defined_names(tree: ast.Module) -> Iterator[str]:
    """Yield the names of classes, functions, parameters, fields, constants and variables."""
    short = {
        id(name)
        for node in ast.walk(tree)
        if isinstance(node, ast.comprehension)
        for name in ast.walk(node.target)
        if isinstance(name, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, DEFINED):
            yield node.name
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from (arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in short:
            yield node.id
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def is_forbidden(name: str) -> bool:
    """Return whether a name is a forbidden one, or its first word is a quaint one."""
    if name in FITTING:
        return False
    first = next(iter(WORDS.findall(name)), "").lower()
    return name.strip("_").lower() in FORBIDDEN or QUAINT.fullmatch(first) is not None


def test_no_name_is_one_that_the_domain_has_a_word_for() -> None:
    found = {path: [*filter(is_forbidden, names)] for path, names in names_of_the_code().items()}

    assert {} == {path: names for path, names in found.items() if names}
    assert len(found) > 100


def test_each_fitting_name_is_still_used() -> None:
    assert set() == set(FITTING).difference(*names_of_the_code().values())


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("class Heart: ...", ["Heart"]),
        ("class SettledStreak: ...", ["SettledStreak"]),
        ("class Standing: ...", []),
        ("class Heartbeat: ...", []),
        ("class Kept:\n    told: bool", ["told"]),
        ("def settle_it(who, other): ...", ["settle_it", "who"]),
        ("async def _tell(*one, **data): ...", ["_tell", "one", "data"]),
        ("def look_up(caller): ...", []),
        ("def standard(window): ...", []),
        ("LOOK_AHEAD = 1", ["LOOK_AHEAD"]),
        ("_ONE = 1", ["_ONE"]),
        ("for one in posts: ...", ["one"]),
        ("found = [one for one in posts]", []),
        ("found = sorted(posts, key=lambda one: one.at)", []),
    ],
)
def test_a_forbidden_name_is_found(source: str, found: list[str]) -> None:
    assert found == forbidden_names(source)
