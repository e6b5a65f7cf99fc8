"""Kinds of post: all that the post office knows about each. A feature writes its kinds once, in its `posts.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from bot.chat.reply import Reply
from bot.library import Library
from bot.posting.audiences import Audience, Listener
from bot.posting.decisions import Decision, Foresight
from bot.posting.dues import Due, GroupDue, LearnerDue
from bot.posting.posts import Post
from bot.posting.wording import UnknownPost, Worded


class Hearer(StrEnum):
    """A group in its places, or a learner in private."""

    GROUP = "group"
    LEARNER = "learner"


class NoKinds(RuntimeError):
    """No kind of post is registered, because `bot.features.posts` was not imported."""


@dataclass(frozen=True, slots=True)
class GroupMoments:
    """Moments at which a group is looked at for a kind, under a `name` in `dues`.

    `plan` writes the post, or not, and returns the next moment; None: there is none. `next_due` finds a moment from a
    group's settings alone; a kind without it sets its dues itself. A due lies `farthest` ahead at most; farther, a
    wrong clock has set it. `foresee` asks the kind's own decision for the preview, about a due that is looked at `now`;
    None: it is not previewed.
    """

    name: str
    plan: Callable[[Connection, GroupDue, Library, datetime], datetime | None]
    next_due: Callable[[Audience, datetime], datetime | None] | None = None
    farthest: timedelta | None = None
    foresee: Callable[[Foresight, datetime, datetime], Decision] | None = None

    def plan_due(self, db: Connection, due: Due, library: Library, now: datetime) -> datetime | None:
        """Plan a group's due. Raises TypeError for a learner's."""
        if not isinstance(due, GroupDue):
            raise TypeError(due)
        return self.plan(db, due, library, now)


@dataclass(frozen=True, slots=True)
class LearnerMoments:
    """Moments at which a learner is looked at for a kind. The fields are as for a group.

    `next_due` may also read the database, for example the hour of usual study.
    """

    name: str
    plan: Callable[[Connection, LearnerDue, Library, datetime], datetime | None]
    next_due: Callable[[Connection, Listener, datetime], datetime | None] | None = None
    farthest: timedelta | None = None

    def plan_due(self, db: Connection, due: Due, library: Library, now: datetime) -> datetime | None:
        """Plan a learner's due. Raises TypeError for a group's."""
        if not isinstance(due, LearnerDue):
            raise TypeError(due)
        return self.plan(db, due, library, now)


Moments = GroupMoments | LearnerMoments
TO_GROUP = frozenset({Hearer.GROUP})
TO_LEARNER = frozenset({Hearer.LEARNER})
TO_BOTH = TO_GROUP | TO_LEARNER
"""To a group, or in private to a learner who learns alone."""


@dataclass(frozen=True, slots=True)
class PostKind:
    """A kind of post. `name` is kept in `outbox`, and must not change.

    - `rank`: a group or learner hears at most one ranked post a day. The higher takes the lower's place; 0 is no
      rank.
    - `moments`: when the kind is planned; None: an action plans it.
    - `repeat`: better heard twice than never.
    - `never_in_group`: not said in a group, even if it cannot be said in private.
    - `replaced`: a newer one takes the place of one that waits at an account. Otherwise each of them is said.
    - `silenced`: a wish for silence cancels it.
    - `roll_call`: the members are looked for in the chat before, each at most once a day.
    - `switch`: the group's setting that turns it off.
    - `rings`: it arrives with a sound. Others come in silence.
    - `after_sent`: an action in the transaction that marks the post as sent.
    - `anew`: if the message that it changes is gone, or cannot be changed, it is said in a new one.
    - `read_details`: reads what the words need beside the subjects, just before they are chosen.
    """

    name: str
    hearers: frozenset[Hearer]
    word: Callable[[Worded], Reply]
    rank: int = 0
    moments: Moments | None = None
    repeat: bool = False
    never_in_group: bool = False
    replaced: bool = True
    silenced: bool = True
    roll_call: bool = False
    switch: str = ""
    rings: bool = True
    anew: bool = False
    after_sent: Callable[[Connection, Post], None] | None = field(default=None)
    read_details: Callable[[Connection, Post], object] | None = field(default=None)


_REGISTERED: dict[str, PostKind] = {}


def register_kinds(posts: Collection[PostKind]) -> None:
    """Register these kinds of post in place of all others.

    `bot.features.posts` does so when it is imported. Actions deep in a transaction schedule a group or learner for
    every kind, and cannot be handed the list. `Planner` and `Deliverer` are handed theirs.
    """
    _REGISTERED.clear()
    _REGISTERED.update({kind.name: kind for kind in posts})


def all_kinds() -> tuple[PostKind, ...]:
    """All registered kinds. Raises NoKinds."""
    if not _REGISTERED:
        raise NoKinds("import bot.features.posts, which registers the kinds of post")
    return tuple(_REGISTERED.values())


def find_kind(name: str) -> PostKind:
    """The kind of this name. Raises UnknownPost, NoKinds."""
    all_kinds()
    if name not in _REGISTERED:
        raise UnknownPost(name)
    return _REGISTERED[name]


def ranked_names(hearer: Hearer) -> tuple[str, ...]:
    """The names of the ranked kinds for a hearer, the lowest rank first."""
    ranked = (kind for kind in all_kinds() if kind.rank and hearer in kind.hearers)
    return tuple(kind.name for kind in sorted(ranked, key=lambda kind: kind.rank))


def lesser_names(name: str) -> tuple[str, ...]:
    """The names of the kinds whose waiting posts a kind replaces in a group: itself and those ranked below.

    A kind without a rank replaces only itself.
    """
    ranked = ranked_names(Hearer.GROUP)
    return ranked[: ranked.index(name) + 1] if name in ranked else (name,)


def silenced_names(hearer: Hearer) -> tuple[str, ...]:
    """The names of the kinds that a wish for silence cancels."""
    return tuple(kind.name for kind in all_kinds() if kind.silenced and hearer in kind.hearers)


def group_moments() -> tuple[GroupMoments, ...]:
    """The moments of all kinds at which groups are looked at."""
    return tuple(kind.moments for kind in all_kinds() if isinstance(kind.moments, GroupMoments))


def learner_moments() -> tuple[LearnerMoments, ...]:
    """The moments of all kinds at which learners are looked at."""
    return tuple(kind.moments for kind in all_kinds() if isinstance(kind.moments, LearnerMoments))


def group_dues_above(name: str) -> tuple[str, ...]:
    """The due names of the kinds for groups with a higher rank than this kind."""
    rank = find_kind(name).rank
    above = (kind for kind in all_kinds() if kind.rank > rank and Hearer.GROUP in kind.hearers)
    return tuple(kind.moments.name for kind in above if kind.moments)


def solo_dues() -> tuple[str, ...]:
    """The due names of the kinds that a group hears, or a learner alone in private."""
    return tuple(kind.moments.name for kind in all_kinds() if kind.moments and kind.hearers == TO_BOTH)


def plans_of(posts: Collection[PostKind]) -> dict[str, Moments]:
    """Map the due names of these kinds to their moments."""
    return {kind.moments.name: kind.moments for kind in posts if kind.moments}
