"""The facts of every kind of post: ids and numbers, never names."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter

import bot.features
from bot.posting.facts import PostFacts
from bot.posting.subjects import GROUP, LEARNER

for module in pkgutil.walk_packages(bot.features.__path__, "bot.features."):
    importlib.import_module(module.name)
FACTS = sorted(PostFacts.__subclasses__(), key=lambda one: one.__name__)
CODES = {
    "roadmap": "a slug",
    "slug": "of a milestone",
    "task": "a slug",
    "tasks": "slugs",
    "promise": "slugs of tasks",
    "habits": "slugs",
    "frontier": "slugs of blocks",
    "kind": "of a milestone",
    "zone": "an IANA zone",
    "platform": "a platform",
    "reason": "a platform's, as a short code",
    "right": "of the bot, as a short code",
    "message_id": "the platform's own",
    "of_kind": "a kind of post",
}
"""What is kept as characters, and what it means. A name, title or text of a person is none of these."""
FORMATS = {"date", "date-time"}
NAMES = re.compile("name|title|account|text|note|role|ping|language|visib")


def fields(schema: dict[str, Any], found: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every plain value in a schema, under the name of the field that holds it."""
    if "$ref" in schema:
        schema = found[schema["$ref"].removeprefix("#/$defs/")]
    for field, inner in schema.get("properties", {}).items():
        yield from fields(inner, found, field)
    for inner in (*schema.get("prefixItems", ()), *schema.get("anyOf", ())):
        yield from fields(inner, found, name)
    if isinstance(schema.get("items"), dict):
        yield from fields(schema["items"], found, name)
    if schema.get("type") not in {"object", "array", None}:
        yield name, schema


def plain_fields(kind: type[PostFacts]) -> list[tuple[str, dict[str, Any]]]:
    schema = TypeAdapter(kind).json_schema()
    return list(fields(schema, schema.get("$defs", {})))


def test_all_facts_are_known() -> None:
    assert {"CelebrationFacts", "Digest", "PlaceLost", "GroupNudge", "Review"} <= {kind.__name__ for kind in FACTS}


@pytest.mark.parametrize("kind", FACTS)
def test_facts_hold_ids_numbers_moments_and_codes_and_no_names(kind: type[PostFacts]) -> None:
    found = plain_fields(kind)

    assert found
    for name, schema in found:
        allowed = {"integer", "boolean", "null"} | ({"string"} if name in CODES or "enum" in schema else set())
        assert schema["type"] in allowed or schema.get("format") in FORMATS, (name, schema)
        assert not NAMES.search(name), name


@pytest.mark.parametrize("kind", FACTS)
def test_a_learner_or_group_is_called_so_that_it_is_read_before_the_post_is_worded(kind: type[PostFacts]) -> None:
    for name, _ in plain_fields(kind):
        if "learner" in name and (kind.__name__, name) != ("Review", "learners"):  # a count
            assert LEARNER == name
        if "group" in name:
            assert GROUP == name


def test_a_name_among_facts_is_found_wherever_it_stands() -> None:
    nested = {"type": "array", "items": {"$ref": "#/$defs/Who"}}
    found = {"Who": {"properties": {"name": {"type": "string"}}}}

    assert [("name", {"type": "string"})] == list(fields({"properties": {"reports": nested}}, found))
