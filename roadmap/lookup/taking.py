"""Take one name off a typed line: a task, a block, a task in a place, or a question about several."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadmap.lookup import nearest_tasks
from roadmap.lookup.closeness import find_named
from roadmap.lookup.countings import Reading
from roadmap.lookup.index import distinctive_words
from roadmap.lookup.loose_names import LooseNames
from roadmap.lookup.names import Named, WholeName, is_apart
from roadmap.lookup.numbers import read_turn
from roadmap.lookup.places import Spot, find_spot
from roadmap.lookup.spelling import read_slug
from roadmap.lookup.taken import MOST_OFFERED, PLAIN, STATES, Taken
from roadmap.lookup.words import LISTING, Sign
from roadmap.model import Block, Task

_COMPACT = re.compile(r"m\d+[\s-]*w\d+", re.I)
MOST_WORDS = 60  # of a part that is searched for names


class Taker(LooseNames):
    """Takes names off one line, whole or loose."""

    def take(self, at: int) -> Taken | None:
        """Take the name that begins with this word. None if none does.

        1. A slug with a past, which may mean other work now.
        2. A whole name of a single task.
        3. A title with a sign inside, with a slip in a word.
        4. A task in a place: `Week 2 - NumPy`.
        5. A block alone, or a question which block is meant.
        6. A whole name of several, which is asked about.
        7. Words of a single task.
        """
        if former := self._former(at):
            return former
        slug = self.find_slug(at)
        if isinstance(slug, Task):
            return Taken(self._end_of_title(at, slug), (slug,), whole=True)
        spot = find_spot(self.index, self.typed, self.words, at)
        whole = self._whole(at)
        found = self._labelled(whole, spot)
        if not found and whole and _is_task(whole):
            found = self._task(at, whole, spot)
        if not found and not (whole and _has_task(whole)):
            found = self._slipped(at)
        if not found and spot:
            found = self._inside(spot) or (None if whole and _has_task(whole) else self._alone(at, spot))
        elif not found and not whole and not self._is_number_list(at):
            found = self.take_loosely(at)
        if not found and whole and _things(whole.named):
            found = Taken(whole.end, ways=tuple((one,) for one in _things(whole.named)), whole=True)
        return found

    def _former(self, at: int) -> Taken | None:
        """A slug that had other words once, or that a button spelled with a mark."""
        end = self.chunk_end(at)
        typed = self.typed[self.words[at].start : self.words[end - 1].end]
        spelled = read_slug(self.index.roadmap, self.index.names, typed)
        if spelled is None:
            return None
        if spelled.thing:
            return Taken(end, (spelled.thing,), whole=True)
        ways = spelled.ways or tuple((task,) for task in nearest_tasks(self.index.roadmap, spelled.was or typed))
        return Taken(end, ways=ways, whole=True, was=spelled.was)

    def _end_of_title(self, at: int, task: Task) -> int:
        """The end of a slug, or of the task's whole title if that begins with the slug: `group` of `GROUP BY`."""
        whole = self.index.names.find(self.typed, self.words, at)
        return whole.end if whole and whole.named == (task,) else self.chunk_end(at)

    def _task(self, at: int, whole: WholeName, spot: Spot | None) -> Taken:
        """A task that is named in full. With blanks in its slug it may be a place and the beginning of a title."""
        task = Taken(whole.end, _things(whole.named), whole=True)
        inside = self._inside(spot) if spot and spot.end < whole.end else None
        return inside if inside and inside.whole and inside.end > task.end else self._longer(at, task) or task

    def _slipped(self, at: int) -> Taken | None:
        tasks, end = self.index.slipped_titles.find(self.words, at)
        if not tasks or not is_apart(self.words, end):
            return None
        return Taken(end, tasks) if len(tasks) == 1 else Taken(end, ways=tuple((task,) for task in tasks))

    def _is_number_list(self, at: int) -> bool:
        """Tell whether several numbers begin here that no way of counting has."""
        turn = read_turn(self.typed, self.words[at].start)
        return turn is not None and len(turn.weeks) > 1

    def take_whole(self, at: int) -> Taken | None:
        """Take a name only if it is a slug, title or block in full."""
        taken = self.take(at)
        return taken if taken and taken.whole else None

    def take_inside(self, at: int, block: Block) -> Taken | None:
        """Take a task of this block, by its name or by words that no other task of the block has."""
        tasks = list(block.all_tasks())
        taken = self.take(at)
        return taken if taken and taken.things and set(tasks).issuperset(taken.things) else self.take_loosely(at, tasks)

    def mentioned(self, at: int, end: int) -> tuple[tuple[Reading, ...], int, int]:
        """The tasks and blocks that are named between two words, to be asked about, and where they begin and end.

        Only the first sixty words are looked at.
        """
        found: dict[Reading, None] = {}
        first = last = at
        end = min(end, at + MOST_WORDS)
        while at < end:
            taken = None if self.words[at].text in PLAIN else self.take(at)
            first = at if taken and not found else first
            found.update(dict.fromkeys([(one,) for one in taken.things] + list(taken.ways)) if taken else {})
            at = taken.end if taken else at + 1
            last = at if taken else last
        return tuple(found)[:MOST_OFFERED], first, last

    def _whole(self, at: int) -> WholeName | None:
        """The whole name here. One of several tasks is meant if the place named before has no other."""
        whole = self.index.names.find(self.typed, self.words, at)
        if whole is None:
            return None
        inside = [one for one in whole.named if isinstance(one, Task) and one in self.tasks_around()]
        return WholeName((inside[0],), whole.end) if len(inside) == 1 and len(whole.named) > 1 else whole

    def _labelled(self, whole: WholeName | None, spot: Spot | None) -> Taken | None:
        """A title with its slug behind it, as suggestions have it."""
        named = [(whole.end, whole.named)] if whole else []
        named += [(spot.end, spot.readings[0] if spot.sure else spot.blocks)] if spot else []
        for end, things in named:
            slug = self.find_slug(end) if end < len(self.words) and self.words[end].sign not in LISTING else None
            if slug and slug in things:
                return Taken(self.chunk_end(end), (slug,), whole=True)
        return None

    def _longer(self, at: int, task: Taken) -> Taken | None:
        """Ask if a name that is typed with blanks may be the beginning of another one, with a slip in it."""
        if task.end >= len(self.words) or self.words[task.end].sign is not Sign.BLANK:
            return None
        longer = self.take_run(at, task.end + 1, None, find_named)
        if longer is None or longer.things == task.things:
            return None
        ways = dict.fromkeys((task.things, *((one,) for one in longer.things), *longer.ways))
        return Taken(longer.end, ways=tuple(ways))

    def _inside(self, spot: Spot) -> Taken | None:
        """A task in a place. A loose name after a note sign is asked about if more words follow."""
        at = self.skip_marks(spot.end)
        if at >= len(self.words) or self.words[spot.end].sign is Sign.AND:
            return None
        listed = spot.sure and self.words[spot.end].sign in LISTING
        blocks = [one for one in spot.readings[0] if isinstance(one, Block)] if listed else spot.blocks
        tasks = [task for block in blocks for task in block.all_tasks()]
        whole = self.index.names.find(self.typed, self.words, at)
        inside = [one for one in whole.named if one in tasks] if whole else []
        if whole and len(inside) == 1:
            self.around = spot.blocks
            return Taken(whole.end, _things(inside), whole=True)
        loose = self.take_loosely(at, tasks)
        if loose is None or (whole and not inside and _things(whole.named)):
            return None
        self.around = spot.blocks
        plain = loose.things and self.is_plain([word.text for word in self.words[at : loose.end]])
        if not plain and (self.words[spot.end].sign is Sign.BLANK or loose.end == self.segment_end(at)):
            return loose
        offers = dict.fromkeys((*((one,) for one in loose.things), *loose.ways, *spot.readings))
        return Taken(loose.end, ways=tuple(offers))

    def _alone(self, at: int, spot: Spot) -> Taken | None:
        """A place alone, unless it is the beginning of a slug.

        It is asked about if another task's name follows, for it is not all of the block then.
        """
        end = spot.end
        if not is_apart(self.words, end):
            return None
        if spot.part:
            ends = STATES.issuperset(word.text for word in self.words[end:])
            return Taken(end, part=spot.part) if ends or self.words[end].sign else None
        elsewhere = self._elsewhere(end)
        if elsewhere:
            ways = dict.fromkeys((*((one,) for one in elsewhere.things), *elsewhere.ways, *spot.readings))
            return Taken(elsewhere.end, ways=tuple(ways))
        readings = tuple(dict.fromkeys((*spot.readings, *self._counted_in_month(at))))
        if not spot.sure or len(readings) > 1:
            return Taken(end, ways=readings)
        [only] = spot.readings
        self.around = tuple(one for one in only if isinstance(one, Block))
        return Taken(end, only, whole=True)

    def _counted_in_month(self, at: int) -> tuple[Reading, ...]:
        """The blocks of a named month that our own count gives the named week. `m1w2` is the calendar."""
        turn = read_turn(self.typed, self.words[at].start)
        if turn is None or not (turn.months and turn.weeks) or _COMPACT.match(self.typed, self.words[at].start):
            return ()
        months = self.index.countings.months(turn.months)
        return tuple((block,) for month in months for block in month.blocks if block.number in turn.weeks)

    def _elsewhere(self, at: int) -> Taken | None:
        """A task outside the place before it, if its name is all that follows, up to the next list sign."""
        if at >= len(self.words) or self.words[at].sign in (Sign.AND, Sign.LINE):
            return None
        end = self.segment_end(at)
        whole = self.index.names.find(self.typed, self.words, at)
        if whole and (self.words[at].sign is Sign.COMMA or self.find_slug(at)):
            return None
        taken = Taken(whole.end, ways=tuple((one,) for one in _things(whole.named))) if whole else self.take_loosely(at)
        plain = not whole and PLAIN.issuperset(distinctive_words(word.text for word in self.words[at:end]))
        return taken if taken and taken.end >= end and not plain else None


def _is_task(whole: WholeName) -> bool:
    return len(whole.named) == 1 and isinstance(whole.named[0], Task)


def _has_task(whole: WholeName) -> bool:
    return any(isinstance(one, Task) for one in whole.named)


def _things(named: Iterable[Named]) -> Reading:
    return tuple(one for one in named if isinstance(one, Task | Block))
