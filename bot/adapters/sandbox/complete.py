"""Complete the line being typed: a name, a command, an argument, a `:` line or a button."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Iterator
from dataclasses import replace

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from bot.adapters.sandbox.render import one_line
from bot.adapters.sandbox.stage import Stage
from bot.chat.command import Command, Suggestion
from bot.chat.reply import Button

NAMES_FOLLOW = {"as", "admin"}


class StageCompleter(Completer):
    """Completes the words of a line from the registry, the commands' own suggestions and the room."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """No completions: suggestions wait for the store, so `get_completions_async` gives them."""
        return ()

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """Yield completions for the cursor's place, best first."""
        typed = document.text_before_cursor
        for completion in await self._complete(typed):
            yield completion

    async def _complete(self, typed: str) -> list[Completion]:
        name, words = _without_name(typed)
        if words.startswith("/"):
            return await self._complete_command(name, words[1:])
        if words.startswith(":"):
            return list(self._complete_directive(words[1:]))
        if not name and typed:
            people = [person.name for person in self._stage.room.people.values()]
            return _starting(typed, [Suggestion(person, f"{person}: ") for person in people])
        return []

    async def _complete_command(self, speaker: str, words: str) -> list[Completion]:
        name, blank, rest = words.partition(" ")
        registry = self._stage.core.dispatcher.registry
        if not blank:
            return _starting(name, [Suggestion(f"/{known.name}  {known.help}", known.name) for known in registry])
        command = registry.get(name)
        return await self._complete_argument(speaker, command, rest.lstrip()) if command and command.args else []

    async def _complete_argument(self, speaker: str, command: Command, rest: str) -> list[Completion]:
        words = rest.split(" ", max(len(command.args) - 1, 0))
        name = list(command.args)[len(words) - 1]
        arg, typed = command.args[name], words[-1]
        if arg.choices:
            return _starting(typed, [Suggestion(word, word) for word in arg.choices])
        if arg.member:
            return _starting(typed, [Suggestion(one.name, one.name) for one in self._stage.room.people.values()])
        said = self._stage.room.said(
            self._stage.room.account(speaker or self._stage.room.speaker), self._stage.room.here, ""
        )
        said = replace(said, name=command.name, options=dict(zip(command.args, words[:-1], strict=False)))
        found = await self._stage.core.dispatcher.beforehand.suggest(said, command.name, name, typed)
        return [_completion(one, typed) for one in found]

    def _complete_directive(self, words: str) -> Iterator[Completion]:
        name, blank, rest = words.partition(" ")
        if not blank:
            yield from _starting(name, [Suggestion(f":{known}", known) for known in self._stage.directives])
        elif name in NAMES_FOLLOW:
            people = [person.name for person in self._stage.room.people.values()]
            yield from _starting(rest, [Suggestion(person, person) for person in people])
        elif name == "press":
            yield from _starting(rest, list(self._buttons()))

    def _buttons(self) -> Iterator[Suggestion]:
        room = self._stage.room
        latest = next((seen for seen in room.seen_by(room.account(room.speaker)) if seen.reply.buttons), None)
        for button in latest.buttons() if latest else ():
            if isinstance(button, Button):
                yield Suggestion(button.label, button.label)


def _without_name(typed: str) -> tuple[str, str]:
    """Split a line into the speaker's name and the rest. A line that begins with `/` or `:` has no name."""
    if typed.startswith(("/", ":")):
        return "", typed
    places = [typed.find(mark) for mark in ":>" if mark in typed]
    return (typed[: min(places)].strip(), typed[min(places) + 1 :].lstrip()) if places else ("", typed)


def _starting(typed: str, known: list[Suggestion]) -> list[Completion]:
    return [_completion(one, typed) for one in known if one.value.casefold().startswith(typed.casefold())]


def _completion(found: Suggestion, typed: str) -> Completion:
    return Completion(found.value, start_position=-len(typed), display=one_line(found.label))
