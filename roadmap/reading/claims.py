"""Share slugs out among tasks so that a line which is added takes none from another task."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count

from roadmap.reading.wishes import Wish


class Claims:
    """The slugs that tasks claim. Each task goes through the ways of its wish, and stops at the first it has alone.

    1. A slug that two tasks come to is closed: both go on, and no third gets it.
    2. A task passes a slug only if it is closed. So a task that goes on leaves nothing to another.
    3. A line that is added only closes more slugs. So a slug stays with its task, or goes to none.
    4. The order of lines counts for nothing: the same slugs are closed in the end.
    5. A task at the end of its ways takes a number, which it claims as it claims words.
    6. Several tasks that number one beginning claim as one does. They take other numbers, in file order.
    7. Twins, which have the same words, claim no number: "Quiz" and "Quiz" leave `quiz-1` to "Quiz 1".
       So rule 3 holds for one line at a time: a twin and "Quiz 1", added at once, may take the number of "Quiz".
    """

    def __init__(self, taken: Iterable[str], wishes: Mapping[int, Wish]) -> None:
        self._holders: dict[str, int | None] = dict.fromkeys(taken)
        self._wishes = wishes
        self._counts = Counter(wishes.values())
        self._alike: dict[str, list[int]] = defaultdict(list)
        self._claimed: set[str] = set()
        self._share({key: chain(wish.ways(), self._last_ways(key)) for key, wish in wishes.items()})

    def given(self) -> dict[int, str]:
        """The slug of each task that has one alone."""
        return {key: slug for slug, key in self._holders.items() if key is not None}

    def closed(self) -> set[str]:
        """The slugs that nothing else may have: those that tasks have, and those that they had to leave."""
        return set(self._holders)

    def given_in_order(self) -> dict[int, str]:
        """The slugs that go by the order of lines: one of several numbers, or the number of a task without words."""
        given, places = self.given(), {key: place for place, key in enumerate(self._wishes)}
        found: dict[int, str] = {}
        for base, keys in self._alike.items():
            free = (slug for slug in _numbers(base) if slug not in self._holders)
            if len(keys) > 1:
                found.update(zip(sorted(keys, key=places.__getitem__), free, strict=False))
            elif not self._wishes[keys[0]].has_words:
                found[keys[0]] = given[keys[0]]
        return found

    def _share(self, ways: Mapping[int, Iterator[str]]) -> None:
        waiting = list(ways)
        while waiting:
            key = waiting.pop()
            waiting.extend(self._go_on(key, ways[key]))

    def _go_on(self, key: int, ways: Iterator[str]) -> Iterator[int]:
        """Bring a task to the next slug that it has alone. Those that must go on, too, are named."""
        for slug in ways:
            if slug not in self._holders:
                self._holders[slug] = key
                return
            other, self._holders[slug] = self._holders[slug], None
            if other is not None:
                yield other

    def _last_ways(self, key: int) -> Iterator[str]:
        """The numbers of a task at the end of its ways, if it is no twin and no other claims one of them."""
        wish = self._wishes[key]
        base = wish.numbered()
        self._alike[base].append(key)
        if self._counts[wish] == 1 and base not in self._claimed:
            self._claimed.add(base)
            yield from _numbers(base)


def _numbers(base: str) -> Iterator[str]:
    return (f"{base}-{number}" for number in count(1))
