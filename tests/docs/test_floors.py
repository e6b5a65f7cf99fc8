"""Lint: each module of a feature stands on a floor, and imports only what its floor may know.

import-linter holds the layers of `bot/` and the order of the features (`pyproject.toml`). It cannot tell a command
by its registration, nor a statement from a connection. This table does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.features.commands import COMMANDS, FOLDED

ROOT = Path(__file__).resolve().parents[2]
FEATURES = "bot.features."
LISTS = ("commands.py", "posts.py", "synonyms.py")
CONNECTION = "sqlalchemy.Connection"

SQL = ("sqlalchemy", "bot.tables", "bot.database")
WORDS = ("bot.chat", "bot.texts", "babel")


@dataclass(frozen=True)
class Floor:
    """A floor: the floors that its modules may import, in any feature, and the packages that they never import."""

    imports: frozenset[str]
    never: tuple[str, ...]
    connection: bool = True
    """True: `Connection` may be named, as an argument of a transaction, although the rest of SQL may not."""


FLOORS = {
    "commands": Floor(frozenset({"commands", "actions", "queries"}), SQL, connection=False),
    "posts": Floor(frozenset({"posts", "wording", "actions", "queries"}), SQL),
    "wording": Floor(frozenset({"wording", "actions"}), SQL, connection=False),
    "actions": Floor(frozenset({"actions", "queries"}), SQL + WORDS),
    "queries": Floor(frozenset({"queries"}), WORDS),
}
FIXED = {"posts": "posts", "wording": "wording", "facts": "actions", "actions": "actions", "queries": "queries"}
FOLDERS = {"actions", "queries"}
"""The names that have the same floor in every feature. Those of FOLDERS may be a folder of modules instead."""

NAMED = {
    # what several commands share: arguments, suggestions, parts of replies
    "answers.brevity": "commands",
    "answers.keeping": "commands",
    "answers.tickets": "commands",
    "answers.shelf": "commands",
    "buttons.keeping": "commands",
    "codes.showing": "commands",
    "help.cues": "commands",
    "help.mending": "commands",
    "help.want_kinds": "commands",
    "focus.reading": "commands",
    "help.want_table": "commands",
    "help.wanted_names": "commands",
    "help.wanted_words": "commands",
    "helping.asking_verdict": "commands",
    "helping.numbers": "commands",
    "linking.showing": "commands",
    "helping.stuck_showing": "commands",
    "homes.connecting": "commands",
    "homes.joiner": "commands",
    "members.greeting": "commands",
    "members.inviting": "commands",
    "members.scenes": "commands",
    "members.staying": "commands",
    "members.welcoming": "commands",
    "path.goal_changes": "commands",
    "path.goal_showing": "commands",
    "path.goal_words": "commands",
    "path.parts": "commands",
    "partners.partnering": "commands",
    "pauses.showing": "commands",
    "privacy.daily": "commands",
    "privacy.export": "commands",
    "privacy.forget": "commands",
    "privacy.forgetter": "commands",
    "promises.pledging": "commands",
    "checkins.parting": "commands",
    "checkins.putting": "commands",
    "checkins.sharing": "commands",
    "checkins.showing": "commands",
    "settings.afar": "commands",
    "settings.answer_homes": "commands",
    "settings.avoiding": "commands",
    "nudges.showing": "commands",
    "nudges.unreached": "commands",
    "settings.own_lines": "commands",
    "settings.own_topics": "commands",
    "settings.privacy_topic": "commands",
    "settings.privacy_wishes": "commands",
    "settings.seeing": "commands",
    "settings.questions": "commands",
    "settings.group_hours": "commands",
    "settings.suggesting": "commands",
    "settings.group_topics": "commands",
    "settings.posting_places": "commands",
    "settings.roadmap_topic": "commands",
    "settings.roles": "commands",
    "settings.tour": "commands",
    "settings.week_goal_topic": "commands",
    "settings.work_topic": "commands",
    "streaks.late_days": "commands",
    "streaks.news": "commands",
    "ticks.asking": "commands",
    "ticks.noting": "commands",
    "ticks.suggesting": "commands",
    "ticks.ticked": "commands",
    "undos.redoing": "commands",
    "work.showing": "commands",
    "work.week_wording": "wording",
    "work.week": "actions",
    "work.attaching": "actions",
    "undos.taken_back": "commands",
    # the words of one post kind, where a feature has several
    "celebrations.gathered_wording": "wording",
    "checkins.digest_wording": "wording",
    "checkins.digest_figures": "wording",
    "celebrations.work_wording": "wording",
    "nudges.group_wording": "wording",
    "helping.stuck_wording": "wording",
    "helping.stuck_posts": "posts",
    # what runs in a transaction: the plan of a post kind, and what plans share
    "checkins.closing": "actions",
    "checkins.consent": "actions",
    "checkins.deciding": "actions",
    "privacy.export_files": "actions",
    "checkins.dialogs": "actions",
    "checkins.published": "actions",
    "checkins.reminders": "actions",
    "checkins.weeks": "actions",
    "helping.stuck_asking": "actions",
    "helping.stuck_facts": "actions",
    "helping.stuck_steps": "actions",
    "nudges.group_nudges": "actions",
    "nudges.mornings": "actions",
    "nudges.personal_nudges": "actions",
    "nudges.savers": "actions",
    "nudges.usual_hours": "actions",
    "nudges.welcomes": "actions",
    "pauses.absences": "actions",
    "pauses.balance": "actions",
    "pauses.hearers": "actions",
    "promises.viewing": "actions",
    # what actions and words of the stewards' posts share
    "stewards.losses": "actions",
    "stewards.lacking": "actions",
    "stewards.friendly_word": "commands",
    "stewards.group_parts": "commands",
    "stewards.manage_part": "commands",
    "stewards.naming": "commands",
    "stewards.offices": "commands",
    "stewards.posts_part": "commands",
}
"""Every other module. A module that a command is registered from needs no row."""

EXCEPTIONS = {
    ("nudges.group_nudges", "bot.features.farewells.posts"): "a group nudge may be the farewell, and plans it",
    ("nudges.group_wording", "bot.features.farewells.posts"): "a group nudge may be the farewell, and words it",
    ("members.actions.surroundings", "bot.texts"): "asks which languages there are, and takes no word",
    ("answers.brevity", "bot.database.store"): "a message is kept after it was posted, and removed without a call",
    ("answers.keeping", "bot.database.store"): "an answer is kept after it was posted",
    ("answers.tickets", "bot.database.store"): "a ticket is closed after its call was answered",
    ("answers.tickets", "bot.database.inbound"): "a ticket lies with the call that it is of",
    ("answers.shelf", "bot.database.store"): "updates are kept before their work begins",
    ("privacy.daily", "bot.database.store"): "the daily job is no call, and has a transaction for each step",
    ("privacy.forgetter", "bot.database.store"): "a learner is forgotten without a call, in a transaction of its own",
    ("buttons.keeping", "bot.database.store"): "lines are kept after a command has run, in a transaction of their own",
    ("homes.joiner", "bot.database.store"): "two groups become one without a call, in a transaction of their own",
    ("members.scenes", CONNECTION): "a scene is opened before its command runs, in a transaction of its own",
    ("members.scenes", "bot.database.store"): "the same",
}


@dataclass(frozen=True)
class Tree:
    """The imports of each module under `bot/features/`, by the module's name without `bot.features.`."""

    imports: Mapping[str, frozenset[str]]
    commands: frozenset[str]

    def floor_of(self, module: str) -> str | None:
        """Name the floor of a module: by its file name, by its registration, by its row in NAMED. None: no place."""
        _, name, *rest = module.split(".")
        if name in FIXED:
            return FIXED[name] if not rest or name in FOLDERS else None
        return "commands" if module in self.commands else NAMED.get(module)

    def module_of(self, imported: str) -> str:
        """Name the module of a feature that an imported name belongs to: the longest that exists."""
        name = imported.removeprefix(FEATURES)
        while name and name not in self.imports:
            name = name.rpartition(".")[0]
        return name


