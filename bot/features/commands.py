"""The commands, one file each, listed in the order of /help."""

from bot.chat.command import Command, Registry
from bot.features.boards.leaderboard import leaderboard
from bot.features.celebrations.celebrations import celebrations
from bot.features.checkins.checkin import checkin
from bot.features.help.about import about
from bot.features.help.help import help_
from bot.features.help.small_talk import SMALL_TALK
from bot.features.members.bring import bring
from bot.features.members.invite import invite
from bot.features.members.join import join
from bot.features.members.leave import leave
from bot.features.members.start import start
from bot.features.nudges.nudges import nudges
from bot.features.nudges.snooze import snooze
from bot.features.path.choose import choose
from bot.features.path.criteria import criteria
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
from bot.features.settings.quiet import quiet
from bot.features.settings.schedule import schedule
from bot.features.settings.settings import settings
from bot.features.settings.setup import setup
from bot.features.streaks.streak import streak
from bot.features.synonyms import SYNONYMS
from bot.features.ticks.done import done
from bot.features.undos.undo import undo

COMMANDS: tuple[Command, ...] = (
    done,
    undo,
    next_,
    progress,
    streak,
    leaderboard,
    roadmap,
    log,
    repair,
    habits,
    checkin,
    promise,
    choose,
    criteria,
    placement,
    celebrations,
    nudges,
    snooze,
    pause,
    resume,
    join,
    invite,
    leave,
    settings,
    setup,
    schedule,
    quiet,
    start,
    help_,
    about,
)

USEFUL = ("next", "progress", "help")
"""The commands to offer to a caller who was not understood."""


def make_registry() -> Registry:
    """Make the registry of all commands, with every word that is understood."""
    return Registry(COMMANDS, hidden=(*SMALL_TALK, bring), synonyms=SYNONYMS, useful=USEFUL)
