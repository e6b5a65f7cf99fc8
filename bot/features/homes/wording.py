"""Word the posts about connections."""

from __future__ import annotations

from bot.chat.markup import join_texts
from bot.chat.reply import Button, ButtonStyle, Reply, Row
from bot.chat.words.clocks import say_moment_of
from bot.features.homes.facts import AHEAD, HomeLost, HomesFacts, HomesNews, Renumbered
from bot.posting.wording import NothingToSay, Worded

CANCEL = "setup connect cancel"
TO_COME = (HomesNews.AHEAD, HomesNews.DELAYED, HomesNews.MOVED, HomesNews.LOSING)
"""The news of a connection that is to come."""


def word_homes(worded: Worded) -> Reply:
    """Word news of a connection for one of its homes. Raises NothingToSay of one to come if that is out of date."""
    facts = HomesFacts.from_json(worded.post.facts)
    if facts.news in TO_COME and worded.details is not True:
        raise NothingToSay
    group = worded.subjects.titles.get(facts.group_id, "")
    ahead = facts.news is HomesNews.AHEAD
    due_at = max(facts.due_at, worded.now + AHEAD) if ahead else facts.due_at  # it may arrive late
    moment = say_moment_of(due_at, facts.zone, worded.post.language)
    said = worded.say(_key(facts), group=group, platform=facts.platform.capitalize(), moment=moment)
    choose = worded.say("homes.choose") if ahead else worded.apology(facts.at)
    title = worded.say(f"homes.title.{facts.news}")
    return Reply(join_texts([said, choose], "\n\n"), title=title, buttons=_buttons(worded, facts))


def _key(facts: HomesFacts) -> str:
    """Name the text of news. Only groups with check-ins share them."""
    shares = facts.news in (HomesNews.AHEAD, HomesNews.JOINED)
    return f"homes.{facts.news}" if facts.checkin or not shares else f"homes.{facts.news}_no_checkin"


def word_home_lost(worded: Worded) -> Reply:
    """Word for a steward that the other home is lost. Raises NothingToSay if the bot is back, or all is decided."""
    facts = HomeLost.from_json(worded.post.facts)
    if worded.details is not True:
        raise NothingToSay
    group, other = (worded.subjects.titles.get(one, "") for one in (facts.group_id, facts.other.group_id))
    platform = facts.other.platform.capitalize()
    moment = say_moment_of(facts.due_at, facts.zone, worded.post.language)
    said = worded.say("homes.losing_alone", group=group, other=other, platform=platform, moment=moment)
    return Reply(join_texts([said, worded.apology(facts.at)], "\n\n"), private=True)


def word_renumbered(worded: Worded) -> Reply:
    """Word in private the new number of a member."""
    facts = Renumbered.from_json(worded.post.facts)
    group = worded.subjects.titles.get(facts.group_id, "")
    said = worded.say("homes.number", group=group, number=facts.number)
    return Reply(join_texts([said, worded.apology(facts.at)]), private=True)


def _buttons(worded: Worded, facts: HomesFacts) -> tuple[Row, ...]:
    """Offer each member to be shown by number or not at all, and stewards to cancel."""
    own = (
        Button(worded.label("homes.button.number"), "settings visibility number"),
        Button(worded.label("homes.button.hidden"), "settings visibility hidden"),
    )
    cancel = (Button(worded.label("homes.button.cancel"), f"{CANCEL} {facts.connection}", style=ButtonStyle.DANGER),)
    if facts.news is HomesNews.AHEAD:
        return own, cancel
    return (cancel,) if facts.news in (HomesNews.DELAYED, HomesNews.MOVED) else ()
