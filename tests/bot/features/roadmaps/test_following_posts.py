"""Celebrations that wait, or are out, follow their parts into an edited plan; habits that are gone are named."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection
from structlog.testing import capture_logs

from bot.app import App
from bot.features.posts import POSTS
from bot.posting.deliverer import word_post
from bot.posting.outbox import claim_posts
from bot.posting.subjects import read_subjects
from bot.tables import outbox
from tests.bot.features.roadmaps.test_old_buttons import HABITS, HOUR, folder, running, say, write

__all__ = ["folder"]

PLAN = (
    "# Plan\n\n## Phase 1: Start\n### Week 1: Rust\n- [ ] Read\n\n### Week 2: Data\n- [ ] Emma\n"
    "\n## Phase 2: End\n### Week 3: Rest\n- [ ] Sleep\n"
)
LATER = PLAN.replace("Week 3", "Week 4").replace("Week 2", "Week 3").replace("Week 1", "Week 2")


async def worded(app: App, at: datetime = HOUR) -> list[str]:
    """The words of each celebration in the outbox that waits, as it would be sent now."""

    def read(db: Connection) -> list[str]:
        posts = [one for one in claim_posts(db, at, timedelta(0), 99, ["telegram"]) if "cele" in one.kind]
        kinds = {kind.name: kind for kind in POSTS}
        replies = [word_post(post, kinds, app.library, at, read_subjects(db, post)) for post in posts]
        db.execute(outbox.update().values(state="new", leased_until=None))
        return [f"{reply.title.plain}: {reply.text.plain}" for reply in replies]

    return await app.store.write(read)


async def finish(url: str, folder: Path, text: str, *lines: str) -> None:
    write(folder, text)
    async with running(url, folder) as app:
        await say(app, "/setup roadmap plan")
        for line in lines:
            await say(app, line)


async def test_a_celebration_that_waits_follows_its_block(database_url: str, folder: Path) -> None:
    await finish(database_url, folder, PLAN, "/done week1-read")
    write(folder, LATER)

    async with running(database_url, folder, HOUR) as app:
        [said] = await worded(app)
        assert "Rust" in said
        assert "Data" not in said
        assert "week" not in said


async def test_a_celebration_of_a_level_follows_it(database_url: str, folder: Path) -> None:
    await finish(database_url, folder, PLAN, "/done week1, week2")
    write(folder, LATER.replace("Phase 2", "Phase 3").replace("Phase 1", "Phase 2"))

    async with running(database_url, folder, HOUR) as app:
        [said] = await worded(app)
        assert "Phase 2" in said
        assert "Phase 1" not in said


async def test_an_undo_after_the_edit_takes_the_celebration_back(database_url: str, folder: Path) -> None:
    await finish(database_url, folder, PLAN, "/done week1-read")
    write(folder, LATER)

    async with running(database_url, folder) as app:
        await say(app, "/undo week2-read")
        await say(app, "/undo week2-read yes")
        assert [] == await worded(app)


async def test_the_celebration_of_a_part_that_is_gone_names_no_other(database_url: str, folder: Path) -> None:
    await finish(database_url, folder, PLAN, "/done week1-read")
    write(folder, PLAN.replace("### Week 1: Rust\n- [ ] Read", "### Week 1: Music\n- [ ] Sing"))

    async with running(database_url, folder, HOUR) as app:
        [said] = await worded(app)
        assert "Music" not in said
        assert "~" not in said
        assert "week1" in said


async def test_the_celebration_of_a_month_that_is_gone_does_not_name_the_roadmap(
    database_url: str, folder: Path
) -> None:
    months = "# The plan\n\n## Phase 1\n### Month 1: Rust\n#### Week 1\n- [ ] Read\n#### Week 2\n- [ ] Go\n"
    months += "### Month 2: Data\n#### Week 5\n- [ ] Emma\n"
    await finish(database_url, folder, months, "/done week1, week2")
    write(folder, "# The plan\n\n## Week 1\n- [ ] Sing\n\n## Week 2\n- [ ] Dance\n")

    async with running(database_url, folder, HOUR) as app:
        [said] = await worded(app)
        assert "The plan" not in said


async def test_logs_of_a_habit_that_is_gone_are_counted_and_named(database_url: str, folder: Path) -> None:
    await finish(database_url, folder, HABITS, "/log habit:daily-sing-song", "/log 20m")
    write(folder, HABITS.replace("Sing a song", "Draw a cat"))

    with capture_logs() as logs:
        async with running(database_url, folder) as app:
            assert "plan" in app.library
    [stray] = [one for one in logs if one["event"] == "acts.stray"]
    assert (0, 1, 1) == (stray["ticks"], stray["logs"], stray["people"])
    assert {"daily-sing-song": ""} == stray["slugs"]


async def test_a_log_that_was_undone_and_a_habit_of_another_roadmap_are_no_strays(
    database_url: str, folder: Path
) -> None:
    await finish(database_url, folder, HABITS, "/log habit:daily-sing-song", "/undo")
    (folder / "other.md").write_text(HABITS.replace("Sing a song", "Draw a cat"), encoding="utf-8")
    async with running(database_url, folder) as app:
        await say(app, "/setup roadmap other")
        await say(app, "/log habit:daily-draw-cat")
        await say(app, "/setup roadmap plan")
    write(folder, HABITS.replace("Sing a song", "Write"))

    with capture_logs() as logs:
        async with running(database_url, folder) as app:
            assert 2 == len(app.library["plan"].habits + app.library["other"].habits)
    assert [] == [one for one in logs if one["event"] == "acts.stray"]
