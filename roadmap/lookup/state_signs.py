"""Signs beside a name that tell how far its task is, for patterns in brackets."""

from __future__ import annotations

CROSSES = "❌✖✗✘🚫⛔"
OPEN_SIGNS = "🚧🔜⏸👎"
"""Signs of a task that is open, on either side of its name."""

EMPTY_BOXES = "☐⬜◻🔴🟠🟡"
TICKED_BOXES = "☑✅✔✓🟢"
GLASS = r"[⏳⌛](?!\ufe0f?\s*\d)"
"""A pattern of an hourglass. Before a number it tells how long a task took."""
