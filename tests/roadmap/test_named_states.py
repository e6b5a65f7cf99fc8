"""Lists that tell of each name how far it is, places inside a list, and lines without a name for certain."""

from __future__ import annotations

import pytest

from roadmap.lookup.understanding import doubt_denied, understand
from roadmap.model import Block, Level, Month, Roadmap, Task
from tests.roadmap.test_grammar import SHIPPED, in_short

_SQL = Block("sql", "SQL", (Task("group", "GROUP BY"), Task("order", "ORDER BY")))
SQL = Roadmap("sql", "SQL plan", (Level("one", "ONE", "First", (Month("m", "", (_SQL,)),)),))

ASKED = "week2-numpy, ? week2-python"

STATES = [
    ("| week2-numpy | done |\n| week2-python | open |", ASKED),
    ("| week2-numpy | 100 % |\n| week2-python | 50 % |", ASKED),
    ("week2-numpy: 100%\nweek2-python: 50%", ASKED),
    ("week2-numpy: done\nweek2-python: ongoing", ASKED),
    ("week2-numpy - done\nweek2-python - still working on it", ASKED),
    ("week2-python: nog niet\nweek2-numpy: klaar", "? week2-numpy, ? week2-python"),
    ("week2-numpy: ok\nweek2-python: 2 of 3", ASKED),
    ("week2-numpy: ok\nweek2-python: started", ASKED),
    ("week2-numpy: ok\nweek2-python: ⏳", ASKED),
    ("week2-numpy: easy\nweek2-python: 100 %", "week2-numpy, week2-python"),
    ("week2-numpy: 3 of 3\nweek2-python: fun", "week2-numpy, week2-python"),
    ("week2-numpy: 2h\nweek2-python: 1h", "week2-numpy, week2-python"),
    # Signs beside a name
    ("week2-numpy ✅, week2-python ⏳", ASKED),
    ("week2-python ⏳, week2-numpy ✅", ASKED),
    ("✅ week2-numpy\n⏳ week2-python", ASKED),
    ("✅ week2-numpy\n🚧 week2-python\n⬜ week2-script", "week2-numpy, ? week2-python, ? week2-script"),
    ("🟢 week2-numpy\n🔴 week2-python", ASKED),
    ("🟢 week2-numpy\n🟡 week2-python", ASKED),
    ("✅ week2-numpy 🔜 week2-python", "? week2-numpy"),
    ("🚧 week2-numpy", "? week2-numpy"),
    ("⏸️ week2-numpy", "? week2-numpy"),
    ("👎 week2-numpy", "? week2-numpy"),
    ("🔴 week2-numpy", "week2-numpy"),
    ("week2-numpy ⏳ 2h, week2-python", "week2-numpy"),
    ("⏱ week2-numpy", "week2-numpy"),
    # A state of all names
    ("week2-numpy, week2-python - both half done", "? week2-numpy, ? week2-python"),
    ("week2-numpy, week2-python both half done", "? week2-python, ? week2-numpy"),
    ("week2-numpy and week2-python (both 50 %)", "? week2-numpy, ? week2-python"),
    ("week2-numpy, week2-python: all still open", "? week2-numpy, ? week2-python"),
    (
        "week1-statistics, week2-numpy, week2-python all of them wip",
        "? week1-statistics, ? week2-numpy, ? week2-python",
    ),
    ("week2-numpy, week2-python beide noch nicht fertig", "? week2-numpy, ? week2-python"),
    ("week2-numpy, week2-python both done", "week2-numpy, week2-python"),
    ("week2-numpy, week2-python - all of it was fun", "week2-numpy, week2-python"),
    ("week2-numpy, week2-python - both not easy", "week2-numpy, week2-python"),
    ("week2-numpy all done", "week2-numpy"),
    # A state before the end of a list
    ("week2-numpy 50%, week2-python 100%", "? week2-numpy, ? week2-python"),
    ("week2-numpy (50 %), week2-python", "? week2-numpy, ? week2-python"),
    ("week2-numpy wip, week2-python", "? week2-numpy, ? week2-python"),
    ("week2-numpy not yet, week2-python", "? week2-numpy, ? week2-python"),
    ("week2-numpy open; week2-python done", "? week2-numpy, ? week2-python"),
    ("week2-numpy tomorrow, week2-python today", "? week2-numpy, ? week2-python"),
    ("week2-numpy still working on it and week2-python", "? week2-numpy, ? week2-python"),
    ("week2-numpy not yet, docker was hard", "? week2-numpy"),
    ("week2-numpy 100%, week2-python 50%", "week2-numpy"),
    ("first week2-numpy, then week2-python later", "? week2-numpy, ? week2-python"),
    ("finally week2-numpy, week2-python - not yet", "? week2-numpy, ? week2-python"),
    ("Done: week2-numpy, week2-python (50 %)", "? week2-numpy, ? week2-python"),
]

