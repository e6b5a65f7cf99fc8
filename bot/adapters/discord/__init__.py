"""Discord, through discord.py.

`adapter` connects and sends; `client` is the library's client with the buttons and commands on it; `commands` makes
slash commands of the registry and `sync` tells Discord of them; `reading` turns an interaction into what was said,
`answering` brings the answer back; `render` and `markdown` put a `Reply` into Discord's words; `guilds` comes and goes;
`errors` says what became of a message.
"""

from bot.adapters.discord.adapter import DiscordAdapter

__all__ = ["DiscordAdapter"]
