"""Word a code that was issued, how it is given and how long it works; and that what was typed is no code."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import Text, join_texts
from bot.chat.words.clocks import say_hour
from bot.chat.words.lists import list_words
from bot.features.codes.actions import LASTS, IssuedCode
from bot.features.codes.typed import find_odd_letters
from bot.identity import Platform


def word_code(call: Call, issued: IssuedCode, topic: str, *notes: str) -> Text:
    """Word a code for its issuer. `topic` begins the keys of its texts. `notes`: keys of what is said besides.

    On Telegram a line is typed. On Discord its command and its parts are picked.
    """
    elsewhere = "pick_it" if call.said.account.platform == Platform.TELEGRAM else "type_it"
    until = say_hour(issued.until, call.scene.zone, call.scene.language)
    parts = [
        call.say("code.shown", code=issued.code),
        call.say(f"{topic}.{elsewhere}", code=issued.code),
        *(call.say(note) for note in notes),
        call.say("code.until", time=until, n=int(LASTS.total_seconds()) // 60),
    ]
    return join_texts(parts, "\n\n")


def word_no_code(call: Call, typed: str, topic: str) -> Text:
    """Say that what was typed is no code. If it is as long as one, say which of its letters no code has."""
    odd = find_odd_letters(typed)
    return call.say("code.odd", letters=list_words(odd, call.scene.language)) if odd else call.say(f"{topic}.no_code")
