"""The name under which nudges of groups and farewells are kept."""

from __future__ import annotations

NUDGE = "nudge"
