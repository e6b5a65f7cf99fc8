"""Word a code that was issued: the code, how it is given on the other platform, and how long it works."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import Text, join_texts
from bot.chat.words.clocks import say_hour
from bot.features.codes.actions import LASTS, IssuedCode
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
