"""/progress: the caller's progress, or a fellow member's."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Row
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.showing import month_in_words, name_of_part
from bot.features.helping.stuck_showing import QUESTIONS
from bot.features.members.actions.fellows import NotShown, UnknownMember
from bot.features.members.inviting import read_fellow
from bot.features.path.actions.browsing import ShownProgress, show_fellow, show_mine
from bot.features.path.goal_showing import describe_goal
from bot.features.path.parts import count_tasks, describe_share
from bot.identity import GroupId
from roadmap.goals import USUAL
from roadmap.pace import PaceState
from roadmap.weekdays import DAYS_IN_WEEK

LEVELS = 2
"""So many levels have a line of their own."""


@command(
    readers=Readers.ASKER,
    aliases=("me",),
    member=Arg("whose progress; yours if you leave it empty", optional=True, rest=True, member=True),
)
async def progress(call: Call, member: str = "") -> Reply:
    """Show your progress, or a fellow member’s."""
    group, me = call.scene.group_id, call.scene.learner_id
    if not member or group is None:
        shown = await call.glance(show_mine, me, group, call.roadmap, call.now)
    else:
        shown = await _read_fellow(call, group, member)
    mine = not member or (shown.member is not None and shown.member.learner_id == me)
    return Reply(
        join_texts([*_shares(call, shown), *_pace(call, shown)]),
        title=_word_title(call, shown),
        buttons=_buttons(call, shown) if mine else (),
        private=(shown.member is not None and shown.member.hidden) or shown.aim is not None,
    )


async def _read_fellow(call: Call, group: GroupId, member: str) -> ShownProgress:
    """Read a fellow member's progress. Beside the nearest names, a refusal offers what else can follow the command."""
    try:
        return await read_fellow(call, show_fellow, call.scene.learner_id, group, call.roadmap, member)
    except NotShown:
        raise
    except UnknownMember as refused:
        keys = (
            ("progress.mine_button", "progress"),
            ("progress.goal_button", "goal"),
            ("more.button", "progress more"),
        )
        raise refused.offering((*refused.offers, *((call.label(key), line) for key, line in keys))) from None


def _word_title(call: Call, shown: ShownProgress) -> Text:
    if shown.member is None:
        return call.say("progress.title", who=call.said.account.name)
    if not shown.member.name:
        return call.say("progress.title", who=call.say("progress.member", n=shown.member.number))
    return call.say("progress.title", who=shown.member.name)


def _shares(call: Call, shown: ShownProgress) -> list[Text]:
    """Word the whole with a bar, the tasks, and the points of all levels in one line. `/roadmap` has their bars."""
    measured = shown.state.progress
    tasks = call.say("progress.tasks", tasks=count_tasks(call, measured.whole))
    return [describe_share(call, "progress.whole", measured.whole), tasks, *_levels(call, shown)]


def _levels(call: Call, shown: ShownProgress) -> list[Text]:
    levels = [(name_of_part(one), shown.state.progress.levels[one.slug]) for one in call.roadmap.levels]
    if len(levels) < LEVELS:
        return []
    counts = [call.say("progress.level", title=title, done=one.ticked, n=one.required) for title, one in levels]
    return [call.say("progress.levels", levels=join_texts(counts, " · "))]


def _pace(call: Call, shown: ShownProgress) -> list[Text]:
    """Word the learner's own goal. Without one, word how they stand against the plan.

    Far behind the plan, it says what a modest rate brings.
    """
    if shown.aim and shown.aim.aimed:
        return [describe_goal(call, shown.aim.aimed, shown.aim)]
    pace = shown.pace
    if pace is None or pace.state is PaceState.OPEN or not shown.state.ticked:
        return []
    if pace.state is not PaceState.BEHIND:
        return [call.say(f"progress.pace.{pace.state}", n=abs(pace.days))]
    if shown.modest is None:
        return [call.say("progress.pace.behind", n=max(round(-pace.days / DAYS_IN_WEEK), 1))]
    part, month = name_of_part(shown.modest.level), month_in_words(call, shown.modest.day)
    return [call.say("progress.modest", part=part, month=month, n=USUAL)]


def _buttons(call: Call, shown: ShownProgress) -> tuple[Row, ...]:
    keys = (("done.next_button", "next"), ("progress.roadmap_button", "roadmap"), ("progress.streak_button", "streak"))
    goal = (("progress.goal_button", "goal"),) if shown.aim or shown.modest else ()
    offers = (*keys, *goal, ("more.button", "progress more"))
    consent = [(call.label("stuck.offer_button"), QUESTIONS)] if shown.asks_consent else []
    usual = make_taps((call.label(key), line) for key, line in offers)
    return lay_out((usual, len(offers)), (make_taps(consent), 1))
