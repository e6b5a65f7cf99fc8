"""Study partners: how many are matched, and who never is."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from roadmap.matching import FREE, pair_off
from roadmap.pairing import Candidate, Partners, are_near, match_partners, may_meet
from tests.sampling import examples

DISCORD, TELEGRAM = frozenset({"discord"}), frozenset({"telegram"})

Pairs = frozenset[frozenset[int]]


@st.composite
def rooms(draw: st.DrawFn, most: int = 9) -> tuple[list[Candidate], Pairs, Pairs]:
    """Learners on a few blocks, those who avoid each other, and those who were partners before."""
    homes = st.sampled_from([DISCORD, DISCORD, TELEGRAM, DISCORD | TELEGRAM])
    made = draw(st.lists(st.tuples(st.integers(0, 4), homes), min_size=2, max_size=most))
    people = [Candidate(10 + at, block, home) for at, (block, home) in enumerate(made)]
    pairs = [frozenset(one) for one in combinations([one.key for one in people], 2)]
    some = st.frozensets(st.sampled_from(pairs), max_size=2 * most)
    return people, draw(some), draw(some)


def room(*blocks: int) -> list[Candidate]:
    return [Candidate(at, block, DISCORD) for at, block in enumerate(blocks)]


def pairs_in(matched: Collection[Partners]) -> set[frozenset[int]]:
    return {frozenset(pair) for partners in matched for pair in combinations(partners, 2)}


def count_matched(people: list[Candidate], pairs: Pairs) -> int:
    """How many learners can have partners at most, by trying everything."""
    allowed = frozenset(
        frozenset((one.key, other.key))
        for one, other in combinations(people, 2)
        if may_meet(one, other) and frozenset((one.key, other.key)) not in pairs
    )

    @cache
    def most(left: frozenset[int]) -> int:
        if not left:
            return 0
        first = min(left)
        beside = [one for one in left if frozenset((first, one)) in allowed]
        twos = [2 + most(left - {first, one}) for one in beside]
        threes = [
            3 + most(left - {first, one, two})
            for one, two in combinations(beside, 2)
            if {one, two} in map(set, allowed)
        ]
        return max([most(left - {first}), *twos, *threes])

    return most(frozenset(one.key for one in people))


@given(rooms(), st.integers(0, 9))
@examples(4)
def test_as_many_learners_are_matched_as_can_be(given_: tuple[list[Candidate], Pairs, Pairs], seed: int) -> None:
    people, avoided, former = given_

    matched = match_partners(people, avoided, former, Random(seed))

    assert count_matched(people, avoided) == sum(map(len, matched))


@given(rooms(40), st.integers(0, 9))
@examples(2)
def test_partners_are_few_near_and_wanted(given_: tuple[list[Candidate], Pairs, Pairs], seed: int) -> None:
    people, avoided, former = given_

    matched = match_partners(people, avoided, former, Random(seed))

    keys = [key for partners in matched for key in partners]
    by_key = {one.key: one for one in people}
    assert len(keys) == len(set(keys))
    assert all(len(partners) in {2, 3} for partners in matched)
    assert all(are_near(by_key[key] for key in partners) for partners in matched)
    assert not pairs_in(matched) & avoided


@given(rooms(), st.integers(0, 9))
@examples(4)
def test_former_partners_meet_again_only_where_it_must_be(
    given_: tuple[list[Candidate], Pairs, Pairs], seed: int
) -> None:
    people, avoided, former = given_

    matched = match_partners(people, avoided, former, Random(seed))

    most = count_matched(people, avoided)
    again = pairs_in(matched) & former
    if count_matched(people, avoided | former) == most:
        assert not again
    for pair in again:  # without it, and without those that were left out already, somebody would be alone
        assert count_matched(people, avoided | (former - again) | {pair}) < most


@given(st.integers(2, 40), st.integers(0, 99))
@examples(1)
def test_a_group_of_any_size_is_matched_whole_and_never_the_same_twice(size: int, seed: int) -> None:
    people, former, random = room(*[at // 20 for at in range(size)]), set[frozenset[int]](), Random(seed)
    for _ in range(4):
        matched = match_partners(people, frozenset(), former, random)

        assert size == sum(map(len, matched))
        assert size % 2 == sum(len(partners) == 3 for partners in matched)
        assert size in {2, 3, 5} or not pairs_in(matched) & former  # five cannot do without
        former = pairs_in(matched)


@given(rooms(40), st.integers(0, 9))
@examples(1)
def test_the_same_seed_gives_the_same_partners(given_: tuple[list[Candidate], Pairs, Pairs], seed: int) -> None:
    people, avoided, former = given_

    matched = match_partners(people, avoided, former, Random(seed))

    assert matched == match_partners(people[::-1], avoided, former, Random(seed))


def test_another_seed_gives_other_partners() -> None:
    people = room(*[0] * 12)

    assert 1 < len({match_partners(people, frozenset(), frozenset(), Random(seed)) for seed in range(5)})


def test_learners_in_the_same_block_come_first() -> None:
    people = room(0, 1, 0, 1, 0, 1)

    matched = match_partners(people, frozenset(), frozenset(), Random(1))

    assert 2 == sum(people[one].block == people[other].block for one, other in matched)


def test_a_learner_alone_or_far_away_has_no_partner() -> None:
    assert () == match_partners(room(0), frozenset(), frozenset(), Random(1))
    assert () == match_partners(room(0, 2), frozenset(), frozenset(), Random(1))
    assert ((0, 1),) == match_partners(room(0, 1, 3), frozenset(), frozenset(), Random(1))


def test_learners_on_different_platforms_are_no_partners() -> None:
    ann, ben, cat = Candidate(1, 0, DISCORD), Candidate(2, 0, TELEGRAM), Candidate(3, 0, DISCORD | TELEGRAM)

    assert () == match_partners([ann, ben], frozenset(), frozenset(), Random(1))
    assert 1 == len(match_partners([ann, ben, cat], frozenset(), frozenset(), Random(1)))


def test_the_only_two_learners_stay_partners() -> None:
    assert ((0, 1),) == match_partners(room(0, 0), frozenset(), {frozenset((0, 1))}, Random(1))


def test_a_three_is_found_that_no_pair_shows() -> None:
    ring = [[1, 4], [0, 2, 3], [1, 3], [2, 4, 1], [3, 0]]  # five in a ring, and one chord: a three and a pair
    people = room(*[0] * 5)
    avoided = {frozenset((at, to)) for at, to in combinations(range(5), 2) if to not in ring[at]}

    for seed in range(9):
        assert {(1, 2, 3), (0, 4)} == set(match_partners(people, avoided, frozenset(), Random(seed)))


def test_five_learners_part_as_many_former_partners_as_they_can() -> None:
    former = {frozenset(pair) for pair in ((0, 1), (0, 2), (1, 2), (3, 4))}

    for seed in range(9):
        assert 1 == len(pairs_in(match_partners(room(*[0] * 5), frozenset(), former, Random(seed))) & former)


def test_partners_are_near_if_each_two_of_them_are() -> None:
    assert are_near(room(0, 1, 1))
    assert not are_near(room(0, 1, 2))


def test_a_pairing_off_is_turned_around_where_that_makes_more_pairs() -> None:
    assert [1, 0, 3, 2] == pair_off([[1], [0, 2], [1, 3], [2]], [FREE, 2, 1, FREE])
    assert [1, 0, 3, 2, 5, 4] == pair_off(
        [[1], [0, 2], [1, 3, 4], [2, 4], [2, 3, 5], [4]], [FREE, 2, 1, 4, 3, FREE]
    )  # around a circle of three
