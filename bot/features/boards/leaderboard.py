"""/leaderboard: learners in the order of points or days, of a group or the community."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import Button, Reply
from bot.chat.taps import lay_out
from bot.chat.words.clocks import short_day
from bot.chat.words.saying_back import NAME, say_back
from bot.errors import Refused
from bot.features.boards.actions import BoardKind, ShownBoard, show_board
from bot.identity import LearnerId
from roadmap.leaderboard import SharedRank, Standing

KINDS = tuple(kind.value for kind in BoardKind)
ALSO = {
    "alltime": BoardKind.ALL,
    "all-time": BoardKind.ALL,
    "total": BoardKind.ALL,
    "streak": BoardKind.STREAKS,
    "weekly": BoardKind.WEEK,
    "everyone": BoardKind.COMMUNITY,
}


SCORES = {BoardKind.STREAKS: "board.days", BoardKind.THANKS: "board.thanks"}
EXPLAINED = {BoardKind.STREAKS: "board.streaks_explained", BoardKind.THANKS: "board.thanks_explained"}
"""The keys of what a board counts, where that is not points."""


class NoSuchBoard(Refused):
    """Refusal: there is no leaderboard of this name."""

    name: str


@command(aliases=("board", "top"), board=Arg("which board", optional=True, choices=KINDS))
async def leaderboard(call: Call, board: str = "") -> Reply:
    """Show the leaderboard: this week, all time, streaks, thanks or community."""
    kind = _kind(call, board)
    shown = await call.read(show_board, kind, call.scene.group_id, call.scene.learner_id, call.now)
    parts = [_list(call, kind, shown), _mine(call, kind, shown), _taken_down(call, shown), _footer(call, kind, shown)]
    return Reply(
        join_texts(parts, "\n\n"),
        title=call.say(f"board.title.{kind}"),
        buttons=lay_out((_others(call, kind), 3)),
        update=call.said.tapped,
    )


def _kind(call: Call, board: str) -> BoardKind:
    word = board.strip().casefold() or BoardKind.WEEK
    word = ALSO.get(word, word)
    if word not in KINDS:
        offers = tuple((call.label(f"board.button.{kind}"), f"leaderboard {kind}") for kind in KINDS)
        raise NoSuchBoard(name=say_back(board, NAME), offers=offers)
    return BoardKind(word)


def _list(call: Call, kind: BoardKind, shown: ShownBoard) -> Text:
    if not shown.board.top and not shown.board.shared:
        return NOTHING if shown.hidden_score and call.private else call.say(f"board.empty.{kind}")
    lines = _lines(call, kind, shown, shown.board.top)
    if shown.board.shared:
        lines.append(_shared(call, kind, shown.board.shared))
    if shown.board.around and not _is_shy(call, shown):
        lines += [call.say("board.gap"), *_lines(call, kind, shown, shown.board.around)]
    return join_texts(lines)


def _lines(call: Call, kind: BoardKind, shown: ShownBoard, standings: Iterable[Standing]) -> list[Text]:
    return [_line(call, kind, shown, one) for one in standings]


def _line(call: Call, kind: BoardKind, shown: ShownBoard, ranked: Standing) -> Text:
    mine = ranked.entry.learner == call.scene.learner_id and not _is_shy(call, shown)
    number = None if mine else shown.numbers.get(LearnerId(ranked.entry.learner))
    name = (
        call.say("board.member", number=number)
        if number is not None
        else call.say("board.name", name=ranked.entry.name)
    )
    score = _score(call, kind, ranked.entry.score)
    key = "board.line" if ranked.rank is None else "board.ranked"
    line = call.say(key, rank=ranked.rank or 0, who=name, score=score)
    return call.say("board.you", line=line) if mine else line


def _shared(call: Call, kind: BoardKind, shared: SharedRank) -> Text:
    return call.say("board.shared", rank=shared.rank, n=shared.members, score=_score(call, kind, shared.score))


def _score(call: Call, kind: BoardKind, score: int) -> Text:
    return call.say(SCORES.get(kind, "board.points"), n=score)


def _is_shy(call: Call, shown: ShownBoard) -> bool:
    """Return whether the caller is shown by number only, and other members read the answer."""
    return call.scene.learner_id in shown.numbers and not call.private


def _mine(call: Call, kind: BoardKind, shown: ShownBoard) -> Text:
    """Tell a caller in private why they are not on the leaderboard.

    A public answer does not say it, because it would reveal a hidden learner.
    """
    if shown.hidden_score and call.private:
        return call.say(f"board.hidden.{kind}", n=shown.hidden_score)
    if shown.left and call.private:
        return call.say("board.left_community")
    if shown.board.me or not (shown.board.top or shown.board.shared) or not call.private:
        return NOTHING
    return call.say(f"board.not_yet.{kind}")


def _taken_down(call: Call, shown: ShownBoard) -> Text:
    """Tell a caller in private that an admin took thanks to them down."""
    return call.say("board.thanks_down", n=shown.taken_down) if shown.taken_down and call.private else NOTHING


def _footer(call: Call, kind: BoardKind, shown: ShownBoard) -> Text:
    lines = []
    if shown.since:
        lines.append(call.say("board.since", day=short_day(shown.since, call.scene.language)))
    if kind is BoardKind.COMMUNITY and not shown.opted_in:
        lines.append(call.say("board.not_opted_in"))
    lines.append(call.say(EXPLAINED.get(kind, "board.explained")))
    return join_texts(lines)


def _others(call: Call, current: BoardKind) -> tuple[Button, ...]:
    boards = (
        Button(call.label(f"board.button.{kind}"), f"leaderboard {kind}") for kind in BoardKind if kind is not current
    )
    return (*boards, Button(call.label("part.celebrations"), "celebrations"))
