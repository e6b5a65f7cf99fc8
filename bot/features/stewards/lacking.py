"""Rights that the bot lacks although its posts arrive: the stewards are told once for each place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.members.queries.groups import GroupHere, find_group_here
from bot.features.members.queries.learners import find_person
from bot.features.members.queries.places import read_noted_stewards
from bot.features.stewards.facts import RightLacking
from bot.identity import Account, LearnerId, Place, PostId
from bot.posting import audiences, outbox
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.posts import Post

LACKING = "lacking"
GRACE = timedelta(days=2)


def note_lacking(db: Connection, place: Place, right: str, now: datetime) -> Sequence[Post]:
    """Tell each steward reachable in private which right the bot lacks in a place of their group.

    They are told once, until the post about it is forgotten or posts go to another chat. Returns the posts to say to
    stewards who are no learners.
    """
    here = find_group_here(db, place, None)
    if here is None or here.solo:
        return ()
    facts = RightLacking(now, place.platform, right, here.group_id, place.chat_id)
    word = PlannedPost(LACKING, f"{here.place_id}:{place.chat_id}:{right}", facts, now, GRACE)
    known = {account: find_person(db, account) for account in read_noted_stewards(db, here.place_id)}
    noted = [person.learner_id for person in known.values() if person]
    _plan_for_all(db, [*audiences.read_stewards(db, here.group_id), *noted], word, now)
    strangers = [account for account, person in known.items() if person is None]
    return [_word_aside(one, here, word) for one in strangers] if strangers and _is_first(db, here, word, now) else ()


def _plan_for_all(db: Connection, learner_ids: Sequence[LearnerId], word: PlannedPost, now: datetime) -> None:
    for learner_id in dict.fromkeys(learner_ids):
        if audiences.open_account(db, learner_id) is not None:
            plan_for_learner(db, learner_id, word, now)


def _is_first(db: Connection, here: GroupHere, word: PlannedPost, now: datetime) -> bool:
    """Whether stewards who are no learners were not told yet. A cancelled row of the outbox notes that they were."""
    note = outbox.put_post(
        db,
        kind=word.kind,
        key=f"{word.kind}:noted:{word.stamp}",
        place_id=here.place_id,
        learner_id=None,
        facts=word.facts.to_json(),
        now=now,
        due_at=now,
    )
    if note is None:
        return False
    outbox.cancel_post(db, note, now)
    return True


def _word_aside(account: Account, here: GroupHere, word: PlannedPost) -> Post:
    """Make the word for an account that is no learner's. It is in no outbox."""
    chat = Place(account.platform, account.user_id, account.user_id, private=True, person=True)
    key, facts, at = f"{word.kind}:owner:{word.stamp}", word.facts.to_json(), word.at
    return Post(PostId(0), word.kind, key, None, facts, 1, at, at, chat, here.language, here.place_id, here.group_id)
