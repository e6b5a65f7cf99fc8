"""Every table, with the constraints that make each rule true.

Instants are UTC (`Instant` gives them back aware), dates are study days, times of day are minutes after midnight.
"""

from bot.database.columns import Id, Instant, metadata
from bot.database.inbound import inbound
from bot.tables.acts import acts, changes
from bot.tables.answers import answers, brief_answers
from bot.tables.boards import point_counts
from bot.tables.buttons import kept_lines
from bot.tables.celebrations import gathered, milestones
from bot.tables.checkins import checkins, dialogs, promises, reports
from bot.tables.cheering import cheers
from bot.tables.editions import editions
from bot.tables.exporting import exports
from bot.tables.focusing import focus_members, focuses
from bot.tables.goals import goals
from bot.tables.helping import helps, obstacles
from bot.tables.homes import connections
from bot.tables.invites import invites
from bot.tables.linking import codes, guesses, links, set_aside
from bot.tables.members import accounts, groups, learners, memberships, place_stewards, places
from bot.tables.moderating import takedowns
from bot.tables.partners import avoidances, paired, pairings
from bot.tables.pauses import pauses
from bot.tables.posting import beats, dues, outbox
from bot.tables.privacy import forgettings, upkeep
from bot.tables.sessions import sessions
from bot.tables.setting_changes import setting_changes
from bot.tables.streaks import day_points, outage_days, outages, rest_changes, streak_news, zone_changes
from bot.tables.ticks import choices, criteria, former_evidence, ticks, undos
from bot.tables.updates import waiting_updates
from bot.tables.week_goals import week_goals

__all__ = [
    "Id",
    "Instant",
    "accounts",
    "acts",
    "answers",
    "avoidances",
    "beats",
    "brief_answers",
    "changes",
    "checkins",
    "cheers",
    "choices",
    "codes",
    "connections",
    "criteria",
    "day_points",
    "dialogs",
    "dues",
    "editions",
    "exports",
    "focus_members",
    "focuses",
    "forgettings",
    "former_evidence",
    "gathered",
    "goals",
    "groups",
    "guesses",
    "helps",
    "inbound",
    "invites",
    "kept_lines",
    "learners",
    "links",
    "memberships",
    "metadata",
    "milestones",
    "obstacles",
    "outage_days",
    "outages",
    "outbox",
    "paired",
    "pairings",
    "pauses",
    "place_stewards",
    "places",
    "point_counts",
    "promises",
    "reports",
    "rest_changes",
    "sessions",
    "set_aside",
    "setting_changes",
    "streak_news",
    "takedowns",
    "ticks",
    "undos",
    "upkeep",
    "waiting_updates",
    "week_goals",
    "zone_changes",
]
