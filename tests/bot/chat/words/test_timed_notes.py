"""How long a session was, as people type it: `|` is between the line, its minutes and the other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.words.lengths import length_in_words
from bot.chat.words.timed_lines import TimedNote
from bot.chat.words.timed_notes import COLON, read_duration

COUNTED = """
30m + 20m | 50 |
30m + 20m numpy | 50 | numpy
45m + 15m + 10m | 70 |
30 + 20 min numpy | 50 | numpy
from 9 to 10 | 60 |
from 9 to 11 numpy | 120 | numpy
between 9 and 10 | 60 |
30分 | 30 |
30分钟 numpy | 30 | numpy
30分勉強 | 30 | 勉強
1時間 | 60 |
1時間30分 | 90 |
1時間半 | 90 |
２小时 | 120 |
1시간 30분 | 90 |
30 pytorch video | 30 | pytorch video
30 numpy | 30 | numpy
30 data structures | 30 | data structures
30 reading two papers | 30 | reading two papers
30 read two papers | 30 | read two papers
30 numpy, then exercises | 30 | numpy, then exercises
30 css | 30 | css
30m read a paper | 30 | read a paper
30 min: read a paper | 30 | read a paper
1h30 | 90 |
1h30m course | 90 | course
1h 30 min course | 90 | course
1h 30 | 90 |
1hr15 | 75 |
1 hour and 5 minutes course | 65 | course
1 hour, 30 minutes | 90 |
1h,30m | 90 |
1 hour 5 | 65 |
1.5h course | 90 | course
1,5 hours course | 90 | course
0.5h | 30 |
2 hours | 120 |
2 hrs pandas | 120 | pandas
1:15 course | 75 | course
1:30h | 90 |
45 | 45 |
45 reading | 45 | reading
30 numpy | 30 | numpy
20 statistics | 20 | statistics
30: pages of a book | 30 | pages of a book
90 minutes - slides | 90 | slides
90' | 90 |
90' numpy | 90 | numpy
~30m | 30 |
~ 30 min numpy | 30 | numpy
about 30m numpy | 30 | numpy
for 45m | 45 |
ca. 20 min | 20 |
2.5 min | 3 |
read a paper 20m | 20 | read a paper
read a paper for 1h | 60 | read a paper
read a paper, 45 min. | 45 | read a paper
read a paper (25 min) | 25 | read a paper
numpy (45m) | 45 | numpy
45m (numpy) | 45 | numpy
1 1/2 hours | 90 |
1½h | 90 |
1 ½ hours numpy | 90 | numpy
½ hour | 30 |
1/2 hour | 30 |
3/4 hour | 45 |
half an hour | 30 |
Half an hour of numpy | 30 | of numpy
a half hour | 30 |
half-hour | 30 |
quarter of an hour | 15 |
three quarters of an hour | 45 |
an hour | 60 |
an hour and a half | 90 |
an hour and a quarter | 75 |
una hora y media | 90 |
1 heure et demie de maths | 90 | de maths
2 ore e mezza | 150 |
1 hora e meia | 90 |
1ч 30м | 90 |
fourteen minutes | 14 |
fourty five minutes | 45 |
eighty-five minutes | 85 |
30mins! | 30 |
one and a half hours | 90 |
two and a half hours | 150 |
2 and a half hours | 150 |
two hours | 120 |
a couple of hours | 120 |
forty-five minutes | 45 |
thirty minutes numpy | 30 | numpy
an hour 15 minutes | 75 |
2 Stunden | 120 |
eine Stunde | 60 |
anderthalb Stunden | 90 |
anderthalb Stunden numpy | 90 | numpy
numpy anderthalb Stunden | 90 | numpy
eineinhalb Stunden | 90 |
zweieinhalb Stunden | 150 |
dreiviertel Stunde | 45 |
eine Dreiviertelstunde | 45 |
Viertelstunde | 15 |
eine halbe Stunde | 30 |
ein halbes Stündchen | 30 |
fünfundvierzig Minuten | 45 |
zwanzig Minuten gelesen | 20 | gelesen
полтора часа | 90 |
два с половиной часа | 150 |
час с половиной | 90 |
три четверти часа | 45 |
тридцать минут | 30 |
сорок пять минут | 45 |
півтори години | 90 |
półtorej godziny | 90 |
media hora | 30 |
media hora leyendo | 30 | leyendo
hora y media | 90 |
una hora y media | 90 |
dos horas y media | 150 |
tres cuartos de hora | 45 |
un cuarto de hora | 15 |
una hora y cuarto | 75 |
cuarenta y cinco minutos | 45 |
une heure et demie | 90 |
une heure et demie de lecture | 90 | de lecture
deux heures et demie | 150 |
un quart d'heure | 15 |
trois quarts d'heure | 45 |
quarante-cinq minutes | 45 |
due ore e mezza | 150 |
un'ora | 60 |
un'ora e mezza | 90 |
hora e meia | 90 |
uma hora e meia | 90 |
anderhalf uur | 90 |
een half uur | 30 |
een kwartier | 15 |
drie kwartier | 45 |
bir buçuk saat | 90 |
1 ½ h | 90 |
1 ¾ h numpy | 105 | numpy
2 ½ Stunden | 150 |
three quarters of an hour | 45 |
three-quarters of an hour numpy | 45 | numpy
three quarter hour | 45 |
3/4 of an hour | 45 |
¾ of an hour | 45 |
half of an hour | 30 |
1/2 an hour | 30 |
an hour and three quarters | 105 |
hour and a half | 90 |
1 h 1/2 | 90 |
halbe Stunde | 30 |
30 Minuten gelesen | 30 | gelesen
1 час | 60 |
1 час 30 минут | 90 |
полчаса | 30 |
1 година | 60 |
20 хвилин | 20 |
2 horas | 120 |
media hora | 30 |
une demi-heure | 30 |
1 heure 30 | 90 |
2 godziny | 120 |
30 dakika | 30 |
2 ore | 120 |
３０m | 30 |
１h ３０m | 90 |
９：００－１０：３０ | 90 |
9:00-10:30 | 90 |
9:00–10:30 numpy | 90 | numpy
from 9 to 10:30 | 90 |
9am-11am lecture | 120 | lecture
6-7pm | 60 |
6:30-8pm numpy | 90 | numpy
11-1pm | 120 |
9.30 - 10.15 | 45 |
numpy 14:00-15:30 | 90 | numpy
22:30-00:15 | 105 |
11:00 to noon | 60 |
2x25m | 50 |
2 x 25 min numpy | 50 | numpy
3×20m | 60 |
45 slides in 20m | 20 | 45 slides
read 30 pages in 45 minutes | 45 | read 30 pages
1h 1 hour ago | 60 | 1 hour ago
45mn | 45 |
1h30' | 90 |
1h30’ numpy | 90 | numpy
60 min https://youtu.be/x?t=30m | 60 | https://youtu.be/x?t=30m
https://youtu.be/x?t=30m for 45m | 45 | https://youtu.be/x?t=30m
read the 2 hour course for 30m | 30 | read the 2 hour course
2h 3 exercises | 120 | 3 exercises
30m 15 pages | 30 | 15 pages
week 3 exercises 45m | 45 | week 3 exercises
3/4 of chapter 2, 30m | 30 | 3/4 of chapter 2
18:00 lecture 30m | 30 | 18:00 lecture
spent 30 minutes on numpy | 30 | spent on numpy
I studied for 30 minutes about numpy | 30 | I studied about numpy
30m chapter 3 | 30 | chapter 3
30m 2026 paper | 30 | 2026 paper
20 Minutes | 20 |
45 MIN NumPy | 45 | NumPy
"""

OPEN = """
30 numpy exercises | 30 15 60 120 |
30 statistics problems | 30 15 60 120 |
45 hard linear algebra problems | 45 15 30 60 120 |
30 deep learning papers | 30 15 60 120 |
5 leetcode | 5 15 30 60 120 |
30 leetcode easy | 30 15 60 120 |
5 nuevas lecciones | |
20 новых задач | 20 15 30 60 120 |
12 neue Aufgaben | 12 15 30 60 120 |
3 numpy exercises | |
30m and 20m | 50 30 20 |
between 30m and 45m | 30 45 |
from 11 to 1 | 120 |
9 to 10 | 60 |
read from 9 to 10 | 60 |
from 3 to 5 exercises | 120 |
15 pages | |
１５ pages | |
3 chapters | |
15 Seiten | |
20 страниц | |
10 ejercicios | |
15 pages of ISLR | |
30 flashcards | |
2 exercises | |
5 km | |
3 leetcode | |
4 leetcode | |
50 % of the course | |
15% of the book | |
100 days of code | |
30 days challenge | |
3d printing | |
1 week of numpy | |
2 pomodoros | 50 |
a pomodoro | 25 |
3 poms numpy | 75 |
🍅🍅 numpy | 25 |
2 pomodoros of 25 min | 50 25 |
2 lessons of 30m | 60 30 |
3 videos 20 min each | 60 20 |
30-45 min | 30 45 |
30–45 min reading | 30 45 | reading
30 to 45 minutes reading | 30 45 | reading
between 30 and 45 minutes | 30 45 |
1-2h | 60 120 |
1h-2h | 60 120 |
30m or 45m | 30 45 |
an hour or two | 60 120 |
an hour or so | 60 |
30m+ | 30 |
almost an hour | 60 |
less than 30m | 30 |
>1h | 60 |
1h per day | 60 |
1h/day | 60 |
30m a day | 30 |
30m every day | 30 |
20 minutes each day since Monday | 20 |
30m reading, 45m coding | 75 30 |
reading 30 min and coding 20 min | 50 30 20 |
numpy 1h, pandas 30m | 90 60 30 |
did numpy for 30m then pandas for 15m | 45 30 15 |
1h minus 10 min break | 50 60 |
2h less 15m for lunch | 105 120 |
1h without a 10m break | 50 60 |
https://youtu.be/x?t=30m | |
www.example.org/45m/numpy | |
30m numpy and 20m pandas | 50 30 |
20 reading for 45m | 20 45 |
1h 30 reading | 60 90 |
watched a 2 hour lecture | 120 |
1.5 | 90 |
25m x 2 | 50 25 |
9:00-5:30 | 510 |
1,5 numpy | 90 |
14:30 | |
14:30 reading | |
5:00 | |
9-11 | |
30 + 15 | 45 |
30m ago | |
finished 2 hours ago | |
read week2 | |
30mm lens | |
30 m2 of paper | |
page 30 | |
numpy | |
I am tired | |
a day | |
"""


def _rows(table: str) -> list[list[str]]:
    return [[*map(str.strip, line.split("|")), ""][:3] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("line", "minutes", "rest"), _rows(COUNTED))
def test_a_time_is_read_as_people_write_it(line: str, minutes: str, rest: str) -> None:
    assert TimedNote(int(minutes), rest) == read_duration(line)


@pytest.mark.parametrize(("line", "maybe", "rest"), _rows(OPEN))
def test_what_is_no_certain_time_is_left_open(line: str, maybe: str, rest: str) -> None:
    read = read_duration(line)

    assert (None, tuple(map(int, maybe.split()))) == (read.minutes, read.maybe)
    assert read.words == (rest or read.words)


@pytest.mark.parametrize("line", ["-5m", "− 5 min", "–3", "- 30m reading"])
def test_a_negative_time_is_none_at_all(line: str) -> None:
    assert TimedNote(0, "") == read_duration(line)


@given(
    st.integers(1, 959), st.sampled_from([line.split("|")[0].strip() for line in (COUNTED + OPEN).strip().splitlines()])
)
def test_a_settled_length_makes_a_note_of_anything(minutes: int, note: str) -> None:
    assert TimedNote(minutes, note) == read_duration(f"{minutes}m{COLON} {note}")


@given(
    st.integers(1, 959), st.sampled_from(["en", "de", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr"])
)  # год is an hour or a year
def test_a_written_length_is_read_back(minutes: int, language: str) -> None:
    assert TimedNote(minutes, "") == read_duration(length_in_words(minutes, language))


@given(
    st.text(max_size=60)
    | st.from_regex(r"(\d{1,3} ?(m|h|min|pages|to|-|:|x|and|for|a|half|of|,) ?){1,5}\w{0,5}", fullmatch=True)
)
def test_no_word_of_a_line_is_lost(line: str) -> None:
    read = read_duration(line)

    kept = read.words.split()
    assert [word for word in kept if word not in line] == []
    if read.minutes is None and not read.maybe:
        assert read.words == line.strip()


@given(st.integers(1, 900), st.from_regex(r"[a-z]{3,9}( [a-z]{3,9}){0,4}", fullmatch=True))
def test_the_words_after_a_length_stay_as_they_are(minutes: int, note: str) -> None:
    read = read_duration(f"{minutes}m {note}")

    assert read.words == note or read.minutes is None


@pytest.mark.parametrize(("minutes", "text"), [(5, "5 min"), (60, "1 h"), (90, "1 h 30 min"), (0, "0 min")])
def test_minutes_in_words(minutes: int, text: str) -> None:
    assert length_in_words(minutes, "en") == text


def test_lengths_are_written_as_each_language_does() -> None:
    assert "1 Std. 30 Min." == length_in_words(90, "de").replace("\xa0", " ")


@pytest.mark.parametrize("sign", ["\n", ", ", "; ", " and "])
def test_two_lengths_in_a_list_or_on_two_lines_are_asked_about(sign: str) -> None:
    assert read_duration(f"30m numpy{sign}20m pandas") == TimedNote(None, f"30m numpy{sign}20m pandas", (50, 30))
