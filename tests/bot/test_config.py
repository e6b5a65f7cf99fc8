from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Settings, read_settings, secret_of
from bot.errors import ConfigError


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def env(folder: Path, text: str) -> Path:
    file = folder / ".env"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_any_setting_there_is_a_database_and_no_platform(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / ".env")

    assert "sqlite:///cairn.db" == settings.database_url
    assert not settings.has_token


def test_tokens_are_read_from_the_file_and_never_shown(tmp_path: Path) -> None:
    settings = read_settings(env(tmp_path, "DISCORD_TOKEN=abc.def\nTELEGRAM_TOKEN=  \n"))

    assert settings.has_token
    assert settings.discord_token is not None
    assert "abc.def" == settings.discord_token.get_secret_value()
    assert settings.telegram_token is None
    assert "abc.def" not in repr(settings)


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "error")

    assert "error" == read_settings(env(tmp_path, "LOG_LEVEL=debug")).log_level


def test_roadmaps_are_a_list_of_paths_that_exist(tmp_path: Path) -> None:
    settings = read_settings(env(tmp_path, f"ROADMAPS={tmp_path}, {tmp_path},"))

    assert (tmp_path, tmp_path) == settings.roadmaps


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("HTTP_PORT=no", "HTTP_PORT"),
        ("HTTP_PORT=70000", "HTTP_PORT"),
        ("METRICS_PORT=0", "METRICS_PORT"),
        ("METRICS_HOST=127.0.0.1\nHTTP_PORT=8080\nMETRICS_PORT=8080", "METRICS_PORT"),
        ("LOG_LEVEL=loud", "LOG_LEVEL"),
        ("DEFAULT_ZONE=Atlantis/Poseidonis", "DEFAULT_ZONE"),
        ("DEFAULT_ZONE=../etc", "DEFAULT_ZONE"),
        ("ROADMAPS=/no/such/file.md", "ROADMAPS"),
        ("TELEGRAM_WEBHOOK_URL=https://e.org", "HTTP_PORT"),
        ("TELEGRAM_WEBHOOK_URL=https://e.org\nHTTP_PORT=8080", "TELEGRAM_WEBHOOK_SECRET"),
        ("TELEGRAM_WEBHOOK_URL=http://e.org\nHTTP_PORT=8080\nTELEGRAM_WEBHOOK_SECRET=x", "TELEGRAM_WEBHOOK_URL"),
        ("TELEGRAM_WEBHOOK_URL=https://e.org\nHTTP_PORT=8080\nTELEGRAM_WEBHOOK_SECRET=a b", "TELEGRAM_WEBHOOK_SECRET"),
        ("DATABASE_URL=mysql://x", "DATABASE_URL"),
        ("DISCORD_API_URL=discord.com", "DISCORD_API_URL"),
        ("TELEGRAM_API_URL=ftp://x", "TELEGRAM_API_URL"),
        ("TELEGRAM_PROXY=socks5://localhost:1080", "TELEGRAM_PROXY"),
        ("TELEGRAM_PROXY=http://localhost:port", "TELEGRAM_PROXY"),
        ("DISCORD_PROXY=localhost:3128", "DISCORD_PROXY"),
        ("DISCORD_PROXY=http://", "DISCORD_PROXY"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(tmp_path: Path, text: str, name: str) -> None:
    with pytest.raises(ConfigError, match=name) as caught:
        read_settings(env(tmp_path, text))

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("HTTP_PORT=abc", "HTTP_PORT takes a whole number from 1 to 65535."),
        ("LOG_LEVEL=loud", "LOG_LEVEL takes debug, info, warning or error."),
        ("LOG_FORMAT=xml", "LOG_FORMAT takes text or json."),
    ],
)
def test_a_setting_that_a_library_refuses_is_explained_in_our_words(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_settings(env(tmp_path, text))

    assert said == str(caught.value)


def test_a_proxy_may_hold_a_password_which_is_not_shown(tmp_path: Path) -> None:
    settings = read_settings(env(tmp_path, "TELEGRAM_PROXY=http://me:pass@localhost:3128\nDISCORD_PROXY= \n"))

    assert "http://me:pass@localhost:3128" == secret_of(settings.telegram_proxy)
    assert "" == secret_of(settings.discord_proxy)
    assert "pass@" not in repr(settings)


def test_a_secret_that_is_wrong_is_not_quoted(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_settings(
            env(tmp_path, "TELEGRAM_WEBHOOK_URL=https://e.org\nHTTP_PORT=8080\nTELEGRAM_WEBHOOK_SECRET=my secret")
        )

    assert "my secret" not in str(caught.value)
