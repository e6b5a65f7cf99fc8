"""`/settings export`: give a learner all that is kept of them, as one file in private, or as several if it is much."""

from __future__ import annotations

import re

from bot.chat import limits
from bot.chat.call import Call
from bot.chat.reply import Document, Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.clocks import say_hour
from bot.features.privacy.actions.exporting import BETWEEN, build_export, take_export_turn
from bot.features.privacy.export_files import ExportPart

LINE = "settings export"

_PART = re.compile(r"(?P<part>[1-9]\d?) of (?P<parts>[1-9]\d?)")


async def answer_export(call: Call, value: str) -> Reply:
    """Send the caller all that is kept of them, or the part they ask for; or say when they can have it again."""
    turn = await call.write(take_export_turn, call.caller)
    part, parts = _read_part(value)
    if turn.until is not None:
        at = say_hour(turn.until, call.scene.zone, call.scene.language)
        return Reply(call.say("export.wait", time=at), update=call.said.tapped and parts == 1)
    found = await call.read(build_export, call.caller, limits.DOCUMENT_BYTES, part, parts)
    if found is None:
        return Reply(call.say("export.nothing"), update=call.said.tapped)
    return _show(call, found)


def _read_part(value: str) -> tuple[int, int]:
    found = _PART.fullmatch(value.strip())
    part, parts = (int(found["part"]), int(found["parts"])) if found else (1, 1)
    return (part, parts) if part <= parts else (1, 1)


def _show(call: Call, found: ExportPart) -> Reply:
    """Show a file. Of several, offer the next one. A platform that takes none says when to ask again."""
    day, title = f"cairn-{call.now:%Y-%m-%d}", call.say("export.title")
    at = say_hour(call.now + BETWEEN, call.scene.zone, call.scene.language)
    if found.parts == 1:
        file = Document(f"{day}.zip", found.content, call.say("export.refused", time=at))
        return Reply(call.say("export.text"), title=title, document=file, tone=Tone.GOOD)
    again = call.say("export.refused_part", part=found.part, parts=found.parts, time=at)
    file = Document(f"{day}-{found.part}-of-{found.parts}.zip", found.content, again)
    following = found.part + 1
    offers = [(call.label("export.button.part", part=following), f"{LINE} {following} of {found.parts}")]
    more = found.part < found.parts
    text = call.say("export.part" if more else "export.last_part", part=found.part, parts=found.parts)
    buttons = lay_out((make_taps(offers), 1)) if more else ()
    return Reply(text, title=title, document=file, buttons=buttons, tone=Tone.GOOD)
