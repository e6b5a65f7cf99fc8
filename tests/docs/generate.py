"""Writes the generated parts of README.md, docs/export.md, docs/privacy.md and .env.example.

Run it by `python -m tests.docs.generate`.

A part stands between `<!-- name -->` and `<!-- /name -->` and is made from the code; a test compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from pydantic.fields import FieldInfo

from bot.app import KEEP_INBOUND, KEEP_OUTBOX
from bot.chat.command import Access, Arg, Command
from bot.chat.keeping import KEPT_FOR
from bot.config import Settings
from bot.database.rules import Forget, LearnerRule, learner_rule
from bot.features.answers.keeping import KEEP_ANSWERS
from bot.features.answers.shelf import KEEP_UPDATES
from bot.features.answers.tickets import KEEP_TICKETS
from bot.features.codes.actions import KEEP_CODES
from bot.features.commands import COMMANDS, FOLDED, PARTS
from bot.features.privacy.actions.retention import KEEP_DRAFTS
from bot.features.privacy.actions.warning import KEEP_GROUPS
from bot.features.privacy.queries.export_rows import EXPORTED
from bot.tables import metadata

ROOT = Path(__file__).parents[2]
FORGET = {Forget.DELETE: "deleted", Forget.ACCOUNT: "by account", Forget.NAMELESS: "nameless"}
TIMES: Mapping[str, timedelta | str] = {
    "what it takes to answer a call after a restart": KEEP_TICKETS,
    "Telegram's messages that wait for an answer": KEEP_UPDATES,
    "codes that link or connect, and wrong codes": KEEP_CODES,
    "results of calls, for a message that is delivered twice": KEEP_INBOUND,
    "answers to messages that may still be edited": KEEP_ANSWERS,
    "unfinished check-ins": KEEP_DRAFTS,
    "lines of buttons that are too long for them": KEPT_FOR,
    "posts that were sent": KEEP_OUTBOX,
    "a group that removed Cairn, or one of two chats that did": KEEP_GROUPS,
    "references of files (the platform keeps the file)": "as long as their tick",
    "everything else of a member": "until they are forgotten",
}
"""What is kept for a time -> how long."""


def command_table() -> str:
    """The commands of the menus in their order, each with its parts below it."""
    folded = {command.name: command for command in FOLDED}
    rows = []
    for command in COMMANDS:
        rows.append(f"| `/{command.name}{_arguments(command)}` | {_help(command)} |")
        rows += [_part(command, word, folded[name]) for word, name in PARTS.get(command.name, {}).items()]
    return "\n".join(["| command | what it does |", "| --- | --- |", *rows])


def _part(command: Command, word: str, part: Command) -> str:
    return f"| · `/{command.name} {word}`, `/{part.name}{_arguments(part)}` | {_help(part)} |"


def settings_table() -> str:
    """The settings with their defaults."""
    rows = [f"| `{name.upper()}` | {_default(name)} | {field.description} |" for name, field in _fields()]
    return "\n".join(["| setting | default | what it is |", "| --- | --- | --- |", *rows])


def conversation() -> str:
    """A kept conversation, which the transcript tests replay."""
    lines = (ROOT / "tests" / "transcripts" / "readme.txt").read_text(encoding="utf-8").splitlines()
    shown = [line.removeprefix("  |").removeprefix(" ") for line in lines if not line.startswith(("  @", "#", ":to"))]
    return "\n".join(["```text", *shown, "```"])


def env_example() -> str:
    """The settings as a file to copy."""
    parts = ["# Copy this file to .env and fill in what you need; every line is optional."]
    for name, field in _fields():
        value = "" if field.default in (None, ()) else str(field.default)
        parts.append(f"# {field.description}\n{name.upper()}={value}")
    return "\n\n".join(parts) + "\n"


def rules_table() -> str:
    """What becomes of the rows of each table when a learner is forgotten, and where the export has them."""
    ruled = [(table.name, rule) for table in metadata.sorted_tables if (rule := learner_rule(table))]
    rows = [f"| `{name}` | {FORGET[rule.forget]} | {_exported(rule)} |" for name, rule in sorted(ruled, key=_name)]
    return "\n".join(["| table | when its member is forgotten | in their export |", "| --- | --- | --- |", *rows])


def times_table() -> str:
    """How long Cairn keeps what it keeps for a time."""
    rows = [f"| {what} | {_length(time)} |" for what, time in TIMES.items()]
    return "\n".join(["| what | kept for |", "| --- | --- |", *rows])


def privacy_parts() -> dict[str, str]:
    """The generated parts of the page about privacy."""
    return {"times": times_table(), "tables": rules_table()}


def sections_table() -> str:
    """The sections of an export with their columns."""
    rows = [f"| `{one.section}` | {', '.join(f'`{column}`' for column in one.columns)} |" for one in EXPORTED]
    return "\n".join(["| section | columns |", "| --- | --- |", *rows])


def export_parts() -> dict[str, str]:
    """The generated parts of the page about exports."""
    return {"sections": sections_table()}


def readme_parts() -> dict[str, str]:
    """The generated parts of the readme."""
    return {"commands": command_table(), "settings": settings_table(), "transcript": conversation()}


def fill_in(text: str, parts: Mapping[str, str]) -> str:
    """A document with its generated parts made anew."""
    for name, part in parts.items():
        before, opening, rest = text.partition(f"<!-- {name} -->\n")
        _, closing, after = rest.partition(f"<!-- /{name} -->")
        if not (opening and closing):
            raise ValueError(f"the document has no part called {name}")
        text = f"{before}{opening}{part}\n{closing}{after}"
    return text


def _name(named: tuple[str, LearnerRule]) -> str:
    return named[0]


def _exported(rule: LearnerRule) -> str:
    return f"`{rule.export}`" if rule.export else f"no: {rule.why_not}"


def _length(time: timedelta | str) -> str:
    if isinstance(time, str):
        return time
    if time.days:
        return f"{time.days} day{'s' if time.days > 1 else ''}"
    return f"{time // timedelta(minutes=1)} minutes"


def _fields() -> list[tuple[str, FieldInfo]]:
    return list(Settings.model_fields.items())


def _default(name: str) -> str:
    default = Settings.model_fields[name].default
    return "" if default in (None, (), "") else f"`{default}`"


def _arguments(command: Command) -> str:
    return "".join(f" {_argument(name, arg)}" for name, arg in command.args.items())


def _argument(name: str, arg: Arg) -> str:
    word = "\\|".join(arg.choices) or name.upper()
    return f"[{word}]" if arg.optional else word


def _help(command: Command) -> str:
    also = f" Also `/{'`, `/'.join(command.aliases)}`." if command.aliases else ""
    admins = " For admins." if command.access is Access.STEWARD else ""
    return f"{command.help}{admins}{also}"


def _renew(document: Path, parts: Mapping[str, str]) -> None:
    document.write_text(fill_in(document.read_text(encoding="utf-8"), parts), encoding="utf-8")


def main() -> None:
    """Write each file."""
    _renew(ROOT / "README.md", readme_parts())
    _renew(ROOT / "docs" / "export.md", export_parts())
    _renew(ROOT / "docs" / "privacy.md", privacy_parts())
    (ROOT / ".env.example").write_text(env_example(), encoding="utf-8")


if __name__ == "__main__":
    main()
