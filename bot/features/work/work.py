"""/work: a member's links and notes, newest first; and the work on a task."""

from __future__ import annotations

import re
from datetime import date

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.files import read_kept_file
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Button, ButtonStyle, Reply
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.pages import Page, split_page
from bot.features.members.inviting import read_fellow
from bot.features.work.actions import (
    FellowWork,
    NoSuchWork,
    OwnWork,
    hide_own_work,
    view_fellow_work,
    view_file,
    view_own_work,
    view_task_work,
)
from bot.features.work.queries.consents import WorkConsent
from bot.features.work.queries.pieces import Piece
from bot.features.work.showing import (
    name_work,
    offer_files,
    offer_readers,
    word_consent,
    word_piece,
    word_task_work,
    word_week_piece,
)
from bot.features.work.week import view_week_work
from bot.identity import GroupId, TickId

HIDE, SHOW, TASK, FILE = "hide", "show", "task", "file"
_PIECE = re.compile(rf"(?P<wish>{HIDE}|{SHOW}|{FILE}) #(?P<tick>\d{{1,18}})")
_WEEK = re.compile(r"week (\d{4}-\d{2}-\d{2})")
_TASK = re.compile(rf"{TASK} (?P<slug>\S+)")


@command(
    readers=Readers.SECRET,
    member=Arg("whose work; yours if you leave it empty", optional=True, rest=True, member=True),
)
async def work(call: Call, member: str = "") -> Reply:
    """Show the links and notes you kept with your tasks, or a fellow member’s."""
    if found := _PIECE.fullmatch(member):
        hide, tick_id = found["wish"] == HIDE, TickId(int(found["tick"]))
        if found["wish"] == FILE:
            return await _show_file(call, tick_id)
        return _show_own(call, await call.write(hide_own_work, call.caller, call.roadmap_slug, tick_id, hide), 1)
    typed, page = split_page(member)
    if (named := _TASK.fullmatch(typed)) and (task := call.roadmap.task(named["slug"])):
        pieces = await call.read(view_task_work, call.scene.group_id, call.scene.learner_id, call.roadmap, task)
        shown = Page(pieces, page, f"work {TASK} {task.slug}")
        text = word_task_work(call, shown.shown) or call.say("work.none_task")
        taps = (*offer_files(call, shown.shown), *shown.taps(call))
        return _reply(call, text, call.say("work.title_task", title=task.title), taps)
    if week := _WEEK.fullmatch(typed):
        return await _show_week(call, week[1], page)
    if not typed or call.scene.group_id is None:
        return _show_own(call, await call.read(view_own_work, call.caller), page)
    return await _show_fellow(call, call.scene.group_id, typed, page)


async def _show_fellow(call: Call, group: GroupId, typed: str, number: int) -> Reply:
    fellow: FellowWork = await read_fellow(call, view_fellow_work, call.scene.learner_id, group, typed)
    if fellow.member.learner_id == call.scene.learner_id:
        return _show_own(call, await call.read(view_own_work, call.caller), number)
    named = fellow.member.name or call.say("progress.member", n=fellow.member.number)
    page = Page(fellow.pieces, number, f"work #{fellow.member.number}")
    lines = join_texts(word_piece(call, piece) for piece in page.shown)
    taps = (*offer_files(call, page.shown), *page.taps(call))
    return _reply(call, lines or call.say("work.none_fellow", who=named), call.say("work.title", who=named), taps)


async def _show_week(call: Call, typed: str, number: int) -> Reply:
    """Show all links of a week, as the button of a digest asks for them."""
    try:
        week = date.fromisoformat(typed)
    except ValueError:
        raise NoSuchWork from None
    found = await call.read(view_week_work, call.scene.group_id, call.roadmap_slug, week)
    page = Page(found, number, f"work week {week}")
    lines = join_texts(word_week_piece(call, piece) for piece in page.shown)
    taps = (*offer_files(call, page.shown), *page.taps(call))
    return _reply(call, lines or call.say("work.none_week"), call.say("work.title_week"), taps)


def _show_own(call: Call, own: OwnWork, number: int) -> Reply:
    page = Page(own.pieces, number, "work")
    lines = [word_piece(call, piece) + _mark(call, piece, own.consent) for piece in page.shown]
    changed = call.say(f"work.{own.changed}") if own.changed else NOTHING
    text = join_texts([changed, *lines, _readers(call, own)])
    offers = (*make_taps(_offer_pieces(call, page.shown, own.consent)), *offer_files(call, page.shown))
    wider = make_taps(offer_readers(call, own.consent) if own.consent and own.pieces else (), ButtonStyle.PRIMARY)
    title = call.say("work.title_own")
    back = make_taps([(call.label("done.progress_button"), "progress")])
    buttons = lay_out((offers, 2), ((*wider, *page.taps(call), *back), 5))
    return Reply(text, title, buttons=buttons, private=True, update=call.said.tapped)


def _mark(call: Call, piece: Piece, consent: WorkConsent | None) -> Text:
    """Mark a piece that the group does not see, of a member whose other work it sees."""
    if consent is None or consent.alone or not consent.shows or piece.shown:
        return NOTHING
    return call.say("work.mark")


def _readers(call: Call, own: OwnWork) -> Text:
    """Word who sees the work."""
    if not own.pieces:
        return call.say("work.none_own")
    if own.consent is None or own.consent.alone:
        return call.say("work.readers.alone")
    return word_consent(call, own.consent)


def _offer_pieces(call: Call, pieces: tuple[Piece, ...], consent: WorkConsent | None) -> list[Offer]:
    """Offer to hide each piece that the group sees, and to show each that its learner hid."""
    if consent is None or consent.alone or not consent.shows:
        return []
    offers = []
    for piece in pieces:
        if piece.shown or (piece.hidden and not piece.taken_down):
            key, wish = ("work.hide_button", HIDE) if piece.shown else ("work.unhide_button", SHOW)
            offers.append((call.label(key, title=name_work(call, piece)), f"work {wish} #{piece.tick_id}"))
    return offers


async def _show_file(call: Call, tick_id: TickId) -> Reply:
    """Show a file that its platform keeps, for the caller alone."""
    piece = await call.read(view_file, call.scene.group_id, call.scene.learner_id, tick_id)
    file, title = read_kept_file(piece.file), name_work(call, piece)
    if file is None or file.platform != call.said.account.platform:
        return Reply(call.say("work.file_elsewhere", title=title), private=True)
    return Reply(call.say("work.file_of", title=title), file=file, private=True)


def _reply(call: Call, text: Text, title: Text, taps: tuple[Button, ...]) -> Reply:
    return Reply(text, title, buttons=lay_out((taps, 3)), update=call.said.tapped)
