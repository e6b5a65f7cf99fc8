"""The answer to one interaction, from the first word to the last.

Discord decides much of it with the first answer: whether it is private, and whether it is a message of its own or the
tapped one, changed. So what may still come is decided here by what was said before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import discord

from bot.adapters.discord.delivering import EDIT, FIRST_ANSWER, LATER_ANSWER, Ask, Delivered, Delivering, Manner
from bot.adapters.discord.door import DEFER, DEFER_UPDATE, Door
from bot.adapters.discord.fates import Fate
from bot.adapters.discord.patience import FIRST, TOKEN
from bot.chat.call import say
from bot.chat.ownership import takes_place
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.watching import CallState
from bot.texts import SOURCE

_KNOWN = {
    CallState.OPEN: "discord.not_done",
    CallState.WRITING: "discord.unsure",
    CallState.KEPT: "discord.done",
}
ARRIVED = frozenset({Fate.DONE, Fate.GONE})


@dataclass(frozen=True, slots=True)
class Scope:
    """The limits of an answer.

    - `alone`: only the caller may see it.
    - `tap`: it answers a tap.
    - `own`: the tapped message is an answer to the tapper, so it may be changed.
    - `shared`: the tapped message is for all, so only a reply that is for all too may change it.
    - `seen`: others see that message too, so no private answer may change it.
    - `replaces`: the tapped button says that its answer takes the place of the message.
    """

    alone: bool = False
    tap: bool = False
    own: bool = False
    shared: bool = False
    seen: bool = True
    replaces: bool = False

    def changes(self, reply: Reply) -> bool:
        """Whether a reply changes the tapped message, instead of being a message of its own."""
        private = reply.readers is not Readers.GROUP
        return takes_place(
            reply, own=self.own, shared=self.shared, replaces=self.replaces, seen=self.seen, private=private
        )

    @property
    def may_replace(self) -> bool:
        """Whether the answer may take the place of the tapped message by what its button says."""
        return (self.own or self.shared) and self.replaces

    def shows(self, readers: Readers) -> bool:
        """Whether an answer for these readers is a message that all can see."""
        return readers is Readers.GROUP and not self.alone


class OpenAnswer:
    """Answers one interaction. `began` is when it arrived, by the clock of `delivering`.

    `unheard`: Discord certainly heard no first answer in time, so it takes no other.
    """

    def __init__(self, door: Door, delivering: Delivering, scope: Scope, began: float) -> None:
        self._door = door
        self._delivering = delivering
        self._scope = scope
        self._began = began
        self._deferred = 0
        self._public = False
        self._begun = False
        self._over = False
        self.changeable = True
        """Whether the last that was said is the first answer, and not a message after it."""
        self.unheard = False

    def age(self) -> float:
        """Seconds since the interaction arrived."""
        return self._delivering.now() - self._began

    def changes(self, reply: Reply) -> bool:
        """Whether a reply may change the tapped message. After "thinking…" it takes that place instead."""
        return self._scope.changes(reply) and self._deferred != DEFER

    async def say(self, reply: Reply) -> int:
        """Give the reply. Returns the id of its message; 0 if that is not known.

        A reply that Discord refuses gives way to its words without files, or to a sentence about it.
        """
        if self._over:
            return 0
        given = await (self._say_later(reply) if self._begun else self._say_first(reply))
        return (await self._say_instead(reply, given)).message_id

    async def defer(self, readers: Readers | None) -> None:
        """Say that an answer will come, for these readers; None: it is not known yet for whom.

        1. A button whose answer takes the place of its message gets an acknowledgement that nobody sees.
        2. Everybody sees that the bot thinks only for a command whose answer is for the group.
        """
        self._deferred = DEFER_UPDATE if self._scope.may_replace else DEFER
        self._public = readers is not None and self._scope.shows(readers) and not self._scope.tap
        private = self._deferred == DEFER and not self._public
        given = await self._first(lambda: self._door.defer(self._deferred, private=private))
        over = given.fate is Fate.OVER or (given.fate is Fate.TAKEN and not self._repeats(readers))
        self._over = self._over or over

    async def pass_over(self) -> None:
        """Let a tapped button stop spinning. Nobody sees it."""
        await self._first(lambda: self._door.defer(DEFER_UPDATE, private=False))

    async def change(self, reply: Reply) -> bool:
        """Put a later reply in the place of the answer that was given. Returns whether it is there."""
        return (await self._change(reply)).fate is Fate.DONE

    async def say_known(self, state: CallState) -> None:
        """Say that the answer takes long, and what is known by now, in the place of "thinking…"."""
        known = _sentence(_KNOWN[state])
        if self._over:
            return
        await (self._follow_up(known) if self._deferred == DEFER_UPDATE else self._fill_in(known))

    async def open(self, modal: discord.ui.Modal) -> None:
        """Open a window, which must be the first answer."""
        await self._first(lambda: self._door.open(modal))

    async def resume(self, reply: Reply, expected: Readers) -> int:
        """Give the reply after a restart, when it is not known what was said before. `expected` are its readers.

        Returns the id of its message; 0 if that is not known.

        1. An edit fills "thinking…", or says once more what was said already.
        2. A private reply never goes where all may have seen the bot think: that is deleted first. If it is gone, the
           reply went out before.
        3. A private reply never goes into a tapped message that others see. A private answer that is there is filled.
        4. If nothing was said, the first answer may still be in time.
        """
        scope = self._scope
        self._begun = True
        if scope.tap and scope.may_replace and not scope.changes(reply):
            given = await self._later(self._door.find_private_answer)
            if given.fate is not Fate.OVER:
                given = await (self._change(reply) if given.message_id else self._follow_up(reply))
        elif not scope.tap and scope.shows(expected) and not scope.shows(reply.readers):
            given = await self._later(self._door.delete)
            given = await self._follow_up(reply) if given.fate is Fate.DONE else given
        else:
            given = await self._change(reply)
        if given.fate is Fate.OVER:
            self._began = self._delivering.now()
            given = await self._say_first(reply)
        return (await self._say_instead(reply, given)).message_id

    async def _say_instead(self, reply: Reply, given: Delivered) -> Delivered:
        """Say something lesser while Discord refuses what was said before, in its place or as a follow-up like it."""
        for words in _lesser(reply):
            if given.fate is not Fate.REFUSED:
                break
            given = await (self._change(words) if self.changeable else self._follow_up(words))
        return given

    async def _say_first(self, reply: Reply) -> Delivered:
        if self._scope.changes(reply):
            given = await self._first(lambda: self._door.update(reply))
        else:
            self._public = self._scope.shows(reply.readers)
            given = await self._first(lambda: self._door.send(reply, private=not self._public))
        if self._over:
            return given
        if given.fate is Fate.TAKEN and not self._repeats(reply.readers):
            self._over = True
            return given
        if given.fate in {Fate.LOST, Fate.TAKEN}:  # it may have arrived: then this changes nothing
            return await self._change(reply)
        if given.fate in {Fate.REFUSED, Fate.GONE}:
            return await self._send_instead(reply, given)
        return given

    async def _send_instead(self, reply: Reply, given: Delivered) -> Delivered:
        """Send the first answer once more, as a message: whole if the tapped one is gone, else what says less."""
        for words in (reply, *_lesser(reply)) if given.fate is Fate.GONE else _lesser(reply):
            given = await self._first(partial(self._send_words, words))
            if given.fate is not Fate.REFUSED:
                break
        return given

    async def _send_words(self, words: Reply) -> int:
        return await self._door.send(words, private=not (self._public and words.readers is Readers.GROUP))

    async def _say_later(self, reply: Reply) -> Delivered:
        if self._deferred == DEFER_UPDATE:
            return await (self._change(reply) if self._scope.changes(reply) else self._follow_up(reply))
        if self._public and not self._scope.shows(reply.readers):
            return await self._say_privately_after_all(reply)
        return await self._fill_in(reply)

    async def _fill_in(self, reply: Reply) -> Delivered:
        """Put a reply in the place of "thinking…". If no edit arrived, a follow-up takes that place."""
        given = await self._change(reply)
        certainly_not = given.fate is Fate.GONE or (given.fate is Fate.LOST and not given.unsure)
        return await self._follow_up(reply) if certainly_not else given

    async def _say_privately_after_all(self, reply: Reply) -> Delivered:
        """Answer a command in private, though all saw that it was called.

        What all see is deleted first, or the follow-up would take its place. If it cannot be deleted, it says that
        the answer is private.
        """
        gone = await self._later(self._door.delete)
        if gone.fate not in ARRIVED:
            await self._change(_sentence("discord.privately"))
        return await self._follow_up(reply)

    def _repeats(self, readers: Readers | None) -> bool:
        """Whether a first answer of somebody else's may be changed into ours: nothing private gets into it."""
        return not self._scope.tap and readers is Readers.GROUP

    async def _change(self, reply: Reply) -> Delivered:
        return await self._later(lambda: self._door.edit(reply), EDIT)

    async def _follow_up(self, reply: Reply) -> Delivered:
        self.changeable = False
        return await self._later(lambda: self._door.follow_up(reply))

    async def _first(self, ask: Ask) -> Delivered:
        self._begun = True
        until = self._began + FIRST
        given = await self._delivering.deliver(self._door.interaction_id, ask, FIRST_ANSWER, until)
        self.unheard = given.fate is Fate.LOST and not given.unsure
        self._over = self._over or self.unheard
        self.changeable = self.changeable and not self.unheard
        return given

    async def _later(self, ask: Ask, manner: Manner = LATER_ANSWER) -> Delivered:
        return await self._delivering.deliver(self._door.interaction_id, ask, manner, self._began + TOKEN)


def _lesser(reply: Reply) -> tuple[Reply, ...]:
    """List what to say if Discord refuses a reply: its words without files, and at last a sentence."""
    words = reply.in_words()
    return (*([words] if words else []), _sentence("discord.unshown"))


def _sentence(key: str) -> Reply:
    return Reply(say(SOURCE, key), tone=Tone.PROBLEM, private=True)
