"""The registry: every command, the word that calls it, and the place where it is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from bot.chat.command import Command
from bot.chat.listing import Understand, understand_nothing

MORE = "more"
"""The word behind a command that asks for its parts."""

NO_PARTS: Mapping[str, str] = {}


class Registry:
    """The commands in the order in which menus show them.

    - `folded` commands are typed by name. Menus and /help show them as parts of other commands.
    - `parts`: listed command -> word -> the folded command that the word calls behind it.
    - `hidden` commands are typed only: nothing shows them.
    - `synonyms`: typed word -> the line that it begins.
    - `useful`: the commands to offer to a caller who was not understood.
    - `understand`: offers lines for free words that no command takes.
    - `yielding`: names of commands that give way to `understand` where more words follow.
    - `yielding_to`: name of a command -> the commands that it gives way to where more words follow.
    - `wordy`: names of commands whose parts are called by a word alone, because more words are no part's.
    - `keeping`: names of commands that keep any words, so that a sentence that begins with a synonym is asked about.
    - `sections`: the groups of /help, with the names of their commands.
    - `recognise`: the line that a whole typed line in private stands for, and whether that is sure; None: it is read as
      any other.
    Raises ValueError when two words are the same, and KeyError for a synonym, part or section of no command.
    """

    def __init__(
        self,
        commands: Sequence[Command],
        *,
        folded: Sequence[Command] = (),
        parts: Mapping[str, Mapping[str, str]] | None = None,
        whole: Mapping[str, str] | None = None,
        hidden: Sequence[Command] = (),
        synonyms: Mapping[str, str] | None = None,
        useful: Sequence[str] = (),
        sections: Mapping[str, Sequence[str]] | None = None,
        understand: Understand = understand_nothing,
        yielding: Collection[str] = (),
        yielding_to: Mapping[str, Collection[str]] | None = None,
        wordy: Collection[str] = (),
        keeping: Collection[str] = (),
        recognise: Callable[[str], tuple[str, bool] | None] = lambda typed: None,
    ) -> None:
        self._commands = tuple(commands)
        self._synonyms = synonyms or {}
        self._useful = tuple(useful)
        self._whole = whole or {}
        self.understand = understand
        self.recognise = recognise
        self._wordy = frozenset(wordy)
        self._keeping = frozenset(keeping)
        self._yielding = frozenset((*yielding, *(command.name for command in hidden)))
        self._yielding_to = yielding_to or {}
        self._by_name: dict[str, Command] = {}
        known = (*self._commands, *folded)
        self._names = tuple(name for command in known for name in (command.name, *command.aliases))
        self._index((*known, *hidden))
        self._parts = {self._named(name): self._name_parts(words) for name, words in (parts or {}).items()}
        self._sections = {
            section: tuple(self._by_name[name] for name in names) for section, names in (sections or {}).items()
        }

    def _index(self, commands: Sequence[Command]) -> None:
        """Note the words that call each command, and then the synonyms."""
        for command in commands:
            for name in (command.name, *command.aliases):
                self._add(name, command)
        for word, line in self._synonyms.items():
            self._add(word, self._by_name[line.split()[0]])

    def _name_parts(self, words: Mapping[str, str]) -> dict[str, str]:
        return {word: self._named(part) for word, part in words.items()}

    def _named(self, word: str) -> str:
        return self._by_name[word].name

    def _add(self, name: str, command: Command) -> None:
        if name in self._by_name:
            raise ValueError(f"two commands are called /{name}")
        self._by_name[name] = command

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands)

    def __len__(self) -> int:
        return len(self._commands)

    @property
    def useful(self) -> tuple[str, ...]:
        """The commands to offer to a caller who was not understood."""
        return self._useful

    @property
    def sections(self) -> Mapping[str, tuple[Command, ...]]:
        """The groups of /help, with their commands."""
        return self._sections

    def get(self, name: str) -> Command | None:
        """The command of this name, alias or synonym, in any case."""
        return self._by_name.get(_bare(name))

    def meant_by(self, name: str) -> str:
        """The line that a typed word begins: a synonym's, else the word."""
        return self._synonyms.get(_bare(name), _bare(name))

    def parts(self, name: str) -> Mapping[str, str]:
        """The parts of a command: word -> the name of the folded command that it calls."""
        command = self.get(name)
        return self._parts.get(command.name, NO_PARTS) if command else NO_PARTS

    def part_behind(self, name: str, rest: str) -> str:
        """The line of the part that words behind a command call; empty if they call none.

        The first word names the part. Of a folded command its own name does, too. `more` alone asks for all parts.
        """
        parts = self.parts(name)
        word, *others = rest.split(maxsplit=1) or ("",)
        typed = _bare(word)
        command = self.get(name)
        if others and command is not None and command.name in self._wordy:
            return ""
        if typed == MORE and parts:
            return "" if others or command is None else self._whole.get(command.name, f"{MORE} {name}")
        part = parts.get(typed) or (typed if typed in parts.values() else "")
        return " ".join((part, *others)) if part else ""

    def yields(self, word: str, other: Command | None = None) -> bool:
        """Whether free words that begin with this word may mean another command than its own.

        A command's own name means the command, unless that takes no words or gives way.
        """
        command = self.get(word)
        if command is None or command.name in self._yielding:
            return True
        if other is not None and other.name in self._yielding_to.get(command.name, ()):
            return True
        return not command.args or not self.is_own_name(command, word)

    def is_own_name(self, command: Command, word: str) -> bool:
        """Whether a word is a command's own name or alias, and no synonym."""
        return _bare(word) in (command.name, *command.aliases)

    def asks_about(self, word: str) -> bool:
        """Whether free words that begin with this synonym are asked about, because its command keeps any words."""
        command = self.get(word)
        return command is not None and command.name in self._keeping and not self.is_own_name(command, word)

    def names(self) -> tuple[str, ...]:
        """Every name and alias that people are told of."""
        return self._names

    def words(self) -> tuple[str, ...]:
        """Every word that is understood, for near misses."""
        return tuple(self._by_name)


def _bare(name: str) -> str:
    """A typed word in small letters, without the punctuation at its end and without skin tones."""
    word = _TONES.sub("", name.lower())
    return word.rstrip("!?.,:;") or word


_TONES = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")
