from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.database import migrating
from bot.features.streaks.actions import counting
from tests.bot.cli.shell import call


def test_the_database_is_made_looked_at_verified_and_rebuilt(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == call(monkeypatch, "db", "current")
    assert "no tables yet" in capsys.readouterr().out
    for subcommand in ("upgrade", "verify", "rebuild"):
        assert 0 == call(monkeypatch, "db", subcommand)
    out = capsys.readouterr().out
    assert "All counters are right." in out
    assert "All counters were right." in out


def test_a_counter_that_is_wrong_is_named_with_a_status_and_stays(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == call(monkeypatch, "db", "upgrade")
    monkeypatch.setattr(counting, "verify_counters", lambda _db: ["points of learner 1: 5, not 4"])
    capsys.readouterr()

    assert 1 == call(monkeypatch, "db", "verify")
    assert "points of learner 1: 5, not 4\n`db rebuild` mends them.\n" == capsys.readouterr().out


def test_a_backup_is_a_database_of_its_own_and_replaces_no_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert 2 == call(monkeypatch, "db", "backup", "copy.db")
    assert "nothing to back up" in capsys.readouterr().err
    assert 0 == call(monkeypatch, "db", "upgrade")

    assert 0 == call(monkeypatch, "db", "backup", "copy.db")
    assert "copy.db" in capsys.readouterr().out
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/copy.db")
    assert 0 == call(monkeypatch, "db", "current")

    assert 2 == call(monkeypatch, "db", "backup", "copy.db")
    assert "never replaces a file" in capsys.readouterr().err


def test_an_older_or_newer_database_is_told_of_by_verify_and_not_migrated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/cairn.db"
    monkeypatch.setenv("DATABASE_URL", url)
    assert 2 == call(monkeypatch, "db", "verify")
    assert "without tables" in capsys.readouterr().err
    asyncio.run(migrating.run_migrations(url, lambda db: migrating.upgrade_to(db, "0004")))

    assert 2 == call(monkeypatch, "db", "verify")
    assert "older than this version" in capsys.readouterr().err
    assert "0004" == asyncio.run(migrating.read_revision(url))
    asyncio.run(
        migrating.run_migrations(
            url, lambda db: db.execute(text("UPDATE alembic_version SET version_num = 9999")).close()
        )
    )
    assert 2 == call(monkeypatch, "db", "verify")
    assert "only a newer version knows" in capsys.readouterr().err
