"""/progress: the caller's progress, or a fellow member's."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Row
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.showing import month_in_words, name_of_part
from bot.features.members.inviting import read_fellow
from bot.features.path.actions.browsing import ShownProgress, show_fellow, show_mine
from bot.features.path.parts import count_tasks, describe_share
from roadmap.pace import PaceState


@command(
    readers=Readers.ASKER,
    aliases=("me",),
    member=Arg("whose progress; your own if you name nobody", optional=True, rest=True, member=True),
)
async def progress(call: Call, member: str = "") -> Reply:
    """Show how far you are, or a fellow member."""
    group, me = call.scene.group_id, call.scene.learner_id
    if not member or group is None:
        shown = await call.glance(show_mine, me, group, call.roadmap, call.now)
    else:
        shown = await read_fellow(call, show_fellow, me, group, call.roadmap, member)
    mine = not member or (shown.member is not None and shown.member.learner_id == me)
    lines = [_levels(call, shown), *_pace(call, shown)]
    return Reply(
        join_texts(lines, "\n\n"),
        title=_word_title(call, shown),
        buttons=_buttons(call) if mine else (),
        private=shown.member is not None and shown.member.hidden,
    )


def _word_title(call: Call, shown: ShownProgress) -> Text:
    if shown.member is None:
        return call.say("progress.title", who=call.said.account.name)
    if not shown.member.name:
        return call.say("progress.title", who=call.say("progress.member", n=shown.member.number))
    return call.say("progress.title", who=shown.member.name)


def _levels(call: Call, shown: ShownProgress) -> Text:
    measured = shown.state.progress
    whole = [describe_share(call, "progress.whole", measured.whole), count_tasks(call, measured.whole)]
    explained = call.say("progress.explained")
    levels = [
        describe_share(call, "progress.level", measured.levels[one.slug], name_of_part(one))
        for one in call.roadmap.levels
    ]
    return join_texts([*whole, *(levels if len(levels) > 1 else ()), explained])


def _pace(call: Call, shown: ShownProgress) -> list[Text]:
    pace = shown.pace
    if pace is None or pace.state is PaceState.OPEN or not shown.state.ticked:
        return []
    line = call.say(f"progress.pace.{pace.state}", n=abs(pace.days))
    if pace.finish is None or pace.state is PaceState.DONE:
        return [line]
    return [join_texts([line, call.say("progress.finish", month=month_in_words(call, pace.finish))], " ")]


def _buttons(call: Call) -> tuple[Row, ...]:
    keys = (("done.next_button", "next"), ("progress.roadmap_button", "roadmap"), ("progress.streak_button", "streak"))
    offers = (*keys, ("more.button", "progress more"))
    return lay_out((make_taps((call.label(key), line) for key, line in offers), 4))
