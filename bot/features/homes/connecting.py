"""/setup connect and /setup disconnect: two homes become one group, and two again. Administrators alone may do it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.chat.call import Call
from bot.chat.markup import Text, Value, join_texts
from bot.chat.reply import ButtonStyle, Reply, Row, Tone
from bot.chat.rights import require_admin
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.warrants import Warrant
from bot.chat.words.clocks import hour, say_moment_of, weekday, weekdays
from bot.chat.words.saying_back import say_back
from bot.chat.words.zone_names import city_of
from bot.features.codes.actions import IssuedCode, read_code
from bot.features.codes.showing import word_code, word_no_code
from bot.features.codes.typed import asks_for_code, find_typed_code, is_code_shaped
from bot.features.homes.actions.offering import (
    ConnectionView,
    cancel_connection,
    confirm_connection,
    issue_connect_code,
    see_connection,
    see_offer,
)
from bot.features.homes.actions.parting import GroupsParted, disconnect_groups, see_groups_part
from bot.features.homes.facts import AHEAD
from bot.features.members.queries.group_settings import GroupSettings
from bot.identity import ConnectionId
from bot.library import find_roadmap, label_roadmaps, spell_roadmap
from roadmap.weekdays import WHOLE_WEEK

CONNECT, DISCONNECT = "setup connect", "setup disconnect"
CANCEL, SURE = "cancel", "yes"
MARK = "~"
"""The sign before the mark of an offer, in the line of its button."""
HOME_CODE = "homecode"
"""The command that shows the code in a private chat."""


async def change_connection(call: Call, value: str) -> Reply:
    """Issue a code, show what a typed code makes, connect after a tap, or cancel."""
    if call.private:
        return _send_to_group(call, f"{CONNECT} {value}")
    call = await _as_admin(call)
    if not value or asks_for_code(value):
        return await show_code(call)
    if found := _read_deed(CANCEL, value):
        view = await call.write(cancel_connection, call.caller, *found)
        return Reply(_name_both(call, "homes.cancelled_now", view), tone=Tone.GOOD, update=call.said.tapped)
    return await _open(call, value)


async def show_code(call: Call) -> Reply:
    """Issue a code for the group of an administrator's call, or show the connection that it has."""
    group_id = call.scene.group_id if call.private else None
    found = await call.write(issue_connect_code, call.caller, call.make_key(), group_id)
    if isinstance(found, IssuedCode):
        return _show_code(call, found)
    shown = _show(call, found)
    return replace(shown, buttons=()) if call.private else shown


async def change_disconnect(call: Call, value: str) -> Reply:
    """Ask whether to part two connected groups, or part them after a tap."""
    if call.private:
        return _send_to_group(call, DISCONNECT)
    call = await _as_admin(call)
    if found := _read_deed(SURE, value):
        done = await call.write(disconnect_groups, call.caller, call.library, *found)
        return Reply(_word_parted(call, "homes.parted_now", done), tone=Tone.GOOD, update=call.said.tapped)
    parted = await call.read(see_groups_part, call.caller)
    if parted is None:
        coming = await call.read(see_connection, call.caller)
        return _show(call, coming) if coming else Reply(call.say("refused.not_connected"), tone=Tone.PROBLEM)
    keeps = call.say("homes.part.keeps", keeper=parted.keeper)
    asked = [_word_parted(call, "homes.part.ask", parted), call.say("homes.part.members"), keeps]
    return Reply(
        join_texts(asked, "\n\n"),
        buttons=_rows([(call.label("homes.button.part"), f"{DISCONNECT} {SURE} {parted.id}")], ButtonStyle.DANGER),
        update=call.said.tapped,
    )


def _read_deed(word: str, value: str) -> tuple[ConnectionId | None] | None:
    """Read a deed with the number of its connection, as a button types it, or without one. None: it is no such deed."""
    found = re.fullmatch(rf"{word}(?: (\d{{1,18}}))?", value.strip(), re.IGNORECASE)
    return (ConnectionId(int(found[1])) if found[1] else None,) if found else None


