"""SQL of the tables that have a rule of their own when two learners become one."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, or_, select, update

from bot.closed_sets import ConsentKind, TickSource
from bot.database.columns import constants
from bot.features.homes.queries.shelving import note_rows, shelve_rows
from bot.features.linking.queries.links import KeptLink
from bot.features.linking.queries.moving import Row
from bot.identity import ActId, FocusId, LearnerId, TickId
from bot.tables import (
    acts,
    changes,
    choices,
    focus_members,
    former_evidence,
    helps,
    obstacles,
    sessions,
    setting_changes,
    ticks,
    undos,
)

POINTS = "points"
"""The name under which the points are noted that a link took from a tick."""

_WITH_UNDOS = ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id)
_TICKS = (
    select(ticks, undos.c.at.label("undone"))
    .select_from(_WITH_UNDOS)
    .where(ticks.c.learner_id == bindparam("learner"))
    .order_by(ticks.c.turn.desc(), ticks.c.id.desc())
)
_RENUMBER = update(ticks).where(ticks.c.id == bindparam("tick")).values(turn=bindparam("new_turn"))
_PAID = (
    select(ticks.c.id, ticks.c.day, ticks.c.points, ticks.c.made_on)
    .select_from(_WITH_UNDOS)
    .where(
        ticks.c.learner_id == bindparam("learner"),
        ticks.c.source == TickSource.TICK,
        ticks.c.points > 0,
        undos.c.tick_id.is_(None),
    )
    .order_by(ticks.c.day, ticks.c.at, ticks.c.id)
)
_PAY = update(ticks).where(ticks.c.id == bindparam("tick")).values(points=bindparam("worth"))
_LAST_TURN = (
    select(ticks.c.turn)
    .where(
        ticks.c.learner_id == bindparam("learner"),
        ticks.c.roadmap == bindparam("slug"),
        ticks.c.task == bindparam("named"),
    )
    .order_by(ticks.c.turn.desc())
    .limit(1)
)
_UNDONE_AT = select(undos.c.at).where(undos.c.tick_id == bindparam("tick"))
_UNDO = undos.insert()
_WITHOUT_ROWS = select(acts).where(
    acts.c.id.in_(bindparam("ids", expanding=True)),
    *(
        ~exists().where(table.c.act_id == acts.c.id)
        for table in (ticks, sessions, changes, focus_members, former_evidence)
    ),
)
_DIFFERING = (
    select(choices.c.roadmap, choices.c.choice)
    .where(choices.c.learner_id == bindparam("kept"))
    .order_by(choices.c.roadmap, choices.c.choice)
)
_STAYING = (
    select(focus_members)
    .where(focus_members.c.learner_id.in_(bindparam("ids", expanding=True)), focus_members.c.staying)
    .order_by(focus_members.c.joined_at)
)
_LEAVE = (
    update(focus_members)
    .where(focus_members.c.learner_id == bindparam("learner"), focus_members.c.focus_id == bindparam("focus"))
    .values(staying=None, left_at=bindparam("now"))
)
_OWN_HELPS = (
    select(helps)
    .join(obstacles, obstacles.c.id == helps.c.obstacle_id)
    .where(
        or_(
            and_(helps.c.learner_id == bindparam("kept"), obstacles.c.learner_id == bindparam("other")),
            and_(helps.c.learner_id == bindparam("other"), obstacles.c.learner_id == bindparam("kept")),
        )
    )
)
_SAID = select(setting_changes).where(
    setting_changes.c.learner_id == bindparam("learner"), setting_changes.c.setting.in_(constants(ConsentKind))
)


def shelve_twin_ticks(db: Connection, link: KeptLink) -> list[ActId]:
    """Set the live ticks of tasks that both have aside, but the earliest of each, and renumber the turns of all others.

    A learner has two live ticks of a task if the roadmap made one task of two.
    Return the acts of the ticks that were set aside.
    """
    mine, theirs = _by_task(db, link.learner_id), _by_task(db, link.other_id)
    losers: list[tuple[str, Row, int | None]] = []
    for task in mine.keys() & theirs.keys():
        live = [[tick for tick in own[task] if tick["undone"] is None] for own in (mine, theirs)]
        if all(live):
            winner, *others = sorted((*live[0], *live[1]), key=lambda tick: tick["at"])
            losers += [(tick["made_on"], _bare(tick), winner["id"]) for tick in others]
    shelve_rows(db, link.id, ticks, losers)
    gone = {row["id"] for _, row, _ in losers}
    for task in mine.keys() & theirs.keys():
        above = max(tick["turn"] for tick in mine[task])
        turns = [{"tick": one["id"], "new_turn": one["turn"] + above} for one in theirs[task] if one["id"] not in gone]
        if turns:
            db.execute(_RENUMBER, turns)
    return sorted({row["act_id"] for _, row, _ in losers if row["act_id"]})


def _by_task(db: Connection, learner_id: LearnerId) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Read a learner's ticks by roadmap and task, the latest turn first."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in db.execute(_TICKS, {"learner": learner_id}).mappings():
        found.setdefault((row["roadmap"], row["task"]), []).append(dict(row))
    return found


def _bare(tick: Row) -> Row:
    return {name: value for name, value in tick.items() if name != "undone"}


def shelve_empty_acts(db: Connection, link: KeptLink, act_ids: list[ActId]) -> None:
    """Set the acts aside of which nothing is left, so that no undo takes back an act without a tick."""
    found = db.execute(_WITHOUT_ROWS, {"ids": act_ids}).mappings() if act_ids else ()
    shelve_rows(db, link.id, acts, [(row["made_on"], dict(row), None) for row in found])


def cap_points(db: Connection, link: KeptLink, most: int) -> None:
    """Let the first ticks of each study day, `most` of them, keep their points. The others are noted, and have none."""
    paid, over = Counter[date](), []
    for row in db.execute(_PAID, {"learner": link.learner_id}).mappings():
        paid[row["day"]] += 1
        if paid[row["day"]] > most:
            over.append((row["made_on"], {"id": row["id"], "points": row["points"]}, row["id"]))
    note_rows(db, link.id, POINTS, over)
    if over:
        db.execute(_PAY, [{"tick": row["id"], "worth": 0} for _, row, _ in over])


def pay_again(db: Connection, tick_id: TickId, points: int) -> None:
    """Give a tick the points back that the link had taken from it."""
    db.execute(_PAY, {"tick": tick_id, "worth": points})


def put_tick_back(db: Connection, tick: Row, twin: int | None) -> None:
    """Put a tick back, in the next turn of its task. If its twin was taken back meanwhile, so is it."""
    of = {"learner": tick["learner_id"], "slug": tick["roadmap"], "named": tick["task"]}
    last = db.scalar(_LAST_TURN, of)
    db.execute(ticks.insert(), {**tick, "turn": (last or 0) + 1})
    undone_at = db.scalar(_UNDONE_AT, {"tick": twin}) if twin else None
    if undone_at is not None:
        db.execute(_UNDO, {"tick_id": tick["id"], "at": undone_at})


def read_differing(db: Connection, kept: LearnerId, other: LearnerId) -> list[tuple[str, str]]:
    """List the choices, as roadmap and choice, in which two learners took different options."""
    twin = choices.alias()
    differing = exists().where(
        twin.c.learner_id == other,
        twin.c.roadmap == choices.c.roadmap,
        twin.c.choice == choices.c.choice,
        twin.c.option != choices.c.option,
    )
    return [(row.roadmap, row.choice) for row in db.execute(_DIFFERING.where(differing), {"kept": kept})]


def leave_one_focus(db: Connection, link: KeptLink, now: datetime) -> list[FocusId]:
    """Let a learner who stays in two shared sessions leave the one that they joined first. Returns what they left.

    If both accounts are in the same session, they are in it since the first of them joined.
    """
    staying = db.execute(_STAYING, {"ids": [link.learner_id, link.other_id]}).mappings().all()
    same = len({row["focus_id"] for row in staying}) == 1
    left = staying[1:] if same else staying[:-1]
    for row in left:
        db.execute(_LEAVE, {"learner": row["learner_id"], "focus": row["focus_id"], "now": now})
    return [row["focus_id"] for row in left]


def shelve_own_helps(db: Connection, link: KeptLink) -> None:
    """Set aside the help that the two gave each other, as no learner helps themselves."""
    found = db.execute(_OWN_HELPS, {"kept": link.learner_id, "other": link.other_id}).mappings()
    shelve_rows(db, link.id, helps, [(row["made_on"], dict(row), None) for row in found])


def shelve_said_consents(db: Connection, link: KeptLink) -> None:
    """Set aside which consents the two have said, so that those said since the link are known."""
    for learner_id, platform in ((link.learner_id, link.platform), (link.other_id, link.other_platform)):
        found = db.execute(_SAID, {"learner": learner_id}).mappings()
        shelve_rows(db, link.id, setting_changes, [(platform, dict(row), None) for row in found])
