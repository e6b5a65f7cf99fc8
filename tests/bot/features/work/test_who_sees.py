"""A law: others see a piece of work exactly if its member shows work from before it was given, and nothing hides it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from bot.closed_sets import Visibility
from bot.errors import Refused
from bot.features.members.actions.groups import leave_group
from bot.features.members.actions.presence import enter
from bot.features.settings.actions.learner_settings import choose_visibility
from bot.features.ticks.actions.ticking import tick_off
from bot.features.undos.actions.picking import Wanted
from bot.features.undos.actions.taking_back import undo_act, undo_tasks
from bot.features.work.actions import EVER, WorkChoice, choose_work_readers, hide_own_work, hide_work
from bot.features.work.queries.pieces import find_piece, read_member_work, read_own_work, read_task_work
from bot.identity import GroupId, LearnerId, TickId
from tests.bot.climb import ANN, BEN, CLIMB, START, caller
from tests.databases import open_patiently
from tests.sampling import examples

TASKS = ("week1-algebra", "week2-numpy")
GROUP, ANNS, BENS = GroupId(1), LearnerId(1), LearnerId(2)
Step = tuple[str, str]


@dataclass(frozen=True)
class Given:
    """A piece of work as the plainest model keeps it."""

    words: str
    at: datetime
    hidden: bool = False
    down: bool = False


class Undoing(Exception):
    """Ends a history, so that it leaves nothing behind."""


class World:
    """Ann's work, kept twice: by the bot, and by a plain model. Ben looks on."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.at = timedelta()
        self.live: dict[str, Given] = {}
        self.gone: dict[str, Given] = {}
        self.shows: bool | None = None
        self.since: datetime | None = None
        self.visibility = Visibility.GROUP
        self.present = True
        for account in (ANN, BEN):
            enter(db, caller(account), CLIMB.slug)

    @property
    def now(self) -> datetime:
        return START + self.at

    def take(self, step: Step) -> None:
        self.at += timedelta(hours=1)
        name, about = step
        STEPS[name](self, about)

    def give(self, task: str, words: str) -> None:
        tick_off(self.db, caller(at=self.at), CLIMB, [task], words)
        self.present = True
        before, gone = self.live.get(task), self.gone.get(task)
        if before and words and words != before.words:
            self.live[task] = replace(before, words=words, at=self.now)
        elif not before:
            self.live[task] = gone if gone and gone.words == words and words else Given(words, self.now)
        changed = self.live[task] != before and words
        if changed and self.shows is None and self.since is None and self.visibility is not Visibility.HIDDEN:
            self.since = self.now

    def undo(self, task: str) -> None:
        try:
            undo_tasks(self.db, caller(at=self.at), CLIMB, [task])
        except Refused:
            return
        self.gone[task] = self.live.pop(task)

    def choose(self, about: str) -> None:
        choice = WorkChoice(about)
        choose_work_readers(self.db, caller(at=self.at), CLIMB.slug, choice)
        self.present = True
        kept = self.since and (choice is WorkChoice.ASKED and self.shows is not False)
        kept = kept or (self.since and choice is WorkChoice.ON and self.shows)
        self.since = EVER if choice is WorkChoice.ALL else self.since if kept else self.now
        self.shows = choice is not WorkChoice.PRIVATE

    def hide(self, task: str, *, hide: bool = True) -> None:
        if task in self.live:
            hide_own_work(self.db, caller(at=self.at), CLIMB.slug, self.tick_of(task), hide)
            self.present = True
            if not self.live[task].down:
                self.live[task] = replace(self.live[task], hidden=hide)

    def take_down(self, task: str) -> None:
        if task in self.live:
            hide_work(self.db, self.tick_of(task), self.now)
            self.live[task] = replace(self.live[task], hidden=True, down=True)

    def tick_of(self, task: str) -> TickId:
        query = text(
            "SELECT max(t.id) FROM ticks t LEFT JOIN undos u ON u.tick_id = t.id WHERE t.task = :task AND u.at IS NULL"
        )
        return TickId(self.db.scalar(query, {"task": task}) or 0)

    def be_seen(self, about: str) -> None:
        self.visibility, self.present = Visibility(about), True
        choose_visibility(self.db, caller(at=self.at), CLIMB.slug, self.visibility)

    def leave(self, _: str) -> None:
        if self.present:
            leave_group(self.db, caller(at=self.at))
            self.present = False

    def expected(self, task: str) -> bool:
        """Whether others see the work on a task, in words of the design."""
        piece = self.live.get(task)
        return (
            piece is not None
            and bool(piece.words)
            and not piece.hidden
            and self.shows is True
            and self.since is not None
            and self.since <= piece.at
            and self.visibility is not Visibility.HIDDEN
            and self.present
        )

    def check(self) -> None:
        shown = {piece.task: piece for piece in read_member_work(self.db, ANNS, GROUP)}
        own = {piece.task: piece for piece in read_own_work(self.db, ANNS, GROUP)}
        for task in TASKS:
            [*found] = read_task_work(self.db, GROUP, BENS, CLIMB.slug, [task])
            assert self.expected(task) == (task in shown) == bool(found), task
            assert self.expected(task) == bool(find_piece(self.db, GROUP, BENS, self.tick_of(task))), task
            assert all(piece.words == self.live[task].words for piece in found)
            assert all(bool(piece.name) == (self.visibility is Visibility.GROUP) for piece in found)
            kept = self.live.get(task)
            assert (kept is not None and bool(kept.words)) == (task in own), task
            assert task not in own or own[task].shown == self.expected(task)