def _send_to_group(call: Call, line: str) -> Reply:
    """Say that a line is to be typed in the group's chat."""
    return Reply(call.say("homes.in_the_group", line=say_back(line.strip())), tone=Tone.PROBLEM)


async def _as_admin(call: Call) -> Call:
    """Let a call act as an administrator's. Its caller may be a deputy, too. Raises StewardsOnly, RightsUnknown."""
    await require_admin(call.said.rights)
    return replace(call, warrant=Warrant())


async def _open(call: Call, value: str) -> Reply:
    """Open a typed code and show what it makes. With a roadmap and a mark behind the code, as buttons type it, connect.

    If what the button's message showed has changed since, it is shown again.
    """
    said, shown = _split_mark(value)
    code, _, last = said.rpartition(" ")
    slug = find_roadmap(call.library, last) if code else None
    if slug and is_code_shaped(code):
        found = await call.write(confirm_connection, call.caller, code, slug, shown)
    elif code := code if is_code_shaped(code) else find_typed_code(said):
        found = await call.write(see_offer, call.caller, code)
    else:
        return Reply(word_no_code(call, said, "homes"), tone=Tone.PROBLEM, update=call.said.tapped)
    if found.trouble:
        return Reply(call.say(f"homes.trouble.{found.trouble}"), tone=Tone.PROBLEM, update=call.said.tapped)
    if found.due_at is None:
        return _ask(call, found, read_code(code), again=bool(shown))
    kept = _show(call, found)
    return kept if slug else replace(kept, text=join_texts([call.say("homes.code_not_used"), kept.text], "\n\n"))


def _split_mark(value: str) -> tuple[str, str]:
    """Split the mark of an offer off a button's line. Empty: it has none."""
    said, _, mark = value.rpartition(f" {MARK}")
    return (said, mark) if said else (value, "")


def _show_code(call: Call, issued: IssuedCode) -> Reply:
    said = word_code(call, issued, "homes", "homes.admin_there")
    again = f"{HOME_CODE} ~{call.scene.group_id}" if call.scene.group_id else ""
    group = call.scene.group_title
    titled = call.say("homes.code_title", group=group) if group else call.say("setup.button.connect")
    return Reply(said, title=titled, private=True, home=None, alone=again)


def _ask(call: Call, found: ConnectionView, code: str, *, again: bool) -> Reply:
    """Show the settings for both groups, and ask for a yes. If they follow different roadmaps, ask which.

    `again`: something was changed since the caller saw it.
    """
    titles = label_roadmaps(call.library)
    lines = {
        slug: f"{CONNECT} {code} {spell_roadmap(call.library, slug)} {MARK}{found.mark}" for slug in found.roadmaps
    }
    if len(lines) == 1:
        offers = [(call.label("homes.button.connect"), line) for line in lines.values()]
    else:
        offers = [
            (call.label("homes.button.roadmap", roadmap=titles[slug]), line)
            for slug, line in lines.items()
            if slug in titles
        ]
    question = _ask_roadmap(call, found) if len(lines) > 1 else Text()
    first = call.say("homes.changed") if again else Text()
    shared = "homes.ask" if _known(found.settings).checkin_on else "homes.ask_no_checkin"
    parts = [first, _name_both(call, shared, found), _settings(call, found), question, call.say("homes.day")]
    return Reply(
        join_texts([one for one in parts if one], "\n\n"),
        buttons=_rows(offers, ButtonStyle.PRIMARY),
        update=again,
    )


def _ask_roadmap(call: Call, found: ConnectionView) -> Text:
    """Ask which of two roadmaps is for both, and say whose is which."""
    titles = label_roadmaps(call.library)
    group, other = _known(found.settings), _known(found.other)
    own = [
        call.say("homes.follows", group=one.title, roadmap=titles.get(one.roadmap, one.roadmap))
        for one in (group, other)
    ]
    return join_texts([*own, call.say("homes.which_roadmap")])


