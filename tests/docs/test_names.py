import ast
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

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
