import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEFINED = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def test_no_public_name_is_defined_twice() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "roadmap").rglob("*.py")]):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, DEFINED) and not node.name.startswith("_"):
                places[node.name].append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
