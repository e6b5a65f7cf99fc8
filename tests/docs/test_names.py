import ast
import re
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


FORBIDDEN = frozenset({"who", "one", "nobody", "somebody", "manager", "helper", "utils", "common", "misc", "process"})
"""Names that say nothing, or are no word of the glossary (design §2)."""
QUAINT = re.compile(r"_?(settle|stand|look|stir|wind|tell|belong|heart)(s|ed|ing)?(_.*)?", re.IGNORECASE)
FITTING = frozenset({"Standing", "look_up", "look_up_part", "_look_up", "_look_inside"})
"""Standing is a learner's line on a leaderboard; a typed name is looked up."""


def forbidden_names(source: str) -> list[str]:
    """List the functions, classes and parameters with a name that the domain has a better word for."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, DEFINED)]
    names = [node.name for node in nodes]
    for node in nodes:
        if not isinstance(node, ast.ClassDef):
            names += [arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return [name for name in names if name in FORBIDDEN or (QUAINT.fullmatch(name) and name not in FITTING)]


def test_no_name_is_one_that_the_domain_has_a_word_for() -> None:
    paths = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "roadmap").rglob("*.py")]
    found = {str(path.relative_to(ROOT)): forbidden_names(path.read_text(encoding="utf-8")) for path in paths}

    assert {} == {path: names for path, names in found.items() if names}


def test_a_forbidden_name_is_found() -> None:
    source = "class Heart: ...\ndef settle_it(who, other): ...\ndef look_up(caller): ...\nclass Standing: ..."

    assert {"Heart", "settle_it", "who"} == set(forbidden_names(source))
