"""Word the evidence of a /done: what was kept, who sees it, and a link that a project lacks."""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat.call import Call
from bot.chat.command import Pick
from bot.chat.form import ABOUT
from bot.chat.markup import NOTHING, Text
from bot.chat.taps import make_taps
from bot.chat.words.saying_back import say_back
from bot.features.ticks.actions.evidencing import EVIDENCE, Noted
from bot.features.ticks.actions.ticked_off import TickedOff
from bot.features.ticks.asking import NO_QUESTION, Asked
from roadmap.lookup.parts import title_of

NOTE_SHOWN = 200  # characters


def word_note(call: Call, result: TickedOff, note: str) -> Iterator[Text]:
    """Word the note that was kept, or say that it was not."""
    if not (result.ticked or result.noted):
        if note:
            yield call.say("done.note_unused") if result.already else call.say("ask.left_out", typed=say_back(note))
        return
    yield _word_file(call, result)
    if not note:
        return
    lines = (" ".join(line.split()) for line in note.splitlines())
    yield call.say("done.note", note=say_back("; ".join(filter(None, lines)), NOTE_SHOWN))
    if result.shortened:
        yield call.say("done.shortened", n=EVIDENCE)


def _word_file(call: Call, result: TickedOff) -> Text:
    """Say how a file is kept that came with the line, or was picked."""
    if call.said.file:
        return call.say("work.file_kept")
    if not call.said.options.get(Pick.FILE):
        return NOTHING
    slug = (*result.ticked, result.noted.task if result.noted else "")[0]
    return call.say("work.file_passes", slug=slug)


def word_noted(call: Call, noted: Noted) -> Text:
    """Name the task ticked before, with which evidence was kept."""
    return call.say("work.replaced" if noted.replaces else "work.noted", title=title_of(call.roadmap, noted.task))


def ask_of_evidence(call: Call, result: TickedOff) -> Asked:
    """Ask who sees the learner's work, or for the link of a project. Each question comes once."""
    if result.asks_readers:
        offers = (("work.show_button", "settings work asked"), ("work.private_button", "settings work private"))
        return Asked(call.say("work.ask"), make_taps((call.label(key), line) for key, line in offers))
    if result.asks_link and len(result.ticked) == 1:
        slug = result.ticked[0]
        offer = make_taps([(call.label("work.link_button"), f"attach {ABOUT}{slug}")])
        return Asked(call.say("work.ask_link", slug=slug), offer)
    return NO_QUESTION
