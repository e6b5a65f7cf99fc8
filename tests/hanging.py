"""How long a test may hang before it is ended. No test asserts by it: on a slow machine all still passes."""

from __future__ import annotations

HANG = 1800.0
"""Seconds: the limit where something has to have one. The runner ends a test after as long (`pyproject.toml`)."""
