"""The tour of /setup: a few questions with answers to tap, each with a value to keep. It ends with "All set"."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat.call import Call
from bot.chat.going_back import with_back
from bot.chat.markup import Text, join_texts
from bot.chat.reply import ButtonStyle, Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.zone_asking import label_zone, read_zone
from bot.chat.words.zone_places import PlaceZone
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.settings.actions.group_setup import is_place_wanted, set_up
from bot.features.settings.answer_homes import ANSWERS, offer_homes, word_home
from bot.features.settings.group_hours import nudge_offers
from bot.features.settings.group_topics import NUDGE, Change, Topic, Values, switch, word_hours, word_nudge, word_zone
from bot.features.settings.posting_places import find_lacking, word_elsewhere, word_lacking, word_places
from bot.features.settings.roadmap_topic import ROADMAP

TOUR = "setup tour"
KEEP, END = "keep", "end"

ZONES = {
    "americas": (
        "America/Los_Angeles",
        "America/Denver",
        "America/Chicago",
        "America/New_York",
        "America/Bogota",
        "America/Mexico_City",
        "America/Sao_Paulo",
        "America/Argentina/Buenos_Aires",
    ),
    "europe": (
        "Europe/London",
        "Europe/Berlin",
        "Europe/Paris",
        "Europe/Madrid",
        "Europe/Warsaw",
        "Europe/Kyiv",
        "Europe/Istanbul",
        "Europe/Moscow",
    ),
    "africa": ("Africa/Casablanca", "Africa/Lagos", "Africa/Cairo", "Africa/Johannesburg", "Africa/Nairobi"),
    "asia": (
        "Asia/Dubai",
        "Asia/Karachi",
        "Asia/Kolkata",
        "Asia/Dhaka",
        "Asia/Jakarta",
        "Asia/Manila",
        "Asia/Shanghai",
        "Asia/Tokyo",
    ),
    "pacific": ("Australia/Perth", "Australia/Sydney", "Pacific/Auckland", "Pacific/Honolulu"),
}
"""Part of the world -> zones to tap there."""

COMMUNITY = switch("community", "community")
Step = Callable[[Call, GroupSettings], tuple[Text, list[Offer]]]


async def begins_with_tour(call: Call) -> bool:
    """Whether /setup is to begin with the tour: no steward has said yet where the group gets its posts."""
    return not call.private and await call.read(is_place_wanted, call.said.place)


async def guide(call: Call, value: str) -> Reply:
    """Take an answer of the tour and ask the next question. Without an answer, begin."""
    step, _, given = value.partition(" ")
    steps = _steps(call)
    if step == END:
        return await _finish(call)
    if step not in steps:
        return await _ask(call, steps[0], {})
    following = [*steps[steps.index(step) + 1 :], END][0]
    if not given or given in ZONES:
        return await _ask(call, step, {}, world=given)
    if given == KEEP:
        return await _go_to(call, following, {})
    if step == "zone":
        zone = read_zone(call, f"{TOUR} zone", given)
        reply = zone if isinstance(zone, Reply) else await _go_to(call, following, {"zone": zone})
    else:
        reply = await _change(step, following)(call, given)
    return with_back(call, reply, f"{TOUR} {step}")


def _steps(call: Call) -> list[str]:
    """The questions of a tour here. Where there is nothing to choose, nothing is asked."""
    roadmap = ["roadmap"] if len(call.library) > 1 or call.scene.missing else []
    answers = ["answers"] if offer_homes(call) else []
    return [*roadmap, "zone", "nudge", *answers, "community"]


def _change(step: str, following: str) -> Change:
    topics: dict[str, Topic] = {"roadmap": ROADMAP, "nudge": NUDGE, "answers": ANSWERS, "community": COMMUNITY}

    async def save(call: Call, values: Values) -> Reply:
        return await _go_to(call, following, values)

    return topics[step].change(TOUR, save)


async def _go_to(call: Call, step: str, values: Values) -> Reply:
    return await (_finish(call, values) if step == END else _ask(call, step, values))


async def _ask(call: Call, step: str, values: Values, *, world: str = "") -> Reply:
    """Save the values of the last answer, and ask the question of a step."""
    kept = await call.write(set_up, call.caller, call.roadmap_slug, values)
    steps = _steps(call)
    said, offers = _QUESTIONS[step](call, kept) if not world else (word_zone(call, kept), _offer_zones(call, world))
    keep = make_taps([(call.label("tour.button.keep"), f"{TOUR} {step} {KEEP}")], ButtonStyle.PRIMARY)
    at = steps.index(step)
    before = step if world else steps[at - 1] if at else ""
    back = [(call.label("setup.button.back"), f"{TOUR} {before}")] if before else []
    last = make_taps([*back, (call.label("tour.button.end"), f"{TOUR} {END}")])
    return Reply(
        join_texts([said, call.say(f"tour.ask.{step}")]),
        title=call.say("tour.title", step=at + 1, steps=len(steps)),
        buttons=lay_out((keep, 1), (make_taps(offers), 3), (last, 2)),
        update=call.said.tapped,
    )


async def _finish(call: Call, values: Values | None = None) -> Reply:
    """End the set-up. A group with no place yet gets this one, if the bot may post here."""
    lacking = await find_lacking(call)
    kept = await call.write(set_up, call.caller, call.roadmap_slug, values or {}, choose=lacking == ())
    posts = word_lacking(call, lacking) if lacking else word_elsewhere(call, kept) or word_places(call, kept)
    offers = [
        (call.label("tour.button.howto"), "howto"),
        (call.label("setup.button.checkin"), "setup checkin"),
        (call.label("tour.button.all"), "setup all"),
    ]
    again = [(call.label("setup.button.again"), "setup here")] if lacking else []
    return Reply(
        join_texts([posts, *word_hours(call, kept), call.say("tour.next")]),
        title=call.say("tour.done"),
        buttons=lay_out((make_taps([*again, *offers]), 2)),
        tone=Tone.PROBLEM if lacking else Tone.GOOD,
        update=call.said.tapped,
    )


def _ask_roadmap(call: Call, kept: GroupSettings) -> tuple[Text, list[Offer]]:
    found = call.library.get(kept.roadmap)
    missing = call.say("setup.roadmap_missing", slug=kept.roadmap)
    said = call.say("setup.roadmap", roadmap=found.title) if found else missing
    return said, ROADMAP.offers(call, TOUR)


def _ask_zone(call: Call, kept: GroupSettings) -> tuple[Text, list[Offer]]:
    return word_zone(call, kept), [(call.label(f"tour.world.{world}"), f"{TOUR} zone {world}") for world in ZONES]


def _offer_zones(call: Call, world: str) -> list[Offer]:
    scene = call.scene
    named = ((zone, label_zone(PlaceZone(zone, ""), scene.language, call.now, scene.zone)) for zone in ZONES[world])
    return [(label, f"{TOUR} zone {zone}") for zone, label in named]


def _ask_nudge(call: Call, kept: GroupSettings) -> tuple[Text, list[Offer]]:
    said = word_nudge(call, kept, "setup.nudge" if kept.nudge_on else "schedule.nudge_off")
    return said, nudge_offers(TOUR)


def _ask_answers(call: Call, kept: GroupSettings) -> tuple[Text, list[Offer]]:
    return word_home(call, kept), ANSWERS.offers(call, TOUR)


def _ask_community(call: Call, kept: GroupSettings) -> tuple[Text, list[Offer]]:
    said = call.say("setup.community_on" if kept.community else "setup.community_off")
    turn = "off" if kept.community else "on"
    return said, [(call.label(f"setup.button.community_{turn}"), f"{TOUR} community {turn}")]


_QUESTIONS: dict[str, Step] = {
    "roadmap": _ask_roadmap,
    "zone": _ask_zone,
    "nudge": _ask_nudge,
    "answers": _ask_answers,
    "community": _ask_community,
}
