"""What people want, in their own words: each of these is offered as a button, on every platform."""

from __future__ import annotations

import pytest

from tests.bot.room import Room, labels, lines, words

WANTED = """
pause tomorrow
  take tomorrow off
pause
  I need a day off tomorrow
  can I have next week free
  going on holiday from 3 May to 10 May
  I'm sick today
  I have exams until Friday
  Can I skip this week? I'm travelling
  taking a break till Monday
  i wont be here on friday
  vacation next week
nudges stop
  you are annoying
  how do I stop this bot
  this bot spams me
  I'm annoyed by your messages
  stop writing to me
  don't remind me anymore
  no more messages please
  turn off reminders
  I want you to stop bothering me
  please leave me alone with your messages
  leave me alone
  I hate these notifications, stop
  unsubscribe me from reminders
nudges at 8
  move the reminder to 8
nudges at
  remind me at 7pm
  can you write me at 18:30 instead
  change the time of my reminder
  I would like to be reminded at half past seven in the evening
  nudge me at 6 am
placement month 4
  start at month 4
placement
  I already know python, skip ahead
  begin in the middle
  skip to level MID
  I'm already in month 4
  put me at week 5
  I know the basics already
  start over
  can I start again from scratch?
  I want to start anew
progress Ben
  what did Ben finish?
  how far is Ben
  show me Ben's progress
  how is Ben doing
  what has Ben done so far?
  Ben's progress
settings zone Berlin
  I moved to Berlin
settings zone
  change my timezone
  my clock is wrong
settings zone Tokyo
  I live in Tokyo now
undo
  undo my last tick
  I ticked that by mistake
  take back the last one
  that was wrong, remove it
  oops, untick that
next
  what should I do next
  what do I do now
  where do I start today
  what's next for me
  give me something to do
progress
  how far am I
  how much is left
  how many tasks have I done
  show my stats
leaderboard
  who is winning
  show the ranking
  who has the most points
  where am I in the ranking
  top ten
streak why
  why did I lose my streak
  what happened to my streak
  how do freezes work
streak
  how long is my streak
  show my streak
invite
  invite a friend
  how can my colleague join
  add someone to the group
  I want my friend to join us
leave
  delete me
  delete my account
  erase me please
  I want to leave the group
  how do I get out of here
  remove me from this group
settings visibility
  don't show me on the board
  please do not show my name
  hide my name
  I don't want others to see my progress
  make me anonymous
  nobody should see me on the leaderboard
settings rest
  I never study on Sundays
  weekends off
  every Saturday is free
  I don't study at weekends
  never on Fridays
nudges on
  remind me tomorrow
  can you nudge me after lunch
snooze
  don't remind me tomorrow
  mute for a week
  be quiet until Friday
  don't write to me today
  shut up until tomorrow
  mute me for two days
repair
  I forgot to log yesterday
  yesterday I studied
  I missed a day but I did study
  I forgot yesterday
log 30 minutes
  I studied 30 minutes
log
  worked for 2 hours on pandas
  I read 45 min
  I coded for an hour today
  log 20 minutes of reading
done numpy
  I finished numpy
done
  mark week2-numpy as done
  completed linear algebra
  I just finished the statistics task
  tick off pandas
roadmap month 3
  what comes in month 3
roadmap
  show the course
  what is in month 5
  show me the tasks of week 3
settings day
  my day ends at 2am
  I study after midnight
  I go to bed at 3am, can my day end later
settings pings off
  don't ping me
  stop mentioning me
  I don't want to be pinged
progress goal
  finish ZERO by 1 May
  I want to reach MID before summer
  set a goal
  my goal is to finish ZERO by June
  deadline 1 May for level ZERO
promise
  I want to promise two tasks
  plan my week
  commit to numpy this week
checkin
  do my weekly check-in
  where do I report
  fill in the weekly report
setup nudge
  move the group reminder to 8
  nudge the group at 9
setup checkin
  change the check-in to Friday
  check-in on Saturday please
quiet
  stop posting here for a week
  be silent in this channel for two weeks
setup roadmap
  use another roadmap
  we want our own course
setup here
  post in another channel
  move your posts to this topic
resume
  I'm back from vacation
  end my pause
  I'm back
  stop the break, I am ready
nudges less
  write me less often
  too many reminders
  remind me only once a week
nudges earlier
  remind me earlier
  could the reminder be earlier
nudges later
  the reminder comes too early
choose
  pick NLP
  I choose computer vision
criteria
  what am I able to do now
habits
  show my habits
celebrations
  what has been celebrated
about
  what data do you keep about me
  who made you
  delete my data
settings
  change the language
help
  what can you do
  what can I do here?
  how does this work
schedule
  when do you post
nudges at 9
  set my reminder to 9
"""


