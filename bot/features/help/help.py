"""/help: list the groups of commands, or explain one of them or one command."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.call import Call
from bot.chat.command import Arg, Suggestion, command
from bot.chat.listing import ListedCommand
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.offering import answer_offers, near_commands
from bot.chat.readers import Readers
from bot.chat.reply import ButtonStyle, Reply, Row
from bot.chat.taps import lay_out, make_taps
from bot.chat.understanding import NotUnderstood, offer_roughly
from bot.chat.words.lists import list_words
from bot.chat.words.saying_back import NAME, say_back
from bot.errors import Refused
from bot.features.help.small_talk import SMALL_TALK

EVERYTHING = frozenset({"me", "us", "please", "pls", "all", "everything", "commands"})
"""Words after "help" that name no command, though some are one's alias."""

ANSWERED = frozenset(command.name for command in SMALL_TALK)
"""Names of the commands that only answer a word. There is nothing to explain about them."""


IN_ONE_LINE = frozenset({"checkin", "stuck"})
"""Names of the commands whose parts can be typed in one line, in a form of its own."""


class NoHelpOn(Refused):
    """Refusal: no command has the name that help was asked for."""

    name: str


async def command_names(call: Call, typed: str) -> list[Suggestion]:
    """Suggest the commands whose names begin with the typed letters, those of menus first."""
    word, listing = typed.strip().lower().lstrip("/"), call.registry
    known = {found.name: found for name in listing.names() if (found := listing.get(name))}
    return [Suggestion(f"/{name}: {found.help}", name) for name, found in known.items() if name.startswith(word)]


@command(
    of_group=False,
    readers=Readers.ASKER,
    name="help",
    topic=Arg("a command to explain", suggest=command_names, optional=True, rest=True),
)
async def help_(call: Call, topic: str = "") -> Reply:
    """List what I can do, or explain one command."""
    words = topic.lower().strip("?!. ").split(maxsplit=1)
    name = words[0].lstrip("/") if words else ""
    if len(words) > 1 and (offers := call.registry.understand(call, topic)):
        return answer_offers(call, offers)
    if not name or words[0] in EVERYTHING:
        return list_everything(call)
    if name in call.registry.sections and len(words) == 1:
        return _list_section(call, name)
    found = call.registry.get(call.registry.meant_by(name).split()[0])
    if len(words) > 1 and not _is_named(found, name):
        raise NotUnderstood(offers=offer_roughly(call.registry, call, topic))
    if found is None:
        raise NoHelpOn(name=say_back(name, NAME), offers=_near(call, name))
    if found.name in ANSWERED:
        return answer_offers(call, call.registry.understand(call, name) or ((f"/{name}", name),))
    return Reply(_explain(call, found), title=call.say("help.of", usage=_usage(found)), buttons=_offer_part(call, name))


def _offer_part(call: Call, name: str) -> tuple[Row, ...]:
    """Offer the part of a command for which a word stands: `link` is `/settings link`."""
    line = call.registry.meant_by(name)
    return lay_out((make_taps([(f"/{line}", line)]), 1)) if " " in line else ()


def _is_named(found: ListedCommand | None, name: str) -> bool:
    """Whether a word is a command's own name, and no word that is only answered."""
    return found is not None and found.name not in ANSWERED and name in (found.name, *found.aliases)


def list_everything(call: Call) -> Reply:
    """List the groups of commands, each with a button that explains them."""
    sections = call.registry.sections
    lines = [_line_of_section(call, section, found) for section, found in sections.items()]
    offers = [(call.label(f"help.section.{section}"), f"help {section}") for section in sections]
    buttons = lay_out((make_taps([(call.label("start.next"), "next")], ButtonStyle.PRIMARY), 1), (make_taps(offers), 3))
    return Reply(join_texts(lines), title=call.say("help.title"), buttons=buttons, update=call.said.tapped)


def _line_of_section(call: Call, section: str, found: Sequence[ListedCommand]) -> Text:
    commands = join_texts([call.say("help.command", command=one.name) for one in found], " ")
    return call.say("help.section", name=call.say(f"help.section.{section}"), commands=commands)


def _list_section(call: Call, section: str) -> Reply:
    """Explain the commands of a group, each in one line, with a button for the parts of each."""
    found = call.registry.sections[section]
    lines = [call.say("help.line", command=one.name, help=one.help) for one in found]
    parts = dict.fromkeys(part for one in found for part in call.registry.parts(one.name).values())
    offers = [*((call.label(f"part.{part}"), part) for part in parts), (call.label("help.back"), "help")]
    seen = call.say("help.admins_see") if any(one.for_stewards for one in found) else NOTHING
    return Reply(
        join_texts([*lines, seen, call.say("help.more")]),
        title=call.say(f"help.section.{section}"),
        buttons=lay_out((make_taps(offers), 2)),
        update=call.said.tapped,
    )


def _explain(call: Call, found: ListedCommand) -> Text:
    if found.tapped:
        return join_texts([call.say("help.what", help=found.help), call.say("chat.tapped")], "\n\n")
    args = [
        call.say("help.optional" if arg.optional else "help.argument", name=name, help=arg.help)
        for name, arg in found.args.items()
    ]
    words = [
        call.say("help.choices", name=name, choices=list_words(arg.choices, call.scene.language))
        for name, arg in found.args.items()
        if arg.choices
    ]
    short = call.say(f"help.in_one_line.{found.name}") if found.name in IN_ONE_LINE else NOTHING
    aliases = list_words([f"/{name}" for name in found.aliases], call.scene.language)
    also = call.say("help.aliases", names=aliases) if aliases else NOTHING
    steward = call.say("help.stewards_only") if found.for_stewards else NOTHING
    return join_texts(
        [call.say("help.what", help=found.help), join_texts([*args, *words, short]), also, steward], "\n\n"
    )


def _usage(found: ListedCommand) -> str:
    if found.tapped:
        return f"/{found.name}"
    words = (f"[{name}]" if arg.optional else name.upper() for name, arg in found.args.items())
    return " ".join((f"/{found.name}", *words))


def _near(call: Call, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"/{one}", f"help {one}") for one in near_commands(call.registry, name)) or (("/help", "help"),)
