"""The answers of /stuck in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.call import Call
from bot.chat.form import ABOUT
from bot.chat.markup import NOTHING, Text, join_texts
from bot.chat.reply import Button, ButtonStyle, Reply, Row, Tone
from bot.chat.taps import Offer, lay_out, make_taps, width_of
from bot.chat.words.saying_back import add_note, say_back
from bot.closed_sets import Outreach
from bot.features.helping.actions.stuck_views import StuckView
from bot.features.helping.asking_verdict import ask_verdict
from bot.features.helping.queries.stuck import Solution, Stuck
from roadmap.lookup.parts import title_of
from roadmap.lookup.spelling import spell_slug
from roadmap.model import Task

OFFERED = 5
QUESTIONS = "stuck questions"
"""The line about the learner's own consent to be asked."""
WORDS = 300
"""Characters of a member's words that are shown."""


def show_overview(call: Call, view: StuckView) -> Reply:
    """Show a learner's open questions, and for which of the next tasks an answer was kept."""
    lines = [_line(call, one) for one in view.open] or [call.say("stuck.none")]
    if view.solved:
        lines.append(call.say("stuck.solved_next", n=len(view.solved), tasks=_name_tasks(call, view.solved)))
    if view.down:
        lines.append(call.say("stuck.answers_down", n=len(view.down), tasks=_name_tasks(call, view.down)))
    kept = [(call.label("stuck.see_button", title=title_of(call.roadmap, slug)), slug) for slug in view.solved]
    asked = offer_consent(call) if view.takes_questions is None else ()
    judged, verdicts = ask_verdict(call, view.unjudged)
    return Reply(
        join_texts([*lines, judged, call.say("stuck.how"), call.say("stuck.consent") if asked else NOTHING]),
        title=call.say("stuck.title"),
        buttons=lay_out(
            (verdicts, 3),
            (_own_buttons(call, view.open), 2),
            (make_taps((label, f"stuck {spell_slug(call.roadmap, slug)}") for label, slug in kept), 1),
            (_offer_withdrawals(call, view.down[:OFFERED]), 1),
            (asked, 2),
        ),
        update=call.said.tapped,
    )


def show_asked(call: Call, view: StuckView, task: Task) -> Reply:
    """Say whom the bot asks about a task, and offer the other ways. Say so if a steward took the question down."""
    stuck = view.changed
    if stuck is None:
        raise ValueError(task.slug)
    if stuck.taken_down:
        own = lay_out((_own_buttons(call, [stuck]), 2))
        return Reply(_asking(call, stuck, task), buttons=own, update=call.said.tapped)
    number = call.say("stuck.by_number", n=view.number) if view.number else NOTHING
    said = call.say("stuck.got_it") if view.fresh else NOTHING
    ways = {
        Outreach.GROUP: ("stuck.group_button", f"stuck group #{stuck.obstacle.id}"),
        Outreach.PRIVATE: ("stuck.private_button", f"stuck private #{stuck.obstacle.id}"),
    }
    offers = [(call.label(key), line) for way, (key, line) in ways.items() if way is not stuck.outreach]
    return Reply(
        join_texts([join_texts([said, _asking(call, stuck, task)], " "), call.say("stuck.who"), number]),
        buttons=lay_out((make_taps(() if stuck.posted_at else offers), 2), (_own_buttons(call, [stuck]), 2)),
        tone=Tone.GOOD,
        update=call.said.tapped,
    )


def show_solutions(call: Call, solutions: Sequence[Solution], task: Task, words: str) -> Reply:
    """Show what helped others with a task, before anybody is asked."""
    slug = spell_slug(call.roadmap, task.slug)
    helped = make_taps([(call.label("stuck.helped_button"), f"stuck helped {slug}")], ButtonStyle.SUCCESS)
    still = make_taps([(call.label("stuck.still_button"), add_note(f"stuck ask {slug}", words))])
    own = any(one.own for one in solutions)
    withdraw = make_taps([(call.label("stuck.withdraw_button"), f"stuck withdraw {slug}")] if own else [])
    return Reply(
        join_texts([word_solution(call, one) for one in solutions]),
        title=call.say("stuck.solved_title", title=task.title),
        buttons=lay_out(((*helped, *still), 2), (withdraw, 1)),
        update=call.said.tapped,
    )


