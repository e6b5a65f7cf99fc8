"""Lines of buttons from before an edit, an upgrade or a change of roadmap: they tick their task, or ask."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot.app import App, open_app
from bot.chat.call import Said
from bot.chat.reply import Reply
from bot.clock import SettableClock
from bot.config import Settings
from bot.identity import Account, Place
from bot.tables import editions, ticks
from tests.bot.climb import START

ROOM = Place("telegram", -100, -100, title="Study group")
ANN = Account("telegram", 1, "Ann", "ann")
PLAN = "# Plan\n\n## Week 1\n- [ ] Learn Rust\n- [ ] Learn Docker\n- [ ] Book\n- [ ] Book\n"
OTHER = "# Other\n\n## Week 1\n- [ ] Learn Rust by heart {#week1-rust}\n"
FORMER = "# Plan\n- [ ] [Docker](https://d.org/1)\n- [ ] [Docker](https://d.org/2)\n- [ ] Rest\n"


async def _yes() -> bool:
    return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    write(folder, PLAN)
    (folder / "other.md").write_text(OTHER, encoding="utf-8")
    return folder


def write(folder: Path, text: str) -> None:
    (folder / "plan.md").write_text(text, encoding="utf-8")


def running(url: str, folder: Path) -> AbstractAsyncContextManager[App]:
    return open_app(Settings.model_validate({"database_url": url, "roadmaps": (folder,)}), SettableClock(START))


async def say(app: App, line: str, *, tapped: bool = False) -> Reply:
    said = Said(ANN, ROOM, f"telegram:{line}{tapped}", line, tapped=tapped, is_admin=_yes)
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
            assert "was Emma in" in asked.text.plain
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
