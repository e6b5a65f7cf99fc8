"""From a line or tap to its reply: one path for all platforms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import structlog

from bot import metrics
from bot.chat import limits, parse
from bot.chat.call import Call, CallStore, Said, Scene, Unconfirmed, own_language
from bot.chat.command import Access, Command, Suggestion
from bot.chat.failures import answer_failure
from bot.chat.form import ABOUT, Form
from bot.chat.keeping import LineKeeper, keep_long_lines, restore_line, short_line
from bot.chat.late_edits import question_of_edit
from bot.chat.offering import answer_offers, offer_instead
from bot.chat.ownership import JOIN, ask_first, check_owner, own_buttons, question_before
from bot.chat.readers import Readers
from bot.chat.refusals import answer_refusal
from bot.chat.registry import Registry
from bot.chat.reply import Reply
from bot.chat.rights import require_admin
from bot.chat.several import offer_others, split_commands
from bot.chat.taps import lay_out, make_taps, width_of
from bot.chat.watching import CallWatch, WatchedStore
from bot.chat.words.saying_back import NAME, say_back
from bot.clock import Clock, monotonic
from bot.errors import NoGroupOfYourOwn, Offers, Refused, StoreBusy, StoreUnsure
from bot.texts import SOURCE
from roadmap.model import Roadmap

log = structlog.get_logger()

OFFERS = 9


class UnknownCommand(Refused):
    """No command has this name."""

    name: str


class TooLong(Refused):
    """The line is longer than any platform's message."""


