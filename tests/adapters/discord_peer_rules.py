"""What Discord refuses: its limits by number, and its published schema where that is at hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

Json = dict[str, Any]

SPEC = Path(__file__).parents[3] / "shared" / "specs" / "discord-openapi.json"
EMBED_TOTAL = 6000
CUSTOM_ID = 100
BUTTON, MENU = 2, 3


def length(text: object) -> int:
    """As Discord counts, in doubt the longer way."""
    return len(str(text or "").encode("utf-16-le", "surrogatepass")) // 2


def message_faults(body: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a message, as `path: problem`."""
    yield from _too_long(body.get("content"), 2000, "content")
    yield from _too_long(body.get("nonce"), 25, "nonce")
    embeds = body.get("embeds") or []
    for number, embed in enumerate(embeds):
        yield from _embed_faults(embed, f"embeds.{number}")
    if sum(map(_embed_size, embeds)) > EMBED_TOTAL:
        yield "embeds: MAX_EMBED_SIZE_EXCEEDED"
    yield from _component_faults(body.get("components") or [])
    for attachment in body.get("attachments") or []:
        yield from _too_long(attachment.get("description"), 1024, "attachments.description")


def is_empty(body: Mapping[str, Any]) -> bool:
    """Whether a message shows nothing: 50006."""
    return not any(body.get(part) for part in ("content", "embeds", "components", "attachments"))


def _embed_faults(embed: Json, path: str) -> Iterator[str]:
    yield from _too_long(embed.get("title"), 256, f"{path}.title")
    yield from _too_long(embed.get("description"), 4096, f"{path}.description")
    yield from _too_long((embed.get("footer") or {}).get("text"), 2048, f"{path}.footer.text")
    fields = embed.get("fields") or []
    if len(fields) > 25:
        yield f"{path}.fields: BASE_TYPE_BAD_LENGTH"
    for number, field in enumerate(fields):
        yield from _sized(field.get("name"), 256, f"{path}.fields.{number}.name")
        yield from _sized(field.get("value"), 1024, f"{path}.fields.{number}.value")
    if not any(embed.get(part) for part in ("title", "description", "fields", "image", "footer")):
        yield f"{path}: this embed shows nothing"


def _embed_size(embed: Json) -> int:
    parts = [embed.get("title"), embed.get("description"), (embed.get("footer") or {}).get("text")]
    parts += [part for field in embed.get("fields") or [] for part in (field["name"], field["value"])]
    return sum(map(length, parts))


def _component_faults(rows: list[Json]) -> Iterator[str]:
    if len(rows) > 5:
        yield "components: BASE_TYPE_BAD_LENGTH"
    items = [item for row in rows for item in row["components"]]
    buttons = [item for item in items if item["type"] == BUTTON]
    if any(not 1 <= len(row["components"]) <= 5 for row in rows):
        yield "components: a row has 1-5 buttons"
    if any(len(row["components"]) > 1 and any(one["type"] != BUTTON for one in row["components"]) for row in rows):
        yield "components: a menu has a row of its own"
    for menu in (item for item in items if item["type"] == MENU):
        yield from _menu_faults(menu)
    for button in buttons:
        yield from _sized(button.get("label"), 80, "components.label")
        if "custom_id" in button:
            yield from _sized(button["custom_id"], CUSTOM_ID, "components.custom_id")
        elif not re.match(r"https?://|discord://", button.get("url") or ""):
            yield "components.url: URL_TYPE_INVALID_URL"
    ids = [item["custom_id"] for item in items if "custom_id" in item]
    if len(ids) != len(set(ids)):
        yield "components: COMPONENT_CUSTOM_ID_DUPLICATED"


def _menu_faults(menu: Json) -> Iterator[str]:
    yield from _sized(menu["custom_id"], CUSTOM_ID, "components.custom_id")
    yield from _too_long(menu.get("placeholder"), 150, "components.placeholder")
    options = menu.get("options") or []
    if not 1 <= len(options) <= 25:
        yield "components.options: BASE_TYPE_BAD_LENGTH"
    for option in options:
        yield from _sized(option["label"], 100, "components.options.label")
        yield from _sized(option["value"], 100, "components.options.value")
    if len({option["value"] for option in options}) < len(options):
        yield "components.options: The specified option value is already used"


def choice_faults(choices: list[Json]) -> Iterator[str]:
    """What is wrong with the answer to an autocomplete."""
    if len(choices) > 25:
        yield "choices: BASE_TYPE_MAX_LENGTH"
    for number, choice in enumerate(choices):
        yield from _sized(choice.get("name"), 100, f"choices.{number}.name")
        yield from _sized(choice.get("value"), 100, f"choices.{number}.value")


def modal_faults(modal: Json) -> Iterator[str]:
    """What is wrong with a window of fields."""
    yield from _sized(modal.get("title"), 45, "title")
    yield from _sized(modal.get("custom_id"), CUSTOM_ID, "custom_id")
    labels = modal.get("components", [])
    if not 1 <= len(labels) <= 5:
        yield "components: BASE_TYPE_BAD_LENGTH"
    for number, label in enumerate(labels):
        field = label["component"]
        yield from _sized(label.get("label"), 45, f"components.{number}.label")
        yield from _sized(field.get("custom_id"), CUSTOM_ID, f"components.{number}.custom_id")
        yield from _too_long(field.get("placeholder") or "", 100, f"components.{number}.placeholder")
        yield from _too_long(field.get("value") or "", field["max_length"], f"components.{number}.value")