def show_helped(call: Call, task: Task) -> Reply:
    """Be glad that an answer helped, and offer to tick the task off."""
    return Reply(
        call.say("stuck.helped", title=task.title),
        buttons=_done_row(call, task),
        tone=Tone.GOOD,
        update=call.said.tapped,
    )


def word_solution(call: Call, solution: Solution) -> Text:
    """Word an answer that was kept: of a member by name, by number, or of one that left."""
    words = say_back(solution.words, WORDS)
    if solution.own:
        return call.say("stuck.kept_own", words=words)
    if solution.name:
        return call.say("stuck.kept", name=solution.name, words=words)
    key = "stuck.kept_by_number" if solution.number else "stuck.kept_by_someone"
    return call.say(key, n=solution.number, words=words)


def ask_what(call: Call, task: Task) -> Reply:
    """Ask what the learner tried. A tap asks without it."""
    slug = spell_slug(call.roadmap, task.slug)
    offers = make_taps([(call.label("stuck.just_ask_button"), f"stuck ask {slug}")])
    return Reply(call.say("stuck.what", title=task.title, slug=slug), buttons=lay_out((offers, 1)), question=True)


def ask_which_task(call: Call, tasks: Sequence[Task], words: str, *, several: bool) -> Reply:
    """Ask about which task a learner is stuck. Each button keeps their words."""
    lines = ((task.title, add_note(f"stuck {spell_slug(call.roadmap, task.slug)}", words)) for task in tasks)
    buttons = make_taps(lines)
    return Reply(
        call.say("stuck.one_each" if several else "stuck.which"),
        buttons=lay_out((buttons, width_of(buttons, 2))),
        question=True,
    )


def ask_open(call: Call, tasks: Sequence[Task], command: str) -> Reply:
    """Ask which open question is meant. There may be none."""
    if not tasks:
        return Reply(
            call.say("stuck.none"), buttons=lay_out((make_taps([(call.label("stuck.mine_button"), "stuck")]), 1))
        )
    buttons = make_taps((task.title, f"{command} {spell_slug(call.roadmap, task.slug)}") for task in tasks)
    return Reply(call.say("stuck.which"), buttons=lay_out((buttons, 1)), question=True)


def ask_answer(call: Call, task: Task) -> Reply:
    """Say how to keep what helped."""
    return Reply(call.say("stuck.answer_how", title=task.title, slug=spell_slug(call.roadmap, task.slug)))


def show_solved(call: Call, view: StuckView, task: Task, *, done: bool) -> Reply:
    """Say that an answer is kept, and offer to tick the task off unless that is done."""
    shown = view.changed is not None and view.changed.obstacle.shown and not view.barred
    seen = call.say("stuck.solved_seen") if shown else call.say("stuck.solved_unseen")
    text = join_texts([call.say("stuck.solved", title=task.title), seen])
    offers = [(call.label("stuck.withdraw_button"), f"stuck withdraw {spell_slug(call.roadmap, task.slug)}")]
    return Reply(text, buttons=(*(() if done else _done_row(call, task)), make_taps(offers)), tone=Tone.GOOD)


def show_withdrawn(call: Call, task: Task) -> Reply:
    """Say that the learner's own answer is shown no more."""
    return Reply(call.say("stuck.withdrawn", title=task.title), update=call.said.tapped)


def show_stopped(call: Call, view: StuckView, task: Task) -> Reply:
    """Say that nobody is asked any more. Others stay open."""
    number = view.changed.obstacle.id if view.changed else 0
    keep = make_taps([(call.label("stuck.solved_button"), f"solution {ABOUT}{number}")])
    left = call.say("stuck.left", n=len(view.open)) if view.open else NOTHING
    text = join_texts([call.say("stuck.stopped", title=task.title), left])
    return Reply(text, buttons=lay_out((keep, 1)), update=call.said.tapped)


