"""The command line. A subcommand is a file here, which reads settings, calls one function and prints the outcome.

All files named like a subcommand are read to know the subcommands, so they import nothing heavy at their tops. A
command imports the rest when it is called.
"""

from __future__ import annotations

import sys

import typer

from bot.cli import db, doctor, posts, roadmap, run, sandbox
from bot.cli.collecting import put_off_collecting
from bot.errors import ConfigError

app = typer.Typer(
    help="Cairn: study groups on Discord and Telegram tick off a roadmap, keep their streaks and celebrate.",
    epilog="Without a subcommand: the bot where a token is set in .env, the sandbox otherwise.",
    invoke_without_command=True,
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(posts.posts)
app.command()(run.run)
app.command()(sandbox.sandbox)
app.command()(doctor.doctor)
app.add_typer(db.database, name="db")
app.add_typer(roadmap.roadmaps, name="roadmap")


@app.callback()
def choose_subcommand(context: typer.Context) -> None:
    """Run the bot or the sandbox when no subcommand is named."""
    if context.invoked_subcommand is None:
        _run_what_fits()


def _run_what_fits() -> None:
    from bot.config import read_settings

    if read_settings().has_token:
        run.run()
    else:
        sandbox.sandbox()


def main() -> None:
    """Run the command line; a wrong setting ends it with one sentence and status 2."""
    put_off_collecting()
    try:
        app()
    except ConfigError as error:
        typer.echo(f"cairn: {error}", err=True)
        sys.exit(2)