def read_tree(root: Path) -> Tree:
    """Read the features under a root."""
    folder = root / "bot" / "features"
    paths = [path for path in folder.rglob("*.py") if path.parent != folder]
    imports = {_module(folder, path): frozenset(imported_names(path.read_text(encoding="utf-8"))) for path in paths}
    registered = {
        name.removeprefix(FEATURES).rpartition(".")[0]
        for name in imported_names((folder / "commands.py").read_text(encoding="utf-8"))
        if name.startswith(FEATURES)
    }
    return Tree(imports, frozenset(registered))


def _module(folder: Path, path: Path) -> str:
    return ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")


def imported_names(source: str) -> Iterator[str]:
    """Yield each imported name in full: `from a.b import c` gives `a.b.c`. A relative import gives `.`."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=module, names=names, level=0):
                yield from (f"{module}.{name.name}" for name in names)
            case ast.ImportFrom():
                yield "."


def faults_of(tree: Tree) -> Iterator[str]:
    """Yield each module that has no floor, and each import that its floor may not have."""
    for module, names in sorted(tree.imports.items()):
        if "." not in module:  # the package of a feature
            if names:
                yield f"{module}/__init__.py imports {min(names)}"
            continue
        floor = tree.floor_of(module)
        if floor is None:
            yield f"{module} has no floor: register its command, or name it in NAMED"
            continue
        for name in sorted(names):
            if not _excepted(module, name) and (fault := _fault(tree, FLOORS[floor], name)):
                yield f"{module} ({floor}) imports {name}: {fault}"


def _fault(tree: Tree, floor: Floor, name: str) -> str:
    if name == ".":
        return "a relative import"
    if f"{name}.".startswith(FEATURES):
        target = tree.module_of(name)
        stands = tree.floor_of(target) if "." in target else None
        return "" if stands in floor.imports else f"{target or name} stands on {stands or 'no floor'}"
    if name == CONNECTION and floor.connection:
        return ""
    return next((f"never {root}" for root in floor.never if _under(name, root)), "")


def _under(name: str, root: str) -> bool:
    return name == root or name.startswith(f"{root}.")


def _excepted(module: str, name: str) -> bool:
    return any(module == source and _under(name, root) for source, root in EXCEPTIONS)


@pytest.fixture(scope="module")
def tree() -> Tree:
    return read_tree(ROOT)


def test_every_module_of_a_feature_stands_on_a_floor_and_imports_what_it_may(tree: Tree) -> None:
    found = list(faults_of(tree))

    assert not found, "\n".join(found)
    assert len(tree.imports) > 100


def test_a_feature_is_a_folder() -> None:
    assert {path.name for path in (ROOT / "bot" / "features").glob("*.py")} == {"__init__.py", *LISTS}


def worded_transactions(source: str) -> Iterator[str]:
    """Yield each function that takes a connection and uses a name imported from chat or texts."""
    module = ast.parse(source)
    words = {
        name.asname or name.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if any(_under(f"{node.module}.{name.name}", root) for root in WORDS)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            takes = [
                ast.unparse(arg.annotation)
                for arg in ast.walk(node.args)
                if isinstance(arg, ast.arg) and arg.annotation
            ]
            used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            if "Connection" in takes and used & words:
                yield f"{node.name} uses {', '.join(sorted(used & words))}"


def test_no_wording_enters_a_transaction() -> None:
    """A file may hold the plan of a short post and its words, as `posts.py` does. A function may not."""
    folder = ROOT / "bot" / "features"
    found = [
        f"{module}: {function}"
        for path in folder.rglob("*.py")
        if "Connection" in (source := path.read_text(encoding="utf-8"))
        for function in worded_transactions(source)
        if ((module := _module(folder, path)), "bot.texts") not in EXCEPTIONS
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("taken", ["from bot.chat.reply import Reply", "from bot.texts import Reply"])
def test_the_lint_sees_wording_in_a_transaction(taken: str) -> None:
    plan = "def plan(db: Connection, group: Audience) -> None:\n    store(Reply('Hello'))"

    assert list(worded_transactions(f"{taken}\n{plan}")) == ["plan uses Reply"]


def test_each_registered_command_has_a_module_of_its_own(tree: Tree) -> None:
    """`bot/features/commands.py` imports nothing else from a feature, so that no helper passes for a command."""
    hidden = {
        "synonyms",
        "help.small_talk",
        "help.more",
        "help.wants",
        "codes.typed",
        "members.bring",
        "checkins.digest",
        "cheers.cheer",
        "settings.howto",
        "homes.homecode",
        "helping.assist",
        "helping.helped",
        "helping.solution",
        "work.attach",
    }
    assert len(tree.commands - hidden) == len(COMMANDS) + len(FOLDED)


def test_no_row_is_left_over(tree: Tree) -> None:
    assert not {module for module in NAMED if module not in tree.imports or module in tree.commands}
    assert not {
        (module, root)
        for module, root in EXCEPTIONS
        if not any(_under(name, root) for name in tree.imports.get(module, ()))
    }


def test_only_the_web_server_takes_the_server_half_of_aiohttp() -> None:
    sources = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py")}
    servers = {
        path
        for path, source in sources.items()
        if "aiohttp" in source and any(_under(name, "aiohttp.web") for name in imported_names(source))
    }

    assert servers == {"bot/web/server.py"}


OFFENCES = {
    "ticks.stray": ("", "no floor"),
    "ticks.helpers.stray": ("", "no floor"),
    "ticks.posts.stray": ("", "no floor"),
    "ticks.commanding": ("from sqlalchemy import Connection", "never sqlalchemy"),
    "ticks.commanding.": ("from bot.tables import ticks", "never bot.tables"),
    "ticks.posts": ("from sqlalchemy import select", "never sqlalchemy"),
    "ticks.wording": ("from sqlalchemy import Connection", "never sqlalchemy"),
    "ticks.wording.": ("from bot.features.ticks.queries.ticks import read", "stands on queries"),
    "ticks.facts": ("from bot import texts", "never bot.texts"),
    "ticks.actions": ("from bot.chat.reply import Reply", "never bot.chat"),
    "ticks.actions.more": ("from bot.features.ticks.asking import ask", "stands on commands"),
    "ticks.actions.other": ("import sqlalchemy", "never sqlalchemy"),
    "ticks.queries.more": ("from bot.features.ticks.actions.ticking import tick_off", "stands on actions"),
    "ticks.queries.other": ("from ..actions import ticking", "relative"),
    "ticks.actions.third": ("from bot import features", "no floor"),
    "ticks": ("from bot.features.ticks.actions import ticking", "__init__"),
}


@pytest.mark.parametrize("module", OFFENCES)
def test_the_lint_sees_an_offence(tree: Tree, module: str) -> None:
    source, fault = OFFENCES[module]
    name = module.removesuffix(".")

    offended = Tree({**tree.imports, name: frozenset(imported_names(source))}, tree.commands | {"ticks.commanding"})

    (found,) = set(faults_of(offended)) - set(faults_of(tree))
    assert found.startswith(name)
    assert fault in found
