"""The lines that begin with a colon. They move the clock and the people, and are no part of the bot."""

from __future__ import annotations

from collections.abc import Iterator

from bot.adapters.sandbox.lines import read_instant, read_step, write_instant
from bot.adapters.sandbox.room import SandboxMessage
from bot.adapters.sandbox.stage import Direct, Stage
from bot.chat.call import say
from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, Link, Reply
from bot.errors import Refused
from bot.identity import Platform
from bot.texts import SOURCE


class NoSuchButton(Refused):
    """No message that the speaker sees has this button."""

    name: str
    typed: str


class NoNameGiven(Refused):
    """A `:` line that needs a person's name has none."""


class NoSuchPlatform(Refused):
    """`:room` without a platform and a title."""


class TimeGoesForward(Refused):
    """`:to` an instant that has passed."""

    now: str


class NothingSaidYet(Refused):
    """`:again` before a line was said."""


class OnOrOff(Refused):
    """A `:` line that switches something says neither on nor off."""


class NoRestart(Refused):
    """The sandbox was started in a way that cannot restart the program."""


async def advance_clock(stage: Stage, typed: str) -> None:
    """Move the clock by a duration, doing all that is due on the way."""
    await stage.run_until(stage.clock.now() + read_step(typed))


async def to(stage: Stage, typed: str) -> None:
    """Move the clock to an instant, doing all that is due on the way. A script may set it back before it begins."""
    instant = read_instant(typed)
    if instant < stage.clock.now() and stage.last is not None:
        raise TimeGoesForward(now=write_instant(stage.clock.now()))
    if instant < stage.clock.now():
        stage.clock.move_to(instant)
    await stage.run_until(instant)


async def now(stage: Stage, typed: str) -> None:
    """Tell the time."""
    stage.note("sandbox.now", now=write_instant(stage.clock.now()))


async def press(stage: Stage, typed: str) -> None:
    """Press a button by its label or number, as the speaker."""
    message, button = _find_button(stage, typed)
    if isinstance(button, Link):
        stage.note("sandbox.opens", url=button.url)
    else:
        await stage.answer(stage.press(message, button), message)


def _find_button(stage: Stage, typed: str) -> tuple[SandboxMessage, Button | Link]:
    """Find a button that the speaker sees. Raises NoSuchButton.

    A label finds the latest message that has it. A number counts in the latest message with buttons.
    """
    seen = [message for message in stage.room.seen_by(stage.room.account(stage.room.speaker)) if message.reply.buttons]
    for message in seen:
        for button in message.buttons():
            if button.label.casefold() == typed.casefold():
                return message, button
    if typed.isdecimal() and seen and 0 < int(typed) <= len(buttons := list(seen[0].buttons())):
        return seen[0], buttons[int(typed) - 1]
    raise NoSuchButton(typed=typed, name=stage.room.speaker)


async def again(stage: Stage, typed: str) -> None:
    """Deliver the last thing said once more, as platforms do after a lost answer."""
    if stage.last is None:
        raise NothingSaidYet
    await stage.answer(stage.last)


async def speak_as(stage: Stage, typed: str) -> None:
    """Choose the person who speaks and presses from here on."""
    _turn_to(stage, typed)


async def admin(stage: Stage, typed: str) -> None:
    """Make a person an administrator of the room, or no longer."""
    room, speaker = stage.room, stage.room.speaker
    _turn_to(stage, typed)
    key = (room.here.key, room.person(room.speaker).key)
    room.admins ^= {key}
    stage.note("sandbox.admin" if key in room.admins else "sandbox.not_admin", name=room.speaker)
    room.speaker = speaker


def _turn_to(stage: Stage, typed: str) -> None:
    if not typed:
        raise NoNameGiven
    stage.room.turn_to(typed)


async def open_room(stage: Stage, typed: str) -> None:
    """Open one more room, on a platform. People speak there as `Ana on Telegram` or `Ana in TITLE`."""
    platform, _, title = typed.partition(" ")
    if platform.casefold() not in {Platform.DISCORD, Platform.TELEGRAM} or not title.strip():
        raise NoSuchPlatform
    stage.room.open(platform.casefold(), title.strip())
    stage.note("sandbox.room", title=title.strip(), platform=platform.capitalize())


async def list_people(stage: Stage, typed: str) -> None:
    """List the people in the room."""
    stage.room.note(Reply(join_texts(_people(stage))))


def _people(stage: Stage) -> Iterator[Text]:
    yield say(SOURCE, "sandbox.who", n=len(stage.room.people), name=stage.room.speaker)
    for person in stage.room.people.values():
        is_one = any(person.key == admin for _, admin in stage.room.admins)
        yield say(SOURCE, "sandbox.who.admin" if is_one else "sandbox.who.member", name=person.name)


async def answers(stage: Stage, typed: str) -> None:
    """Hide answers that went well, so that only posts and problems are seen; or show them again."""
    if typed.casefold() not in {"on", "off"}:
        raise OnOrOff
    stage.room.answers_shown = typed.casefold() == "on"


async def add_bot(stage: Stage, typed: str) -> None:
    """Add the bot to the room, as a group does on Discord or Telegram."""
    greeting = await stage.core.added(stage.room.here, stage.room.next_id())
    if greeting is not None:
        stage.room.post(stage.room.here, greeting)


async def remove_bot(stage: Stage, typed: str) -> None:
    """Remove the bot from the room."""
    await stage.core.removed(stage.room.here)
    stage.note("sandbox.removed")


async def restart(stage: Stage, typed: str) -> None:
    """End the program and start it anew on the same store."""
    if not await stage.restart():
        raise NoRestart
    stage.note("sandbox.restarted")


async def show_help(stage: Stage, typed: str) -> None:
    """Explain the lines that can be typed here."""
    stage.note("sandbox.help")


async def leave_chat(stage: Stage, typed: str) -> None:
    """End the session."""
    stage.over = True


ALL: dict[str, Direct] = {
    "advance": advance_clock,
    "to": to,
    "now": now,
    "press": press,
    "again": again,
    "as": speak_as,
    "room": open_room,
    "admin": admin,
    "who": list_people,
    "answers": answers,
    "added": add_bot,
    "removed": remove_bot,
    "restart": restart,
    "help": show_help,
    "quit": leave_chat,
}
