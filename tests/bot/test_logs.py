from __future__ import annotations

import json
import logging

import pytest
import structlog
from structlog.testing import capture_logs

from bot.logs import set_up_logs


def fail() -> None:
    try:
        raise KeyError("the inner secret")
    except KeyError as error:
        raise RuntimeError("token 123:abc") from error


def test_an_exception_is_logged_by_type_and_place_and_not_by_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info", "json")
    try:
        fail()
    except RuntimeError:
        structlog.get_logger().exception("it.failed", post=7)

    entry = json.loads(capsys.readouterr().err)
    assert ("it.failed", 7, "error") == (entry["event"], entry["post"], entry["level"])
    assert "builtins.RuntimeError" in entry["exception"]
    assert "because of" in entry["exception"]
    assert "fail" in entry["exception"]
    assert "secret" not in str(entry)
    assert "123:abc" not in str(entry)


def test_libraries_are_held_to_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("debug", "text")
    logging.getLogger("httpx").info("POST https://api.telegram.org/bot123:abc/getMe")
    try:
        fail()
    except RuntimeError as error:
        logging.getLogger("some.library").error("trouble", exc_info=error)

    printed = capsys.readouterr().err
    assert "trouble" in printed
    assert "123:abc" not in printed


def test_the_level_is_what_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("warning", "text")
    structlog.get_logger().info("quiet")
    structlog.get_logger().warning("loud")

    printed = capsys.readouterr().err
    assert "loud" in printed
    assert "quiet" not in printed


def test_a_logger_that_has_spoken_can_still_be_listened_to(capsys: pytest.CaptureFixture[str]) -> None:
    logger = structlog.get_logger()
    set_up_logs("info", "text")
    logger.info("before")
    structlog.reset_defaults()

    with capture_logs() as logs:
        logger.info("after")

    assert "before" in capsys.readouterr().err
    assert ["after"] == [log["event"] for log in logs]


def test_an_entry_below_the_level_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info", "json")

    structlog.get_logger().debug("telegram.heard", update=1)
    structlog.get_logger().info("commands.synced", count=2)

    assert ["commands.synced"] == [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()]