STEPS: dict[str, Callable[[World, str], None]] = {
    "tick": lambda world, task: world.give(task, ""),
    "tick with a link": lambda world, task: world.give(task, "https://example.org/one"),
    "give another link": lambda world, task: world.give(task, "https://example.org/two"),
    "undo": World.undo,
    "hide": lambda world, task: world.hide(task),
    "show": lambda world, task: world.hide(task, hide=False),
    "take down": World.take_down,
    "choose": World.choose,
    "be seen": World.be_seen,
    "leave": World.leave,
}
OF_TASKS = ("tick", "tick with a link", "tick with a link", "give another link", "undo", "hide", "show", "take down")
STEP = st.one_of(
    st.tuples(st.sampled_from(OF_TASKS), st.sampled_from(TASKS)),
    st.tuples(st.just("choose"), st.sampled_from(list(WorkChoice)).map(str)),
    st.tuples(st.just("choose"), st.sampled_from([WorkChoice.ON, WorkChoice.ALL]).map(str)),
    st.tuples(st.just("be seen"), st.sampled_from(list(Visibility)).map(str)),
    st.tuples(st.just("leave"), st.just("")),
)
HISTORIES = given(history=st.lists(STEP, max_size=16))


def run(url: str, work: Callable[[World], None]) -> None:
    """Live a history in a transaction of its own, and leave nothing behind."""

    def begin(db: Connection) -> None:
        if db.dialect.name == "postgresql":  # its ids go on counting when a transaction is rolled back
            for name in db.scalars(text("SELECT sequence_name FROM information_schema.sequences")).all():
                db.execute(text(f"ALTER SEQUENCE {name} RESTART"))
        work(World(db))
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


def live(url: str, history: list[Step]) -> None:
    def work(world: World) -> None:
        for step in history:
            world.take(step)
            world.check()

    run(url, work)


def many(share: float, *, everyday: float) -> settings:
    return settings(
        examples(share, everyday=everyday),
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@many(1, everyday=1)
@HISTORIES
@example(
    history=[("tick with a link", TASKS[0]), ("choose", "asked"), ("undo", TASKS[0]), ("tick with a link", TASKS[0])]
)
@example(history=[("tick with a link", TASKS[0]), ("choose", "on"), ("give another link", TASKS[0])])
@example(history=[("tick with a link", TASKS[0]), ("choose", "all"), ("take down", TASKS[0]), ("show", TASKS[0])])
@example(history=[("choose", "private"), ("tick with a link", TASKS[0]), ("choose", "asked")])
def test_others_see_a_piece_of_work_exactly_as_its_member_allows(sqlite_url: str, history: list[Step]) -> None:
    live(sqlite_url, history)


@many(0.1, everyday=0.2)
@HISTORIES
def test_others_see_work_exactly_as_its_member_allows_on_postgres(postgres_url: str, history: list[Step]) -> None:
    live(postgres_url, history)


def test_an_undo_of_an_added_link_puts_the_earlier_one_back_whichever_is_undone_first(sqlite_url: str) -> None:
    def work(world: World) -> None:
        world.take(("tick with a link", TASKS[0]))
        world.take(("choose", "asked"))
        first = tick_off(world.db, caller(at=timedelta(hours=3)), CLIMB, [TASKS[0]], "two").act_id
        second = tick_off(world.db, caller(at=timedelta(hours=4)), CLIMB, [TASKS[0]], "three").act_id
        for act_id, left in ((first, "three"), (second, "https://example.org/one")):
            undo_act(world.db, caller(at=timedelta(hours=5)), CLIMB, {CLIMB.slug: CLIMB}, Wanted(act_id=act_id))
            assert [left] == [piece.words for piece in read_member_work(world.db, ANNS, GROUP)]

    run(sqlite_url, work)
