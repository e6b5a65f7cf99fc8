"""The terminal platform: no token, no network, several people in one room, and a clock that is moved by hand.

`room` keeps who is there and what was written, `adapter` takes posts into it, `lines` reads what is typed, `stage`
does what a line says, `directives` are the lines that begin with a colon, `render` shows messages. Two front ends
stand on that: `script.play` for a file or pipe, `interactive.interact` for a person at the prompt.
"""

from bot.adapters.sandbox.adapter import SandboxAdapter
from bot.adapters.sandbox.interactive import interact
from bot.adapters.sandbox.script import ScriptFormat, play

__all__ = ["SandboxAdapter", "ScriptFormat", "interact", "play"]
