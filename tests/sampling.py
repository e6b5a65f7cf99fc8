"""How many examples a property is tried with: few every day, many with `--thorough`."""

from __future__ import annotations

from random import Random
from typing import TypeVar

from hypothesis import HealthCheck, settings

T = TypeVar("T")

EVERYDAY, THOROUGH = "everyday", "thorough"
_SLOW_IS_FINE = [HealthCheck.too_slow]


def register_profiles() -> None:
    """Make both profiles known. Neither of them minds how fast the machine is."""
    settings.register_profile(EVERYDAY, deadline=None, suppress_health_check=_SLOW_IS_FINE, max_examples=25)
    settings.register_profile(THOROUGH, deadline=None, suppress_health_check=_SLOW_IS_FINE, max_examples=1000)


def examples(share: float, *, everyday: float | None = None) -> settings:
    """The profile's number of examples times `share`, for a property that needs more of them, or is dear.

    `everyday`: the share of every day, if only the thorough one is large.
    """
    name = settings.get_current_profile_name()
    profile = settings.get_profile(name)
    share = everyday if everyday is not None and name == EVERYDAY else share
    return settings(max_examples=max(1, round(profile.max_examples * share)))


def sample(things: list[T], count: int, seed: int = 1) -> list[T]:
    """So many of them, the same ones each time."""
    return Random(seed).sample(things, min(count, len(things)))
