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
MOST_APART = 10
"""The most partners that have a thread each. More would flood the channel."""


def word_introduction(worded: Worded) -> Reply:
    """Word all new partners of a group, a line each.

    Those who hid, left or stopped since are not named. Raises NothingToSay if no two are left.
    """
    facts = Introduction.from_json(worded.post.facts)
    named = [names for one in facts.partners if len(names := _name_together(worded, one)) >= TWO]
    if not named:
        raise NothingToSay
    lines = [_word_partners(worded, names) for names in named]
    return Reply(
        join_texts([*lines, worded.say_anew("partners.hello"), worded.apology(facts.at)]),
        title=worded.say("partners.title"),
        buttons=((Button(worded.label("partners.button"), "settings partner"),),),
        thread=worded.label("partners.thread"),
        apart=_introduce_apart(worded, named) if 1 < len(named) <= MOST_APART else (),
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


def _name_together(worded: Worded, partners: NewPartners) -> list[Value]:
    """Name the new partners who are still together."""
    together = cast("Mapping[PairingId, frozenset[LearnerId]]", worded.details).get(partners.pairing, frozenset())
    shown = [worded.subjects.find_shown(one.learner) for one in partners.members if one.learner in together]
    return [_name(worded, subject) for subject in shown if subject]


def _word_partners(worded: Worded, names: Sequence[Value]) -> Text:
    key = "partners.two" if len(names) == TWO else "partners.three"
    return worded.say(key, **dict(zip(("first", "second", "third"), names, strict=False)))


def _introduce_apart(worded: Worded, named: Sequence[Sequence[Value]]) -> tuple[Reply, ...]:
    """Introduce each partners to each other, for a thread of their own. The post has pinged them.

    The title of a thread bears no name, which would stay when a member hides.
    """
    hello = worded.say("partners.apart")
    return tuple(
        Reply(
            join_texts([_word_partners(worded, [_hush(name) for name in names]), hello]),
            silent=True,
            thread=worded.label("partners.thread_of", number=number),
        )
        for number, names in enumerate(named, start=1)
    )


def _hush(name: Value) -> Value:
    return replace(name, ping=False) if isinstance(name, Mention) else name


def _name(worded: Worded, subject: Subject) -> Value:
    if subject.account is None:
        return subject.name or worded.say("partners.member", number=subject.number)
    return Mention(subject.account, ping=subject.pings)