def read_cases() -> list[tuple[str, str]]:
    cases, line = [], ""
    for row in WANTED.strip().splitlines():
        if row.startswith("  "):
            cases.append((line, row.strip()))
        else:
            line = row
    return cases


CASES = read_cases()


def test_there_are_enough_of_them() -> None:
    assert len({line for line, _ in CASES}) >= 25
    assert len(CASES) >= 100


@pytest.mark.parametrize(("line", "typed"), CASES)
async def test_what_is_wanted_is_the_first_button(room: Room, line: str, typed: str) -> None:
    reply = await room.say("Ann", f"/help {typed}")

    assert lines(reply)[0].startswith(line)
    assert len(lines(reply)) <= 3
    assert reply.private


@pytest.mark.parametrize(("line", "typed"), CASES[::3])
async def test_bare_words_mean_the_same_or_do_it(room: Room, line: str, typed: str) -> None:
    offered, bare = await room.say("Ann", f"/help {typed}"), await room.say("Ann", typed)

    registry, first = room.dispatcher.registry, typed.split(maxsplit=1)[0].strip(",")
    assert lines(offered) == lines(bare) or registry.get(line.split(maxsplit=1)[0]) is registry.get(first)


@pytest.mark.parametrize("typed", ["did you see that", "I did it"])
async def test_no_task_is_made_of_a_little_word(room: Room, typed: str) -> None:
    assert not [line for line in lines(await room.say("Ann", f"/help {typed}")) if line.startswith("done ")]


async def test_a_tap_does_what_was_wanted(room: Room) -> None:
    await room.say("Ann", "/join")

    done = await room.tap("Ann", await room.say("Ann", "take tomorrow off"), "Time off: tomorrow")

    assert "Tue 3 Mar is a day off" in words(done)


@pytest.mark.parametrize(
    ("typed", "label"),
    [("remind me at 7pm", "Remind me at 7pm"), ("my day ends at 2", "My day ends at 2")],
)
async def test_a_label_reads_as_a_sentence(room: Room, typed: str, label: str) -> None:
    assert label == labels(await room.say("Ann", f"/help {typed}"))[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("done week1-algebra", "Linear Algebra"),  # a command comes first
        ("/pause tomorrow", "Tue 3 Mar"),
        ("next", "next"),
        ("/blorp the fizz", "I don’t know"),
        ("blorp the fizz", "I don’t know"),
        ("help blorp the fizz", "not sure what you mean"),
        ("help blorp", "have a command called"),
        ("help done week1", "/done"),
    ],
)
async def test_commands_and_nonsense_stay_what_they_are(room: Room, typed: str, said: str) -> None:
    await room.say("Ann", "/join")

    assert said.casefold() in words(await room.say("Ann", typed)).casefold()


@pytest.mark.parametrize(
    "typed", ["x " * 300, "remind " * 500, "at 8 " * 400, "<b>stop</b> @everyone writing", "stop\nwriting to me"]
)
async def test_odd_words_are_answered(room: Room, typed: str) -> None:
    reply = await room.say("Ann", f"help {typed}")

    assert labels(reply)
    assert "went wrong" not in words(reply)


@pytest.mark.parametrize("typed", ["this is too hard", "what does freeze mean"])
async def test_a_plain_word_is_no_name(room: Room, typed: str) -> None:
    assert not any(line.startswith("progress ") for line in lines(await room.say("Ann", f"/help {typed}")))


@pytest.mark.parametrize("typed", ["I need more luck", "how do I see my friends", "no more mails"])
async def test_words_that_mean_nothing_explain_no_command(room: Room, typed: str) -> None:
    reply = await room.say("Ann", f"/help {typed}")

    assert "not sure what you mean" in words(reply)
    assert lines(reply) == ["next", "progress", "help"]


@pytest.mark.parametrize(("typed", "line"), [("mute", "snooze"), ("no", "no"), ("thanks", "thanks")])
async def test_a_word_that_is_only_answered_is_offered(room: Room, typed: str, line: str) -> None:
    assert lines(await room.say("Ann", f"/help {typed}")) == [line]
