"""From a line or tap to its reply: one path for all platforms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import structlog

from bot import metrics
from bot.chat import limits, parse
from bot.chat.beforehand import Beforehand
from bot.chat.call import Call, CallStore, Said, Scene, Unconfirmed, own_language
from bot.chat.calling import CallMaker
from bot.chat.command import Command, Suggestion
from bot.chat.failures import answer_failure
from bot.chat.keeping import LineKeeper, keep_long_lines, restore_line, short_line
from bot.chat.late_edits import question_of_edit
from bot.chat.offering import answer_offers, offer_instead
from bot.chat.own_groups import (
    WORD,
    ChooseGroup,
    GroupChoice,
    NotYourGroup,
    ask_first_which,
    find_group_choice,
    find_own_groups,
    name_group,
    say_chosen,
)
from bot.chat.ownership import JOIN, ask_first, check_owner, is_for_all, own_buttons, question_before
from bot.chat.readers import Readers
from bot.chat.refusals import answer_refusal
from bot.chat.registry import Registry
from bot.chat.reply import Reply
from bot.chat.several import offer_others, split_commands
from bot.chat.taps import lay_out, make_taps, width_of
from bot.chat.understanding import check_sentence, offer_meant, offer_otherwise, recognise_line
from bot.chat.warrants import NoWarrant, find_warrant
from bot.chat.watching import CallWatch, WatchedStore
from bot.chat.words.saying_back import NAME, say_back, say_line_back
from bot.clock import Clock, monotonic
from bot.errors import NoGroupOfYourOwn, Refused, StoreBusy, StoreUnsure
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
    """Answers the calls that adapters hand in. What is known before an answer, `beforehand` tells.

    `read_scene` reads the scene of a call, `keeper` keeps lines that fit no button.
    `add_news` adds news to an answer, where the scene tells of some. `choose_group` keeps the group that a caller
    means in private.
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
        add_news: Callable[[Call, Reply], Awaitable[Reply]] | None = None,
        choose_group: ChooseGroup | None = None,
    ) -> None:
        self.registry = registry
        self._store = store
        self._keeper = keeper
        self._calls = CallMaker(registry, store, clock, library, read_scene, make_key=keeper.make_key)
        self.beforehand = Beforehand(self._calls)
        self._add_news = add_news
        self._choose_group = choose_group

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
        language, store = SOURCE, WatchedStore(self._store.on(said.place.platform), watch)
        try:
            scene = await self._calls.read_scene(said)
            language = own_language(said) or scene.language
            said, others = self._set_apart(said)
            outcome, reply = await self._run_or_refuse(self._calls.make(said, scene, store), watch)
            news = scene.news or scene.unreached
            if news and self._add_news and not is_for_all(reply):
                asked = self._calls.make(said, scene)
                alone = reply.private or asked.private
                reply = await self._add_news(asked.in_own_language() if alone else asked, reply)
            posted = reply.posted and not (news or others)
            reply = replace(reply, home=None if scene.hidden or reply.home is None else scene.answers, posted=posted)
            return outcome, await self._carry(said, own_buttons(offer_others(reply, others, language), said))
        except Exception as error:
            return answer_failure(said, language, error, changed=store.changed)

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

    async def _run_or_refuse(self, call: Call, watch: CallWatch) -> tuple[str, Reply]:
        try:
            if limits.units(call.said.line) > limits.TYPED:
                raise TooLong
            check_owner(call.said, short_line(call.said.line), self.registry.names())
            said = await restore_line(self._keeper, call.said)
            if choice := find_group_choice(call, said):
                return await self._run_in_group(call, choice, watch)
            return await self._run_said(replace(call, said=said), watch)
        except Refused as refused:
            return "refused", self._refuse(call, refused)

    async def _run_said(self, call: Call, watch: CallWatch) -> tuple[str, Reply]:
        """Run what was said, or offer what it may mean."""
        said = call.said
        if found := recognise_line(self.registry, said):
            line, sure = found
            if not sure:
                return "answered", answer_offers(call.in_own_language(), ((f"/{line}", line),))
            return await self._run(replace(call, said=replace(said, line=f"/{line}")), watch)
        if offers := offer_meant(self.registry, call):
            return "answered", answer_offers(call.in_own_language(), offers)
        check_sentence(self.registry, call)
        line = said.line if said.plain else parse.unfold_line(self.registry, said.line)
        if line != said.line:
            call = replace(call, said=replace(said, line=line))
        return await self._run(call, watch)

    async def _run_in_group(self, call: Call, choice: GroupChoice, watch: CallWatch) -> tuple[str, Reply]:
        """Keep the group that the caller chose, and run in it what was asked before, if that is to be done."""
        watch.readers = Readers.SECRET
        if self._choose_group is None or not await self._choose_group(call.said, choice.group_id):
            raise NotYourGroup(offers=((call.in_own_language().label("mygroup.change"), WORD),))
        said = choice.asked or call.said
        call = replace(call, said=said, scene=await self._calls.read_scene(said))
        if choice.asked is None:
            return "answered", say_chosen(call)
        if not choice.only_shows:
            return await self._run_said(call, watch)
        try:
            return await self._run_said(replace(call, asks="mygroup.chosen"), watch)
        except Unconfirmed:
            return "answered", say_chosen(call)

    async def _run(self, call: Call, watch: CallWatch) -> tuple[str, Reply]:
        """Run a call. In private, a learner of several groups is asked once which one they mean; then it is named."""
        command, given = self._read(call)
        own = find_own_groups(call, command, given)
        if own and not (own.chosen or call.said.plain):
            watch.readers = Readers.SECRET
            return "answered", ask_first_which(call)
        try:
            outcome, reply = "answered", await self._run_command(call, command, given, watch)
        except Refused as refused:
            outcome, reply = "refused", self._refuse(call, refused)
        return outcome, name_group(call, own, reply) if own and own.chosen else reply

    def _refuse(self, call: Call, refused: Refused) -> Reply:
        refused = offer_otherwise(self.registry, call, refused)
        return answer_refusal(own_language(call.said) or call.scene.language, refused)

    async def _run_command(self, call: Call, command: Command, given: Mapping[str, str], watch: CallWatch) -> Reply:
        """Run a command. Its readers are known when the caller is let in, so that no refusal is announced to all."""
        readers = Readers.SECRET if call.unseen else command.readers_of(given)
        if readers is Readers.SECRET or call.private:
            call = call.in_own_language()
        if command.for_stewards:
            call = await _as_steward(call, command, given)
        watch.readers = readers
        lacking = parse.missing_arg(command.args, given)
        if lacking:
            return await _ask_for(call, command, lacking)
        reply = await self._run_or_ask(call, command, given)
        if readers is Readers.GROUP or is_for_all(reply):
            return reply
        return replace(reply, personal=True, private=reply.private or readers is Readers.SECRET)

    async def _run_or_ask(self, call: Call, command: Command, given: Mapping[str, str]) -> Reply:
        """Run a command. If it would change something that the tapper is to be asked about first, ask.

        Who is to be asked to join is asked before a form, not when it is sent in.
        """
        joins = not (call.scene.member or command.parts(given))
        key = question_before(call.said, command, joins=joins) or question_of_edit(call)
        if key == JOIN and self.beforehand.asks_for_form(call.said):
            return ask_first(call, command, key)
        try:
            return await command.run(replace(call, asks=key) if key else call, **given)
        except Unconfirmed:
            if not key:
                raise
            return ask_first(call, command, key)

    def _read(self, call: Call) -> tuple[Command, dict[str, str]]:
        said = call.said
        awaiting = self.registry.get(call.scene.asked) if said.plain else None
        if awaiting is not None:
            return awaiting, {}
        typed = parse.split_line(said.line or said.name)
        command = self.registry.get(typed.name)
        if command is None:
            raise UnknownCommand(name=say_back(typed.name, NAME), offers=offer_instead(call.in_own_language(), typed))
        if said.name:
            return command, parse.bind_options(command, said.options)
        return command, parse.bind_args(command, typed.rest)


async def _as_steward(call: Call, command: Command, given: Mapping[str, str]) -> Call:
    """Let a call act for the group: in a group of one as its learner, else by a warrant.

    A private chat has no administrators, as it may stand for any group. What only shows a group, it may show. A command
    that finds its group itself gets its warrant there. What only leads to another command needs none.
    """
    if command.leads_elsewhere(given):
        return call
    if call.private and command.anywhere:
        return replace(call, warrant=NoWarrant())
    if call.scene.steward or (call.private and command.shows_afar(given)):
        return call
    if call.private:
        raise NoGroupOfYourOwn(line=say_line_back(" ".join([f"/{command.name}", *given.values()])))
    check_deputy = call.scene.check_deputy if command.for_deputies else None
    warrant = await find_warrant(call.said.rights, check_deputy)
    return replace(call, scene=replace(call.scene, steward=True), warrant=warrant)


async def _ask_for(call: Call, command: Command, name: str) -> Reply:
    """Ask for a missing argument, with its suggestions or choices as buttons if it has any.

    For a command that is only tapped, name its button instead.
    """
    if command.tapped:
        return Reply(call.say("chat.tapped"), private=True)
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
