"""Discord, through discord.py.

- `adapter` connects and sends.
- `client` is the library's client with the buttons and commands on it.
- `commands` makes slash commands of the registry, and `sync` registers them with Discord.
- `reading` turns an interaction into a `Said`, and `answering` brings the answer back.
- `open_answer` knows what was answered so far, `door` makes the requests, and `delivering` repeats them.
- `tickets` keeps what an answer needs after a restart.
- `patience` has the seconds of an answer, and `fates` what becomes of a request.
- `render` and `markdown` put a `Reply` into Discord's form.
- `guilds` greets new servers and leaves old ones.
- `errors` translates errors into outcomes of a message.
"""

from bot.adapters.discord.adapter import DiscordAdapter

__all__ = ["DiscordAdapter"]