def form_values(modal: Json) -> dict[str, str]:
    """What stands in the fields of a window when it opens."""
    fields = (label["component"] for label in modal["components"])
    return {field["custom_id"]: field.get("value") or "" for field in fields}


def command_faults(commands: list[Json]) -> Iterator[str]:
    """What is wrong with the list of commands."""
    if len(commands) > 100:
        yield "commands: APPLICATION_COMMAND_TOO_MANY"
    if len({(one.get("type", 1), one["name"]) for one in commands}) < len(commands):
        yield "commands: APPLICATION_COMMANDS_DUPLICATE_NAME"
    if any(sum(one.get("type") == kind for one in commands) > 15 for kind in (2, 3)):
        yield "commands: APPLICATION_COMMAND_TOO_MANY"
    for command in commands:
        path = command["name"]
        if command.get("type", 1) != 1:
            yield from _sized(command["name"], 32, f"{path}.name")
            if command.get("description") or command.get("options"):
                yield f"{path}: APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION"
            continue
        if not re.fullmatch(r"[-_a-z0-9]{1,32}", command["name"]):
            yield f"{path}: APPLICATION_COMMAND_INVALID_NAME"
        yield from _sized(command.get("description"), 100, f"{path}.description")
        yield from _option_faults(command.get("options") or [], path)
        if sum(_spoken(command)) > 8000:
            yield f"{path}: APPLICATION_COMMAND_TOO_LARGE"


def _option_faults(options: list[Json], path: str) -> Iterator[str]:
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"{path}: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
    if len(options) > 25:
        yield f"{path}.options: BASE_TYPE_MAX_LENGTH"
    for option in options:
        yield from _sized(option.get("description"), 100, f"{path}.{option['name']}.description")
        yield from choice_faults(option.get("choices") or [])
        if option.get("choices") and option.get("autocomplete"):
            yield f"{path}.{option['name']}: choices and autocomplete exclude each other"


def _spoken(command: Json) -> Iterator[int]:
    yield length(command["name"]) + length(command.get("description"))
    for option in command.get("options") or []:
        yield length(option["name"]) + length(option["description"])
        yield from (length(one["name"]) + length(one["value"]) for one in option.get("choices") or [])


def _too_long(text: object, limit: int, path: str) -> Iterable[str]:
    return [f"{path}: Must be {limit} or fewer in length."] if length(text) > limit else []


def _sized(text: object, limit: int, path: str) -> Iterable[str]:
    said = str(text or "").strip(" \n\t")
    return [f"{path}: This field is required"] if not said else _too_long(text, limit, path)


@cache
def _spec() -> Json | None:
    return json.loads(SPEC.read_text()) if SPEC.exists() else None


@cache
def _validator(method: str, template: str) -> Draft202012Validator | None:
    spec = _spec()
    if spec is None:
        return None
    pointer = template.replace("~", "~0").replace("/", "~1")
    reference = f"#/paths/{pointer}/{method.lower()}/requestBody/content/application~1json/schema"
    return Draft202012Validator({"$ref": reference, "paths": spec["paths"], "components": spec["components"]})


def schema_faults(method: str, template: str, body: object) -> list[str]:
    """Where a request's body breaks Discord's published schema; nothing where that is not at hand."""
    return [*_known_faults(method, template, json.dumps(_numbers_as_text(body)))]


@cache
def _known_faults(method: str, template: str, body: str) -> tuple[str, ...]:
    """The same of a body as it was written: most tests send the same commands, and checking takes long."""
    validator = _validator(method, template)
    found = validator.iter_errors(json.loads(body)) if validator else ()
    return tuple(f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in found)


def _numbers_as_text(body: object) -> object:
    """Discord takes an id as a number too, which its schema does not say and discord.py relies on."""
    if not isinstance(body, dict):
        return body
    body = dict(body)
    if "data" in body:  # the message in an answer to an interaction
        body["data"] = _numbers_as_text(body["data"])
    if "recipient_id" in body:
        body["recipient_id"] = str(body["recipient_id"])
    if body.get("attachments"):
        body["attachments"] = [{**one, "id": str(one["id"])} for one in body["attachments"]]
    if allowed := body.get("allowed_mentions"):
        ids = {kind: [str(one) for one in allowed[kind]] for kind in ("users", "roles") if kind in allowed}
        body["allowed_mentions"] = {**allowed, **ids}
    return body


def form_error(faults: Iterable[str]) -> Json:
    """The body of Discord's 400 for a form that it cannot take."""
    errors: Json = {}
    for fault in faults:
        path, _, problem = fault.partition(": ")
        node = errors
        for part in path.split("."):
            node = node.setdefault(part, {})
        node["_errors"] = [{"code": "BASE_TYPE_INVALID", "message": problem}]
    return {"code": 50035, "message": "Invalid Form Body", "errors": errors}