class Dispatcher:
    """Answers the calls that adapters hand in.

    `read_scene` reads the scene of a call, `keeper` keeps lines that fit no button.
    """

    def __init__(
        self,
        registry: Registry,
        store: CallStore,
        clock: Clock,
        library: Mapping[str, Roadmap],
        read_scene: Callable[[Said], Awaitable[Scene]],
        *,
        keeper: LineKeeper,
    ) -> None:
        self.registry = registry
        self._store = store
        self._clock = clock
        self._library = library
        self._read_scene = read_scene
        self._keeper = keeper

    async def answer(self, said: Said, watch: CallWatch | None = None) -> Reply:
        """The reply to a line or tap. Never raises: refusals and failures are answers too.

        What is known of the call before its reply is there can be read from `watch`.
        """
        began = monotonic()
        outcome, reply = await self._answer(said, watch or CallWatch())
        platform = said.account.platform
        metrics.CALL_SECONDS.labels(platform).observe(monotonic() - began)
        metrics.CALLS.labels(platform, outcome).inc()
        return reply

    async def _answer(self, said: Said, watch: CallWatch) -> tuple[str, Reply]:
        language, store = SOURCE, WatchedStore(self._store, watch)
        try:
            scene = await self._read_scene(said)
            language = own_language(said) or scene.language
            said, others = self._set_apart(said)
            outcome, reply = await self._run_or_refuse(self._call(said, scene, store), watch)
            reply = replace(reply, home=None if scene.hidden else scene.answers)
            return outcome, await self._carry(said, own_buttons(offer_others(reply, others, language), said))
        except Exception as error:
            return answer_failure(said, language, error, changed=store.changed)

    async def awaits(self, said: Said) -> str:
        """The command whose question waits for these plain words.

        Empty if no question waits, or the scene cannot be read.
        """
        try:
            return (await self._read_scene(said)).asked
        except Exception:
            _log_unknown(said)
            return ""

    async def continues(self, said: Said, name: str) -> bool:
        """Whether plain words begin as the first argument of this command does. False if the scene cannot be read."""
        command = self.registry.get(name)
        begins = next((arg.begins for arg in command.args.values()), None) if command else None
        if begins is None:
            return False
        try:
            return begins(self._call(said, await self._read_scene(said)), parse.clean_line(said.line).strip())
        except Refused:
            return False
        except Exception:
            _log_unknown(said)
            return False

    def command_of(self, said: Said) -> str:
        """The name of the command that is called; empty for none."""
        command = self.called(said.line or said.name)
        return command.name if command else ""

    def waits_for_words(self, said: Said) -> str:
        """The name of the command that is called without what it needs; empty for none."""
        typed = self._split(said.line)
        command = self.registry.get(typed.name)
        return command.name if command and parse.missing_arg(command.args, parse.bind_args(command, typed.rest)) else ""

    def readers_of(self, said: Said) -> Readers:
        """The readers of the answer to a call, as far as its words say."""
        typed = self._split(said.line or said.name)
        command = self.registry.get(typed.name)
        if command is None:
            return Readers.ASKER
        return command.readers_of(said.options if said.name else parse.bind_args(command, typed.rest))

    def called(self, line: str) -> Command | None:
        """The command that a line calls, also behind the key of a kept line."""
        return self.registry.get(self._split(line).name)

    def _split(self, line: str) -> parse.Typed:
        """Take a line apart, also behind the key of a kept line."""
        return parse.split_line(parse.unfold_line(self.registry, short_line(line)))

    def asks_for_form(self, said: Said) -> bool:
        """Whether a command that has a form is called without arguments, or only says what it is about."""
        command = self.registry.get(self.command_of(said))
        if command is None or command.form is None or said.options:
            return False
        words = self._split(said.line).rest.split()
        return not words or (len(words) == 1 and words[0].startswith(ABOUT))

    async def form(self, said: Said) -> Form | None:
        """The form of the called command, filled in as far as is known.

        None if the command has no form, refuses the call or fails. None too if the tapper is first asked to join.
        """
        command = self.registry.get(self.command_of(said))
        if command is None or command.form is None or said.others:
            return None
        try:
            call = self._call(said, await self._read_scene(said))
            if question_before(said, command, member=call.scene.member) == JOIN:
                return None
            return await command.form(_in_own_language(call))
        except Refused:
            return None
        except Exception:
            log.exception("form.failed", inbound=said.inbound, account=said.account.key)
            return None

    async def suggest(self, said: Said, command: str, arg: str, typed: str) -> list[Suggestion]:
        """Suggest values of an argument for autocomplete: at most 25, best first. None where the call is refused."""
        found = self.registry.get(command)
        suggest = found.args[arg].suggest if found and arg in found.args else None
        if suggest is None:
            return []
        call = _in_own_language(self._call(said, await self._read_scene(said)))
        try:
            return (await suggest(call, parse.clean_line(typed)))[: limits.SUGGESTIONS]
        except Refused:
            return []

    def _set_apart(self, said: Said) -> tuple[Said, tuple[str, ...]]:
        """Set the first command of a typed message apart from the others."""
        if said.plain or said.tapped or "\n" not in said.line:
            return said, ()
        first, *others = split_commands(self.registry, said.line) or (said.line,)
        return replace(said, line=first), tuple(others)

    async def _carry(self, said: Said, reply: Reply) -> Reply:
        """Keep the lines that fit no button. If the store is busy, the buttons carry their short lines."""
        try:
            return await keep_long_lines(self._keeper, said, reply)
        except (StoreBusy, StoreUnsure):
            log.warning("lines.not_kept", inbound=said.inbound, account=said.account.key)
            return reply

    def _call(self, said: Said, scene: Scene, store: CallStore | None = None) -> Call:
        store, make_key = store or self._store, self._keeper.make_key
        return Call(said, scene, self._clock.now(), store, self.registry, self._library, make_key=make_key)

    async def _run_or_refuse(self, call: Call, watch: CallWatch) -> tuple[str, Reply]:
        try:
            if limits.units(call.said.line) > limits.TYPED:
                raise TooLong
            check_owner(call.said, short_line(call.said.line), self.registry.names())
            said = await restore_line(self._keeper, call.said)
            if offers := self._understand(replace(call, said=said)):
                return "answered", answer_offers(_in_own_language(call), offers)
            line = said.line if said.plain else parse.unfold_line(self.registry, said.line)
            if line != call.said.line:
                call = replace(call, said=replace(said, line=line))
            return "answered", await self._run(call, watch)
        except Refused as refused:
            return "refused", answer_refusal(own_language(call.said) or call.scene.language, refused)

    async def _run(self, call: Call, watch: CallWatch) -> Reply:
        """Run a call. Its readers are known when the caller is let in, so that no refusal is announced to all."""
        command, given = self._read(call)
        readers = Readers.SECRET if call.unseen else command.readers_of(given)
        if readers is Readers.SECRET or call.private:
            call = _in_own_language(call)
        if command.access is Access.STEWARD:
            call = await _as_steward(call)
        watch.readers = readers
        lacking = parse.missing_arg(command.args, given)
        if lacking:
            return await _ask_for(call, command, lacking)
        reply = await self._run_or_ask(call, command, given)
        if readers is Readers.GROUP:
            return reply
        return replace(reply, personal=True, private=reply.private or readers is Readers.SECRET)

    async def _run_or_ask(self, call: Call, command: Command, given: Mapping[str, str]) -> Reply:
        """Run a command. If it would change something that the tapper is to be asked about first, ask.

        Who is to be asked to join is asked before a form, not when it is sent in.
        """
        key = question_before(call.said, command, member=call.scene.member) or question_of_edit(call)
        if key == JOIN and self.asks_for_form(call.said):
            return ask_first(call, key)
        try:
            return await command.run(replace(call, asks=key) if key else call, **given)
        except Unconfirmed:
            return ask_first(call, key)

    def _understand(self, call: Call) -> Offers:
        """Offer lines for free words that no command takes, or only one that gives way to them.

        If the likeliest line calls the command that was typed, nothing is offered, and the command runs.
        """
        said = call.said
        typed = parse.split_line(said.line)
        if not typed.rest or said.tapped or said.plain or said.line.startswith("/"):
            return ()
        if not self.registry.yields(typed.name):
            return ()
        offers = self.registry.understand(_in_own_language(call), parse.clean_line(said.line))
        likeliest = self.registry.get(parse.split_line(offers[0][1]).name) if offers else None
        return () if likeliest is not None and likeliest is self.registry.get(typed.name) else offers

    def _read(self, call: Call) -> tuple[Command, dict[str, str]]:
        said = call.said
        awaiting = self.registry.get(call.scene.asked) if said.plain else None
        if awaiting is not None:
            return awaiting, {}
        typed = parse.split_line(said.line or said.name)
        command = self.registry.get(typed.name)
        if command is None:
            raise UnknownCommand(name=say_back(typed.name, NAME), offers=offer_instead(_in_own_language(call), typed))
        if said.name:
            return command, parse.bind_options(command, said.options)
        return command, parse.bind_args(command, typed.rest)


