"""Word the introduction of new study partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from bot.chat.markup import Mention, Text, Value, join_texts
from bot.chat.reply import Button, Reply
from bot.chat.words.lists import list_texts
from bot.features.partners.actions.announcing import Company
from bot.features.partners.facts import Introduction, NewPartners, PartnerWord, find_numbers_key
from bot.identity import LearnerId, PairingId
from bot.posting.subjects import Subject
from bot.posting.wording import NothingToSay, Worded

TWO = 2


def word_introduction(worded: Worded) -> Reply:
    """Word all new partners of a group, a line each.

    Those who hid, left or stopped since are not named. Raises NothingToSay if no two are left.
    """
    facts = Introduction.from_json(worded.post.facts)
    lines = [line for one in facts.partners if (line := _word_partners(worded, one))]
    if not lines:
        raise NothingToSay
    return Reply(
        join_texts([*lines, worded.say_anew("partners.hello"), worded.apology(facts.at)]),
        title=worded.say("partners.title"),
        buttons=((Button(worded.label("partners.button"), "settings partner"),),),
        thread=worded.label("partners.thread"),
    )


def word_partner(worded: Worded) -> Reply:
    """Word in private who the partners of a member shown by number are.

    Raises NothingToSay if they parted since, or the member shows a name.
    """
    company, facts = worded.details, PartnerWord.from_json(worded.post.facts)
    if not isinstance(company, Company) or company.own.name:
        raise NothingToSay
    group = worded.subjects.titles.get(facts.group_id, "")
    found = worded.say("partner.found", n=len(company.partners), names=_list(worded, company.partners), group=group)
    key = find_numbers_key(own=True, others=not all(one.name for one in company.partners))
    word = worded.say(key, number=company.own.number)
    seen = Button(worded.label("settings.button.visibility"), "settings visibility")
    return Reply(join_texts([found, word, worded.apology(facts.at)]), buttons=((seen,),), private=True)


def _list(worded: Worded, people: Sequence[Subject]) -> Text:
    """Name members. Telegram makes a name tappable that pings, here none but the reader."""
    names = [worded.say("partner.name", who=_name(worded, replace(one, pings=True))) for one in people]
    return list_texts(names, worded.post.language)


def _word_partners(worded: Worded, partners: NewPartners) -> Text:
    together = cast("Mapping[PairingId, frozenset[LearnerId]]", worded.details).get(partners.pairing, frozenset())
    shown = [worded.subjects.find_shown(one.learner) for one in partners.members if one.learner in together]
    names = [_name(worded, subject) for subject in shown if subject]
    if len(names) < TWO:
        return Text()
    key = "partners.two" if len(names) == TWO else "partners.three"
    return worded.say(key, **dict(zip(("first", "second", "third"), names, strict=False)))


def _name(worded: Worded, subject: Subject) -> Value:
    if subject.account is None:
        return subject.name or worded.say("partners.member", number=subject.number)
    return Mention(subject.account, ping=subject.pings)
