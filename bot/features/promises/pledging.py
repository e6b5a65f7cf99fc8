"""Parts that /checkin and /promise share: tasks named in words, the promise in words, its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.chat.call import Call
from bot.chat.markup import Text, join_texts
from bot.chat.refusals import word_refusal
from bot.chat.reply import Button, Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps, width_of
from bot.chat.words.clocks import short_day
from bot.chat.words.showing import bare, name_of_part
from bot.closed_sets import PromiseState
from bot.errors import Refused
from bot.features.promises.actions import TooManyPromises
from bot.features.promises.viewing import MOST_PROMISES, Pledge, Promise
from bot.features.ticks.asking import ASKED, Asked, ask_without_note, refuse_all
from roadmap.lookup.index import index_of
from roadmap.lookup.parts import title_of
from roadmap.lookup.spelling import Spelled, read_slug, spell_slug
from roadmap.lookup.understanding import Understood, understand
from roadmap.model import Level, Month

_IN_A_ROW = 3
ADD, DROP = "add", "drop"
VERBS = (ADD, DROP, PromiseState.PART, PromiseState.MOVED)
MARKS = {PromiseState.OPEN: "⬜", PromiseState.KEPT: "✅", PromiseState.PART: "🌓", PromiseState.MOVED: "➡️"}
NOTHING = frozenset({"", "-", "–", "—", "nothing", "none", "no"})
"""The typed words that mean an empty answer."""


@dataclass(frozen=True, slots=True)
class Tapped:
    """The line of a button under a promise: one of the VERBS and a task's slug."""

    verb: str
    slug: str


def read_tapped(call: Call, typed: str) -> Tapped | None:
    """Read the line of a button, such as `add week2-numpy`. None for anything else.

    A slug with a mark or a past means its task, if it means one for certain.
    """
    verb, _, slug = typed.partition(" ")
    named = slug.strip().lower()
    spelled = _spelled(call, verb, named)
    if spelled:
        named = spelled.thing.slug if spelled.thing else ""
    return Tapped(verb.lower(), named) if _may_be_tapped(call, verb.lower(), named) else None


def ask_of_past(call: Call, typed: str, command: str) -> Reply | None:
    """Ask which task a button means, if its slug meant another one when it was made. None for anything else."""
    verb, _, named = typed.partition(" ")
    spelled = _spelled(call, verb, named)
    if spelled is None or spelled.thing:
        return None
    return refuse_all(call, understand(call.roadmap, named).drop_note(), f"{command} {verb.lower()}")


def ask_of_wish(call: Call, typed: str, command: str) -> Reply | None:
    """Ask about each task of a wish that is not about one for certain: `drop numpy, pandas`, `drop week1`.

    None for anything else, such as a task that is titled `Add tests`.
    """
    first, _, named = typed.partition(" ")
    verb, meant, whole = first.lower(), understand(call.roadmap, named), understand(call.roadmap, typed)
    if verb not in VERBS or not {*whole.slugs}.isdisjoint(meant.slugs[:1] or whole.slugs):
        return None
    if not meant.slugs:
        return refuse_all(call, meant.drop_note(), f"{command} {verb}") if verb in {ADD, DROP} and named else None
    asked = ask_without_note(call, meant, f"{command} {verb}")
    buttons = (*offer_each(call, meant.slugs, command, verb), *asked.buttons)[:ASKED]
    text = join_texts([call.say("promise.one_each"), asked.text])
    return Reply(text, buttons=lay_out((buttons, width_of(buttons, 2))), private=True)


def _spelled(call: Call, verb: str, named: str) -> Spelled | None:
    """Read a slug with a mark or a past behind one of the VERBS."""
    if verb.lower() not in VERBS:
        return None
    return read_slug(call.roadmap, index_of(call.roadmap).names, named.strip())


def read_wish(call: Call, typed: str) -> Tapped | None:
    """Read a button's line, or the same typed by hand with a task's name: `add numpy`. None for anything else."""
    verb, _, named = typed.partition(" ")
    meant = understand(call.roadmap, named)
    single = len(meant.slugs) == 1 and not (meant.questions or meant.note or meant.unknown)
    wished = single and _may_be_tapped(call, verb.lower(), meant.slugs[0])
    return Tapped(verb.lower(), meant.slugs[0]) if wished else read_tapped(call, typed)


def _may_be_tapped(call: Call, verb: str, slug: str) -> bool:
    """Tell whether a verb fits what it is said of: each fits a task, and a block may be added."""
    is_block = verb == ADD and call.roadmap.block(slug) is not None
    return verb in VERBS and (is_block or call.roadmap.task(slug) is not None)


def read_tasks(call: Call, typed: str) -> Understood:
    """Read the tasks that words name, and questions about the words that are not clear."""
    return understand(call.roadmap, typed)


