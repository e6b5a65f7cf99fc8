"""The commands, one file each, listed in the order of /help."""

from bot.chat.command import Command
from bot.commands.about import about
from bot.commands.celebrations import celebrations
from bot.commands.checkin import checkin
from bot.commands.choose import choose
from bot.commands.criteria import criteria
from bot.commands.done import done
from bot.commands.habits import habits
from bot.commands.help import help_
from bot.commands.join import join
from bot.commands.leaderboard import leaderboard
from bot.commands.leave import leave
from bot.commands.log import log
from bot.commands.next import next_
from bot.commands.nudges import nudges
from bot.commands.pause import pause
from bot.commands.placement import placement
from bot.commands.progress import progress
from bot.commands.promise import promise
from bot.commands.quiet import quiet
from bot.commands.repair import repair
from bot.commands.resume import resume
from bot.commands.roadmap import roadmap
from bot.commands.schedule import schedule
from bot.commands.settings import settings
from bot.commands.setup import setup
from bot.commands.snooze import snooze
from bot.commands.start import start
from bot.commands.streak import streak
from bot.commands.undo import undo

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
    leave,
    settings,
    setup,
    schedule,
    quiet,
    start,
    help_,
    about,
)
