"""Word the message of a shared session, while it runs and when it is over, and the word that it does not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.chat.markup import Mention, Text, join_texts
from bot.chat.reply import Button, ButtonStyle, Reply, Row, Tone
from bot.chat.words.clocks import say_hour
from bot.chat.words.lists import list_texts
from bot.features.focus.actions.viewing import FocusView, UnseenFocus
from bot.identity import LearnerId
from bot.posting.wording import NothingToSay, Worded
from roadmap.focus import LEAST_LOGGED

NAMED = 5
"""The most members that are named. All others are counted."""

_MINUTE = timedelta(minutes=1)


def word_focus(worded: Worded) -> Reply:
    """Word the message as the session is now. Raises NothingToSay if it was forgotten."""
    view = worded.details
    if not isinstance(view, FocusView):
        raise NothingToSay
    if view.focus.is_over(worded.now):
        return _word_end(worded, view)
    return _word_running(worded, view)


def word_unseen(worded: Worded) -> Reply:
    """Tell the starter of a session who cannot see it. Raises NothingToSay if it is over or forgotten."""
    unseen = worded.details
    if not isinstance(unseen, UnseenFocus) or unseen.focus.is_over(worded.now):
        raise NothingToSay
    until = say_hour(unseen.focus.ends_at, unseen.zone, worded.post.language)
    stop = Button(worded.label("focus.stop"), f"focus stop {unseen.focus.id}")
    key = "focus.unseen_here" if unseen.platform else "focus.unseen"
    said = worded.say(key, until=until, platform=unseen.platform.capitalize())
    return Reply(said, buttons=((stop,),), private=True, tone=Tone.PROBLEM)


def _word_running(worded: Worded, view: FocusView) -> Reply:
    focus = view.focus
    staying = [one.learner_id for one in view.stays if one.staying]
    alone = worded.post.place.private
    parts = [
        _word_now(worded, view),
        _word_rounds(worded, view),
        Text() if alone else worded.say("focus.with", names=_name_all(worded, view, staying)),
        worded.say("focus.how_alone" if alone else "focus.how"),
    ]
    title = worded.say("focus.title_alone" if alone else "focus.title", n=focus.timetable.study)
    return Reply(join_texts(parts), title=title, buttons=(_lay_out(worded, view, alone=alone),))


def _word_now(worded: Worded, view: FocusView) -> Text:
    """Say how long the round or the break lasts."""
    focus = view.focus
    stretch = focus.timetable.find_stretch(focus.started_at, worded.now)
    end = min(stretch.end, focus.ends_at)
    left = max(1, -((worded.now - end) // _MINUTE))
    until = say_hour(end, view.zone, worded.post.language)
    return worded.say("focus.break" if stretch.pause else "focus.left", n=left, until=until)


def _word_rounds(worded: Worded, view: FocusView) -> Text:
    """Say which round it is, if there are several."""
    focus = view.focus
    if focus.timetable.rounds == 1:
        return Text()
    stretch = focus.timetable.find_stretch(focus.started_at, worded.now)
    until = say_hour(focus.ends_at, view.zone, worded.post.language)
    key = "focus.next_round" if stretch.pause else "focus.round"
    number = stretch.number + stretch.pause
    return worded.say(key, number=number, count=focus.timetable.rounds, until=until)


def _word_end(worded: Worded, view: FocusView) -> Reply:
    focus = view.focus
    studied = focus.timetable.count_studied(focus.started_at, focus.started_at, focus.ends_at)
    stays = [one for one in view.stays if one.staying or one.left_at == focus.ends_at]
    again = Button(worded.label("focus.again"), f"focus {focus.timetable.typed}")
    buttons = ((again, Button(worded.label("log.streak"), "streak")),)
    title = worded.say("focus.over_title")
    kept = [one.learner_id for one in stays if one.staying or one.minutes]
    if studied < LEAST_LOGGED or not kept:
        return Reply(
            worded.say(_word_nothing(view, studied, stayed=bool(stays)), n=LEAST_LOGGED), title=title, buttons=buttons
        )
    if worded.post.place.private:
        done = worded.say("focus.done_alone", n=studied)
    else:
        key = "focus.done" if len(kept) > 1 else "focus.done_by"
        done = worded.say(key, names=_name_all(worded, view, kept), n=studied)
    return Reply(join_texts([done, worded.say("focus.logged")]), title=title, buttons=buttons, tone=Tone.GOOD)


def _word_nothing(view: FocusView, studied: int, *, stayed: bool) -> str:
    """Choose the key of what is said of a session of which no member who stayed has minutes in their log."""
    if not view.stays:
        return "focus.empty"
    if studied < LEAST_LOGGED:
        return "focus.too_short"
    return "focus.short_stays" if stayed else "focus.nobody"


def _name_all(worded: Worded, view: FocusView, learner_ids: Sequence[LearnerId]) -> Text:
    """Name the members that may be named, without a ping, and count the others."""
    found = [view.subjects.get(one) for one in learner_ids]
    accounts = [one.account for one in found if one and one.account and not one.silent][:NAMED]
    more = len(learner_ids) - len(accounts)
    names = list_texts([worded.say("focus.name", who=Mention(one)) for one in accounts], worded.post.language)
    if not accounts:
        return worded.say("focus.members", n=more)
    return worded.say("focus.and_more", names=names, n=more) if more else names


def _lay_out(worded: Worded, view: FocusView, *, alone: bool) -> Row:
    number = view.focus.id
    stop = Button(worded.label("focus.stop"), f"focus stop {number}")
    if alone:
        return (stop,)
    join = Button(worded.label("focus.join"), f"focus join {number}", style=ButtonStyle.PRIMARY)
    return join, Button(worded.label("focus.leave"), f"focus leave {number}"), stop
