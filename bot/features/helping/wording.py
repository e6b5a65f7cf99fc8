"""Word the posts about help. They are silent about members who hid, left or withdrew their obstacle."""

from __future__ import annotations

from bot.chat.limits import shorten
from bot.chat.markup import Mention, Text, Value, join_texts
from bot.chat.reply import Button, ButtonStyle, Reply, Tone
from bot.features.helping.actions.meeting import Meeting
from bot.features.helping.facts import Help
from bot.posting.subjects import Subject
from bot.posting.wording import NoRoadmap, NothingToSay, Worded
from roadmap.cadence import is_quiet

QUOTED = 200  # characters of an obstacle in a post


def word_contact(worded: Worded) -> Reply:
    """Word the post that puts an asker and a helper in touch: in the group for both, in private for the asker.

    In the group a thread is opened under it, where the platform has threads. It pings those who allow it, but not at
    night. Neither is put in touch any more who withdrew since.
    """
    meeting = _meeting(worded)
    if not meeting.possible or meeting.asker is None or meeting.fellow is None or meeting.fellow.account is None:
        raise NothingToSay
    if worded.post.place.private:
        return _word_privately(worded, meeting, meeting.fellow)
    awake = not is_quiet(worded.now, meeting.zone)
    values = {
        "asker": _name(worded, meeting.asker, ping=meeting.asker.pings and awake),
        "helper": _name(worded, meeting.fellow, ping=meeting.fellow.pings),
    }
    return Reply(
        join_texts(
            [
                worded.say_anew("contact.text", **values),
                _quote(worded, meeting),
                worded.say("contact.over_to_you"),
                worded.apology(Help.from_json(worded.post.facts).at),
            ]
        ),
        tone=Tone.GOOD,
        thread=_title(worded, meeting),
    )


def word_unreached(worded: Worded) -> Reply:
    """Tell a helper that the word about their offer did not arrive. An asker on the same platform can be tapped."""
    meeting = _meeting(worded)
    if not meeting.possible or meeting.asker is None:
        raise NothingToSay
    account = meeting.asker.account
    here = account is not None and account.platform == worded.post.place.platform
    text = worded.say("unreached.text", asker=_name(worded, meeting.asker, ping=True))
    how = worded.say("contact.write" if here else "unreached.thanks")
    return Reply(join_texts([text, _quote(worded, meeting), how]), private=True)


def word_follow_up(worded: Worded) -> Reply:
    """Word the question whether help did help, with three answers."""
    meeting, facts = _meeting(worded), Help.from_json(worded.post.facts)
    if meeting.obstacle is None or not meeting.waiting:
        raise NothingToSay
    styles = {"yes": ButtonStyle.SUCCESS, "some": ButtonStyle.PLAIN, "no": ButtonStyle.PLAIN}
    buttons = tuple(
        Button(worded.label(f"followup.{verdict}"), f"helped {facts.obstacle} {verdict}", style=style)
        for verdict, style in styles.items()
    )
    text = worded.say_anew("followup.text", helper=_name(worded, meeting.fellow))
    return Reply(join_texts([text, _quote(worded, meeting)]), buttons=(buttons,), private=True)


def word_thanks(worded: Worded) -> Reply:
    """Word the thanks for a helper: one line, and what it was about. Thanks that were taken back are not said."""
    meeting = _meeting(worded)
    if meeting.obstacle is None or not meeting.thanked:
        raise NothingToSay
    about = _quote(worded, meeting) if meeting.obstacle.shown else Text()
    text = worded.say_anew("thanks.text", asker=_name(worded, meeting.asker))
    board = Button(worded.label("thanks.board"), "leaderboard thanks")
    return Reply(join_texts([text, about]), buttons=((board,),), private=True, tone=Tone.GOOD)


def _meeting(worded: Worded) -> Meeting:
    """Return what was read for a post about help."""
    assert isinstance(worded.details, Meeting)  # noqa: S101  the kind reads it
    return worded.details


def _word_privately(worded: Worded, meeting: Meeting, fellow: Subject) -> Reply:
    """Word the contact for the asker alone, with the way to the helper."""
    name = _name(worded, fellow, ping=True)  # Telegram makes a name tappable that pings, here nobody but the reader
    text = worded.say("contact.private", helper=name)
    return Reply(
        join_texts([text, _quote(worded, meeting), _word_way(worded, meeting, fellow)]), private=True, tone=Tone.GOOD
    )


def _word_way(worded: Worded, meeting: Meeting, fellow: Subject) -> Text:
    """Word the way to a helper.

    1. A helper on the platform where it is read can be tapped.
    2. On another one where both are, they meet in the chat of their group.
    3. Where the asker is not, an admin can let them into that chat, if the group has one.
    """
    where = fellow.account.platform if fellow.account else ""
    if where == worded.post.place.platform:
        return worded.say("contact.write")
    met = next((one for one in meeting.shared if one in meeting.chats), "")
    if met:
        return worded.say("contact.there", platform=met.capitalize())
    key = "contact.join" if where in meeting.chats else "contact.apart"
    return worded.say(key, platform=where.capitalize())


def _name(worded: Worded, subject: Subject | None, *, ping: bool = False) -> Value:
    """Name a member as they are shown."""
    if subject is None or subject.silent:
        return worded.say("contact.fellow")
    if subject.account is None:
        return worded.say("contact.member", number=subject.number)
    return Mention(subject.account, ping=ping)


def _quote(worded: Worded, meeting: Meeting) -> Text:
    """Quote an obstacle, with its task if it has one. It is cut where it is long."""
    if meeting.obstacle is None:
        return Text()
    words = shorten(" ".join(meeting.obstacle.words.split()), QUOTED)
    task = _task(worded, meeting)
    if not words:
        return worded.say("contact.about_bare", task=task) if task else Text()
    if task:
        return worded.say("contact.about_task", task=task, words=words)
    return worded.say("contact.about", words=words)


def _title(worded: Worded, meeting: Meeting) -> str:
    """Title a thread by the task. It bears no name, which would stay when a member hides."""
    task = _task(worded, meeting)
    return worded.label("contact.thread_task", task=task) if task else worded.label("contact.thread")


def _task(worded: Worded, meeting: Meeting) -> str:
    """Return the title of the task of an obstacle; empty if there is none."""
    if meeting.obstacle is None or not meeting.obstacle.task:
        return ""
    try:
        task = worded.find(meeting.obstacle.roadmap_slug).task(meeting.obstacle.task)
    except NoRoadmap:
        return ""
    return task.title if task else ""
