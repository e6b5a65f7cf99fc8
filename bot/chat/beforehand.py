"""All that an adapter may ask about a call before it is answered: its command, readers, form and suggestions."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.chat import limits, parse
from bot.chat.call import Call, Said
from bot.chat.calling import CallMaker
from bot.chat.command import Command, Suggestion
from bot.chat.form import ABOUT, Form
from bot.chat.keeping import short_line
from bot.chat.offering import offer_named
from bot.chat.own_groups import find_own_groups
from bot.chat.ownership import JOIN, question_before
from bot.chat.readers import Readers
from bot.chat.understanding import offer_meant, recognise_line
from bot.errors import Offers, Refused

log = structlog.get_logger()


class Beforehand:
    """Tells of a call what is known before its answer. Nothing is changed by asking."""

    def __init__(self, calls: CallMaker) -> None:
        self._calls = calls
        self._registry = calls.registry

    def called(self, line: str) -> Command | None:
        """The command that a line calls, also behind the key of a kept line."""
        return self._registry.get(self._split(line).name)

    def command_of(self, said: Said) -> str:
        """The name of the command that is called; empty for none."""
        command = self.called(said.line or said.name)
        return command.name if command else ""

    def topic_of(self, line: str) -> str:
        """The line of a private command about one of its topics, and no more. Empty for any other line."""
        typed = self._split(line)
        command, topic = self._registry.get(typed.name), typed.rest.strip().casefold()
        return f"{command.name} {topic}" if command and command.private and topic in command.topics else ""

    def waits_for_words(self, said: Said) -> str:
        """The name of the command that is called without what it needs; empty for none."""
        typed = self._split(said.line)
        command = self._registry.get(typed.name)
        return command.name if command and parse.missing_arg(command.args, parse.bind_args(command, typed.rest)) else ""

    def readers_of(self, said: Said) -> Readers:
        """The readers of the answer to a call, as far as its words say."""
        typed = self._split(said.line or said.name)
        command = self._registry.get(typed.name)
        if command is None:
            return Readers.ASKER
        return command.readers_of(said.options if said.name else parse.bind_args(command, typed.rest))

    async def awaits(self, said: Said) -> str:
        """The command whose question waits for these plain words.

        Empty if no question waits, or the scene cannot be read.
        """
        call = await self._open(said)
        return call.scene.asked if call else ""

    async def continues(self, said: Said, name: str) -> bool:
        """Whether plain words begin as the first argument of this command does. False if the scene cannot be read."""
        command = self._registry.get(name)
        begins = next((arg.begins for arg in command.args.values()), None) if command else None
        call = await self._open(said) if begins else None
        try:
            return bool(begins and call and begins(call, parse.clean_line(said.line).strip()))
        except Refused:
            return False

    def recognise(self, said: Said) -> tuple[str, bool] | None:
        """Return the line that plain words stand for as a whole in private, and whether that is sure."""
        return recognise_line(self._registry, replace(said, plain=False))

    async def offers_for(self, said: Said) -> Offers:
        """Offers for words that were said without a slash. None if they mean nothing, or the scene cannot be read."""
        call = await self._open(said)
        offers = offer_meant(self._registry, replace(call, said=replace(said, plain=False))) if call else ()
        return offers or (offer_named(self._registry, said.line) if call else ())

    def asks_for_form(self, said: Said) -> bool:
        """Whether a command that has a form is called without arguments, or only says what it is about."""
        command = self._registry.get(self.command_of(said))
        if command is None or command.form is None or said.options:
            return False
        words = self._split(said.line).rest.split()
        return not words or (len(words) == 1 and words[0].startswith(ABOUT))

    async def form(self, said: Said) -> Form | None:
        """The form of the called command, filled in as far as is known.

        None if the command has no form, refuses the call or fails. None too if the caller is first asked something.
        """
        command = self._registry.get(self.command_of(said))
        if command is None or command.form is None or said.others:
            return None
        try:
            call = await self._calls.open(said)
            own = find_own_groups(call, command, {})
            if own is not None and not own.chosen:
                return None
            if question_before(said, command, joins=not call.scene.member) == JOIN:
                return None
            return await command.form(call.in_own_language())
        except Refused:
            return None
        except Exception:
            log.exception("form.failed", inbound=said.inbound, account=said.account.key)
            return None

    async def suggest(self, said: Said, command: str, arg: str, typed: str) -> list[Suggestion]:
        """Suggest values of an argument for autocomplete: at most 25, best first. None where the call is refused."""
        found = self._registry.get(command)
        suggest = found.args[arg].suggest if found and arg in found.args else None
        if suggest is None:
            return []
        call = await self._calls.open(said)
        try:
            return (await suggest(call.in_own_language(), parse.clean_line(typed)))[: limits.SUGGESTIONS]
        except Refused:
            return []

    async def _open(self, said: Said) -> Call | None:
        """Make a call of words whose meaning is not known yet. None if the scene cannot be read, which is logged."""
        try:
            return await self._calls.open(said)
        except Exception:
            log.exception("question.unknown", inbound=said.inbound, account=said.account.key)
            return None

    def _split(self, line: str) -> parse.Typed:
        """Take a line apart, also behind the key of a kept line."""
        return parse.split_line(parse.unfold_line(self._registry, short_line(line)))
