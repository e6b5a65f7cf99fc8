"""What the documents name exists: paths, make targets, subcommands, settings, commands of the bot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer

from bot import cli
from bot.config import Settings
from bot.features.commands import make_registry
from tests.docs.generate import ROOT

DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", "tests/**/*.md")
    for path in ROOT.glob(pattern)
)
TOPS = ("bot", "roadmap", "migrations", "tests", "docs", ".ci")
PLACEHOLDER = re.compile(r"[A-Z]{3,}|NNNN|[*…<]")


def read(document: str) -> str:
    """Read a document. Of the changelog only *Unreleased* counts: a release may name what is gone since."""
    return re.split(r"^## \d", (ROOT / document).read_text(encoding="utf-8"), flags=re.MULTILINE)[0]


def quoted(text: str) -> list[str]:
    """What stands in backticks, and the lines of code blocks."""
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    words = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [*words, *(line for block in blocks for line in block.splitlines())]


def paths(text: str) -> Iterator[str]:
    """The paths of this repository that a document names; those with a placeholder as far as it."""
    found = re.findall(rf"(?<![\w./-])((?:{'|'.join(map(re.escape, TOPS))})/[\w./*…<>-]*)", "\n".join(quoted(text)))
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    for path in [*found, *links]:
        kept: list[str] = []
        for piece in path.rstrip("/.").split("/"):
            if PLACEHOLDER.search(piece) and piece not in {"README.md", "CONTRIBUTING.md", "SECURITY.md"}:
                break
            kept.append(piece)
        yield "/".join(kept)


def test_what_is_unreleased_is_short() -> None:
    lines = [line for line in read("CHANGELOG.md").partition("## Unreleased")[2].splitlines() if line]

    assert [] == [line for line in lines if not line.startswith(("- ", "### ")) or len(line) > 120]
    assert len(lines) <= 90


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_path_that_a_document_names_exists(document: str) -> None:
    beside = (ROOT / document).parent
    missing = [path for path in paths(read(document)) if not ((ROOT / path).exists() or (beside / path).exists())]

    assert [] == missing


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_make_target_and_subcommand_that_a_document_names_exists(document: str) -> None:
    said = "\n".join(quoted(read(document)))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    subcommands = {*typer.main.get_group(cli.app).commands}

    assert set() == set(re.findall(r"\bmake ([a-z]+)", said)) - targets
    assert set() == set(re.findall(r"-m bot ([a-z]+)", said)) - subcommands


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_module_that_a_document_runs_exists(document: str) -> None:
    modules = re.findall(r"-m (tests[\w.]+)", "\n".join(quoted(read(document))))
    files = [ROOT / Path(*module.split(".")) for module in modules]

    assert [] == [file for file in files if not (file.with_suffix(".py").exists() or (file / "__main__.py").exists())]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_setting_that_a_document_names_exists(document: str) -> None:
    named = set(re.findall(r"(?<![\w/.-])([A-Z]+(?:_[A-Z]+)+)(?![\w/])", "\n".join(quoted(read(document)))))

    assert [] == sorted(name for name in named - capitals_of_the_code() if name.lower() not in Settings.model_fields)


@cache
def capitals_of_the_code() -> set[str]:
    """The words in capitals of all programs."""
    files = [path for top in ("bot", "roadmap", "tests") for path in (ROOT / top).rglob("*.py")]
    return {word for path in files for word in re.findall(r"\b[A-Z_]+\b", path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_command_that_a_document_names_exists(document: str) -> None:
    known = set(make_registry().words())
    named = {
        word[1:] for text in quoted(read(document)) for word in re.findall(r"(?<![\w/.}])/[a-z]+\b(?![/.:])", text)
    }

    assert set() == named - known - {"health", "metrics", "data", "newbot", "dev", "tmp", "api"}
