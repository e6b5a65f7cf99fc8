"""/help: list every command, or explain one of them."""

from __future__ import annotations

from functools import lru_cache

from bot.chat.call import Call, say
from bot.chat.command import Arg, Suggestion, command
from bot.chat.listing import CommandListing, ListedCommand
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.offering import near_commands
from bot.chat.readers import Readers
from bot.chat.reply import Reply
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.lists import list_words
from bot.chat.words.saying_back import NAME, say_back
from bot.errors import Refused

EVERYTHING = frozenset({"me", "us", "please", "pls", "all", "everything", "commands"})
"""Words after "help" that name no command, though some are one's alias."""


class NoHelpOn(Refused):
    """Refusal: no command has the name that help was asked for."""

    name: str


async def command_names(call: Call, typed: str) -> list[Suggestion]:
    """Suggest the commands whose names begin with the typed letters."""
    word = typed.strip().lower().lstrip("/")
    return [Suggestion(f"/{one.name}: {one.help}", one.name) for one in call.registry if one.name.startswith(word)]


@command(
    readers=Readers.ASKER,
    name="help",
    topic=Arg("a command to explain", suggest=command_names, optional=True, rest=True),
)
async def help_(call: Call, topic: str = "") -> Reply:
    """List what I can do, or explain one command."""
    words = topic.lower().strip("?!. ").split(maxsplit=1)
    name = words[0].lstrip("/") if words else ""
    if not name or words[0] in EVERYTHING:
        return _everything(call)
    found = call.registry.get(call.registry.meant_by(name).split()[0])
    if found is None:
        raise NoHelpOn(name=say_back(name, NAME), offers=_near(call, name))
    return Reply(_explain(call, found), title=call.say("help.of", usage=_usage(found)))


def _everything(call: Call) -> Reply:
    offers = [(call.label(f"start.{word}"), word) for word in ("next", "roadmap")]
    text = _list_commands(call.registry, call.scene.language)
    return Reply(text, title=call.say("help.title"), buttons=lay_out((make_taps(offers), 2)))


@lru_cache
def _list_commands(registry: CommandListing, language: str) -> Text:
    """List all commands. The list is the same for all who read a language."""
    lines = [
        say(language, "help.steward" if one.for_stewards else "help.line", command=one.name, help=one.help)
        for one in registry
    ]
    return join_texts([say(language, "help.intro"), join_texts(lines), say(language, "help.more")], "\n\n")


def _explain(call: Call, found: ListedCommand) -> Text:
    args = [
        call.say("help.optional" if arg.optional else "help.argument", name=name, help=arg.help)
        for name, arg in found.args.items()
    ]
    words = [
        call.say("help.choices", name=name, choices=list_words(arg.choices, call.scene.language))
        for name, arg in found.args.items()
        if arg.choices
    ]
    aliases = list_words([f"/{name}" for name in found.aliases], call.scene.language)
    also = call.say("help.aliases", names=aliases) if aliases else NOTHING
    steward = call.say("help.stewards_only") if found.for_stewards else NOTHING
    return join_texts([call.say("help.what", help=found.help), join_texts([*args, *words]), also, steward], "\n\n")


def _usage(found: ListedCommand) -> str:
    words = (f"[{name}]" if arg.optional else name.upper() for name, arg in found.args.items())
    return " ".join((f"/{found.name}", *words))


def _near(call: Call, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"/{one}", f"help {one}") for one in near_commands(call.registry, name)) or (("/help", "help"),)
