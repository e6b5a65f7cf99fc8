"""A start of the whole program on plans that were edited, lost or read by version 0.1."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select
from structlog.testing import capture_logs

from bot.app import App, open_app
from bot.chat.call import Said
from bot.chat.rights import KnownRights
from bot.clock import SettableClock
from bot.config import Settings
from bot.features.posts import POSTS
from bot.features.roadmaps import actions as following
from bot.features.roadmaps.facts import Missing
from bot.identity import Account, Place
from bot.posting.deliverer import word_post
from bot.posting.outbox import claim_posts
from bot.posting.subjects import read_subjects
from bot.posting.wording import NothingToSay
from bot.tables import editions, learners, outbox, ticks
from roadmap.reading.draft import read_draft
from roadmap.slug_words import list_slug_words
from tests.bot.climb import START
from tests.databases import kill
from tests.roadmap import strangers
from tests.sampling import sample

ROOT = Path(__file__).parents[4]
PLANS = ROOT / "tests/roadmap"
FORMER: dict[str, dict[str, int]] = json.loads((PLANS / "former.json").read_text(encoding="utf-8"))
PLAN = "# Plan\n\n## Week 1\n- [ ] Learn Rust\n- [ ] Learn Docker\n"
ROOM = Place("telegram", -100, -100, title="Study group")
ALONE = Place("telegram", 1, 1, private=True)


def settings(url: str, folder: Path) -> Settings:
    return Settings.model_validate({"database_url": url, "roadmaps": (folder,)})


async def say(app: App, name: str, line: str, place: Place = ROOM) -> str:
    account = Account("telegram", {"Ann": 1, "Ben": 2}[name], name, name.lower())
    reply = await app.dispatcher.answer(
        Said(account, place, f"telegram:update:{name}{line}", line, rights=KnownRights(admin=True))
    )
    return reply.title.plain + reply.text.plain


async def start(url: str, folder: Path, *lines: str) -> list[dict[str, Any]]:
    """Start the program, let Ann say these lines, and return what was logged at the start."""
    with capture_logs() as logs:
        async with open_app(settings(url, folder), SettableClock(START)) as app:
            for line in lines:
                await say(app, "Ann", line)
    return [dict(one) for one in logs if one["event"].startswith(("acts.", "roadmap."))]


async def rows(url: str, folder: Path, statement: Any) -> list[tuple[Any, ...]]:
    async with open_app(settings(url, folder), SettableClock(START)) as app:
        return await app.store.read(lambda db: [tuple(row) for row in db.execute(statement)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "plan.md").write_text(PLAN, encoding="utf-8")
    (folder / "other.md").write_text("# Other\n- [ ] Rest\n", encoding="utf-8")
    return folder


async def test_a_start_says_which_ticks_moved_and_which_belong_to_nothing(database_url: str, folder: Path) -> None:
    await start(database_url, folder, "/setup roadmap plan", "/done Learn Rust", "/done Learn Docker")
    edited = PLAN.replace("Learn Docker", "Containers").replace("## Week 1", "## Week 2")
    (folder / "plan.md").write_text(edited, encoding="utf-8")

    moved, stray = await start(database_url, folder)

    assert ("acts.moved", "plan", 1) == (moved["event"], moved["roadmap"], moved["ticks"])
    assert {"week1-rust": "week2-rust"} == moved["slugs"]
    assert ("acts.stray", "plan", 1, 1) == (stray["event"], stray["roadmap"], stray["ticks"], stray["people"])
    assert "warning" == moved["log_level"] == stray["log_level"]
    assert "Ann" not in str([moved, stray])
    assert ["acts.stray"] == [one["event"] for one in await start(database_url, folder)]


async def test_a_start_names_the_lines_that_were_left_out(database_url: str, folder: Path) -> None:
    (folder / "plan.md").write_text(f"{PLAN}- [ ]\n", encoding="utf-8")
    (folder / "blank.md").write_text("- [ ]\n", encoding="utf-8")

    left_out, unread = await start(database_url, folder)

    assert ("roadmap.left_out", "blank.md") == (left_out["event"], left_out["file"])
    assert ("roadmap.unread", "plan", [6]) == (unread["event"], unread["roadmap"], unread["lines"])


async def test_a_start_names_a_missing_roadmap_and_tells_the_steward_once(database_url: str, folder: Path) -> None:
    await start(database_url, folder, "/join", "/setup roadmap plan", "/done Learn Rust")
    text = (folder / "plan.md").read_text(encoding="utf-8")
    (folder / "plan.md").unlink()

    [first] = await start(database_url, folder)
    [second] = await start(database_url, folder)

    assert {"event": "roadmap.missing", "roadmap": "plan", "groups": 1, "ticks": 1, "people": 1} == {
        key: value for key, value in first.items() if key != "log_level"
    }
    assert first == second
    said = select(outbox.c.kind, outbox.c.learner_id, outbox.c.place_id).where(outbox.c.kind == "roadmap_lost")
    assert [("roadmap_lost", 1, None)] == await rows(database_url, folder, said)
    assert "**" not in await worded(database_url, folder)
    assert "“plan”" in await worded(database_url, folder)

    (folder / "plan.md").write_text(text, encoding="utf-8")
    assert [] == await start(database_url, folder)
    with pytest.raises(NothingToSay):
        await worded(database_url, folder)


async def worded(url: str, folder: Path) -> str:
    """The words of the post to the steward."""

    def read(db: Connection) -> Any:
        posts = claim_posts(db, START, START - START, 99, ["telegram"])
        post = next(one for one in posts if one.kind == "roadmap_lost")
        return post, read_subjects(db, post)

    async with open_app(settings(url, folder), SettableClock(START)) as app:
        post, subjects = await app.store.write(read)
        await app.store.write(lambda db: db.execute(outbox.update().values(state="new")).rowcount)
        reply = word_post(post, {kind.name: kind for kind in POSTS}, app.library, START, subjects)
        return reply.text.plain


async def test_a_learner_alone_is_told_like_a_steward(database_url: str, folder: Path) -> None:
    async with open_app(settings(database_url, folder), SettableClock(START)) as app:
        await say(app, "Ann", "/join", ALONE)
        await say(app, "Ann", "/setup roadmap plan", ALONE)
    (folder / "plan.md").unlink()

    await start(database_url, folder)

    assert "your roadmap (“plan”)" in await worded(database_url, folder)


async def test_a_roadmap_that_nobody_follows_is_no_matter_for_a_start(database_url: str, folder: Path) -> None:
    await start(database_url, folder, "/setup roadmap plan", "/done Learn Rust", "/setup roadmap other")
    (folder / "plan.md").unlink()

    assert [] == await start(database_url, folder)
    async with open_app(settings(database_url, folder), SettableClock(START)) as app:
        assert [Missing("plan", 0, 1, 1)] == await app.store.read(following.find_missing, app.library)


async def test_a_bad_file_is_named_at_the_start_and_the_others_run(database_url: str, folder: Path) -> None:
    (folder / "README.md").write_text("# How to\n", encoding="utf-8")

    [left_out] = await start(database_url, folder, "/setup roadmap plan")

    assert ("roadmap.left_out", "README.md") == (left_out["event"], left_out["file"])


def former_plan(name: str) -> str:
    kind, _, stem = name.partition("/")
    if kind == "plans":
        return (PLANS / "plans" / f"{stem}.md").read_text(encoding="utf-8")
    text: str = strangers.ALL[stem]
    return text


def tick_formerly(db: Connection, lines: dict[str, int]) -> None:
    """Ticks as version 0.1 kept them, each with its line as evidence; and no edition."""
    db.execute(delete(editions))
    person = {"name": "Ann", "zone": "UTC", "joined_at": START, "joined_day": START.date(), "points_at": START}
    db.execute(insert(learners).values(id=1, **person))
    row = {"learner_id": 1, "roadmap": "plan", "turn": 1, "source": "tick", "at": START, "zone": "UTC"}
    row |= {"day": START.date(), "weight": 2, "points": 0}
    db.execute(insert(ticks), [{**row, "task": slug, "evidence": str(line)} for slug, line in lines.items()])


def upgraded() -> Iterator[object]:
    """All plans: every day a few of them. What each slug becomes is tried of all in tests/roadmap/test_former.py."""
    often = sample([*FORMER], 10)
    return (pytest.param(name, marks=[] if name in often else [pytest.mark.thorough]) for name in FORMER)


@pytest.mark.parametrize("name", [*upgraded()])
async def test_an_upgrade_leaves_each_tick_at_its_line(database_url: str, folder: Path, name: str) -> None:
    text, lines = former_plan(name), {slug: line for slug, line in FORMER[name].items() if line}
    (folder / "plan.md").write_text(text, encoding="utf-8")
    async with open_app(settings(database_url, folder), SettableClock(START)) as app:
        await app.store.write(tick_formerly, lines)

    await start(database_url, folder)
    await start(database_url, folder)

    draft, slugs = read_draft(text, "plan"), {line: slug for slug, line in lines.items()}
    borne = list_slug_words(draft.roadmap)
    for task, evidence in await rows(database_url, folder, select(ticks.c.task, ticks.c.evidence)):
        line = int(evidence)
        if draft.complaints:  # the file is left out, and its ticks wait
            assert slugs[line] == task
        else:
            assert task == draft.slugs.get(line) or (line not in draft.slugs and task not in borne)


async def test_a_kill_within_the_move_leaves_all_ticks_where_they_were(database_url: str, folder: Path) -> None:
    await start(database_url, folder, "/setup roadmap plan", "/done Learn Rust", "/done Learn Docker")
    (folder / "plan.md").write_text(PLAN.replace("Week 1", "Week 2"), encoding="utf-8")
    command = [sys.executable, "-m", "tests.bot.features.roadmaps.mover", database_url, str(folder / "plan.md")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert b"moved\n" == process.stdout.readline()
        kill(process)

    [moved] = await start(database_url, folder)

    assert 2 == moved["ticks"]
    found = await rows(database_url, folder, select(ticks.c.task).order_by(ticks.c.id))
    assert [("week2-rust",), ("week2-docker",)] == found
