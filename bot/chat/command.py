"""A command, on no platform: a name, arguments with suggestions, the people who may call it, and a function.

The function's docstring is its English help; the parameters after `call` are its arguments, all strings.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING

from bot.chat.readers import Readers

if TYPE_CHECKING:
    from bot.chat.call import Call
    from bot.chat.form import MakeForm
    from bot.chat.reply import Reply


class Access(Enum):
    """The people who may call a command. A steward is an administrator or a deputy."""

    MEMBER = "member"
    STEWARD = "steward"
    ADMIN = "admin"


class Pick(StrEnum):
    """A thing that a caller may pick for an argument, besides words, where a platform lets them; also its option."""

    CHANNEL = "channel"
    ROLE = "role"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested value of an argument: the label shown and the value sent."""

    label: str
    value: str


AFAR = "there"
"""The word behind which a command that shows a group from afar takes its number."""

Suggest = Callable[["Call", str], Awaitable[list[Suggestion]]]
Begins = Callable[["Call", str], bool]
Run = Callable[..., Awaitable["Reply"]]


@dataclass(frozen=True, slots=True)
class Arg:
    """An argument of a command.

    `rest` takes all that is left of the line. `member` names a person. `choices` are the words that it may be.
    `begins` tells whether words begin as such an argument does. `picks` may stand in the place of words, or behind.
    """

    help: str
    suggest: Suggest | None = None
    optional: bool = False
    rest: bool = False
    member: bool = False
    choices: tuple[str, ...] = ()
    begins: Begins | None = None
    picks: tuple[Pick, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """A command, as the registry lists it.

    `readers`: the readers of its answer, which Discord must know beforehand. `form`: the questions to ask in a window
    when the command is called without arguments. `joins`: to call it is to join the group. `afar`: called in private
    without arguments, or for the number of a group, a command of stewards shows their group and changes nothing.
    `parting`: the first words of arguments with which nobody joins the group.
    `anywhere`: called in private, a command of stewards finds their group itself, and asks for their right there.
    `tapped`: its arguments stand in buttons alone, so that nobody types it.
    `of_group`: its answer depends on the group, which a member of several is asked for in private.
    `elsewhere`: first words of arguments with which a command of stewards changes nothing and only leads to another
    command, so that everybody may call it.
    """

    name: str
    help: str
    run: Run
    args: Mapping[str, Arg]
    aliases: tuple[str, ...] = ()
    access: Access = Access.MEMBER
    readers: Readers = Readers.GROUP
    form: MakeForm | None = None
    joins: bool = False
    afar: bool = False
    anywhere: bool = False
    parting: tuple[str, ...] = ()
    tapped: bool = False
    of_group: bool = True
    elsewhere: frozenset[str] = frozenset()

    @property
    def private(self) -> bool:
        """Say whether nobody but the caller may read its answer."""
        return self.readers is Readers.SECRET

    @property
    def topics(self) -> tuple[str, ...]:
        """The words that its first argument may be; empty if it may be any."""
        return next((arg.choices for arg in self.args.values()), ())

    def readers_of(self, given: Mapping[str, str]) -> Readers:
        """The readers of the answer to these arguments. What is asked about a fellow member is for the group."""
        named = any(arg.member and given.get(name) for name, arg in self.args.items())
        return Readers.GROUP if named and self.readers is Readers.ASKER else self.readers

    def parts(self, given: Mapping[str, str]) -> bool:
        """Whether these arguments only end what somebody takes part in, so that no group is joined for them."""
        return _first_word(given) in self.parting

    def leads_elsewhere(self, given: Mapping[str, str]) -> bool:
        """Whether these arguments belong to another command, to which the answer leads."""
        return _first_word(given) in self.elsewhere

    def shows_afar(self, given: Mapping[str, str]) -> bool:
        """Whether these arguments, in private, only ask to show a group of the caller."""
        return self.afar and next(iter(given.values()), AFAR).strip().casefold() == AFAR

    @property
    def for_stewards(self) -> bool:
        """Say whether only a steward may call it."""
        return self.access is not Access.MEMBER

    @property
    def for_deputies(self) -> bool:
        """Say whether a deputy may call it as a steward does."""
        return self.access is Access.STEWARD


def command(
    *,
    aliases: tuple[str, ...] = (),
    access: Access = Access.MEMBER,
    readers: Readers = Readers.GROUP,
    name: str = "",
    form: MakeForm | None = None,
    joins: bool = False,
    afar: bool = False,
    anywhere: bool = False,
    parting: tuple[str, ...] = (),
    tapped: bool = False,
    of_group: bool = True,
    elsewhere: frozenset[str] = frozenset(),
    **args: Arg,
) -> Callable[[Run], Command]:
    """Make a command of a function. Raises ValueError at import for a command that no platform could take."""

    def make(run: Run) -> Command:
        parts = (name or run.__name__, inspect.getdoc(run) or "", run, args, aliases, access, readers, form)
        made = Command(*parts, joins, afar, anywhere, parting, tapped, of_group, elsewhere)
        _check(made)
        return made

    return make


def _first_word(given: Mapping[str, str]) -> str:
    first, *_ = next(iter(given.values()), "").split() or [""]
    return first.casefold()


_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")  # Telegram allows no "-", Discord no capitals
HELP_LENGTH = 100  # Discord


def _check(made: Command) -> None:
    parameters = list(inspect.signature(made.run).parameters)[1:]
    faults = {
        "a name is [a-z][a-z0-9_]{0,31}": not all(_NAME.fullmatch(word) for word in (made.name, *made.aliases)),
        "help has one line of 1-100 characters": not 0 < len(made.help) <= HELP_LENGTH or "\n" in made.help,
        "arguments are the function's parameters, in order": parameters != list(made.args),
        "every argument's help has 1-100 characters": not all(
            0 < len(arg.help) <= HELP_LENGTH for arg in made.args.values()
        ),
        "only the last argument takes the rest": any(arg.rest for arg in list(made.args.values())[:-1]),
        "an optional argument is followed by optional ones": _required_after_optional(list(made.args.values())),
    }
    for fault, found in faults.items():
        if found:
            raise ValueError(f"/{made.name}: {fault}")


def _required_after_optional(args: list[Arg]) -> bool:
    return any(args[i].optional and not later.optional for i in range(len(args)) for later in args[i + 1 :])
