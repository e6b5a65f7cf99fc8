"""Two groups on two platforms, in which the same person may speak: `Ann@telegram`."""

from __future__ import annotations

from bot.chat.call import Said
from bot.chat.reply import Reply
from bot.identity import Account, Place
from tests.bot.room import HERE, Room, labels

PLACES = {
    "discord": Place("discord", 11, 12, title="Study server"),
    "telegram": Place("telegram", -21, -21, title="Study chat"),
    "sandbox": HERE,
}


class Town(Room):
    """A room on each platform. A name is followed by the platform on which its owner speaks."""

    def account(self, name: str) -> Account:
        """The account of this name on its platform."""
        bare, _, platform = name.partition("@")
        return self._accounts.setdefault(name, Account(platform, 100 + len(self._accounts), bare, bare.lower()))

    def _said(self, name: str, place: Place) -> Said:
        said = super()._said(name, PLACES[self.account(name).platform] if place is HERE else place)
        return Said(said.account, said.place, f"{said.account.platform}:{said.inbound}", rights=said.rights)

    async def secretly(self, name: str, line: str) -> Reply:
        """What is answered in a private chat with the bot."""
        account = self.account(name)
        return await self.say(name, line, Place(account.platform, account.user_id, account.user_id, private=True))

    async def code_of(self, name: str) -> str:
        """The code that is issued to a person."""
        reply = await self.say(name, "/settings link")
        return reply.text.plain.split("Your code: ")[1].split()[0]

    async def link(self, issuer: str, typist: str) -> Reply:
        """Link the accounts of one person, with the first button that is offered."""
        asked = await self.say(typist, f"/settings link {await self.code_of(issuer)}")
        return await self.tap(typist, asked, labels(asked)[0])
