"""The garbage collector: it waits while modules load, and never looks at what was loaded.

Loaded objects stay until the end of the process. A look at all of them takes a fifth of a second.
"""

from __future__ import annotations

import gc

USUAL = gc.get_threshold()
PATIENT = 500_000  # new objects; a start makes 300,000


def put_off_collecting() -> None:
    """Let the collector wait while modules load. A command that then makes many objects still has it."""
    gc.set_threshold(PATIENT)


def exempt_memory() -> None:
    """Exempt all that is loaded from garbage collection, and let the collector work as usual from now on."""
    gc.freeze()
    gc.set_threshold(*USUAL)
