"""Lines of buttons from before an edit, an upgrade or a change of roadmap: they tick their task, or ask."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot.app import App, open_app
from bot.chat.call import Said
from bot.chat.reply import Reply
from bot.chat.rights import KnownRights
from bot.clock import SettableClock
from bot.config import Settings
from bot.identity import Account, Place
from bot.tables import editions, milestones, promises, sessions, ticks
from tests.bot.climb import START

ROOM = Place("telegram", -100, -100, title="Study group")
ANN = Account("telegram", 1, "Ann", "ann")
PLAN = "# Plan\n\n## Week 1\n- [ ] Learn Rust\n- [ ] Learn Docker\n- [ ] Book\n- [ ] Book\n"
WEEKS = "# Plan\n\n## Week 1\n- [ ] Learn Rust\n\n## Week 2: Data\n- [ ] Emma\n"
HABITS = "# Plan\n\n## Week 1\n- [ ] Learn Rust\n\n## Habits\n### Daily\n- [ ] Sing a song\n"
HOUR = START + timedelta(hours=1)
OTHER = "# Other\n\n## Week 1\n- [ ] Learn Rust by heart {#week1-rust}\n"
FORMER = "# Plan\n- [ ] [Docker](https://d.org/1)\n- [ ] [Docker](https://d.org/2)\n- [ ] Rest\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    write(folder, PLAN)
    (folder / "other.md").write_text(OTHER, encoding="utf-8")
    return folder


def write(folder: Path, text: str) -> None:
    (folder / "plan.md").write_text(text, encoding="utf-8")


def running(url: str, folder: Path, at: datetime = START) -> AbstractAsyncContextManager[App]:
    return open_app(Settings.model_validate({"database_url": url, "roadmaps": (folder,)}), SettableClock(at))


async def say(app: App, line: str, *, tapped: bool = False) -> Reply:
    said = Said(ANN, ROOM, f"telegram:{line}{tapped}", line, tapped=tapped, rights=KnownRights(admin=True))
    return await app.dispatcher.answer(said)


async def ticked(app: App) -> list[str]:
    return await app.store.read(lambda db: list(db.scalars(select(ticks.c.task).order_by(ticks.c.id))))


def lines(reply: Reply) -> list[str]:
    return [one.line for one in reply.taps()]


async def test_a_button_from_before_an_edit_ticks_its_task_where_it_is_now(database_url: str, folder: Path) -> None:
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap plan")
    write(folder, PLAN.replace("- [ ] Learn Rust\n", "") + "\n## Week 2\n- [ ] Learn Rust\n")

    async with running(database_url, folder) as app:
        await say(app, "done week1-rust", tapped=True)
        assert ["week2-rust"] == await ticked(app)


async def test_a_button_whose_slug_is_another_tasks_now_asks_and_its_answer_is_sure(
    database_url: str, folder: Path
) -> None:
    write(folder, "# Plan\n\n## Week 1\n- [ ] Emma {#week1-book}\n- [ ] Rest\n")
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap plan")
    write(folder, "# Plan\n\n## Week 1\n- [ ] Book\n- [ ] Rest\n\n## Week 2\n- [ ] Emma\n")

    async with running(database_url, folder) as app:
        for tapped in (True, False):
            asked = await say(app, "done week1-book with a note", tapped=tapped)
            assert [] == await ticked(app)
            assert "used to mean Emma" in asked.text.plain
        assert "done week2-emma - with a note" == lines(asked)[0]
        await say(app, lines(asked)[1], tapped=True)
        assert ["week1-book"] == await ticked(app)


async def test_a_button_of_a_task_that_is_gone_ticks_nothing_like_it(database_url: str, folder: Path) -> None:
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap plan")
    write(folder, PLAN.replace("Learn Rust", "Rust for web servers, learn it thoroughly"))

    async with running(database_url, folder) as app:
        await say(app, "done week1-rust", tapped=True)
        assert [] == await ticked(app)


async def test_a_button_of_another_roadmap_ticks_nothing_in_this(database_url: str, folder: Path) -> None:
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap plan")
        offered = next(line for line in lines(await say(app, "/next")) if "rust" in line)
        await say(app, "/setup roadmap other")

        for line in ("done week1-rust", "done week1-docker", offered):
            assert "Rust by heart" in str([one.label for one in (await say(app, line, tapped=True)).taps()])
        assert [] == await ticked(app)
        here = next(line for line in lines(await say(app, "/next again")) if "rust" in line)
        await say(app, here, tapped=True)
        assert ["week1-rust"] == await ticked(app)


async def test_a_slug_that_is_typed_means_the_groups_own_roadmap(database_url: str, folder: Path) -> None:
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap other")
        await say(app, "/done week1-rust")

        assert ["week1-rust"] == await ticked(app)


async def test_slugs_of_version_one_are_typed_and_tapped_after_the_upgrade(database_url: str, folder: Path) -> None:
    write(folder, FORMER)
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap plan")
        await app.store.write(lambda db: db.execute(delete(editions)).rowcount)

    async with running(database_url, folder) as app:
        await say(app, "/done docker-8e44")
        await say(app, "done docker", tapped=True)
        assert ["docker-2", "docker-1"] == await ticked(app)
    async with running(database_url, folder) as app:
        assert "Docker" in (await say(app, "/undo docker-8e44")).text.plain


async def test_buttons_of_slugs_by_order_go_to_their_task_until_an_edit(database_url: str, folder: Path) -> None:
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap plan")
        await say(app, "/done week1-rust, week1-docker")
        shown = await say(app, "/next")
        book = next(line for line in lines(shown) if "book" in line)
        assert "book-1" not in shown.text.plain + str([one.label for one in shown.taps()])
    write(folder, PLAN.replace("- [ ] Book\n", "- [ ] Book\n- [ ] Book\n", 1))

    async with running(database_url, folder) as app:
        await say(app, book, tapped=True)
        assert 2 == len(await ticked(app))
    write(folder, PLAN)


async def test_what_was_celebrated_moves_with_its_block_and_is_not_celebrated_again(
    database_url: str, folder: Path
) -> None:
    write(folder, WEEKS)
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap plan")
        await say(app, "/done week1-rust, week2-emma")
    async with running(database_url, folder, HOUR) as app:
        before = (await say(app, "/celebrations")).text.plain
        assert "Data" in before
    write(folder, WEEKS.replace("Week 2", "Week 3").replace("Week 1", "Week 2"))

    async with running(database_url, folder, HOUR) as app:
        assert before.replace("Week 1", "Week 2") == (await say(app, "/celebrations again")).text.plain
        await say(app, "/undo week2-rust")
        await say(app, "/done week2-rust later")
        kept = select(milestones.c.kind, milestones.c.slug).where(milestones.c.roadmap == "plan")
        found = await app.store.read(lambda db: {tuple(row) for row in db.execute(kept)})
        assert {("block", "week2"), ("block", "week3"), ("level", "roadmap"), ("roadmap", "")} == found


async def test_a_habits_sessions_move_with_its_slug(database_url: str, folder: Path) -> None:
    write(folder, HABITS)
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap plan")
        [old] = [one.slug for one in app.library["plan"].habits]
        await say(app, f"/log habit:{old}")
    write(folder, HABITS.replace("Sing a song", "Sing a song {#sing}"))

    async with running(database_url, folder) as app:
        logged = await app.store.read(lambda db: list(db.scalars(select(sessions.c.habit))))
        assert ["sing"] == logged != [old]


async def _promised(app: App) -> list[str]:
    return await app.store.read(lambda db: list(db.scalars(select(promises.c.task).order_by(promises.c.task))))


@pytest.mark.parametrize("command", ["promise", "checkin"])
async def test_a_promise_button_whose_slug_is_another_tasks_now_asks(
    database_url: str, folder: Path, command: str
) -> None:
    write(folder, "# Plan\n\n## Week 1\n- [ ] Emma {#week1-book}\n- [ ] Rest\n")
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap plan")
        await say(app, "/setup checkin sun 18:00")
        await say(app, "/join")
    write(folder, "# Plan\n\n## Week 1\n- [ ] Book\n- [ ] Rest\n\n## Week 2\n- [ ] Emma\n")

    async with running(database_url, folder, HOUR) as app:
        for verb in ("add", "drop", "part", "moved"):
            asked = await say(app, f"{command} {verb} week1-book", tapped=True)
            assert "used to mean Emma" in asked.text.plain
            assert f"{command} {verb} week2-emma" == lines(asked)[0]
        assert [] == await _promised(app)


async def test_a_promise_button_of_a_moved_task_promises_it_where_it_is_now(database_url: str, folder: Path) -> None:
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap plan")
        await say(app, "/join")
    write(folder, PLAN.replace("- [ ] Learn Rust\n", "") + "\n## Week 2\n- [ ] Learn Rust\n")

    async with running(database_url, folder, HOUR) as app:
        await say(app, "promise add week1-rust", tapped=True)
        assert ["week2-rust"] == await _promised(app)
        await say(app, "promise drop week1-rust", tapped=True)
        assert [] == await _promised(app)


async def test_a_promise_button_of_another_roadmap_promises_nothing_in_this(database_url: str, folder: Path) -> None:
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap plan")
        offered = next(line for line in lines(await say(app, "/promise")) if "add week1-rust" in line)
        await say(app, "/setup roadmap other")

        for line in ("promise add week1-rust", offered):
            assert "Rust by heart" in str([one.label for one in (await say(app, line, tapped=True)).taps()])
        assert [] == await _promised(app)
        here = next(line for line in lines(await say(app, "/promise")) if "add week1-rust" in line)
        await say(app, here, tapped=True)
        assert ["week1-rust"] == await _promised(app)


async def test_a_habit_button_logs_its_habit_until_the_plan_has_another_there(database_url: str, folder: Path) -> None:
    write(folder, HABITS.replace("Sing a song", "Sing a song {#sing}"))
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap plan")
        [shown] = lines(await say(app, "/habits"))
        assert shown.startswith("log habit:sing.")
    write(folder, HABITS.replace("Sing a song", "Call ten companies about a job {#sing}"))

    async with running(database_url, folder, HOUR) as app:
        refused = await say(app, shown, tapped=True)
        assert ["habits"] == lines(refused)
        [here] = lines(await say(app, "/habits"))
        assert "Call ten companies" in (await say(app, here, tapped=True)).text.plain


async def test_a_button_of_a_statement_with_another_mark_affirms_nothing(database_url: str, folder: Path) -> None:
    async with running(database_url, folder) as app:
        roadmap = next(iter(app.library.values()))
        await say(app, f"/setup roadmap {roadmap.slug}")
        shown = next(line for line in lines(await say(app, "/criteria zero")) if "." in line)
        slug, _, mark = shown.rpartition(".")

        refused = await say(app, f"{slug}.{'0' * len(mark)}", tapped=True)
        assert "✅" not in refused.text.plain
        assert "✅" in (await say(app, shown, tapped=True)).text.plain
