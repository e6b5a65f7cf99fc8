"""Match study partners: pairs, and a three where a number is odd."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from roadmap.matching import FREE, Graph, find_outer, pair_off

NEAR = 1
"""The blocks that partners are apart at most."""

Partners = tuple[int, ...]
"""The keys of two or three partners, in order."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A learner to be matched. `block` is the number of their current block, `homes` are the platforms they are on."""

    key: int
    block: int
    homes: frozenset[str]


def may_meet(first: Candidate, second: Candidate) -> bool:
    """Whether two learners may be partners: within one block, and on the same platform."""
    return abs(first.block - second.block) <= NEAR and not first.homes.isdisjoint(second.homes)


def are_near(candidates: Iterable[Candidate]) -> bool:
    """Whether each two of these learners may be partners."""
    return all(may_meet(one, other) for one, other in combinations(candidates, 2))


def match_partners(
    candidates: Collection[Candidate],
    avoided: Collection[frozenset[int]],
    former: Collection[frozenset[int]],
    random: Random,
) -> tuple[Partners, ...]:
    """Match as many learners as can be, in pairs and threes.

    1. Each two partners may meet, and neither avoids the other.
    2. As many learners as can be have partners, with as few threes as can be.
    3. Former partners come together again only where a learner would be alone otherwise.
    4. Learners in the same block come first.

    The same candidates and the same random numbers give the same partners. `avoided` and `former` are pairs of keys.
    """
    people = sorted(candidates, key=lambda one: one.key)
    random.shuffle(people)
    pairs = [
        frozenset((at, to))
        for (at, one), (to, other) in combinations(enumerate(people), 2)
        if may_meet(one, other) and frozenset((one.key, other.key)) not in avoided
    ]
    again = [pair for pair in pairs if frozenset(people[at].key for at in pair) in former]
    chosen = _leave_out(people, pairs, again, random)
    return tuple(sorted(tuple(sorted(people[at].key for at in one)) for one in chosen))


def _leave_out(
    people: Sequence[Candidate], pairs: Sequence[frozenset[int]], again: list[frozenset[int]], random: Random
) -> list[frozenset[int]]:
    """Match without the pairs that come again, as far as no more learners are alone than with all of them."""
    every = _match(_draw(people, pairs))
    most = _count(every)
    fresh = _match(_draw(people, [one for one in pairs if one not in again]))
    if _count(fresh) == most:
        return fresh
    random.shuffle(again)
    left, best = list(pairs), every
    for pair in again:
        fewer = [one for one in left if one != pair]
        found = _match(_draw(people, fewer))
        if _count(found) == most:
            left, best = fewer, found
    return best


def _count(partners: Iterable[frozenset[int]]) -> int:
    return sum(map(len, partners))


def _draw(people: Sequence[Candidate], pairs: Iterable[frozenset[int]]) -> list[list[int]]:
    """List the neighbours of each learner, those in the same block first."""
    graph: list[list[int]] = [[] for _ in people]
    for at, to in map(sorted, pairs):
        graph[at].append(to)
        graph[to].append(at)
    for at, beside in enumerate(graph):
        beside.sort(key=lambda to: abs(people[to].block - people[at].block))
    return graph


def _match(graph: list[list[int]]) -> list[frozenset[int]]:
    """Pair off, then make a three wherever that leaves one vertex fewer alone."""
    mates, threes = pair_off(graph), []
    while three := _find_three(graph, mates):
        threes.append(three)
        graph = _without(graph, three)
        mates = pair_off(graph, _freed(mates, three))
    return [*threes, *{frozenset((at, mate)) for at, mate in enumerate(mates) if mate != FREE}]


def _find_three(graph: list[list[int]], mates: list[int]) -> frozenset[int]:
    """Find three neighbours, without whom there is but one pair fewer; empty if there are none.

    At first a free vertex joins a pair. If no pair takes one, each three vertices are tried that may be free.
    """
    for at, beside in enumerate(graph):
        joined = next((to for to in beside if mates[to] in beside), FREE) if mates[at] == FREE else FREE
        if joined != FREE:
            return frozenset((at, joined, mates[joined]))
    threes = _list_threes(graph, find_outer(graph, mates))
    return next((one for one in threes if _is_won(graph, mates, one)), frozenset())


def _list_threes(graph: Graph, vertices: set[int]) -> Iterable[frozenset[int]]:
    for at in sorted(vertices):
        beside = [to for to in graph[at] if to > at and to in vertices]
        yield from (frozenset((at, one, two)) for one, two in combinations(beside, 2) if two in graph[one])


def _is_won(graph: list[list[int]], mates: list[int], three: frozenset[int]) -> bool:
    """Whether a three costs but one pair, so that one vertex fewer is alone."""
    left = pair_off(_without(graph, three), _freed(mates, three))
    return left.count(FREE) - len(three) < mates.count(FREE)


def _without(graph: Graph, gone: frozenset[int]) -> list[list[int]]:
    return [[] if at in gone else [to for to in beside if to not in gone] for at, beside in enumerate(graph)]


def _freed(mates: Sequence[int], gone: frozenset[int]) -> list[int]:
    """Return the mates without the vertices that are gone."""
    return [FREE if at in gone or mate in gone else mate for at, mate in enumerate(mates)]
