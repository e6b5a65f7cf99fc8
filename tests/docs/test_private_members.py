"""No private member of a library is used without a dated reason in the file that uses it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "roadmap", "migrations", "tests")

REASONS = {
    "bot/database/sqlite.py": {"_thread": "aiosqlite: a whole transaction is one visit", "_execute": "the same"},
    "tests/adapters/test_discord_taps.py": {
        "_view_store": "discord.py: no public way to its kept views",
        "_synced_message_views": "the same",
    },
}
DATED = "Decision (20"
DOCUMENTED = {"_exit", "_replace"}  # public in spite of their names

TAKEN = re.compile(r"\.(_[a-z]\w*)")
IMPORTED = re.compile(r"^\s*(?:from|import) (?:[^\n]*\(\s[^)]*|.*)\b_(?!_)", re.MULTILINE)
DEFINED = re.compile(r"(?:def|class) (_\w+)|(?:^|self\.|cls\.|\s)(_\w+)(?=:| =|,.* =)", re.MULTILINE)


def private_members(source: str) -> set[str]:
    """Find private names that a module takes from elsewhere: attributes and imports that it defines nowhere."""
    nodes = _nodes(source)
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute) and _is_private(node.attr)}
    return (used - set(_defined(nodes))) | set(_imported(nodes))


def _nodes(source: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(source)))


def _defined_quickly(source: str) -> set[str]:
    return {name for pair in DEFINED.findall(source) for name in pair}


def _may_have(source: str, ours: set[str]) -> bool:
    """Say quickly whether a module may take a private name: few are worth reading whole."""
    return bool(IMPORTED.search(source)) or any(
        _is_private(name) and name not in ours for name in TAKEN.findall(source)
    )


def _defined(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name


def _imported(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                yield from filter(_is_private, [*module.split("."), *(name.name for name in names)])
            case ast.Import(names=names):
                yield from filter(_is_private, [part for name in names for part in name.name.split(".")])


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in DOCUMENTED


def test_every_private_member_of_a_library_has_a_reason() -> None:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}
    known = {name for text in texts.values() for name in _defined_quickly(text)}
    found = {
        path: private_members(text) - (known if path.startswith("tests") else set())
        for path, text in texts.items()
        if _may_have(text, known if path.startswith("tests") else _defined_quickly(text))
    }

    assert {path: names for path, names in found.items() if names} == {path: {*REASONS[path]} for path in REASONS}, (
        "use what the library gives to all, or give the reason in REASONS and, dated, in the file"
    )


@pytest.mark.parametrize("path", REASONS)
def test_the_file_gives_its_reason_with_a_date(path: str) -> None:
    assert DATED in (ROOT / path).read_text(encoding="utf-8")


def test_private_members_are_told_from_our_own() -> None:
    source = """
from library._inside import thing, _other
class Ours:
    _field: int
    def __init__(self):
        self._mine = 1
    def _own(self):
        return self._own() + self._mine + self._field + self._theirs + thing._hidden + thing.__doc__
"""
    assert {"_inside", "_other", "_theirs", "_hidden"} == private_members(source)


@pytest.mark.parametrize(
    "source",
    [
        "from library import thing, _other",
        "from library._inside import thing",
        "from library import (\n    thing,\n    _other,\n)",
        "import library._inside",
        "def read(thing):\n    return thing._hidden",
        "thing = library[0]\\\n    ._hidden",
    ],
)
def test_the_quick_look_passes_over_no_private_name(source: str) -> None:
    assert private_members(source)
    assert _may_have(source, _defined_quickly(source))
