"""Messages of ours beside the answers to interactions: one in the place of an answer, and earlier ones that change."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.adapters.discord.channels import Channels
from bot.adapters.discord.delivering import Delivering
from bot.adapters.discord.open_answer import Scope
from bot.chat.call import Said, say
from bot.chat.markup import Mention
from bot.chat.ownership import name_reader
from bot.chat.port import ReportedAct, SendError
from bot.chat.readers import Readers
from bot.chat.reply import Reply
from bot.identity import Place, Platform
from bot.texts import SOURCE

log = structlog.get_logger()


class OwnMessages:
    """Writes and changes messages of ours, with as many tries as a minute allows."""

    def __init__(self, channels: Channels, delivering: Delivering) -> None:
        self._channels = channels
        self._delivering = delivering

    async def say(self, said: Said, scope: Scope, reply: Reply, tapped: int) -> int:
        """Answer a call, since Discord takes no answer to its interaction. Returns the id of the message; 0: none.

        1. A tapped message that others see changes all the same.
        2. An answer for the group names its reader, since no call stands above it.
        3. Any other goes into the private conversation. If that is closed, the caller is asked in the channel to call
           again: nobody learns what the call was. A hidden caller is not named.
        """
        public = scope.shows(reply.readers) and not said.place.private
        try:
            if public and tapped:
                await self._delivering.insist(lambda: self._channels.edit(said.place, str(tapped), reply))
                return tapped
            user = said.account.user_id
            place = said.place if public else Place(Platform.DISCORD, user, user, private=True, person=True)
            shown = name_reader(reply, said.account) if public else reply
            return int(await self._delivering.insist(lambda: self._channels.send(place, shown, said.inbound)))
        except SendError as error:
            log.warning("answer.not_said", inbound=said.inbound, reason=error.reason)
            if error.permanent and not (public or said.place.private or reply.home is None):
                await self._ask_again(said)
            return 0

    async def _ask_again(self, said: Said) -> None:
        again = Reply(say(SOURCE, "discord.again", who=Mention(said.account, ping=True)))
        try:
            await self._delivering.insist(lambda: self._channels.send(said.place, again, said.inbound))
        except SendError as error:
            log.info("answer.not_pointed_to", inbound=said.inbound, reason=error.reason)

    async def correct(self, place: Place, earlier: ReportedAct, reply: Reply) -> None:
        """Let the message that reported an act say that it was taken back. If it cannot be changed, it stays.

        All see that message, so it says no more than that if nobody else may read the reply.
        """
        if reply.readers is Readers.SECRET:
            reply = Reply(say(SOURCE, "discord.undone"))
        there, message_id = replace(place, chat_id=earlier.chat_id), str(earlier.message_id)
        try:
            await self._delivering.insist(lambda: self._channels.edit(there, message_id, reply))
        except SendError as error:
            log.warning("report.stays", reason=error.reason)