def ask_which(call: Call, meant: Understood, command: str) -> Asked:
    """Ask about words that are not clear. A tap adds a task to the promise.

    For a month or level, its first tasks are offered.
    """
    if meant.part:
        return Asked(call.say("promise.part_of", what=name_of_part(meant.part)), _tasks_of(call, meant.part, command))
    return ask_without_note(call, meant, f"{command} {ADD}")


def refuse_pledge(call: Call, refused: Refused, meant: Understood, command: str) -> Asked:
    """Word why tasks cannot be promised, and ask about the words that were not clear. Of too many tasks, offer each."""
    each = offer_each(call, meant.slugs, command) if isinstance(refused, TooManyPromises) else ()
    asked = ask_which(call, meant, command)
    text = join_texts([word_refusal(call.scene.language, refused), asked.text], "\n\n")
    return Asked(text, tuple({one.line: one for one in (*each, *asked.buttons)}.values()))


def answer_refused(asked: Asked) -> Reply:
    """Answer with why tasks cannot be promised; for the caller alone."""
    return Reply(
        asked.text, buttons=lay_out((asked.buttons, _IN_A_ROW)), tone=Tone.PROBLEM, private=True, question=True
    )


def refuse_unclear(call: Call, meant: Understood, command: str) -> Reply:
    """Ask which tasks are meant, if words name none for certain. Raises UnknownTask."""
    if not meant.part:
        return refuse_all(call, meant.drop_note(), f"{command} {ADD}")
    asked = ask_which(call, meant, command)
    return Reply(asked.text, buttons=lay_out((asked.buttons, width_of(asked.buttons, 2))), private=True, question=True)


def _tasks_of(call: Call, part: Level | Month, command: str) -> tuple[Button, ...]:
    blocks = part.blocks() if isinstance(part, Level) else part.blocks
    tasks = (task for block in blocks for task in block.tasks)
    return make_taps(_offer(call, "promise.add", command, ADD, task.slug) for task in islice(tasks, ASKED))


def _key(call: Call, pledge: Pledge) -> str:
    ending = bare(call.roadmap.task(pledge.task)) if pledge.state == PromiseState.OPEN else ""
    return f"promise.line.{pledge.state}{ending}"


def list_pledges(call: Call, pledges: Sequence[Pledge]) -> Text:
    """List promised tasks, each with its state."""
    return join_texts(
        call.say(
            _key(call, pledge),
            mark=MARKS[pledge.state],
            title=title_of(call.roadmap, pledge.task),
            slug=pledge.task,
        )
        for pledge in pledges
    )


def advise(call: Call, promise: Promise) -> Text:
    """Advise a learner who keeps less than they promise. Without a kept one, no figure is said."""
    if not promise.advised:
        return Text()
    if not promise.kept:
        return call.say("promise.advice_none")
    return call.say("promise.advice", n=promise.judged, kept=promise.kept)


def week_in_words(call: Call, promise: Promise) -> str:
    """Write the week of a promise, by its first day."""
    return short_day(promise.week, call.scene.language)


def to_add(call: Call, promise: Promise, command: str) -> tuple[Button, ...]:
    """Make the buttons that promise more tasks. A full promise has none."""
    if len(promise.open) >= MOST_PROMISES:
        return ()
    return make_taps(_offer(call, "promise.add", command, ADD, slug) for slug in promise.offers)


def offer_each(call: Call, slugs: Sequence[str], command: str, verb: str = ADD) -> tuple[Button, ...]:
    """Make a button for each of these tasks, and for each task of these blocks. It does what the verb says."""
    blocks = [call.roadmap.block(slug) for slug in slugs]
    inside = [[task.slug for task in one.tasks] if one else [slug] for slug, one in zip(slugs, blocks, strict=True)]
    tasks = dict.fromkeys(slug for part in inside for slug in part)
    return make_taps(_offer(call, f"promise.{verb}", command, verb, slug) for slug in islice(tasks, ASKED))


def to_drop(call: Call, promise: Promise, command: str) -> tuple[Button, ...]:
    """Make the buttons that take promised tasks back."""
    return make_taps(_offer(call, "promise.drop", command, DROP, slug) for slug in promise.open)


def to_judge(call: Call, promise: Promise, command: str) -> tuple[Button, ...]:
    """Make the buttons that judge tasks of the last promise: done in part, or moved.

    Ticked and judged tasks have none.
    """
    left = [one.task for one in promise.last if one.state == PromiseState.OPEN]
    return make_taps(
        _offer(call, f"promise.{verb}", command, verb, slug)
        for slug in left
        for verb in (PromiseState.PART, PromiseState.MOVED)
    )


def _offer(call: Call, key: str, command: str, verb: str, slug: str) -> Offer:
    return call.label(key, title=title_of(call.roadmap, slug)), f"{command} {verb} {spell_slug(call.roadmap, slug)}"
