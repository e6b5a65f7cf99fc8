"""`/settings export`: give a learner all that is kept of them, as one file in private."""

from __future__ import annotations

from bot.chat import limits
from bot.chat.call import Call
from bot.chat.reply import Document, Reply, Tone
from bot.chat.words.clocks import local_time
from bot.features.privacy.actions.exporting import build_export, take_export_turn


async def answer_export(call: Call, _: str) -> Reply:
    """Send the caller all that is kept of them, or say when they can have it again."""
    turn = await call.write(take_export_turn, call.caller)
    if turn.until is not None:
        at = local_time(turn.until, call.scene.zone, call.scene.language)
        return Reply(call.say("export.wait", time=at), update=call.said.tapped)
    content = await call.read(build_export, call.caller)
    if content is None or len(content) > limits.DOCUMENT_BYTES:
        return Reply(call.say("export.too_large" if content else "export.nothing"), update=call.said.tapped)
    file = Document(f"cairn-{call.now:%Y-%m-%d}.zip", content)
    return Reply(call.say("export.text"), title=call.say("export.title"), document=file, tone=Tone.GOOD)
