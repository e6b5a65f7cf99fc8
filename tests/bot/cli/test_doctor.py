from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import Connection, insert

from bot.app import open_app
from bot.chat.call import Said
from bot.chat.rights import KnownRights
from bot.cli import examining
from bot.cli.findings import Finding, word_daily_job
from bot.clock import SettableClock
from bot.config import Settings
from bot.database import migrating
from bot.database.store import open_store
from bot.identity import Account, Place
from bot.tables import accounts, learners


@pytest.fixture
def base(tmp_path: Path) -> dict[str, Any]:
    return {"database_url": f"sqlite:///{tmp_path / 'cairn.db'}"}


async def looked_at(settings: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = await examining.examine(Settings.model_validate(settings))
    return status, capsys.readouterr().out


async def served(answer: web.StreamResponse | int, date: datetime | None = None) -> TestServer:
    async def handle(_request: web.Request) -> web.Response:
        headers = {"Date": format_datetime(date, usegmt=True)} if date else {}
        return web.json_response({}, status=answer if isinstance(answer, int) else 200, headers=headers)

    app = web.Application()
    app.router.add_get("/{tail:.*}", handle)
    server = TestServer(app)
    await server.start_server()
    return server


async def test_without_a_token_it_says_which_one_to_set(
    base: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    status, printed = await looked_at(base, capsys)

    assert 1 == status
    assert "DISCORD_TOKEN or TELEGRAM_TOKEN" in printed
    assert "✓ Database" in printed
    assert "✓ Zone data" in printed


@pytest.mark.parametrize(
    ("answer", "says", "status"),
    [
        (200, "the token is good", 0),
        *((refusal, "the token is refused", 1) for refusal in (401, 403, 404)),
        (502, "answers 502", 1),
    ],
)
async def test_tokens_are_tried(
    base: dict[str, Any], capsys: pytest.CaptureFixture[str], answer: int, says: str, status: int
) -> None:
    server = await served(answer)
    url = f"http://127.0.0.1:{server.port}"
    settings = {**base, "discord_token": "a", "discord_api_url": url, "telegram_token": "b", "telegram_api_url": url}

    assert (status, 2) == ((found := await looked_at(settings, capsys))[0], found[1].count(says))
    await server.close()


async def test_a_platform_that_cannot_be_reached_is_told_with_its_setting(
    base: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    settings = {**base, "telegram_token": "123:secret", "telegram_api_url": "http://127.0.0.1:9"}
    status, printed = await looked_at(settings, capsys)

    assert 1 == status
    assert "TELEGRAM_API_URL" in printed
    assert "secret" not in printed


@pytest.mark.parametrize("platform", ["discord", "telegram"])
async def test_a_proxy_that_is_set_is_the_way_that_is_tried(
    base: dict[str, Any], capsys: pytest.CaptureFixture[str], platform: str
) -> None:
    server = await served(200)
    way = {"token": "b", "api_url": "http://platform.invalid", "proxy": f"http://127.0.0.1:{server.port}"}
    settings = {f"{platform}_{name}": value for name, value in way.items()}
    status, printed = await looked_at({**base, **settings}, capsys)

    assert (0, True) == (status, "the token is good" in printed)
    await server.close()


@pytest.mark.parametrize("year", [2020, 2100])
async def test_a_clock_that_is_off_is_noticed(
    base: dict[str, Any], capsys: pytest.CaptureFixture[str], year: int
) -> None:
    server = await served(200, datetime(year, 1, 1, tzinfo=UTC))
    settings = {**base, "telegram_token": "b", "telegram_api_url": f"http://127.0.0.1:{server.port}"}
    status, printed = await looked_at(settings, capsys)

    assert 1 == status
    assert "clock is off" in printed
    await server.close()


async def test_a_database_or_roadmap_that_cannot_be_used_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text("nothing to tick\n", encoding="utf-8")
    settings = {"database_url": f"sqlite:///{tmp_path}/no/such/folder/cairn.db", "roadmaps": str(plan)}
    status, printed = await looked_at(settings, capsys)

    assert 1 == status
    assert "✗ Database" in printed
    assert "DATABASE_URL" in printed
    assert "✗ Roadmaps" in printed


async def test_lines_of_a_plan_that_were_left_out_are_counted_and_named(
    base: dict[str, Any], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text("# Plan\n- [ ] Read\n- [ ]\n##\n- [ ] Write\n", encoding="utf-8")

    _, printed = await looked_at({**base, "roadmaps": str(plan)}, capsys)

    assert "✗ Roadmaps" in printed
    assert "plan: 2 lines left out: 3, 4. Run `roadmap check`" in printed


async def test_strays_moves_and_missing_roadmaps_are_counted_and_named(
    base: dict[str, Any], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plan, other = tmp_path / "plans" / "plan.md", tmp_path / "plans" / "other.md"
    plan.parent.mkdir()
    plan.write_text("# Plan\n\n## Week 1\n- [ ] Learn Rust\n- [ ] Learn Docker\n- [ ] Xylophone\n", encoding="utf-8")
    other.write_text("# Other\n- [ ] Rest\n", encoding="utf-8")
    settings = {**base, "roadmaps": [plan.parent]}
    async with open_app(Settings.model_validate(settings), SettableClock(datetime(2026, 3, 2, tzinfo=UTC))) as app:
        for name, line in (("Ann", "/setup roadmap plan"), ("Ann", "/done week1"), ("Ben", "/done Xylophone")):
            account, place = Account("telegram", len(name + line), name), Place("telegram", -1, -1, title="Room")
            await app.dispatcher.answer(Said(account, place, f"t:{name}{line}", line, rights=KnownRights(admin=True)))
    edited = "# Plan\n\n## Week 2\n- [ ] Learn Rust\n\n## Week 3\n- [ ] Docker for web servers, learned at last\n"
    plan.write_text(edited, encoding="utf-8")

    status, printed = await looked_at(settings, capsys)
    plan.rename(tmp_path / "plan.md")
    _, missing = await looked_at(settings, capsys)

    assert 1 == status
    assert "the next start moves 1 tick with their tasks: week1-rust to week2-rust" in printed
    assert "belong to no task any more" in printed
    assert "write alias=week1-docker in the braces of that line" in printed
    assert "Bring its line back, or write alias=week1-xylophone" in printed
    assert "Roadmap plan: it is missing; 1 group follows it" in missing


async def test_logs_of_a_habit_that_is_gone_are_counted_and_named(
    base: dict[str, Any], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plan = tmp_path / "plan.md"
    text = "# Plan\n## Week 1\n- [ ] Rust\n## Daily habits\n- [ ] Sing a song\n## Complete when\n- [ ] I can sing\n"
    plan.write_text(text, encoding="utf-8")
    settings = {**base, "roadmaps": [plan]}
    async with open_app(Settings.model_validate(settings), SettableClock(datetime(2026, 3, 2, tzinfo=UTC))) as app:
        for line in ("/setup roadmap plan", "/log habit:daily-sing-song"):
            account, place = Account("telegram", 1, "Ann"), Place("telegram", -1, -1, title="Room")
            await app.dispatcher.answer(Said(account, place, f"t:{line}", line, rights=KnownRights(admin=True)))
    plan.write_text(text.replace("- [ ] Sing a song", "- [ ] Draw a cat"), encoding="utf-8")

    _, printed = await looked_at(settings, capsys)

    assert "1 habit log of 1 person belongs to no task any more" in printed
    assert "daily-sing-song (“Sing a song”): 1 habit log of 1 person. Bring its line back." in printed


async def test_doctor_makes_no_database(
    base: dict[str, Any], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, printed = await looked_at(base, capsys)

    assert "✓ Database: none yet" in printed
    assert [] == list(tmp_path.iterdir())


async def test_an_older_database_is_told_of_and_not_migrated(
    base: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    await migrating.run_migrations(base["database_url"], lambda db: migrating.upgrade_to(db, "0004"))

    status, printed = await looked_at(base, capsys)

    assert 1 == status
    assert "at revision 0004, older than this version" in printed
    assert "0004" == await migrating.read_revision(base["database_url"])


async def test_files_that_others_may_read_are_named_with_a_remedy(
    base: dict[str, Any], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await migrating.upgrade(base["database_url"])
    _, before = await looked_at(base, capsys)
    (tmp_path / ".env").write_text("DISCORD_TOKEN=a\n")
    for name in (".env", "cairn.db"):
        (tmp_path / name).chmod(0o640)

    status, printed = await looked_at(base, capsys)

    assert 1 == status
    assert "✗ Files" not in before
    assert f"Close it to them: `chmod 600 {tmp_path}/cairn.db`." in printed
    assert "Close it to them: `chmod 600 .env`." in printed


async def test_it_says_when_the_daily_job_was_done(base: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    async with open_app(Settings.model_validate(base), SettableClock(datetime(2026, 3, 2, tzinfo=UTC))) as app:
        _, printed = await looked_at(base, capsys)
        assert "✓ Daily job: not done yet" in printed
        await app.maintain()
        status, printed = await looked_at(base, capsys)

    assert 1 == status
    assert "✗ Daily job: done" in printed
    assert "job.failed" in printed


@pytest.mark.parametrize(
    ("token", "people", "says"),
    [
        ("telegram", [("discord", 1)], ["People on Discord: 1 person cannot be written to"]),
        ("discord", [("telegram", 1)], ["People on Telegram: 1 person cannot be written to"]),
        ("telegram", [("telegram", 1), ("discord", 1)], []),
        ("telegram", [("discord", 1), ("discord", 2), ("telegram", 2)], ["People on Discord: 1 person cannot"]),
        ("telegram", [("sandbox", 1)], []),
    ],
)
async def test_people_whose_platform_has_no_token_are_counted(
    base: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    token: str,
    people: list[tuple[str, int]],
    says: list[str],
) -> None:
    server = await served(200)
    url = f"http://127.0.0.1:{server.port}"
    settings = {**base, f"{token}_token": "a", f"{token}_api_url": url}
    await migrating.upgrade(base["database_url"])
    store = open_store(base["database_url"])
    await store.write(add_people, people)
    await store.close()

    status, printed = await looked_at(settings, capsys)

    assert (int(bool(says)), says) == (status, [one for one in says if one in printed])
    assert len(says) == printed.count("cannot be written to")
    await server.close()


def add_people(db: Connection, people: list[tuple[str, int]]) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    for learner in {one for _, one in people}:
        row = {"id": learner, "name": "Ann", "zone": "UTC", "joined_at": now, "joined_day": now.date()}
        db.execute(insert(learners).values(**row, points_at=now))
    for number, (platform, learner) in enumerate(people):
        db.execute(insert(accounts).values(learner_id=learner, platform=platform, user_id=number, name="Ann"))


def test_a_daily_job_of_yesterday_is_well() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)

    assert Finding("Daily job", "done 25 hours ago") == word_daily_job(at, at.replace(day=3, hour=1))