PLACES = [
    ("week1, week2, pandas", "week1, ? week2-numpy / week2"),
    ("week1, week2, numpy", "week1, ? week2-numpy / week2"),
    ("week1, week2, script", "week1, ? week2-script / week2"),
    ("week1, week2, docker", "week1, ? month6-docker / week2"),
    ("week1, week2, cleaning", "week1, ? week5-cleaning / week2"),
    ("week1, week2, pandas was fun", "week1, ? week2-numpy / week2"),
    ("week1; week2; pandas", "week1, ? week2-numpy / week2"),
    ("week1-statistics, week2, pandas", "week1-statistics, ? week2-numpy / week2"),
    ("week1-statistics\nweek2\npandas", "week1-statistics, ? week2-numpy / week2"),
    ("week1\nweek2\npandas", "week1, ? week2-numpy / week2"),
    ("week1, week2, Python Syntax", "week1, ? week2-python / week2"),
    ("week2, pandas", "week2-numpy"),
    ("week2\npandas", "week2-numpy"),
    ("week1, week2: pandas", "week1, ? week2-numpy / week5-pandas"),
    ("week1, week2 numpy", "week1, week2-numpy"),
    ("week1, week2 - Python Syntax", "week1, week2-python"),
    ("week1, week2, week2-numpy", "week1, ? week2-numpy / week2"),
    ("week1, week2 and week2-numpy", "week1, week2, week2-numpy"),
    ("week1, week2, hard", "week1, week2"),
    ("week1, week2, it was fun", "week1, week2"),
]

WEEKS = [
    ("week2 > week3", "week2"),
    ("week2: week3", "week2"),
    ("week2 (week3)", "week2"),
    ("week3: week2", "week3"),
    ("Week 1-2: Understanding Machine Learning (week3)", "week3"),
    ("month 1 week 2", "? week1 / week2"),
    ("month1 week2", "? week1 / week2"),
    ("m1w2", "week1"),
    ("m2 w3", "week4"),
    ("week 2 of month 1", "? week1 / week2"),
    ("month 2: week3", "? week4 / week3"),
    ("month 1 week 1", "week1"),
    ("month 1 week 3", "week2"),
    ("month 1 week 4", "week2"),
    ("month 2 week 1", "week3"),
    ("month 2 week 4", "week4"),
    ("month1 week2 statistics", "week1-statistics"),
    ("month 1 done", "part month1"),
    ("month 4 finished", "part month4"),
    ("ZERO done", "part zero"),
]

JOINED = [
    ("NumPy & Pandas und Python Syntax", "week2-numpy, week2-python"),
    ("NumPy & Pandas y Python Syntax", "week2-numpy, week2-python"),
    ("week2-numpy и Python Syntax", "week2-numpy, week2-python"),
    ("Math Essentials et Data Manipulation", "week1, week5"),
    ("week2-numpy und Python Syntax war schwer", "week2-numpy"),
    ("week2-numpy i Python Syntax", "week2-numpy"),
    ("week2-numpy und docker", "week2-numpy"),
    ("week2-numpy und", "week2-numpy"),
]

UNSURE = [
    ("<https://example.org> week2-numpy", "? week2-numpy / week2-python / week2-script"),
    ("- https://example.org week2-numpy", "? week2-numpy / week2-python / week2-script"),
]


@pytest.mark.parametrize(("typed", "meaning"), [*STATES, *PLACES, *WEEKS, *JOINED, *UNSURE])
def test_each_name_of_a_list_has_its_own_state(typed: str, meaning: str) -> None:
    assert meaning == in_short(doubt_denied(SHIPPED, understand(SHIPPED, typed)))


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("GROUP BY", ""), ("group by", ""), ("Group by was hard", "was hard"), ("GROUP BY, ORDER BY", ""),
        ("group", ""), ("group, by hand", "by hand"), ("group theory", "theory"),
    ],
)  # fmt: skip
def test_a_whole_title_that_begins_with_its_slug_leaves_no_word_for_the_note(typed: str, note: str) -> None:
    found = understand(SQL, typed)

    assert ("group", note) == (found.slugs[0], found.note)
