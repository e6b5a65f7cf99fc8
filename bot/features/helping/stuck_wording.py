"""Word the posts about a stuck learner: to a member in private, and to the group."""

from __future__ import annotations

from bot.chat.markup import Text, join_texts
from bot.chat.reply import Button, ButtonStyle, Reply
from bot.chat.words.saying_back import say_back
from bot.closed_sets import ObstacleState
from bot.features.helping.actions.stuck_details import AskDetails, EndedDetails, StuckDetails
from bot.features.helping.stuck_facts import StuckAsk, StuckGroup
from bot.features.helping.stuck_steps import may_be_questioned
from bot.posting.wording import NothingToSay, Worded
from roadmap.model import Task
from roadmap.progress import is_ticked

WORDS = 700
"""Characters of the learner's words in a post."""


def word_stuck_ask(worded: Worded) -> Reply:
    """Ask a member whether they can help. Raises NothingToSay once they want no word, or the task is ticked off."""
    facts, details = StuckAsk.from_json(worded.post.facts), worded.details
    if not isinstance(details, AskDetails) or not may_be_questioned(details.listener, details.calendar, worded.now):
        raise NothingToSay
    text = _about(worded, details)
    number = details.obstacle.id
    answers = (
        Button(worded.label("stuck.no_button"), f"stuck no #{number}", replaces=True),
        Button(worded.label("stuck.never_button"), f"stuck never #{number}", replaces=True),
    )
    return Reply(
        join_texts([text, worded.say("stuck.ask_you"), worded.apology(facts.at)]),
        buttons=((_help(worded, details),), answers),
        private=True,
    )


def word_stuck_group(worded: Worded) -> Reply:
    """Ask the group. Raises NothingToSay once the learner hid, left, took it back or ticked the task off."""
    facts, details = StuckGroup.from_json(worded.post.facts), worded.details
    if not isinstance(details, StuckDetails):
        raise NothingToSay
    return Reply(
        join_texts([_about(worded, details), worded.say("stuck.ask_all"), worded.apology(facts.at)]),
        buttons=((_help(worded, details),),),
    )


def word_amended_question(worded: Worded) -> Reply:
    """Word the change of a post that asks the group: the question as before, or how it ended."""
    details = worded.details
    if isinstance(details, EndedDetails):
        return Reply(_word_end(worded, details))
    try:
        return word_stuck_group(worded)
    except NothingToSay:
        return Reply(worded.say("stuck.question_gone"))


def _word_end(worded: Worded, details: EndedDetails) -> Text:
    """Say that a question was solved, that its task is done, or that it is over."""
    obstacle = details.obstacle
    task = worded.find(obstacle.roadmap_slug).task(obstacle.task or "")
    if obstacle.state is ObstacleState.SOLVED:
        return worded.say("stuck.question_solved", title=task.title if task else "")
    if task and is_ticked(task, details.ticked):
        return worded.say("stuck.question_done", title=task.title)
    return worded.say("stuck.question_gone")


def _about(worded: Worded, details: StuckDetails) -> Text:
    task = _open_task(worded, details)
    asker = details.asker
    name = asker.name or worded.say("stuck.member", n=asker.number)
    if not details.obstacle.words:
        return worded.say("stuck.ask_bare", who=name, title=task.title)
    return worded.say("stuck.ask", who=name, title=task.title, words=say_back(details.obstacle.words, WORDS))


def _open_task(worded: Worded, details: StuckDetails) -> Task:
    """Return the task that the learner is stuck on. Raises NothingToSay for one that is ticked off or gone."""
    task = worded.find(details.obstacle.roadmap_slug).task(details.obstacle.task or "")
    if task is None or is_ticked(task, details.ticked):
        raise NothingToSay
    return task


def _help(worded: Worded, details: StuckDetails) -> Button:
    return Button(worded.label("stuck.help_button"), f"assist {details.obstacle.id}", style=ButtonStyle.SUCCESS)
