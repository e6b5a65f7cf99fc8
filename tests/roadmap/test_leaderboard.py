from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.leaderboard import TIED, Board, BoardEntry, SharedRank, Standing, first_ranks, rank_entries

NOON = datetime(2025, 6, 10, 12, tzinfo=UTC)


def entry(learner: int, score: int, minutes: int = 0) -> BoardEntry:
    return BoardEntry(learner, f"member {learner}", score, NOON + timedelta(minutes=minutes))


def board(*scores: int, me: int | None = None, top: int = 10) -> Board:
    """Learners 1, 2, 3 ... with these scores, each reached a minute after the one before."""
    return rank_entries([entry(number, score, number) for number, score in enumerate(scores, 1)], me, top)


def ranks(standings: tuple[Standing, ...]) -> list[tuple[int | None, int]]:
    return [(standing.rank, standing.entry.learner) for standing in standings]


def test_the_highest_score_is_first() -> None:
    assert [(1, 2), (2, 3), (3, 1)] == ranks(board(3, 9, 6).top)


def test_equal_scores_share_a_rank_and_the_next_one_is_left_out() -> None:
    assert [(1, 1), (1, 2), (3, 3), (3, 4), (5, 5)] == ranks(board(9, 9, 6, 6, 1).top)


def test_in_a_tie_whoever_came_first_stands_first_and_then_the_older_learner() -> None:
    standings = rank_entries([entry(1, 5, 30), entry(2, 5, 10), entry(4, 5, 10), entry(3, 5, 10)], None)

    assert [(1, 2), (1, 3), (1, 4), (1, 1)] == ranks(standings.top)


def test_ranks_close_up_when_somebody_hides() -> None:
    assert [(3, 3), (4, 4)] == ranks(board(9, 7, 5, 3).top)[2:]
    assert [(2, 3), (3, 4)] == ranks(rank_entries([entry(1, 9), entry(3, 5), entry(4, 3)], None).top)[1:]


def test_two_members_have_no_ranks_but_an_order() -> None:
    assert [(None, 2), (None, 1)] == ranks(board(1, 2, me=1).top)
    assert board(1, 2, me=1).me == Standing(None, entry(1, 1, 1))
    assert (1, 3) == ranks(board(1, 2, 3).top)[0]


def test_nobody_makes_an_empty_board() -> None:
    assert Board((), (), None, 0) == rank_entries([], 1)


def test_within_the_top_nobody_needs_to_be_shown_again() -> None:
    shown = board(9, 8, 7, 6, me=3, top=3)

    assert () == shown.around
    assert shown.me == Standing(3, entry(3, 7, 3))
    assert 4 == shown.size


def test_below_the_top_i_stand_between_my_neighbours() -> None:
    assert [(4, 4), (5, 5), (6, 6)] == ranks(board(9, 8, 7, 6, 5, 4, me=5, top=3).around)


def test_a_neighbour_whom_the_top_shows_is_not_shown_twice() -> None:
    assert [(4, 4), (5, 5)] == ranks(board(9, 8, 7, 6, 5, me=4, top=3).around)


def test_the_last_one_has_one_neighbour() -> None:
    assert [(4, 4), (5, 5)] == ranks(board(9, 8, 7, 6, 5, me=5, top=3).around)


def test_who_is_not_on_the_board_has_no_standing() -> None:
    assert (None, ()) == (board(9, 8, 7, me=99).me, board(9, 8, 7, me=99).around)


@pytest.mark.parametrize(
    ("scores", "top", "shown", "shared"),
    [
        ((9, 4, 4, 4, 4), 3, 5, None),
        ((9, 4, 4, 4, 4, 4, 4, 4), 3, 8, None),
        ((9, 4, 4, 4, 4, 4, 4, 4, 4), 3, 1, SharedRank(2, 4, 8)),
        ((4,) * 9, 3, 0, SharedRank(1, 4, 9)),
        ((9, 8, 7, 7), 3, 4, None),
        ((9, 8, 7, 6), 3, 3, None),
        ((9, 8, 0, 0, 0, 0, 0, 0, 0), 3, 3, None),
        ((*range(20, 11, -1), *(5,) * 6), 10, 15, None),
        ((*range(20, 11, -1), *(5,) * 7), 10, 9, SharedRank(10, 5, 7)),
        ((9, 9), 1, 2, None),
    ],
)
def test_a_cut_shows_all_of_a_rank_or_none(
    scores: tuple[int, ...], top: int, shown: int, shared: SharedRank | None
) -> None:
    cut = board(*scores, top=top)

    assert (shown, shared) == (len(cut.top), cut.shared)


def test_a_member_of_a_rank_left_out_is_shown_with_their_neighbours() -> None:
    cut = board(9, *(4,) * 8, me=5, top=3)

    assert [(2, 4), (2, 5), (2, 6)] == ranks(cut.around)
    assert 1 == len(cut.top)


@given(st.lists(st.integers(0, 3), max_size=30), st.integers(1, 10))
def test_no_rank_is_parted_by_a_cut(scores: list[int], top: int) -> None:
    cut = board(*scores, top=top)
    front = [standing.entry.score for standing in cut.top]
    kept = [
        standing.entry.score for standing in first_ranks([entry(n, score, n) for n, score in enumerate(scores)], top)
    ]

    for score in (1, 2, 3):
        assert front.count(score) in {0, scores.count(score)}
        assert kept.count(score) in {0, scores.count(score)}
    assert len(front) <= top + TIED
    assert len(kept) >= min(top, len(scores))
    if cut.shared:
        assert cut.shared.members == scores.count(cut.shared.score) > 0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=40), st.integers(1, 40))
def test_my_rank_is_one_more_than_those_above_me(scores: list[tuple[int, int]], me: int) -> None:
    entries = [entry(number, score, minutes) for number, (score, minutes) in enumerate(scores, 1)]
    standings = rank_entries(entries, me)

    assert standings.size == len(entries)
    for standing in (*standings.top, *standings.around):
        assert standing.rank == 1 + sum(other.score > standing.entry.score for other in entries)
    shown = [standing.entry.learner for standing in (*standings.top, *standings.around)]
    assert len(shown) == len(set(shown))
    assert (me in shown) == (me <= len(entries))
    assert standings == rank_entries(reversed(entries), me)
