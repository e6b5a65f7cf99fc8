"""Word the posts about connections."""

from __future__ import annotations

from bot.chat.markup import join_texts
from bot.chat.reply import Button, ButtonStyle, Reply, Row
from bot.chat.words.clocks import say_moment_of
from bot.features.homes.facts import HomesFacts, HomesNews, Renumbered
from bot.posting.wording import NothingToSay, Worded

CANCEL = "setup connect cancel"


def word_homes(worded: Worded) -> Reply:
    """Word news of a connection for one of its homes. Raises NothingToSay of one to come that was cancelled since."""
    facts = HomesFacts.from_json(worded.post.facts)
    if facts.news is HomesNews.AHEAD and worded.details is not True:
        raise NothingToSay
    group = worded.subjects.titles.get(facts.group_id, "")
    moment = say_moment_of(facts.due_at, facts.zone, worded.post.language)
    said = worded.say(f"homes.{facts.news}", group=group, platform=facts.platform.capitalize(), moment=moment)
    ahead = facts.news is HomesNews.AHEAD
    choose = worded.say("homes.choose") if ahead else worded.apology(facts.at)
    title = worded.say(f"homes.title.{facts.news}")
    return Reply(join_texts([said, choose], "\n\n"), title=title, buttons=_buttons(worded) if ahead else ())


def word_renumbered(worded: Worded) -> Reply:
    """Word in private the new number of a member."""
    facts = Renumbered.from_json(worded.post.facts)
    group = worded.subjects.titles.get(facts.group_id, "")
    said = worded.say("homes.number", group=group, number=facts.number)
    return Reply(join_texts([said, worded.apology(facts.at)]), private=True)


def _buttons(worded: Worded) -> tuple[Row, ...]:
    """Offer each member to be shown by number or not at all, and stewards to cancel."""
    own = (
        Button(worded.label("homes.button.number"), "settings visibility number"),
        Button(worded.label("homes.button.hidden"), "settings visibility hidden"),
    )
    return own, (Button(worded.label("homes.button.cancel"), CANCEL, style=ButtonStyle.DANGER),)
