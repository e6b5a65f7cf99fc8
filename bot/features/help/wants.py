"""Free words -> the lines that they may mean. Each is offered as a button, and none is run unasked.

A want is a row of the table: it is meant if all of its cues are found, and none of the cues that speak against it. The
rows that need more come first. A line may have a place for words of the text: an hour, days, a city.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from bot.chat.call import Call
from bot.chat.taps import Offer
from bot.chat.words.saying_back import NAME, say_back
from bot.features.help import wanted_words

OFFERED = 3
"""The most lines that are offered."""

LONGEST = 300
"""Characters that are looked at. Who writes more tells a story."""

KINDS = {
    "STOP": (
        "stop* quit no-more dont never leave-me-alone not disable turn-off switch-off shut silence end cancel "
        "unsubscribe without off"
    ),
    "TELL_ME": (
        "remind* nudg* notif* alert* alarm* writ* message* messaging dm dms text-me texting contact* bother* spam* "
        "annoy* bugging leave-me-alone"
    ),
    "ANNOYED": "annoy* bother* spam* bugging leave-me-alone",
    "REMIND": "remind* nudg* notif* alert* alarm*",
    "GROUP": "group channel chat here everyone everybody us server post posts posting",
    "STUDIED": "log study studied studying learn* work worked code coded coding practis* practic* read",
    "LENGTH": "minute* min mins m hour* hr hrs h",
}
"""Kind of cue -> its words. A star stands for any letters, a hyphen for a blank."""


@dataclass(frozen=True, slots=True)
class Want:
    """A thing that people want. Of each of its cues, one word has to be found.

    `line` may have a place `{}` for words that `find` takes from the text.
    Without such words, `bare` is offered instead.
    """

    name: str
    cues: tuple[str, ...]
    line: str
    find: Callable[[Call, str], str] | None = None
    bare: str = ""
    unless: str = ""


WANTS = (
    Want(
        "undo",
        (
            "undo take-back mistake wrong wrongly by-accident accident* oops revert untick remove",
            "tick* last entry done task that it by",
        ),
        "undo",
        unless="group",
    ),
    Want(
        "group_quiet",
        (
            "{STOP}",
            "post posts posting",
        ),
        "quiet {}",
        wanted_words.find_length_or_days,
        bare="quiet",
    ),
    Want(
        "group_quiet",
        (
            "quiet silent silence mute",
            "{GROUP}",
        ),
        "quiet {}",
        wanted_words.find_length_or_days,
        bare="quiet",
    ),
    Want(
        "place",
        (
            "post*",
            "here channel topic thread elsewhere another other move",
        ),
        "setup here",
        unless="{STOP}",
    ),
    Want(
        "group_nudge",
        (
            "{REMIND}",
            "{GROUP}",
            "at to hour time move change earlier later",
        ),
        "setup nudge {}",
        wanted_words.find_hour,
        bare="setup nudge",
        unless="{STOP}",
    ),
    Want(
        "group_checkin",
        (
            "checkin* check-in*",
            "move change another hour day time on at to",
        ),
        "setup checkin {}",
        wanted_words.find_weekday_or_hour,
        bare="setup checkin",
        unless="my",
    ),
    Want(
        "group_roadmap",
        (
            "change switch another different other own use set",
            "roadmap course curriculum plan",
        ),
        "setup roadmap",
        unless="month week task",
    ),
    Want(
        "saver",
        (
            "streak",
            "alert alarm warn* remind*",
        ),
        "nudges more",
    ),
    Want(
        "pings_off",
        (
            "{STOP}",
            "ping* mention* tagging tags tag",
        ),
        "settings pings off",
    ),
    Want(
        "pings_on",
        (
            "ping mention tag",
            "me",
        ),
        "settings pings on",
        unless="{STOP}",
    ),
    Want(
        "hour",
        (
            "{TELL_ME}",
            "at to by around from hour time move change set",
        ),
        "nudges at {}",
        wanted_words.find_hour,
        bare="nudges at",
        unless="{STOP} {ANNOYED} less fewer earlier later group often",
    ),
    Want(
        "earlier",
        (
            "{TELL_ME} late",
            "earlier sooner too-late",
        ),
        "nudges earlier",
    ),
    Want(
        "later",
        (
            "{TELL_ME} early",
            "later too-early",
        ),
        "nudges later",
    ),
    Want(
        "less",
        (
            "{TELL_ME}",
            "less fewer too-many too-much too-often not-so-often every-other weekly once-a-week every-day",
        ),
        "nudges less",
        unless="every-day-at",
    ),
    Want(
        "mute",
        (
            "{STOP} mute* quiet silent snooze hush",
            "{TELL_ME} mute* quiet silent silence snooze hush shut-up leave-me-alone",
            "for until till tonight today this-week tomorrow mute snooze silence quiet hush",
        ),
        "snooze {}",
        wanted_words.find_length_or_days,
        bare="snooze",
        unless="{GROUP}",
    ),
    Want(
        "stop",
        (
            "{STOP}",
            "{TELL_ME} bot",
        ),
        "nudges stop",
    ),
    Want(
        "stop",
        ("{ANNOYED}",),
        "nudges stop",
    ),
    Want(
        "remind",
        ("{TELL_ME}",),
        "nudges on",
        unless="{STOP} {ANNOYED}",
    ),
    Want(
        "rest",
        (
            "{STOP} rest off free weekend*",
            "mondays tuesdays wednesdays thursdays fridays saturdays sundays weekend* every each always never",
        ),
        "settings rest {}",
        wanted_words.find_weekdays,
        bare="settings rest",
        unless="{TELL_ME}",
    ),
    Want(
        "resume",
        (
            "back end stop over again return* resume",
            "pause break holiday holidays vacation study* ready im i-am",
        ),
        "resume",
        unless="take-back tick-back",
    ),
    Want(
        "pause",
        (
            "off free pause* break holiday holidays vacation away sick ill travel* trip absent time-out busy "
            "exam exams flu hospital wedding wont-be cant-make not-here",
        ),
        "pause {}",
        wanted_words.find_days,
        bare="pause",
        unless="{TELL_ME} turn switch tick my-pause end",
    ),
    Want(
        "leave",
        (
            "delete erase",
            "me account",
        ),
        "leave",
        unless="about",
    ),
    Want(
        "zone",
        (
            "timezone timezones time-zone time-zones tz moved moving live living clock local-time city "
            "country travel* fly*",
        ),
        "settings zone {}",
        wanted_words.find_city,
        bare="settings zone",
    ),
    Want(
        "day",
        (
            "day midnight night-owl late-at-night after-midnight study-day",
            "end ends begin begins start starts night midnight until owl later",
        ),
        "settings day {}",
        wanted_words.find_hour,
        bare="settings day",
        unless="tick task month level",
    ),
    Want(
        "hide",
        (
            "{STOP}",
            "show",
            "me my",
        ),
        "settings visibility",
    ),
    Want(
        "hide",
        (
            "hide hidden anonym* invisible privat* secret nobody others see-me my-name show shown",
            "me my name i nobody others board leaderboard progress anonym*",
        ),
        "settings visibility",
        unless="show-me show-my others-did others-do how",
    ),
    Want(
        "placement",
        (
            "start* begin* skip jump place placement already know knew experience* further middle ahead put-me im-in",
            "month week level block middle zero mid senior skip already further ahead jump",
        ),
        "placement {}",
        wanted_words.find_roadmap_part,
        bare="placement",
        unless="day remind* over",
    ),
    Want(
        "goal",
        (
            "goal deadline target by until before finish-by in-time on-time",
            "finish complete done-with reach goal deadline target zero mid senior level roadmap",
        ),
        "progress goal {}",
        wanted_words.find_goal,
        bare="progress goal",
    ),
    Want(
        "yesterday",
        ("yesterday forgot* last-night missed day-before",),
        "repair",
        unless="freeze freezes",
    ),
    Want(
        "streak_why",
        (
            "streak freeze*",
            "why lost lose gone broke* ended ends reset zero used what-happened how-many work",
        ),
        "streak why",
    ),
    Want(
        "streak",
        ("streak days-in-a-row freeze freezes",),
        "streak",
    ),
    Want(
        "fellow",
        ("how what where show is has did does progress far done finish*",),
        "progress {}",
        wanted_words.find_name,
    ),
    Want(
        "log",
        (
            "{STUDIED}",
            "{LENGTH}",
        ),
        "log {}",
        wanted_words.find_length,
    ),
    Want(
        "done",
        ("finished completed done-with tick ticked did mark* solved read watched tick-off",),
        "done {}",
        wanted_words.find_task,
        bare="done",
        unless="what who how undo wrong",
    ),
    Want(
        "board",
        (
            "leaderboard rank* winning lead leads leading first-place top best ahead-of compare* standing "
            "standings others score* points",
        ),
        "leaderboard",
    ),
    Want(
        "celebrations",
        ("celebrat* milestone milestones achiev* badge badges reached-lately",),
        "celebrations",
    ),
    Want(
        "invite",
        (
            "invit* add bring friend colleague link join",
            "friend someone somebody people colleague link member members person others invit*",
        ),
        "invite",
    ),
    Want(
        "leave",
        ("leave quit exit get-out unregister remove-me unjoin stop-using",),
        "leave",
        unless="alone",
    ),
    Want(
        "join",
        ("join sign-up register take-part participate become-a-member",),
        "join",
    ),
    Want(
        "promise",
        ("promis* commit* pledge plan",),
        "promise",
        unless="behind roadmap",
    ),
    Want(
        "checkin",
        ("checkin check-in report weekly",),
        "checkin",
    ),
    Want(
        "habits",
        ("habit habits routine routines",),
        "habits",
    ),
    Want(
        "criteria",
        ("able-to selfcheck self-check criteri* skill* can-i-do i-can-do ready-for",),
        "criteria",
        unless="here",
    ),
    Want(
        "choose",
        ("choose pick option options specialis* specializ* path fork track nlp vision",),
        "choose",
    ),
    Want(
        "roadmap",
        ("roadmap course curriculum syllabus overview content contents whole-plan map come-in comes-in month week",),
        "roadmap {}",
        wanted_words.find_roadmap_part,
        bare="roadmap",
    ),
    Want(
        "next",
        ("next now todo to-do today start-with begin-with work-on study-today where-do-i stuck continue",),
        "next",
    ),
    Want(
        "progress",
        ("progress how-far how-much how-many percent status stats am-i left behind on-track doing",),
        "progress",
    ),
    Want(
        "schedule",
        (
            "when schedule hour hours",
            "post* you-write nudge you-post",
        ),
        "schedule",
    ),
    Want(
        "setup",
        ("setup set-up configure group-settings admin",),
        "setup all",
    ),
    Want(
        "settings",
        ("setting settings preferences account options language",),
        "settings",
    ),
    Want(
        "about",
        ("who-are-you who-made-you what-are-you privacy data about-you delete export source keep",),
        "about",
    ),
    Want(
        "help",
        ("command commands help how-does-this-work how-does-it-work what-can-you-do what-can-i-do explain",),
        "help",
    ),
)
"""What people want, and how they say it. The rows that need more come first."""


def offer_wants(call: Call, typed: str) -> tuple[Offer, ...]:
    """Offer the lines that free words may mean, the likeliest first; none if they mean nothing that we know."""
    typed = typed[:LONGEST]
    words = _tidy(typed)
    offers: dict[str, Offer] = {}
    for want in WANTS:
        if _is_meant(want, words):
            offer = _offer(call, want, typed)
            if offer:
                offers.setdefault(offer[1], offer)
        if len(offers) == OFFERED:
            break
    return tuple(offers.values())


def _offer(call: Call, want: Want, typed: str) -> Offer | None:
    """Offer the line of a want, with the words of the text that it takes. None if there are no such words."""
    if want.find is None:
        return call.label(f"want.{want.name}"), want.line
    found = want.find(call, typed)
    if found:
        return call.label(f"want.{want.name}", value=say_back(found, NAME)), want.line.format(found)
    return (call.label(f"want.{want.name}_bare"), want.bare) if want.bare else None


def _is_meant(want: Want, words: str) -> bool:
    if want.unless and _cue(want.unless).search(words):
        return False
    return all(_cue(cue).search(words) for cue in want.cues)


@cache
def _cue(words: str) -> re.Pattern[str]:
    """Compile cues: any of these words, or of the words of a kind."""
    known = words.format(**KINDS).split()
    forms = (re.escape(word).replace(r"\*", r"\w*").replace(r"\-", r"[ -]") for word in known)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(forms)})\b")


def _tidy(typed: str) -> str:
    """Small letters and single blanks, without apostrophes and signs: `Don't!` is `dont`."""
    return " ".join(re.sub(r"[^\w\s:|.-]", " ", re.sub("['’`]", "", typed.lower())).split())