def _log_unknown(said: Said) -> None:
    """Log that it is not known to which question plain words belong."""
    log.exception("question.unknown", inbound=said.inbound, account=said.account.key)


def _in_own_language(call: Call) -> Call:
    """Give a call the caller's own language, because its answer is for the caller alone."""
    return replace(call, scene=replace(call.scene, language=own_language(call.said) or call.scene.language))


async def _as_steward(call: Call) -> Call:
    """Let a call act for the group: in a group of one as its learner, else by the right of an administrator.

    A private chat has no administrators, as it may stand for any group.
    """
    if call.scene.steward:
        return call
    if call.private:
        raise NoGroupOfYourOwn
    await require_admin(call.said.rights)
    return replace(call, scene=replace(call.scene, steward=True), by_right=True)


async def _ask_for(call: Call, command: Command, name: str) -> Reply:
    """Ask for a missing argument, with its suggestions or choices as buttons if it has any."""
    arg = command.args[name]
    found = await arg.suggest(call, "") if arg.suggest else [Suggestion(word, word) for word in arg.choices]
    buttons = make_taps((one.label, f"{command.name} {one.value}") for one in found[:OFFERS])
    key = "chat.which" if buttons else "chat.missing"
    return Reply(
        call.say(key, command=command.name, what=arg.help),
        buttons=lay_out((buttons, width_of(buttons, 2))),
        private=True,
        question=True,
    )
