"""The commands, one file each: those that menus show, and those that are parts of others."""

from collections.abc import Mapping

from bot.chat.command import Command
from bot.chat.registry import Registry
from bot.features.boards.leaderboard import leaderboard
from bot.features.celebrations.celebrations import celebrations
from bot.features.checkins.checkin import checkin
from bot.features.checkins.digest import read_all
from bot.features.cheers.cheer import cheer
from bot.features.codes.typed import read_typed_code
from bot.features.focus.focus import focus
from bot.features.help.about import about
from bot.features.help.help import help_
from bot.features.help.more import more
from bot.features.help.small_talk import SMALL_TALK
from bot.features.help.wants import offer_wants
from bot.features.helping.assist import assist
from bot.features.helping.helped import helped
from bot.features.helping.solution import solution
from bot.features.helping.stuck import stuck
from bot.features.homes.homecode import homecode
from bot.features.members.bring import bring
from bot.features.members.invite import invite
from bot.features.members.join import join
from bot.features.members.leave import leave
from bot.features.members.mygroup import mygroup
from bot.features.members.start import start
from bot.features.nudges.nudges import nudges
from bot.features.nudges.snooze import snooze
from bot.features.path.choose import choose
from bot.features.path.criteria import criteria
from bot.features.path.goal import goal
from bot.features.path.next import next_
from bot.features.path.placement import placement
from bot.features.path.progress import progress
from bot.features.path.roadmap import roadmap
from bot.features.pauses.pause import pause
from bot.features.pauses.resume import resume
from bot.features.promises.promise import promise
from bot.features.repairs.repair import repair
from bot.features.sessions.habits import habits
from bot.features.sessions.log import log
from bot.features.settings.howto import howto
from bot.features.settings.quiet import quiet
from bot.features.settings.schedule import schedule
from bot.features.settings.settings import settings
from bot.features.settings.setup import setup
from bot.features.stewards.deputy import deputy
from bot.features.stewards.group import group
from bot.features.stewards.publishing import publishing
from bot.features.streaks.streak import streak
from bot.features.synonyms import SYNONYMS
from bot.features.ticks.done import done
from bot.features.undos.undo import undo
from bot.features.work.attach import attach
from bot.features.work.work import work

COMMANDS: tuple[Command, ...] = (
    done,
    undo,
    next_,
    progress,
    streak,
    leaderboard,
    roadmap,
    log,
    focus,
    checkin,
    stuck,
    pause,
    settings,
    help_,
    setup,
)
"""The commands that menus show. Decision (2026-11): a dozen, and one for stewards; all else is a part of these."""

FOLDED: tuple[Command, ...] = (
    choose,
    criteria,
    placement,
    goal,
    work,
    celebrations,
    habits,
    repair,
    promise,
    resume,
    nudges,
    snooze,
    join,
    leave,
    mygroup,
    schedule,
    quiet,
    group,
    deputy,
    publishing,
    invite,
    start,
    about,
)
"""The commands that are typed by name, and shown as parts of others."""

PARTS: Mapping[str, Mapping[str, str]] = {
    "progress": {
        "goal": "goal",
        "work": "work",
        "placement": "placement",
        "criteria": "criteria",
        "choose": "choose",
        "habits": "habits",
    },
    "leaderboard": {"celebrations": "celebrations"},
    "log": {"habits": "habits", "repair": "repair"},
    "checkin": {"promise": "promise"},
    "pause": {"resume": "resume", "mute": "snooze"},
    "settings": {
        "reminders": "nudges",
        "mute": "snooze",
        "resume": "resume",
        "join": "join",
        "leave": "leave",
        "group": "mygroup",
    },
    "help": {"start": "start", "invite": "invite", "about": "about"},
    "setup": {
        "group": "group",
        "deputy": "deputy",
        "publishing": "publishing",
        "schedule": "schedule",
        "quiet": "quiet",
        "invite": "invite",
    },
}
"""Command -> word -> the folded command that the word calls behind it."""

WHOLE: Mapping[str, str] = {"settings": "settings all"}
"""Command -> the line that shows all of it, with its parts. `more` behind the command means that line."""

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "learn": ("done", "undo", "next", "log", "focus"),
    "results": ("progress", "streak", "leaderboard", "roadmap"),
    "week": ("checkin", "stuck"),
    "you": ("pause", "settings", "help"),
    "admins": ("setup",),
}
"""The groups of /help."""

USEFUL = ("next", "progress", "help")
"""The commands to offer to a caller who was not understood."""


def _recognise(typed: str) -> tuple[str, bool] | None:
    """Read a whole line that is a code as one that links accounts."""
    found = read_typed_code(typed)
    return (found.line, found.sure) if found else None


def make_registry() -> Registry:
    """Make the registry of all commands, with every word that is understood."""
    return Registry(
        COMMANDS,
        folded=FOLDED,
        parts=PARTS,
        whole=WHOLE,
        hidden=(*SMALL_TALK, bring, cheer, howto, homecode, more, assist, helped, solution, attach, read_all),
        synonyms=SYNONYMS,
        useful=USEFUL,
        sections=SECTIONS,
        understand=offer_wants,
        yielding=("start", "leave", "group"),
        yielding_to={"pause": ("snooze",), "log": ("focus",)},
        wordy=("help",),
        keeping=("checkin",),
        recognise=_recognise,
    )
