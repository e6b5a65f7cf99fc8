"""The groups of a learner, of which they mean one in private.

They are asked once. Each answer that depends on a group names it first, and a tap changes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.chat import limits, parse
from bot.chat.call import Call, Said
from bot.chat.command import Command
from bot.chat.group_titles import find_typed_groups
from bot.chat.heads import NO_HEAD
from bot.chat.markup import Text
from bot.chat.reply import Button, Link, Reply, Row
from bot.chat.taps import lay_out, make_taps, width_of
from bot.chat.words.saying_back import NAME, say_back
from bot.errors import Refused
from bot.identity import GroupId, OwnGroup, OwnGroups

WORD = "mygroup"
"""The command that asks which group is meant. With a group's number behind it, it chooses that group."""
BEHIND = "of"
"""The word behind it that begins the line to show again."""

TITLE = 40
"""Characters of a group's title in the first line of an answer."""

ChooseGroup = Callable[[Said, GroupId], Awaitable[bool]]
"""Keeps the choice of a caller. False: the group is none of theirs any more."""

_CHOICE = re.compile(rf"/?{WORD} (?P<group>[0-9]{{1,18}})(?:{limits.NOTE_SIGN}(?P<kept>.*)| (?P<line>.+))?", re.DOTALL)
_ASKED = ("line", "name", "options", "people", "file")


class NotYourGroup(Refused):
    """Refusal: the group that was tapped is none of the caller's any more."""


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A group that was chosen. `asked`: the words to answer in it. `only_shows`: they are to change nothing."""

    group_id: GroupId
    asked: Said | None
    only_shows: bool = False


def find_own_groups(call: Call, command: Command, given: Mapping[str, str]) -> OwnGroups | None:
    """Find the groups of which a command means one in private. None: it depends on none, or there is no choice.

    A command of stewards is for the caller's own group of one.
    """
    own = call.scene.own_groups
    if own is None or not call.private:
        return None
    if command.for_stewards:
        takes_own = not (command.anywhere or command.shows_afar(given))
        return own if takes_own and any(one.solo for one in own.groups) else None
    named = any(arg.member and given.get(name) for name, arg in command.args.items())
    return own if command.of_group or named else None


def ask_first_which(call: Call) -> Reply:
    """Ask which group is meant by a call. The tap on a group does what was asked."""
    said = call.said
    asked = {name: value for name in _ASKED if (value := getattr(said, name))}
    words = json.dumps({**asked, "tapped": said.tapped, "sure": said.head.sure}, ensure_ascii=False)
    return _ask(call, limits.NOTE_SIGN + words)


def ask_which_group(call: Call, line: str = "", typed: str = "") -> Reply:
    """Ask which group the private chat is about. The tap on a group shows `line` there, if that changes nothing.

    `typed`: words for a group. Those that they may mean are asked about, else all.
    """
    if not typed:
        return _ask(call, f" {line}" if line else "")
    found = find_meant_groups(call, typed)
    asked = _ask(call, "", found)
    if found:
        return asked
    return replace(asked, text=call.in_own_language().say("mygroup.unknown", title=say_back(typed, NAME)))


def read_group_choice(said: Said, restored: Said) -> GroupChoice | None:
    """Read the group that a line chooses. What was asked before is taken from a kept line alone."""
    found = _CHOICE.fullmatch(restored.line) if said.place.private else None
    if found is None:
        return None
    group_id = GroupId(int(found["group"]))
    if found["kept"] and said.line.startswith(limits.KEY_SIGN):
        return GroupChoice(group_id, _read_asked(said, json.loads(found["kept"])))
    line = found["line"]
    return GroupChoice(group_id, replace(restored, line=line) if line else None, only_shows=True)


def find_group_choice(call: Call, restored: Said) -> GroupChoice | None:
    """Find the group that a line chooses, tapped or typed. None: it chooses none, or more than one may be meant."""
    if not _types_group(call):
        return read_group_choice(call.said, restored)
    found = find_meant_groups(call, parse.split_line(call.said.line).rest)
    return GroupChoice(found[0].group_id, None) if len(found) == 1 else None


def find_meant_groups(call: Call, typed: str) -> tuple[OwnGroup, ...]:
    """Find the groups of the caller's that typed words may mean."""
    call, own = call.in_own_language(), call.scene.own_groups
    return find_typed_groups(own.groups, lambda one: _label(call, one), typed) if own and typed else ()


def _types_group(call: Call) -> bool:
    said = call.said
    typed = parse.split_line(said.line)
    brings_line = typed.rest.split(" ", 1)[0] == BEHIND
    return call.private and typed.name == WORD and not (said.tapped or said.plain or said.name or brings_line)


def say_chosen(call: Call) -> Reply:
    """Say that the private chat is about another group from now on."""
    call = call.in_own_language()
    offers = make_taps((call.label(f"useful.{name}"), name) for name in ("next", "progress"))
    reply = Reply(call.say("mygroup.chosen"), buttons=lay_out((offers, 2)), private=True)
    own = call.scene.own_groups
    return name_group(call, own, reply) if own else reply


def name_group(call: Call, own: OwnGroups, reply: Reply) -> Reply:
    """Name the group first in an answer, and add the button that changes it."""
    call = call.in_own_language()
    change = Button(call.label("mygroup.change"), _change(call.said))
    return replace(reply, title=_heading(call, own.groups[0], reply.title), buttons=_add(reply.buttons, change))


def _read_asked(said: Said, kept: Mapping[str, Any]) -> Said:
    tapped = bool(kept["tapped"])
    head = replace(said.head, sure=bool(kept["sure"])) if tapped else NO_HEAD
    given = {name: kept.get(name, {} if name in {"options", "people"} else "") for name in _ASKED}
    return replace(said, **given, tapped=tapped, head=head)


def _ask(call: Call, behind: str, meant: Sequence[OwnGroup] = ()) -> Reply:
    call = call.in_own_language()
    own = call.scene.own_groups
    groups = (meant or (own.groups if own else ()))[: limits.ROWS * limits.ROW_BUTTONS]
    taps = make_taps((_label(call, one), f"{WORD} {one.group_id}{behind}") for one in groups)
    return Reply(call.say("mygroup.which"), buttons=lay_out((taps, width_of(taps, 2))), private=True, question=True)


def _label(call: Call, group: OwnGroup) -> str:
    if group.solo:
        return call.label("mygroup.alone")
    title = limits.shorten(group.title, TITLE) or call.label("mygroup.untitled")
    return f"{title} ({group.twin})" if group.twin else title


def _heading(call: Call, group: OwnGroup, title: Text) -> Text:
    key = "mygroup.in_own" if group.solo else "mygroup.in"
    named = call.say(key, group=_label(call, group))
    return call.say("mygroup.titled", named=named, title=title) if title else named


def _change(said: Said) -> str:
    """The line of the button that changes the group: with what was asked, if a button can carry that."""
    asked = said.line.strip().removeprefix("/") or " ".join((said.name, *said.options.values()))
    button = Button(WORD, f"{WORD} {BEHIND} {asked}")
    return button.line if button.fits and not said.plain else WORD


def _add(rows: tuple[Row, ...], change: Button) -> tuple[Row, ...]:
    """Add the button in a row of its own, else in the last row that has room. In a full message it is left out."""
    if len(rows) < limits.ROWS:
        return (*rows, (change,))
    room = next((at for at in reversed(range(len(rows))) if len(rows[at]) < limits.ROW_BUTTONS), None)
    if room is None:
        return rows
    added: tuple[Button | Link, ...] = (*rows[room], change)
    return (*rows[:room], added, *rows[room + 1 :])