def show_declined(call: Call, *, for_ever: bool) -> Reply:
    """Say that it is fine not to help. A member that wants no questions may change that."""
    key = "stuck.declined_ever" if for_ever else "stuck.declined"
    back = make_taps([(call.label("stuck.again_button"), f"{QUESTIONS} on")] if for_ever else [])
    return Reply(call.say(key), buttons=lay_out((back, 1)), update=call.said.tapped)


def offer_consent(call: Call, command: str = QUESTIONS) -> tuple[Button, ...]:
    """Make the buttons of the question whether the learner may be asked, none of them chosen beforehand.

    `command` begins their lines.
    """
    return make_taps(
        ((call.label("stuck.consent_yes"), f"{command} on"), (call.label("stuck.consent_no"), f"{command} off"))
    )


def ask_consent(call: Call, command: str) -> Reply:
    """Ask whether the learner may be asked."""
    buttons = lay_out((offer_consent(call, command), 2))
    return Reply(call.say("stuck.consent"), buttons=buttons, update=call.said.tapped)


def show_consent(call: Call, command: str, *, yes: bool, named: bool) -> Reply:
    """Say whether the learner is asked from now on. One that others do not see by name is not asked meanwhile."""
    unseen = call.say("stuck.consent_unseen") if yes and not named else NOTHING
    key = "on" if yes else "off"
    turn = make_taps([(call.label(f"stuck.turn_{key}"), f"{command} {'off' if yes else 'on'}")])
    return Reply(
        join_texts([call.say(f"stuck.consent_{key}"), unseen]),
        buttons=lay_out((turn, 1)),
        tone=Tone.GOOD,
        update=call.said.tapped and command != QUESTIONS,
    )


def _done_row(call: Call, task: Task) -> tuple[Row, ...]:
    offer = (call.label("stuck.done_button"), f"done {spell_slug(call.roadmap, task.slug)}")
    return lay_out((make_taps([offer], ButtonStyle.SUCCESS), 1))


def _name_tasks(call: Call, slugs: Sequence[str]) -> Text:
    return join_texts([call.say("tasks.named", title=title_of(call.roadmap, slug)) for slug in slugs], ", ")


def _offer_withdrawals(call: Call, slugs: Sequence[str]) -> tuple[Button, ...]:
    """Offer to take own answers back. Of several each is named."""
    ending = "" if len(slugs) == 1 else "_of"
    return make_taps(
        (
            call.label(f"stuck.withdraw_button{ending}", title=title_of(call.roadmap, slug)),
            f"stuck withdraw {spell_slug(call.roadmap, slug)}",
        )
        for slug in slugs
    )


def _line(call: Call, stuck: Stuck) -> Text:
    task = call.roadmap.task(stuck.obstacle.task or "")
    key = f"stuck.line_{_fate(stuck)}"
    return call.say(key, title=task.title if task else stuck.obstacle.task or "")


def _asking(call: Call, stuck: Stuck, task: Task) -> Text:
    return call.say(f"stuck.asking_{_fate(stuck)}", title=task.title)


def _fate(stuck: Stuck) -> str:
    """Return the ending of a key: the question was taken down, or posted, or asks some people."""
    if stuck.taken_down:
        return "down"
    return "posted" if stuck.posted_at else str(stuck.outreach)


def _own_buttons(call: Call, open_ones: Sequence[Stuck]) -> tuple[Button, ...]:
    """Make the buttons of open questions: solved, and taken back. Of several each is named."""
    ending = "" if len(open_ones) == 1 else "_of"
    taps: list[Offer] = []
    for stuck in open_ones:
        slug = stuck.obstacle.task or ""
        title = title_of(call.roadmap, slug)
        taps.append((call.label(f"stuck.solved_button{ending}", title=title), f"solution {ABOUT}{stuck.obstacle.id}"))
        taps.append((call.label(f"stuck.stop_button{ending}", title=title), f"stuck stop {slug}"))
    return make_taps(taps)
