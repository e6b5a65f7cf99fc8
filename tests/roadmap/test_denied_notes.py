"""Notes behind a slug that tell that its task is still open, in several languages, and notes that only sound so."""

from __future__ import annotations

import pytest

from roadmap.lookup.understanding import doubt_denied, understand
from tests.roadmap.test_grammar import SHIPPED, in_short

OPEN = (
    # A share of it
    "50 %", "50%", "(50 %)", ": 90%", ", 50 %", "80 percent", "50 % done", "about 80% done", "only 30 %",
    "fifty percent",
    "– 50 % geschafft", "75 Prozent", "at 60%", "3 of 5", "3 out of 5 done", "first half", "half-finished",
    # Work that goes on
    "ongoing", "open", "still open", "begun", "starting now", "in the works", "still working on it", "work in progress",
    "still working on the plots", "still need to clean up", "still have to read chapter 4", "working on it",
    "wip, plots missing", "needs more work", "needs another day", "to be continued", "to be finished on the train",
    "stuck", "blocked", "failed", "gave up", "postponed", "abandoned", "cancelled", "paused",
    # Said at length
    "not done because docker broke", "not finished, my laptop died", "it's not done yet", "is not complete",
    "sadly not done yet", "not quite finished but close", "I haven't finished it", "I have not finished the plots",
    "haven’t started", "didn't finish the last part", "couldn't finish it", "can't finish this", "isn't finished yet",
    "hopefully tonight", "hopefully done tomorrow", "will finish tonight", "I will do it tonight", "going to finish it",
    "not mine, Ben's", "not there yet",
    "gonna do it tonight", "I'll do it tomorrow", "want to do", "on it", "doing it now", "began today", "trying",
    "skipping this", "later today", "not today", "nah", "wrong one", "my mistake", "oops", "by accident", "undo",
    "please undo", "cancel this", "remove", "what is this?", "how long does it take?", "is it done?", "did I do this?",
    "when?", "which one?",
    # Signs
    "⏳", "⌛", "🚧", "🔜", "⏸️", "👎", "❓", "🤷", "🚧🚧",
    # Other languages
    "nog niet", "niet klaar", "nog niet klaar", "ikke ferdig", "ikke færdig", "inte klar", "inte klart än",
    "nie skończone", "jeszcze nie", "não terminei", "ainda não", "henüz değil", "bitmedi", "まだ", "まだ終わってない",
    "未完",
    "还没", "还没做完", "未完成", "没完成", "belum", "belum selesai", "noch dran", "bin noch dran", "fast fertig",
    "quasi fatto", "non finito", "en cours", "en progreso", "in Arbeit", "pas fini", "no terminado",
    "не закончил", "ещё делаю", "ещё нет", "в процессе", "아직", "아직 못했어요", "ei vielä", "kesken", "ještě ne",
    "morgen", "demain", "mañana", "завтра", "domani", "amanhã", "jutro", "yarın",
)  # fmt: skip

STAY = (
    "wrong at first", "mistakes corrected", "oops, that was fast", "trying again helped", "on it all day",
    "what a ride!",
    "how nice", "undo is handy", "planning helped", "what is a tensor? Now I know", "is it worth it? Yes", "now",
    "10/10", "later than planned", "by Ben", "beginning was hard",
    "100 %", "100%", "100 % done", "5 of 5", "got 95% in the quiz", "score 80%", "50 % discount on the book", "0.5%",
    "failed twice but works now", "not easy", "not bad", "not perfect but done", "not really hard",
    "not Ben's favourite",
    "working now", "working on a Mac", "worked on it with Ben", "open source", "open book", "opened a PR",
    "finally works", "still fun", "still smiling", "half an hour", "half of it twice", "gave up on sleep",
    "stuck twice", "almost gave up", "nearly gave up on it", "blocked an hour for it", "needs Python 3.12",
    "will power", "Will helped", "with Will",
    "couldn't have done it without Ben", "could not be happier", "can't wait for the next", "didn't take long",
    "didn't sleep", "haven't slept", "I haven't had so much fun", "hopefully right", "hopefully good enough",
    "going to bed", "going well", "in progress of time I learned", "to be honest easy", "👍", "✔", "🎉", "🔄 twice",
    "⏳ 2h", "2h ⏳", "fast", "fast work", "casi perfecto, pero hecho", "no problem", "no questions", "without tests",
    "3 of 5 exercises were new", "3 of us did it", "10 of 10 again", "tonight", "started yesterday, finished today",
    "not done alone", "not finished by me alone but with Ben", "isn't it nice", "fertig", "готово", "完了", "完成了",
    "klaar",
    "ferdig", "klart", "skończone", "selesai", "feito", "bitti", "끝", "valmis", "hotovo",
)  # fmt: skip


@pytest.mark.parametrize("note", OPEN)
def test_a_note_that_tells_that_a_task_is_open_is_asked_about(note: str) -> None:
    found = doubt_denied(SHIPPED, understand(SHIPPED, f"week2-numpy {note}"))

    assert ("? week2-numpy", "") == (in_short(found), found.note)
    assert found.questions[0].denied


@pytest.mark.parametrize("note", STAY)
def test_a_note_that_only_sounds_open_stays_a_note(note: str) -> None:
    found = doubt_denied(SHIPPED, understand(SHIPPED, f"week2-numpy {note}"))

    assert ("week2-numpy", note) == (in_short(found), found.note)


@pytest.mark.parametrize("note", ["wip https://a.b/c", "50 % https://a.b/c", "not done yet, see https://a.b/c"])
def test_a_link_in_such_a_note_is_kept_for_the_tap(note: str) -> None:
    found = doubt_denied(SHIPPED, understand(SHIPPED, f"week2-numpy {note}"))

    assert ("? week2-numpy", "https://a.b/c") == (in_short(found), found.note)
