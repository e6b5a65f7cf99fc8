"""Telegram's machine-readable contract, where it is at hand: what we send is checked against it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

PATHS = [folder / "shared" / "specs" / "telegram-bot-api.json" for folder in Path(__file__).resolve().parents]
SIMPLE = {"Integer": int, "Boolean": bool, "Float": (int, float), "String": str, "True": bool}


@cache
def spec() -> dict[str, Any] | None:
    path = next((path for path in PATHS if path.exists()), None)
    return json.loads(path.read_text()) if path else None


def complaints(method: str, params: dict[str, Any]) -> list[str]:
    """What is wrong with a call by the contract; nothing where the contract is not at hand."""
    known = spec()
    if known is None:
        return []
    if method not in known["methods"]:
        return [f"no method {method}"]
    return _check_fields(method, known["methods"][method].get("fields", []), params)


def result_complaints(method: str, result: Any) -> list[str]:
    """What is wrong with the peer's own answer: it must be as honest as it asks us to be."""
    known = spec()
    return [] if known is None else _check_any(f"result of {method}", known["methods"][method]["returns"], result)


def type_complaints(kind: str, value: Any) -> list[str]:
    """What is wrong with an object of a type."""
    known = spec()
    return [] if known is None else _check_type(kind, kind, value)


def _check_fields(where: str, fields: list[dict[str, Any]], given: dict[str, Any]) -> list[str]:
    allowed = {field["name"]: field for field in fields}
    found = [f"{where}: no field {name}" for name in given if name not in allowed]
    found += [f"{where}: lacks {name}" for name, field in allowed.items() if field["required"] and name not in given]
    for name, value in given.items():
        if name in allowed:
            found += _check_any(f"{where}.{name}", allowed[name]["types"], value)
    return found


def _check_any(where: str, kinds: list[str], value: Any) -> list[str]:
    results = [_check_type(where, kind, value) for kind in kinds]
    return [] if any(not result for result in results) else min(results, key=len)


def _check_type(where: str, kind: str, value: Any) -> list[str]:
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{where}: not a list"]
        return [fault for item in value for fault in _check_any(where, _kinds(kind[len("Array of ") :]), item)]
    if kind in SIMPLE:
        fits = isinstance(value, SIMPLE[kind]) and not (kind == "Integer" and isinstance(value, bool))  # type: ignore[arg-type]  # the table holds classes
        return [] if fits else [f"{where}: {value!r} is no {kind}"]
    return _check_object(where, kind, value)


def _kinds(text: str) -> list[str]:
    return [kind.strip() for part in text.split(",") for kind in part.split(" and ") if kind.strip()]


def _check_object(where: str, kind: str, value: Any) -> list[str]:
    known = spec() or {"types": {}}
    if kind == "InputFile":
        return [] if isinstance(value, (bytes, str)) else [f"{where}: no file"]
    definition = known["types"].get(kind)
    if definition is None or not isinstance(value, dict):
        return [f"{where}: {type(value).__name__} is no {kind}"]
    if subtypes := definition.get("subtypes"):
        return _check_any(where, subtypes, value)
    return _check_fields(where, definition.get("fields", []), value)
