"""/schedule: the hours of the group's posts, which of them are on, and a preview of two weeks."""

from __future__ import annotations

from functools import partial

from bot.chat.call import Call
from bot.chat.command import AFAR, Access, Arg, command
from bot.chat.going_back import with_back
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.clocks import hour, local_day, local_time, weekday
from bot.chat.words.saying_back import NAME, say_back
from bot.chat.words.zone_names import city_of
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.settings.actions.group_setup import set_up
from bot.features.settings.actions.scheduling import PREVIEWED_DAYS, ForeseenPost, Preview, preview_here
from bot.features.settings.afar import show_afar
from bot.features.settings.group_topics import (
    CHECKIN,
    NUDGE,
    Change,
    Values,
    switch,
    word_end_of_quiet,
    word_nudge,
    word_quiet,
    word_zone,
    wrong,
)
from bot.features.settings.posting_places import offer_move, word_elsewhere
from bot.features.settings.suggesting import group_values

TOPICS = ("nudge", "checkin", "review", "preview")


@command(
    readers=Readers.ASKER,
    access=Access.STEWARD,
    afar=True,
    what=Arg("what to change, or preview", optional=True, choices=TOPICS),
    value=Arg(
        "an hour, a day and an hour, on or off: 19:30, sunday 18:00, off", group_values, optional=True, rest=True
    ),
)
async def schedule(call: Call, what: str = "", value: str = "") -> Reply:
    """Choose what I post in the group and when."""
    topic = what.strip().casefold()
    if call.private and topic in {"", AFAR}:
        shown = await show_afar(call, "schedule", value.strip(), partial(_show_from_afar, call))
        return shown or await _save(call, {})
    if not topic:
        return await _save(call, {})
    if topic not in _CHANGES:
        reply = wrong(call.say("schedule.no_such_topic", name=say_back(what, NAME)), _topics(call))
    else:
        reply = await _CHANGES[topic](call, value.strip())
    return with_back(call, reply, "schedule")


def _show_from_afar(call: Call, kept: GroupSettings, others: list[Offer]) -> Reply:
    """Show in private the hours of a group. They are changed in its own chat."""
    lines = [word_zone(call, kept), *_lines(call, kept), word_quiet(call, kept), call.say("schedule.change_there")]
    buttons = lay_out((make_taps(others), 1)) if others else ()
    return Reply(join_texts(lines), title=call.say("schedule.title_of", group=kept.title), buttons=buttons)


async def _save(call: Call, values: Values) -> Reply:
    kept = await call.write(set_up, call.caller, call.roadmap_slug, values)
    said = call.say("schedule.saved") if values else NOTHING
    quiet = word_quiet(call, kept)
    more = NOTHING if values or quiet.plain else call.say("schedule.more")
    return Reply(
        join_texts(
            [
                join_texts([said, word_elsewhere(call, kept)]),
                join_texts([word_zone(call, kept), *_lines(call, kept), quiet]),
                more,
            ],
            "\n\n",
        ),
        title=call.say("schedule.title"),
        buttons=lay_out(
            (make_taps([*offer_move(call, kept), *_topics(call)]), 2),
            (make_taps(_switches(call, kept)), 3),
            (make_taps([(call.label("tour.button.all"), "setup all")]), 1),
        ),
        tone=Tone.GOOD if values else Tone.PLAIN,
        update=call.said.tapped,
    )


def _lines(call: Call, kept: GroupSettings) -> list[Text]:
    day = weekday(kept.checkin_day, call.scene.language)
    return [
        word_nudge(call, kept, _key("nudge", kept.nudge_on)),
        call.say(_key("checkin", kept.checkin_on), day=day, hour=hour(kept.checkin_at)),
        call.say(_key("review", kept.review_on), hour=hour(kept.nudge_at)),
    ]


def _key(kind: str, on: bool) -> str:
    return f"schedule.{kind}_{'on' if on else 'off'}"


def _topics(call: Call) -> list[Offer]:
    offers = [
        (call.label(f"schedule.button.{topic}"), f"schedule {topic}") for topic in ("nudge", "checkin", "preview")
    ]
    return [*offers, (call.label("schedule.button.quiet"), "quiet")]


def _switches(call: Call, kept: GroupSettings) -> list[Offer]:
    states = {"nudge": kept.nudge_on, "checkin": kept.checkin_on, "review": kept.review_on}
    turns = {kind: "off" if on else "on" for kind, on in states.items()}
    return [(call.label(f"schedule.button.{kind}_{turn}"), f"schedule {kind} {turn}") for kind, turn in turns.items()]


async def _preview(call: Call, _: str) -> Reply:
    found = await call.write(preview_here, call.caller, call.roadmap_slug)
    return Reply(
        join_texts([*_foreseen(call, found)], "\n\n"),
        title=call.say("schedule.preview.title", n=PREVIEWED_DAYS),
        buttons=lay_out((make_taps([(call.label("schedule.button.back"), "schedule")]), 1)),
        update=call.said.tapped,
    )


def _foreseen(call: Call, found: Preview) -> list[Text]:
    language = call.scene.language
    listed = join_texts([_post(call, one, found.zone) for one in found.posts])
    quiet = found.quiet_until
    return [
        call.say("schedule.preview.zone", city=city_of(found.zone, language)),
        call.say("quiet.until", day=word_end_of_quiet(call, quiet, found.zone)) if quiet else NOTHING,
        call.say("schedule.preview.asleep") if found.asleep else NOTHING,
        listed or call.say("schedule.preview.none"),
        call.say("schedule.preview.note") if listed else NOTHING,
    ]


def _post(call: Call, post: ForeseenPost, zone: str) -> Text:
    language = call.scene.language
    day, time = local_day(post.at, zone, language), local_time(post.at, zone, language)
    return call.say("schedule.preview.line", day=day, time=time, what=call.say(f"schedule.preview.{post.kind}"))


_CHANGES: dict[str, Change] = {
    "nudge": NUDGE.change("schedule", _save),
    "checkin": CHECKIN.change("schedule", _save),
    "review": switch("review", "review_on").change("schedule", _save),
    "preview": _preview,
}
