"""The terminal platform: no token, no network, several people in a room, and a clock moved by hand.

- `room` keeps the people and the messages.
- `adapter` takes posts into the room.
- `lines` reads typed lines.
- `stage` performs a line.
- `directives` are the lines that begin with a colon.
- `render` shows messages.

Two front ends use them: `script.play` for a file or pipe, `interactive.interact` for a person at the prompt.
"""

from bot.adapters.sandbox.adapter import SandboxAdapter
from bot.adapters.sandbox.interactive import interact
from bot.adapters.sandbox.script import ScriptFormat, play

__all__ = ["SandboxAdapter", "ScriptFormat", "interact", "play"]
