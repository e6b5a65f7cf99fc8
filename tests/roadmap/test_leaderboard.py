from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from roadmap.leaderboard import Board, BoardEntry, Standing, rank_entries

NOON = datetime(2025, 6, 10, 12, tzinfo=UTC)


def entry(learner: int, score: int, minutes: int = 0) -> BoardEntry:
    return BoardEntry(learner, f"member {learner}", score, NOON + timedelta(minutes=minutes))


def board(*scores: int, me: int | None = None, top: int = 10) -> Board:
    """Learners 1, 2, 3 ... with these scores, each reached a minute after the one before."""
    return rank_entries([entry(number, score, number) for number, score in enumerate(scores, 1)], me, top)


def ranks(standings: tuple[Standing, ...]) -> list[tuple[int | None, int]]:
    return [(standing.rank, standing.entry.learner) for standing in standings]


def test_the_highest_score_is_first() -> None:
    assert ranks(board(3, 9, 6).top) == [(1, 2), (2, 3), (3, 1)]


def test_equal_scores_share_a_rank_and_the_next_one_is_left_out() -> None:
    assert ranks(board(9, 9, 6, 6, 1).top) == [(1, 1), (1, 2), (3, 3), (3, 4), (5, 5)]


def test_in_a_tie_whoever_came_first_stands_first_and_then_the_older_learner() -> None:
    standings = rank_entries([entry(1, 5, 30), entry(2, 5, 10), entry(4, 5, 10), entry(3, 5, 10)], None)

    assert ranks(standings.top) == [(1, 2), (1, 3), (1, 4), (1, 1)]


def test_ranks_close_up_when_somebody_hides() -> None:
    assert ranks(board(9, 7, 5, 3).top)[2:] == [(3, 3), (4, 4)]
    assert ranks(rank_entries([entry(1, 9), entry(3, 5), entry(4, 3)], None).top)[1:] == [(2, 3), (3, 4)]


def test_two_members_have_no_ranks_but_an_order() -> None:
    assert ranks(board(1, 2, me=1).top) == [(None, 2), (None, 1)]
    assert board(1, 2, me=1).me == Standing(None, entry(1, 1, 1))
    assert ranks(board(1, 2, 3).top)[0] == (1, 3)


def test_nobody_makes_an_empty_board() -> None:
    assert rank_entries([], 1) == Board((), (), None, 0)


def test_within_the_top_nobody_needs_to_be_shown_again() -> None:
    shown = board(9, 8, 7, 6, me=3, top=3)

    assert shown.around == ()
    assert shown.me == Standing(3, entry(3, 7, 3))
    assert shown.size == 4


def test_below_the_top_i_stand_between_my_neighbours() -> None:
    assert ranks(board(9, 8, 7, 6, 5, 4, me=5, top=3).around) == [(4, 4), (5, 5), (6, 6)]


def test_a_neighbour_whom_the_top_shows_is_not_shown_twice() -> None:
    assert ranks(board(9, 8, 7, 6, 5, me=4, top=3).around) == [(4, 4), (5, 5)]


def test_the_last_one_has_one_neighbour() -> None:
    assert ranks(board(9, 8, 7, 6, 5, me=5, top=3).around) == [(4, 4), (5, 5)]


def test_who_is_not_on_the_board_has_no_standing() -> None:
    assert (board(9, 8, 7, me=99).me, board(9, 8, 7, me=99).around) == (None, ())


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
