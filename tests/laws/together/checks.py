"""What holds after every deed, whatever was done before. Each check reads the database or what was said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, String, cast, or_, select

from bot.database.columns import MADE_ON
from bot.features.linking.queries.moving import learner_columns, moved_tables
from bot.features.streaks.actions.counting import read_ledger, verify_counters
from bot.identity import LearnerId
from bot.tables import (
    accounts,
    connections,
    dues,
    forgettings,
    gathered,
    groups,
    learners,
    links,
    memberships,
    metadata,
    outbox,
    places,
    ticks,
    undos,
    zone_changes,
)
from roadmap.streak import Streak
from tests.laws.together.model import Model
from tests.laws.together.village import ACCOUNTS, Utterance, bare

Key = tuple[str, tuple[object, ...], str]
EDITED = timedelta(hours=48)
CROWD = timedelta(hours=1)
"""The time within which all places hear of a milestone."""


def learner_ids(db: Connection) -> dict[str, LearnerId]:
    """The learner of each account that the bot knows, by its name."""
    found = db.execute(select(accounts.c.name, accounts.c.platform, accounts.c.learner_id))
    return {f"{row.name}@{row.platform}": LearnerId(row.learner_id) for row in found}


def check_all(db: Connection, model: Model, now: datetime) -> None:
    """Check all that holds at any moment: ticks, how learners are shown, groups, and what `db verify` verifies."""
    check_ticks(db, model)
    check_shown(db, model)
    check_groups(db)
    check_makers(db)
    assert [] == verify_counters(db, now)


def check_ticks(db: Connection, model: Model) -> None:
    """Compare the live ticks and wishes of each learner with the model."""
    known = learner_ids(db)
    live = select(ticks.c.learner_id, ticks.c.task).outerjoin(undos).where(undos.c.tick_id.is_(None))
    found = Counter((row.learner_id, row.task) for row in db.execute(live))
    assert all(times == 1 for times in found.values()), f"a tick is doubled: {found}"
    wishes = {row.learner_id: row.due_at for row in db.execute(select(forgettings))}
    for name in ACCOUNTS:
        there = {task for learner_id, task in found if learner_id == known.get(name)}
        assert model.tasks(name) == there, f"ticks of {name}"
        assert model.wish(name) == wishes.get(known.get(name, LearnerId(0))), f"wish of {name}"
    assert len(found) == sum(len(model.tasks(mine[0])) for mine in model.owners()), "a tick is lost or doubled"


def check_shown(db: Connection, model: Model) -> None:
    """Compare with the model how each account is shown. No link or unlink shows more than was last said."""
    found = db.execute(select(accounts.c.name, accounts.c.platform, learners.c.visibility).join(learners))
    shown = {f"{row.name}@{row.platform}": str(row.visibility) for row in found}
    assert {one: model.visibility(one) for one in shown if one in ACCOUNTS} == {
        one: visibility for one, visibility in shown.items() if one in ACCOUNTS
    }


def check_groups(db: Connection) -> None:
    """Check that each group is whole, or rests whole."""
    every = {row["id"]: row for row in db.execute(select(groups)).mappings()}
    lived_in = set(db.scalars(select(places.c.group_id)))
    owed = set(db.scalars(select(dues.c.group_id)))
    present = select(memberships.c.group_id, memberships.c.learner_id).where(memberships.c.left_at.is_(None))
    members = [tuple(row) for row in db.execute(present)]
    for group_id, row in every.items():
        if row["joined_to"]:
            assert row["removed_at"], "a group that rests is awake"
            assert group_id not in lived_in | owed | {one for one, _ in members}, "a group that rests has rows"
            assert not every[row["joined_to"]]["joined_to"], "a group that rests has taken another in"
        else:
            assert group_id in lived_in or row["solo"], "a group has no place"
    homes = {tuple(row) for row in db.execute(select(places.c.group_id, places.c.platform))}
    known = {tuple(row) for row in db.execute(select(accounts.c.learner_id, accounts.c.platform))}
    for group_id, learner_id in members:
        mine = {platform for one, platform in known if one == learner_id}
        assert any((group_id, platform) in homes for platform in mine), "a member has no home"
    ended = select(connections.c.group_id).where(connections.c.open)
    assert len(db.execute(ended).all()) <= 1


OF_BOTH = {"outage_days", "zone_changes"}
"""Tables with rows of a linked learner that no account made: an outage holds both, and the link notes its own clock."""


def check_makers(db: Connection) -> None:
    """Check that of each row of a linked learner it is known which account made it, so that an unlink can give it."""
    linked = list(db.scalars(select(links.c.learner_id)))
    for table in moved_tables() if linked else ():
        if MADE_ON in table.c and table.name not in OF_BOTH:
            [mine, *_] = learner_columns(table)
            found = select(table).where(mine.in_(linked), table.c[MADE_ON].is_(None))
            unknown = [dict(row) for row in db.execute(found).mappings()]
            assert not unknown, f"no account made these rows of {table.name}: {unknown}"


def check_names(said: Iterable[Utterance], model: Model, unnamed: set[str], known: Iterable[str]) -> None:
    """Check that nobody hears a name that is not for them.

    1. The name of a learner who is hidden, shown by number or forgotten is told to nobody but themselves.
    2. A linked learner is called on each platform by the name that they have there.
    """
    for one in said:
        mine = model.accounts_of(one.to) if one.to else []
        for name in ACCOUNTS:
            if not re.search(rf"\b{bare(name)}\b", one.words, re.IGNORECASE):
                continue
            assert name in mine or name not in unnamed, f"{name} is not to be named: {one}"
            assert name in mine or name in known, f"{name} is forgotten, and named: {one}"
            foreign = name in model.linked and not name.endswith(one.place.platform)
            assert name in mine or not foreign, f"{name} is linked, and has another name there: {one}"


def read_known(db: Connection) -> tuple[set[str], set[str]]:
    """The accounts that the bot knows, and those of them whose names are for themselves alone."""
    found = select(accounts.c.name, accounts.c.platform, learners.c.visibility).join(learners)
    shown = {f"{row.name}@{row.platform}": row.visibility for row in db.execute(found)}
    return set(shown), {name for name, visibility in shown.items() if visibility != "group"}


class Heard:
    """The milestones that were celebrated: by account, when."""

    def __init__(self) -> None:
        self.seen: set[int] = set()
        self.milestones: dict[tuple[str, str], list[tuple[int, datetime]]] = {}

    def listen(self, db: Connection, model: Model) -> None:
        """Look at the celebrations that arrived just now. No account has a milestone celebrated twice."""
        arrived = select(outbox).where(outbox.c.kind.in_(("celebration", "gathering")), outbox.c.state == "sent")
        names = {learner_id: name for name, learner_id in learner_ids(db).items()}
        for post in db.execute(arrived.order_by(outbox.c.id)).mappings():
            if post["id"] in self.seen:
                continue
            self.seen.add(post["id"])
            parts = [post["facts"]] if post["kind"] == "celebration" else self._parts(db, post["id"])
            for part in parts:
                if part["learner"] in names:
                    self._hear(model.accounts_of(names[part["learner"]]), part, post)

    def _parts(self, db: Connection, post_id: int) -> list[Any]:
        return list(db.scalars(select(gathered.c.facts).where(gathered.c.post_id == post_id)))

    def _hear(self, mine: list[str], part: Any, post: Any) -> None:
        for milestone in part["milestones"]:
            if milestone in part["withdrawn"]:
                continue
            for name in mine:
                before = self.milestones.setdefault((name, str(milestone)), [])
                twice = [at for place, at in before if place == post["place_id"] or post["ended_at"] - at > CROWD]
                assert not twice, f"{milestone} of {name} is celebrated twice: {before}, {post['ended_at']}"
                before.append((post["place_id"], post["ended_at"]))

    def forget(self, names: Iterable[str]) -> None:
        """Who is forgotten begins anew."""
        self.milestones = {key: at for key, at in self.milestones.items() if key[0] not in set(names)}


def find_marks(db: Connection, marks: Iterable[str]) -> list[str]:
    """The tables in which a text holds one of these words."""
    found = []
    for table in metadata.sorted_tables:
        texts = [cast(column, String) for column in table.columns if not column.foreign_keys]
        held = or_(*(text.ilike(f"%{mark}%") for text in texts for mark in marks))
        found += [f"{table.name}: {dict(row)}" for row in db.execute(select(table).where(held)).mappings()]
    return found


def read_streaks(db: Connection, names: Iterable[str], now: datetime) -> list[Streak]:
    """The streaks of the learners of accounts."""
    known = learner_ids(db)
    ids = dict.fromkeys(known[name] for name in names if name in known)
    return [read_ledger(db, one, now) for one in ids]


def read_made(db: Connection, learner_id: LearnerId) -> set[Key]:
    """The rows of a linked learner, each with the platform of the account that made it.

    What the link itself noted of a clock goes with it.
    """
    found: set[Key] = set()
    linked_at = db.scalar(select(links.c.at).where(links.c.learner_id == learner_id))
    for table in moved_tables():
        if MADE_ON in table.c:
            [mine, *_] = learner_columns(table)
            rows = db.execute(select(table).where(mine == learner_id, table.c[MADE_ON].is_not(None))).mappings()
            keys = [column.name for column in table.primary_key.columns if column is not mine]
            found |= {
                (table.name, tuple(row[name] for name in keys), row[MADE_ON])
                for row in rows
                if not (table is zone_changes and row["at"] == linked_at)
            }
    return found


def check_parted(db: Connection, before: set[Key], names: Iterable[str]) -> None:
    """Check that after an unlink each account has all rows that it made.

    The membership of a group without a home on its platform may be the other account's.
    """
    known = learner_ids(db)
    homes = {("memberships", (row.group_id,), row.platform) for row in db.execute(select(places))}
    for name in names:
        platform = name.partition("@")[2]
        own = {key for key in before if key[2] == platform and (key[0] != "memberships" or key in homes)}
        missing = own - read_made(db, known[name])
        assert not missing, f"{name} has not got back {sorted(missing, key=repr)}"
