"""On and off, as people type them."""

from __future__ import annotations

SWITCH = {"on": True, "yes": True, "off": False, "no": False}
