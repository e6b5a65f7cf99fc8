"""`cairn roadmap ...`: read, check and pin roadmaps, the shipped one and the operator's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.plurals import count_things

if TYPE_CHECKING:
    from roadmap.model import Roadmap
    from roadmap.reading import Complaint
    from roadmap.reading.draft import Draft

roadmaps = typer.Typer(help="Look at roadmaps, and make your own ready.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A roadmap in Markdown.")]


@roadmaps.command("list")
def list_roadmaps() -> None:
    """List the roadmaps that groups can follow."""
    for slug, roadmap in _library().items():
        levels, tasks = count_things(len(roadmap.levels), "level"), _count_tasks(roadmap)
        typer.echo(f"{slug}  {roadmap.title}  ({levels}, {tasks})")


@roadmaps.command()
def show(name: Annotated[str, typer.Argument(help="A slug from `roadmap list`, or a file.")] = "ml-engineer") -> None:
    """Print a roadmap as the bot reads it, with the slugs to type."""
    roadmap = _find(name)
    typer.echo(roadmap.title)
    for level in roadmap.levels:
        typer.echo(f"\n{level.name}: {level.title}" if level.title else f"\n{level.name}")
        for block in level.blocks():
            typer.echo(f"  {block.title}")
            for task in block.all_tasks():
                typer.echo(f"    {task.slug:<28} {task.weight}  {task.title}")


@roadmaps.command()
def check(file: File, against: Annotated[Path | None, typer.Option(help="An older version of it.")] = None) -> None:
    """Name what is wrong with a roadmap, by line, and how to mend it."""
    from roadmap.checking import compare, examine_draft

    draft = _read(file)
    doubts = [*examine_draft(draft), *(compare(_read(against).roadmap, draft.roadmap) if against else ())]
    if doubts:
        typer.echo(
            f"{file}: {_count_tasks(draft.roadmap)} read, {count_things(len(doubts), 'thing')} to mend.", err=True
        )
    _print_complaints(file, tuple(doubts))
    typer.echo(f"{file}: {_count_tasks(draft.roadmap)}, nothing wrong.")


@roadmaps.command()
def pin(file: File) -> None:
    """Write the slugs into the file, so that they never change."""
    from roadmap.pinning import pin_slugs as write_slugs
    from roadmap.reading import Unreadable, load_source

    try:
        source = load_source(file)
        pinned = write_slugs(source)
    except Unreadable as error:
        _print_complaints(file, error.complaints)
        return
    if pinned != source:
        file.write_bytes(pinned.encode())
    typer.echo(f"{file}: {'slugs written in' if pinned != source else 'all slugs were there already'}.")


def _library() -> dict[str, Roadmap]:
    from bot.config import read_settings
    from bot.library import read_shelf

    shelf = read_shelf(read_settings().roadmaps)
    for complaint in shelf.left_out:
        typer.echo(f"Left out: {complaint}", err=True)
    return shelf.roadmaps


def _find(name: str) -> Roadmap:
    library = _library()
    if name in library:
        return library[name]
    path = Path(name)
    if not path.is_file():
        raise typer.BadParameter(f"{name!r} is neither a file nor one of: {', '.join(library)}")
    return _read(path).roadmap


def _read(path: Path) -> Draft:
    """Read a file. Prints its complaints and exits if there are any."""
    from roadmap.reading import Unreadable, load_source, name_slug
    from roadmap.reading.draft import read_draft

    try:
        draft = read_draft(load_source(path), name_slug(path))
    except Unreadable as error:
        _print_complaints(path, error.complaints)
        raise
    _print_complaints(path, draft.complaints)
    return draft


def _print_complaints(path: Path, complaints: tuple[Complaint, ...]) -> None:
    for complaint in complaints:
        typer.echo(str(replace(complaint, file=str(path))), err=True)
    if complaints:
        raise typer.Exit(1)


def _count_tasks(roadmap: Roadmap) -> str:
    return count_things(len(tuple(roadmap.tasks())), "task")
