"""Do and undo is the identity, whatever was done before: on each counter, tie, celebration, board and choice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select, text

from bot.closed_sets import PostState, Visibility
from bot.errors import Refused
from bot.features.boards.actions import BoardKind, show_board
from bot.features.celebrations.actions.listing import recent_milestones
from bot.features.celebrations.actions.planning import GRACE
from bot.features.celebrations.actions.posted import CelebrationFacts
from bot.features.members.actions.presence import enter
from bot.features.path.actions.choosing import choose_option
from bot.features.path.actions.placing import place_learner
from bot.features.path.actions.self_check import affirm_criterion
from bot.features.pauses.actions import begin_pause, resume_study
from bot.features.repairs.actions import repair_by_tasks, repair_by_time
from bot.features.sessions.actions import keep_habit, log_study, practices
from bot.features.settings.actions.group_setup import set_up
from bot.features.settings.actions.learner_settings import choose_visibility, set_clock, set_rest_days
from bot.features.streaks.actions.counting import read_ledger, reckon_streak_change, verify_counters
from bot.features.streaks.queries.repaired import repaired_days
from bot.features.ticks.actions.ticking import tick_off
from bot.features.undos.actions.picking import LAST, Wanted
from bot.features.undos.actions.taking_back import undo_act, undo_tasks
from bot.identity import ActId, Caller, GroupId, LearnerId
from bot.posting import outbox as post_office
from bot.posting.kinds import find_kind
from bot.tables import (
    acts,
    choices,
    criteria,
    day_points,
    gathered,
    learners,
    milestones,
    outbox,
    point_counts,
    sessions,
    ticks,
    undos,
)
from roadmap.cadence import clock_at, study_day
from roadmap.milestones import MilestoneKind
from roadmap.streak import streak_today
from tests.bot.climb import ANN, BEN, START, caller
from tests.bot.room import PRACTISED
from tests.databases import open_patiently
from tests.sampling import examples

Do = Callable[[Connection, Caller], object]
Step = tuple[str, bool, float]
"""What is done, whether by Ben, and the hours that pass after it."""
LIBRARY = {PRACTISED.slug: PRACTISED}
SECONDS = 0.005
"""Hours: within the minute of grace."""
ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Apia")
PLATFORMS = ("sandbox",)


def ticking(*slugs: str) -> Do:
    return lambda db, who: tick_off(db, who, PRACTISED, slugs, "a note")


def logging(minutes: int) -> Do:
    return lambda db, who: log_study(db, who, PRACTISED, minutes, note="a paper")


def keeping(habit: str) -> Do:
    return lambda db, who: keep_habit(db, who, PRACTISED, habit)


def repairing(minutes: int) -> Do:
    return lambda db, who: repair_by_time(db, who, PRACTISED, None, minutes=minutes, note="")


def ticking_late(*slugs: str) -> Do:
    return lambda db, who: repair_by_tasks(db, who, PRACTISED, None, slugs=slugs, note="")


def choosing(choice: str, option: str) -> Do:
    return lambda db, who: choose_option(db, who, PRACTISED, choice, option)


def placing(part: str) -> Do:
    return lambda db, who: place_learner(db, who, PRACTISED, part)


def answering(criterion: str, *, yes: bool) -> Do:
    return lambda db, who: affirm_criterion(db, who, PRACTISED, criterion, yes)


ACTS: dict[str, Do] = {
    "tick a task": ticking("week1-algebra"),
    "tick its fellow": ticking("week1-stats"),
    "tick the third": ticking("week1-practice"),
    "tick two": ticking("week2-numpy", "week1-algebra"),
    "tick a block": ticking("week1"),
    "tick another block": ticking("week2"),
    "tick all blocks": ticking("week1", "week2", "week3", "week4"),
    "tick after a choice": ticking("week3-build"),
    "tick an option": ticking("week4-paper"),
    "tick its other task": ticking("week4-talk"),
    "tick another option": ticking("week4-team"),
    "log a little": logging(8),
    "log enough": logging(20),
    "log a day": logging(900),
    "keep a habit": keeping("daily-news"),
    "keep another": keeping("weekly-writing"),
    "repair": repairing(20),
    "repair a little": repairing(8),
    "repair by a task": ticking_late("week2-cleaning"),
    "repair by a block": ticking_late("week1"),
    "choose": choosing("path", "nlp"),
    "choose otherwise": choosing("path", "vision"),
    "choose research": choosing("advanced", "research"),
    "choose to lead": choosing("advanced", "lead"),
    "place": placing("week2"),
    "place further": placing("month2"),
    "place at the top": placing("mid"),
    "affirm": answering("zero-explain", yes=True),
    "affirm the other": answering("zero-build", yes=True),
    "withdraw": answering("zero-build", yes=False),
}


def pausing(days: int) -> Do:
    def pause(db: Connection, who: Caller) -> object:
        first = enter(db, who, PRACTISED.slug).day
        return begin_pause(db, who, PRACTISED.slug, first, first + timedelta(days=days))

    return pause


def moving(zone: str) -> Do:
    return lambda db, who: set_clock(db, who, PRACTISED.slug, zone=zone)


def undoing(*slugs: str) -> Do:
    return lambda db, who: undo_tasks(db, who, PRACTISED, slugs)


AROUND: dict[str, Do] = {
    "pause": pausing(3),
    "resume": lambda db, who: resume_study(db, who, PRACTISED.slug),
    "rest on Sundays": lambda db, who: set_rest_days(db, who, PRACTISED.slug, 64),
    "never rest": lambda db, who: set_rest_days(db, who, PRACTISED.slug, 0),
    "hide": lambda db, who: choose_visibility(db, who, PRACTISED.slug, Visibility.HIDDEN),
    "show": lambda db, who: choose_visibility(db, who, PRACTISED.slug, Visibility.GROUP),
    **{f"move to {zone}": moving(zone) for zone in ZONES},
}
UNDOS: dict[str, Do] = {
    "undo": lambda db, who: undo_act(db, who, PRACTISED, LIBRARY, LAST, sure=True),
    "undo a task": undoing("week1-stats"),
    "undo a block": undoing("week2"),
    "undo an option": undoing("week4-paper"),
}
STEPS = {**ACTS, **AROUND, **UNDOS}


class Undoing(Exception):
    """Ends a history, so that its transaction leaves nothing behind."""


@dataclass
class World:
    """A group of two in one transaction. Ann acts, and Ben keeps her company."""

    db: Connection
    now: timedelta = timedelta()

    def begin(self) -> None:
        for account in (ANN, BEN):
            self.act(lambda db, who: enter(db, who, PRACTISED.slug), account is BEN)
        self.act(lambda db, who: set_up(db, who, PRACTISED.slug, {"community": True}))

    def caller(self, ben: bool = False) -> Caller:
        return replace(caller(BEN if ben else ANN, at=self.now), steward=True)

    def act(self, do: Do, ben: bool = False) -> bool:
        """Whether something was done: a refusal changes nothing."""
        try:
            with self.db.begin_nested():
                do(self.db, self.caller(ben))
        except Refused:
            return False
        return True

    def deliver(self) -> None:
        """Send the celebrations that are due."""
        for post in post_office.claim_posts(self.db, START + self.now, GRACE, 50, PLATFORMS):
            post_office.mark_sent(self.db, post.id, START + self.now, f"m{post.id}")
            if (after := find_kind(post.kind).after_sent) is not None:
                after(self.db, post)

    def refresh(self) -> None:
        """Let what the passing of time changes be written: the clock of the learner, and the streak."""
        for ben in (False, True):
            present = enter(self.db, self.caller(ben), PRACTISED.slug)
            reckon_streak_change(self.db, present.learner_id, START + self.now)

    def last_act(self) -> ActId:
        return self.db.scalar(select(func.coalesce(func.max(acts.c.id), 0))) or ActId(0)

    def take(self, steps: list[Step]) -> None:
        for name, ben, hours in steps:
            self.act(STEPS[name], ben)
            self.now += timedelta(hours=hours)
            self.deliver()


def look(world: World) -> dict[str, object]:
    """Everything that counts, as of now."""
    return {
        **look_at_rows(world.db),
        "learners": look_at_learners(world),
        "celebrations": look_at_celebrations(world.db),
        "boards": [show_board(world.db, kind, GroupId(1), LearnerId(1), START + world.now) for kind in BoardKind],
        "listed": recent_milestones(world.db, GroupId(1), PRACTISED, LearnerId(1), START + world.now + GRACE),
        "ledger": read_ledger(world.db, LearnerId(1), START + world.now),
        "habits": practices(world.db, world.caller(), PRACTISED),
        "repaired": repaired_days(world.db, LearnerId(1), START.date(), (START + world.now).date()),
        "differences": verify_counters(world.db, START + world.now),
    }


def look_at_rows(db: Connection) -> dict[str, object]:
    def rows(statement: Any) -> list[tuple[Any, ...]]:
        return sorted(map(tuple, db.execute(statement)), key=repr)

    t, s, m = ticks.c, sessions.c, milestones.c
    return {
        "ticks": rows(
            select(t.learner_id, t.task, t.source, t.day, t.at, t.points, t.evidence)
            .select_from(ticks.outerjoin(undos, undos.c.tick_id == t.id))
            .where(undos.c.tick_id.is_(None))
        ),
        "sessions": rows(select(s.learner_id, s.day, s.minutes, s.habit, s.source).where(s.undone_at.is_(None))),
        "choices": rows(select(choices)),
        "criteria": rows(select(criteria)),
        "milestones": rows(select(m.learner_id, m.kind, m.slug, m.at, m.posted).where(m.withdrawn.is_(False))),
        "days": rows(select(day_points).where(day_points.c.points > 0)),
        "counts": rows(select(point_counts).where(point_counts.c.learners > 0)),
        "acts": rows(select(acts.c.id).where(acts.c.undone_at.is_(None))),
    }


def look_at_learners(world: World) -> list[tuple[object, ...]]:
    c = learners.c
    found = world.db.execute(
        select(c.id, c.points, c.points_at, c.streak, c.streak_through, c.best_streak, c.in_community).order_by(c.id)
    )
    clock = enter(world.db, world.caller(), PRACTISED.slug).clock
    today = study_day(clock_at(clock, START + world.now), START + world.now)
    return [
        (row.id, row.points, row.points_at, streak_today(row.streak, row.streak_through, today), *row[4:])
        for row in found
    ]


def look_at_celebrations(db: Connection) -> list[tuple[object, ...]]:
    """What waits, with the moment at which it is due, and what is out."""
    states = (PostState.NEW, PostState.SENDING, PostState.SENT)
    found = db.execute(select(outbox).where(outbox.c.kind == "celebration", outbox.c.state.in_(states)))
    shared = db.execute(
        select(gathered.c.learner_id, outbox.c.place_id, outbox.c.state, gathered.c.facts, outbox.c.due_at)
        .join(outbox, outbox.c.id == gathered.c.post_id)
        .where(outbox.c.state.in_(states))
        .order_by(outbox.c.id, gathered.c.learner_id)
    )
    return [
        (row.learner_id, row.place_id, row.state, facts.remaining, row.due_at if row.state == PostState.NEW else None)
        for row in (*found, *shared)
        if (facts := CelebrationFacts.from_json(row.facts)).remaining
    ]


def run(url: str, work: Callable[[World], None]) -> None:
    """Run a history in a transaction of its own, and leave nothing behind."""

    def begin(db: Connection) -> None:
        if db.dialect.name == "postgresql":  # its ids go on counting when a transaction is rolled back
            for name in db.scalars(text("SELECT sequence_name FROM information_schema.sequences")).all():
                db.execute(text(f"ALTER SEQUENCE {name} RESTART"))
        world = World(db)
        world.begin()
        work(world)
        raise Undoing

    async def main() -> None:
        store = open_patiently(url)
        try:
            await store.write(begin)
        except Undoing:
            pass
        finally:
            await store.close()

    asyncio.run(main())


def many(share: float, *, everyday: float = 0.3) -> settings:
    return settings(
        examples(share, everyday=everyday),
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


HOURS = st.sampled_from((0, SECONDS, 1, 5, 13, 24, 24, 24, 24, 48, 72))
HISTORY = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from((False, False, True)), HOURS), max_size=30)


AT_EACH_POINT = given(history=HISTORY, soon=st.sampled_from((0, 30)))


@many(1)
@AT_EACH_POINT
@example(history=[("tick a block", False, SECONDS), ("tick another block", False, 0)], soon=0)
@example(history=[("choose", False, 0), ("choose otherwise", False, 0)], soon=0)
@example(history=[("place", False, 0), ("undo a task", False, 0), ("tick all blocks", False, 0)], soon=0)
def test_do_and_undo_is_the_identity_at_each_point_of_a_history(
    sqlite_url: str, history: list[Step], soon: int
) -> None:
    undo_at_each_point(sqlite_url, history, soon)


@many(0.1, everyday=0.1)  # a history takes ten times as long there
@AT_EACH_POINT
def test_do_and_undo_is_the_identity_on_postgres(postgres_url: str, history: list[Step], soon: int) -> None:
    undo_at_each_point(postgres_url, history, soon)


def undo_at_each_point(url: str, history: list[Step], soon: int) -> None:
    def work(world: World) -> None:
        for name, ben, hours in history:
            if name in ACTS and not ben:
                world.refresh()
                before, last = look(world), world.last_act()
                done = world.act(ACTS[name])
                after = look(world)
                if world.last_act() > last:
                    world.now += timedelta(seconds=soon)
                    undone = undo_act(world.db, world.caller(), PRACTISED, LIBRARY)
                    world.now -= timedelta(seconds=soon)
                    assert undone.act_id == world.last_act()
                else:
                    assert not done or after == before
                assert look(world) == before, name
                world.act(ACTS[name])
                redone = look(world)
                assert {**redone, "acts": None} == {**after, "acts": None}, name
            else:
                world.act(STEPS[name], ben)
            world.now += timedelta(hours=hours)
            world.deliver()

    run(url, work)


PASSING = st.sampled_from((*sorted(AROUND), "log enough", "log a little", "keep a habit"))
LATER = st.lists(st.tuples(PASSING, st.sampled_from((False, False, True)), HOURS), max_size=12)


def look_from_afar(world: World) -> dict[str, object]:
    """What counts once celebrations are out. A comeback that was never one is not celebrated afterwards."""
    world.refresh()
    seen = look(world)
    live = select(milestones.c.learner_id, milestones.c.kind, milestones.c.slug).where(
        milestones.c.withdrawn.is_(False), milestones.c.kind != MilestoneKind.COMEBACK
    )
    for name in ("acts", "listed", "celebrations"):
        del seen[name]
    return {**seen, "milestones": sorted(map(tuple, world.db.execute(live)))}


DAYS_LATER = given(history=HISTORY, name=st.sampled_from(sorted(ACTS)), later=LATER)


@many(1)
@DAYS_LATER
@example(history=[], name="keep a habit", later=[("hide", False, SECONDS), ("log enough", False, 0)])
@example(history=[], name="log enough", later=[("show", False, 1), ("keep a habit", False, 24)])
@example(
    history=[("affirm", False, 24), ("affirm", False, 24), ("affirm", False, 72), ("affirm", False, 72)],
    name="choose",
    later=[("hide", False, 48), ("log a little", False, 0)],
)
def test_an_act_taken_back_days_later_leaves_the_world_as_if_it_had_never_been(
    sqlite_url: str, history: list[Step], name: str, later: list[Step]
) -> None:
    undo_days_later(sqlite_url, history, name, later)


@many(0.1, everyday=0.1)
@DAYS_LATER
def test_an_act_taken_back_days_later_is_as_if_it_had_never_been_on_postgres(
    postgres_url: str, history: list[Step], name: str, later: list[Step]
) -> None:
    undo_days_later(postgres_url, history, name, later)


def undo_days_later(url: str, history: list[Step], name: str, later: list[Step]) -> None:
    """Compare both worlds, unless the act ended an absence: how many minutes a later day needs stays as it was said."""
    seen: list[dict[str, object]] = []
    needed: list[set[int]] = []
    later = [step for step in later if step[0] != name or not name.startswith("keep")]  # kept twice is kept once

    def live(world: World, *, do: bool) -> None:
        world.act(ACTS["log a little"])  # a newcomer's zone counts at once, and no undo makes Ann a newcomer again
        world.take(history)
        before = world.last_act()
        if do:
            world.act(ACTS[name])
        act_id = world.last_act()
        world.take(later)
        if act_id > before:
            undo_act(world.db, world.caller(), PRACTISED, LIBRARY, Wanted(act_id=act_id), sure=True)
        seen.append(look_from_afar(world))
        needed.append(set(world.db.scalars(select(sessions.c.enough).where(sessions.c.act_id > before))))

    run(url, lambda world: live(world, do=True))
    run(url, lambda world: live(world, do=False))

    assert seen[0] == seen[1] or needed[0] != needed[1]
