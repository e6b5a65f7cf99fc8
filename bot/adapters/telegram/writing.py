"""Messages that people write: run their commands, find what plain words and edits mean, and prepare their answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.adapters.telegram.answers import TelegramAnswers
from bot.adapters.telegram.editing import Answers, add_deed, digest, name_earlier
from bot.adapters.telegram.events import Chatter, Edit, Line, Nameless, Wordless
from bot.adapters.telegram.extras import ask_to_confirm
from bot.adapters.telegram.intake import Answer, silence
from bot.adapters.telegram.sittings import Sittings
from bot.adapters.telegram.tapping import MakeSaid, MoreSaid
from bot.adapters.telegram.undoing import OldAnswers
from bot.adapters.telegram.waiting import WaitingCommands
from bot.chat.call import Said, say
from bot.chat.markup import join_texts
from bot.chat.offering import offer_useful
from bot.chat.ownership import own_buttons
from bot.chat.port import Answered, Core
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.clock import Clock
from bot.identity import Place
from bot.texts import SOURCE

UNDO, DONE = "undo", "done"


class Writing:
    """Does the work of messages."""

    def __init__(
        self,
        core: Core,
        answers: TelegramAnswers,
        known: Answers,
        old: OldAnswers,
        say: MakeSaid,
        *,
        sittings: Sittings,
        clock: Clock,
    ) -> None:
        self._core = core
        self._sittings = sittings
        self._answers = answers
        self._known = known
        self._old = old
        self._say = say
        self._clock = clock
        self._waiting = WaitingCommands(clock)

    async def answer(self, event: Line | Chatter | Edit | Nameless | Wordless, inbound: str) -> Answer:
        """Do what a message asks for. Returns the answer that is to be sent."""
        match event:
            case Line():
                return await self._on_line(event, inbound)
            case Chatter():
                return await self._on_chatter(event, inbound)
            case Edit():
                return await self._on_edit(event, inbound)
            case Nameless():
                return self._on_nameless(event)
            case Wordless():
                return self._explain(event.place, "telegram.words_only")

    async def _on_line(
        self, heard: Line, inbound: str, before: Answered | None = None, age: timedelta | None = None
    ) -> Answer:
        """Answer a line. `before`: how its message was answered before it was edited, `age`: how old it was then.

        An act that was taken back since is not named again, nor the one that an edit takes back itself.
        """
        written = None if age is None else self._clock.now() - age
        more: MoreSaid = {"people": heard.people, "written": written, "file": heard.file}
        said = self._say(heard.account, heard.place, inbound, heard.line, **more)
        self._waiting.note(heard.account, heard.place, self._core.dispatcher.beforehand.waits_for_words(said))
        reply = await self._core.dispatcher.answer(said)
        edited = before is not None
        before = before or await self._take_over(heard, reply)
        before = await self._known.renew(before) if before else None
        undoes = self._core.dispatcher.beforehand.command_of(said) == UNDO
        earlier = () if before is None or undoes else before.deeds
        deeds = add_deed(before, reply) if not undoes else ()
        answered = replace(before or Answered(""), digest=digest(heard.line), deeds=deeds)
        self._known.note(heard.place, heard.message_id, answered)
        keeps = self._core.dispatcher.beforehand.command_of(said) == DONE
        reply = _with_picture(reply) if heard.under and not keeps else reply
        reply = own_buttons(name_earlier(reply, earlier, edited=edited), said) if earlier else reply
        return partial(self._deliver_and_correct, said, heard, reply)

    async def _take_over(self, heard: Line, reply: Reply) -> Answered | None:
        """Let the answer that the caller got a moment ago become this one. Returns what it was; None: it stays.

        An edit of the earlier message is answered anew then.
        """
        typed = None if heard.place.private or self._is_for_stewards(heard) else self._sittings.find(heard, reply)
        return None if typed is None else await self._known.hand_on(heard.account, heard.place, typed)

    def _is_for_stewards(self, heard: Line) -> bool:
        command = self._core.dispatcher.beforehand.called(heard.line)
        return command is not None and command.for_stewards

    async def _deliver_and_correct(self, said: Said, heard: Line, reply: Reply) -> None:
        await self._deliver(heard, reply)
        await self._old.correct(said, reply)

    async def _deliver(self, heard: Line, reply: Reply) -> None:
        """Bring a reply to its reader, over the answer that the message had before, when that has arrived."""
        async with self._known.alone(heard.place, heard.message_id):
            before = await self._known.find(heard.place, heard.message_id)
            posted = await self._answers.to_line(heard, reply, over=self._replaceable(heard, before))
            if posted:
                answered = await self._known.note_posted(heard, posted)
                self._note_sitting(heard, reply, answered)

    def _note_sitting(self, heard: Line, reply: Reply, answered: Answered) -> None:
        if not (heard.place.private or heard.answers or self._is_for_stewards(heard)):
            self._sittings.note(heard, reply, answered)

    def _replaceable(self, heard: Line, before: Answered | None) -> tuple[int, int] | None:
        """Return the earlier answer, unless an invitation to the private chat would hide what it says was done."""
        if before is None or not before.message_id:
            return None
        command = self._core.dispatcher.beforehand.called(heard.line)
        hidden = command is not None and command.private and not heard.place.private
        if hidden and before.deeds and before.chat_id == heard.place.chat_id:
            return None
        return before.chat_id, before.message_id

    async def _on_edit(self, edit: Edit, inbound: str) -> Answer:
        """Answer an edited message.

        1. A message without a command now leaves all as it is: its answer says what was done.
        2. Words without a slash count only if the message was answered as a command.
        3. A message that was never answered is answered once, if it is not old.
        4. Plain words that answered a question change that answer.
        5. A message that says the same as before is not answered again.
        6. Otherwise the new line runs, and its answer replaces the old one.
        """
        before, event = await self._known.find(edit.place, edit.message_id), edit.event
        if event is None or (before is None and (edit.late or isinstance(event, Chatter))):
            return silence
        if isinstance(event, Nameless):
            return silence if before else self._on_nameless(event)
        if isinstance(event, Chatter) and before and before.amends:
            return await self._amend(event, inbound, before)
        if isinstance(event, Chatter):
            event = Line(event.account, event.place, event.line, event.message_id, file=event.file)
        if not event.line or (before and before.digest == digest(event.line)):
            return silence
        return await self._on_line(event, inbound, before, edit.age)

    async def _on_chatter(self, heard: Chatter, inbound: str) -> Answer:
        """Answer plain words.

        1. If they surely are a code in private, they are the command that takes it.
        2. Otherwise, if a question waits for them, they are its answer.
        3. Otherwise, if they begin with a command's name, they are that command.
        4. Otherwise they belong to the command that was called last without what it needs. Once it has words, more
           belong to it only if they begin as its answer does.
        5. Otherwise a private chat is offered what the words may mean. If they mean nothing, it gets a hint.
        6. A group gets nothing.
        """
        said = self._say(heard.account, heard.place, inbound, heard.text, plain=True)
        as_typed = Line(heard.account, heard.place, heard.text, heard.message_id)
        meant, sure = self._core.dispatcher.beforehand.recognise(said) or ("", False)
        if sure:
            return await self._on_line(as_typed, inbound)
        asked = await self._core.dispatcher.beforehand.awaits(said)
        if asked:
            return self._note_answer(heard, f"/{asked}", await self._core.dispatcher.answer(said))
        if heard.line:
            line = Line(heard.account, heard.place, heard.line, heard.message_id, file=heard.file)
            return await self._on_line(line, inbound)
        if waiting := await self._command_waiting_for(heard, said):
            line = Line(heard.account, heard.place, f"/{waiting} {heard.text}", heard.message_id)
            answer = await self._on_line(line, inbound)
            self._waiting.keep(heard.account, heard.place, waiting)
            return answer
        private = heard.place.private
        if private and (meant or await self._core.dispatcher.beforehand.offers_for(said)):
            return await self._on_line(as_typed, inbound)
        return self._hint(heard) if private else silence

    async def _command_waiting_for(self, heard: Chatter, said: Said) -> str:
        """The command that waits for these words; empty for none."""
        waiting = self._waiting.find(heard.account, heard.place)
        more = bool(waiting) and self._waiting.has_words(heard.account, heard.place)
        return waiting if not more or await self._core.dispatcher.beforehand.continues(said, waiting) else ""

    async def _amend(self, heard: Chatter, inbound: str, before: Answered) -> Answer:
        """Let edited words be the answer to the same question."""
        if before.digest == digest(heard.text):
            return silence
        said = self._say(heard.account, heard.place, inbound, f"/{before.amends} {heard.text}")
        return self._note_answer(heard, said.line, await self._core.dispatcher.answer(said), before)

    def _note_answer(self, heard: Chatter, line: str, reply: Reply, before: Answered | None = None) -> Answer:
        """Note that words answered a question, and prepare the reply to them."""
        amends = before.amends if before else reply.amends
        answered = replace(before or Answered(""), digest=digest(heard.text), amends=amends)
        self._known.note(heard.place, heard.message_id, answered)
        return partial(self._deliver, Line(heard.account, heard.place, line, heard.message_id, answers=True), reply)

    def _on_nameless(self, heard: Nameless) -> Answer:
        """Ask an anonymous administrator for a tap, which carries their account. A channel has none."""
        self._known.note(heard.place, heard.message_id, Answered(""))
        if not heard.line:
            return self._explain(heard.place, "refused.nobody_to_credit", to=heard.message_id)
        return partial(self._answers.say, heard.place, ask_to_confirm(), to=heard.message_id, quiet=True)

    def _hint(self, heard: Chatter) -> Answer:
        """Say how to talk with us, with the useful commands as buttons."""
        useful = make_taps(offer_useful(self._core.dispatcher.registry, SOURCE))
        hint = Reply(say(SOURCE, "telegram.hint"), buttons=lay_out((useful, 3)), tone=Tone.PROBLEM)
        return partial(self._deliver, Line(heard.account, heard.place, heard.text, heard.message_id), hint)

    def _explain(self, place: Place, key: str, to: int | None = None) -> Answer:
        return partial(self._answers.say, place, Reply(say(SOURCE, key), tone=Tone.PROBLEM), to=to, quiet=True)


def _with_picture(reply: Reply) -> Reply:
    """Say that the picture over a caption is not kept, if the caption did something."""
    if not reply.undo:
        return reply
    return replace(reply, text=join_texts([reply.text, say(SOURCE, "telegram.picture_stays")]))