def _settings(call: Call, found: ConnectionView) -> Text:
    """Word the settings that hold for both: those of the group that issued the code."""
    kept, language = _known(found.settings), call.scene.language
    days = "" if kept.nudge_days == WHOLE_WEEK else weekdays(kept.nudge_days, language)
    slug = found.roadmaps[0]
    named = label_roadmaps(call.library).get(slug, slug)
    lines = [
        call.say("homes.settings", group=kept.title),
        call.say("homes.roadmap", roadmap=named) if len(found.roadmaps) == 1 else Text(),
        call.say("homes.zone", city=city_of(kept.zone, language), day=weekday(kept.week_start, language)),
        call.say(_key_of_nudge(kept), hour=hour(kept.nudge_at), days=days),
        call.say(
            "homes.checkin" if kept.checkin_on else "schedule.checkin_off",
            day=weekday(kept.checkin_day, language),
            hour=hour(kept.checkin_at),
        ),
        call.say("homes.community_on" if found.community else "homes.community_off"),
        *_quiet(call, found),
    ]
    return join_texts([line for line in lines if line])


def _quiet(call: Call, found: ConnectionView) -> list[Text]:
    """Word a silence that both get, and one that ends as they become one."""
    quiet = [
        (key, kept, kept.quiet_until)
        for key, kept in (("homes.quiet", _known(found.settings)), ("homes.quiet_ends", _known(found.other)))
        if kept.quiet_until and kept.quiet_until > (found.due_at or call.now + AHEAD)
    ]
    return [
        call.say(key, group=kept.title, until=say_moment_of(until, kept.zone, call.scene.language))
        for key, kept, until in quiet
    ]


def _key_of_nudge(kept: GroupSettings) -> str:
    """Name the text that tells a group's nudge."""
    if not kept.nudge_on:
        return "schedule.nudge_off"
    return "homes.nudge" if kept.nudge_days == WHOLE_WEEK else "homes.nudge_days"


def _show(call: Call, found: ConnectionView) -> Reply:
    """Show the connection that a group has: to come, or in force."""
    if found.due_at is None or found.joined:
        offers = [(call.label("homes.button.part"), DISCONNECT)]
        return Reply(_name_both(call, "homes.are_one", found), buttons=_rows(offers), update=call.said.tapped)
    offers = [(call.label("homes.button.stop"), f"{CONNECT} {CANCEL} {found.id}")]
    return Reply(
        join_texts([_say_when(call, found), _settings(call, found)], "\n\n"),
        buttons=_rows(offers, ButtonStyle.DANGER),
        tone=Tone.GOOD,
        update=call.said.tapped,
    )


def word_second(call: Call, found: ConnectionView) -> Text:
    """Name both chats of a connection: one group by now, or soon."""
    return _name_both(call, "homes.are_one", found) if found.joined else _say_when(call, found)


def _say_when(call: Call, found: ConnectionView) -> Text:
    """Say when two groups become one. While a home has not heard of it, there is no moment."""
    key, until = ("homes.waiting", found.ends_at) if found.silent else ("homes.coming", found.due_at)
    assert until is not None  # noqa: S101  a connection has both
    moment = say_moment_of(until, _known(found.settings).zone, call.scene.language)
    return _name_both(call, key, found, moment=moment, silent=found.silent)


def _name_both(call: Call, key: str, found: ConnectionView, **values: Value) -> Text:
    return call.say(key, group=_known(found.settings).title, other=_known(found.other).title, **values)


def _word_parted(call: Call, key: str, parted: GroupsParted) -> Text:
    return call.say(key, group=parted.title, other=parted.other_title)


def _known(settings: GroupSettings | None) -> GroupSettings:
    assert settings is not None  # noqa: S101  a view without trouble has both groups
    return settings


def _rows(offers: list[Offer], style: ButtonStyle = ButtonStyle.PLAIN) -> tuple[Row, ...]:
    return lay_out((make_taps(offers, style), 1))
