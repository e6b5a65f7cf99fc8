"""Two groups on two platforms, in which the same person may speak: `Ann@telegram`."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.chat.call import Said
from bot.chat.reply import Reply
from bot.identity import Account, Place
from bot.tables import links
from tests.bot.room import HERE, Room, labels, lines, words

PLACES = {
    "discord": Place("discord", 11, 12, title="Study server"),
    "telegram": Place("telegram", -21, -21, title="Study chat"),
    "sandbox": HERE,
}

DISCORD, TELEGRAM = "Ann@discord", "Ann@telegram"


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


async def study(town: Town) -> None:
    """Two tasks on one platform, one of them on the other too, and another there a day later."""
    for line in ("/done week1-stats", "/done week1-practice"):
        await town.say(DISCORD, line)
    town.later(hours=1)
    await town.say(TELEGRAM, "/done week1-stats")
    town.later(days=1)
    await town.say(TELEGRAM, "/done week2-numpy")


async def ask(town: Town) -> tuple[str, list[str]]:
    """What is shown before the link, and the lines of its buttons."""
    asked = await town.say(TELEGRAM, f"/settings link {await town.code_of(DISCORD)}")
    return words(asked), lines(asked)


def count_links(db: Connection) -> int:
    return db.scalar(select(func.count()).select_from(links)) or 0
