"""The settings: from the environment and `.env`, checked once at the start."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigError

SECRETS = ("discord_token", "discord_proxy", "telegram_token", "telegram_proxy", "telegram_webhook_secret")


TAKES = {
    "discord_member_events": "true or false",
    "http_port": "a whole number from 1 to 65535",
    "metrics_port": "a whole number from 1 to 65535",
    "log_level": "debug, info, warning or error",
    "log_format": "text or json",
}
"""The values of the settings that a library checks for us."""


class Settings(BaseSettings):
    """Everything that can be set. The descriptions are README's table; a test compares them."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    discord_token: SecretStr | None = Field(default=None, description="Token of the Discord bot; empty: no Discord.")
    telegram_token: SecretStr | None = Field(default=None, description="Token of the Telegram bot; empty: no Telegram.")
    database_url: str = Field(
        default="sqlite:///cairn.db",
        description="Where everything is kept: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`.",
    )
    roadmaps: Annotated[tuple[Path, ...], NoDecode] = Field(
        default=(), description="Your own roadmaps: Markdown files or folders of them, separated by commas."
    )
    default_zone: str = Field(
        default="UTC", description="Time zone of a new group until its steward sets one: `Europe/Berlin`."
    )
    discord_member_events: bool = Field(
        default=False,
        description="Hear at once who leaves a Discord server; switch on *Server Members Intent* in the Portal first.",
    )
    discord_api_url: str = Field(default="", description="Another address of Discord’s API: `https://HOST/api/v10`.")
    discord_proxy: SecretStr | None = Field(
        default=None, description="HTTP proxy on the way to Discord: `http://USER:PASSWORD@HOST:3128`; empty: none."
    )
    telegram_api_url: str = Field(default="", description="Address of your own Bot API server: `http://HOST:8081`.")
    telegram_proxy: SecretStr | None = Field(
        default=None, description="HTTP proxy on the way to Telegram: `http://USER:PASSWORD@HOST:3128`; empty: none."
    )
    telegram_webhook_url: str = Field(
        default="",
        description="Public HTTPS address that reaches `HTTP_PORT`; empty: the bot asks Telegram itself (polling).",
    )
    telegram_webhook_secret: SecretStr | None = Field(
        default=None, description="Secret that Telegram repeats with each webhook call: 1-256 of `A-Za-z0-9_-`."
    )
    http_host: str = Field(
        default="127.0.0.1", description="Address on which health, metrics and the webhook are served."
    )
    http_port: int | None = Field(default=None, ge=1, le=65535, description="Port for the same; empty: not served.")
    metrics_host: str = Field(default="127.0.0.1", description="Address on which metrics alone are served.")
    metrics_port: int | None = Field(
        default=None, ge=1, le=65535, description="Port for metrics alone; empty: they are served on `HTTP_PORT`."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="How much is logged: `debug`, `info`, `warning` or `error`."
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="How it is logged: `text`, or `json` for programs."
    )

    @field_validator("roadmaps", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator(*SECRETS, mode="before")
    @classmethod
    def _blank_is_none(cls, value: object) -> object:
        return (value.strip() or None) if isinstance(value, str) else value

    @property
    def has_token(self) -> bool:
        """Whether a platform's token is set. Without one, only the sandbox can run."""
        return bool(self.discord_token or self.telegram_token)


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read and check the settings. Raises ConfigError, one sentence naming the first setting at fault."""
    try:
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]  # the library's own argument
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise ConfigError(f"{name.upper()} takes {TAKES.get(name, 'what .env.example says')}.") from None
    _check(settings)
    return settings


def secret_of(setting: SecretStr | None) -> str:
    """Return the value of a secret setting; empty where it is not set."""
    return setting.get_secret_value() if setting else ""


def _check(settings: Settings) -> None:
    _check_zone(settings)
    _check_addresses(settings)
    _check_webhook(settings)
    own, shared = (settings.metrics_host, settings.metrics_port), (settings.http_host, settings.http_port)
    if settings.metrics_port and own == shared:
        raise ConfigError("METRICS_PORT must differ from HTTP_PORT, or be empty: then metrics are served there.")
    for path in settings.roadmaps:
        if not path.exists():
            raise ConfigError(f"ROADMAPS names {str(path)!r}, which does not exist; take it out or mend the path.")


def _check_zone(settings: Settings) -> None:
    try:
        ZoneInfo(settings.default_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            f"DEFAULT_ZONE is not a time zone I know: {settings.default_zone!r}; write it like Europe/Berlin."
        ) from None


def _check_addresses(settings: Settings) -> None:
    if settings.database_url.partition(":")[0].partition("+")[0] not in {"sqlite", "postgresql", "postgres"}:
        raise ConfigError("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    for name in ("discord_api_url", "telegram_api_url"):
        address = getattr(settings, name)
        if address and not address.startswith(("http://", "https://")):
            raise ConfigError(f"{name.upper()} must begin with http:// or https://.")
    for name in ("discord_proxy", "telegram_proxy"):
        if not _is_proxy(secret_of(getattr(settings, name))):
            raise ConfigError(f"{name.upper()} must be the http:// or https:// address of an HTTP proxy.")


def _is_proxy(address: str) -> bool:
    """Whether an address is an HTTP proxy's, or there is none."""
    try:
        parts = urlsplit(address)
        return not address or (parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0)
    except ValueError:  # a port that is no number
        return False


def _check_webhook(settings: Settings) -> None:
    if not settings.telegram_webhook_url:
        return
    secret = settings.telegram_webhook_secret
    if not settings.telegram_webhook_url.startswith("https://"):
        raise ConfigError("TELEGRAM_WEBHOOK_URL must begin with https://: Telegram calls no other.")
    if not settings.http_port:
        raise ConfigError("HTTP_PORT must be set when TELEGRAM_WEBHOOK_URL is: the webhook is served there.")
    if not secret:
        raise ConfigError("TELEGRAM_WEBHOOK_SECRET must be set when TELEGRAM_WEBHOOK_URL is: it proves who calls.")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
        raise ConfigError("TELEGRAM_WEBHOOK_SECRET has 1-256 characters of A-Z, a-z, 0-9, _ and -.")
