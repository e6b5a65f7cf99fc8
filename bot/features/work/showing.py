"""Word pieces of work: the task, the learner, the day, and the link or note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.chat.call import Call
from bot.chat.files import is_message_link, read_kept_file
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button
from bot.chat.taps import Offer, make_taps
from bot.chat.words.clocks import local_day
from bot.chat.words.links import link_words
from bot.features.work.actions import EVER
from bot.features.work.queries.consents import WorkConsent
from bot.features.work.queries.pieces import Piece
from roadmap.lookup.parts import title_of
from roadmap.model import Task

FIRST = 3
"""Pieces of work that are shown with a task. The others come with a tap."""


def word_piece(call: Call, piece: Piece) -> Text:
    """Word a piece of a list of one learner: the task, the day and the evidence."""
    key = "work.line_several" if piece.others else "work.line"
    title, others = name_work(call, piece), piece.others
    return call.say(key, title=title, n=others, day=_day(call, piece), words=_words(call, piece))


def word_week_piece(call: Call, piece: Piece) -> Text:
    """Word a piece of a list of several learners and tasks."""
    named = piece.name or call.say("progress.member", n=piece.number)
    return call.say("work.week_line", who=named, title=name_work(call, piece), link=_words(call, piece))


def word_task_work(call: Call, pieces: Sequence[Piece]) -> Text:
    """Word the work of several learners on one task, a line each."""
    return join_texts(_line(call, piece) for piece in pieces)


def _line(call: Call, piece: Piece) -> Text:
    if piece.learner_id == call.scene.learner_id:
        return call.say("work.yours", day=_day(call, piece), words=_words(call, piece))
    named = piece.name or call.say("progress.member", n=piece.number)
    return call.say("work.theirs", who=named, day=_day(call, piece), words=_words(call, piece))


def name_work(call: Call, piece: Piece) -> str:
    """Name the task of a piece of work. A task that its roadmap lost goes by its slug."""
    roadmap = call.library.get(piece.roadmap_slug)
    return title_of(roadmap, piece.task) if roadmap else piece.task


def holds_private_work(pieces: Iterable[Piece]) -> bool:
    """Whether a piece of the viewer's own is among them that their group does not see."""
    return not all(piece.shown for piece in pieces)


def offer_task_work(call: Call, task: Task, count: int) -> tuple[Button, ...]:
    """Offer all work on a task, if more of it is there than is shown."""
    if count <= FIRST:
        return ()
    return make_taps([(call.label("work.all_button", n=count), f"work task {task.slug}")])


def word_consent(call: Call, consent: WorkConsent) -> Text:
    """Word whether a member's work is shown, and from which day on."""
    if not consent.shows or consent.since is None:
        return call.say("work.readers.private")
    if consent.barred:
        return call.say("work.readers.barred")
    if consent.since <= EVER:
        return call.say("work.readers.all")
    return call.say("work.readers.since", day=local_day(consent.since, call.scene.zone, call.scene.language))


def offer_earlier(call: Call, consent: WorkConsent) -> list[Offer]:
    """Offer to show earlier work too, if there is any that only the member sees."""
    wanted = consent.shows and consent.earlier and not consent.alone
    return [(call.label("work.earlier_button"), "settings work all")] if wanted else []


def offer_readers(call: Call, consent: WorkConsent) -> list[Offer]:
    """Offer the changes of who sees a member's work."""
    if consent.alone:
        return []
    if not consent.shows:
        return [(call.label("work.show_button"), "settings work on")]
    return [*offer_earlier(call, consent), (call.label("work.private_button"), "settings work private")]


def _day(call: Call, piece: Piece) -> str:
    return local_day(piece.at, call.scene.zone, call.scene.language)


def _words(call: Call, piece: Piece) -> Text:
    words = link_words(piece.words)
    if is_message_link(piece.file):
        return join_texts([words, link_words(piece.file)], " ")
    return join_texts([words, call.say("work.file")], " · ") if piece.file else words


def offer_files(call: Call, pieces: Iterable[Piece]) -> tuple[Button, ...]:
    """Offer to open the files among pieces of work."""
    return make_taps(
        (call.label("work.open_button", title=name_work(call, piece)), f"work file #{piece.tick_id}")
        for piece in pieces
        if read_kept_file(piece.file)
    )
