"""Waits that double up to a limit."""

from __future__ import annotations

from bot.backoff import Backoff


def test_waits_double_up_to_the_limit() -> None:
    backoff = Backoff(first=1.0, longest=5.0)

    assert [1.0, 2.0, 4.0, 5.0, 5.0] == [backoff.fail() for _ in range(5)]
    assert 5 == backoff.failures


def test_a_success_begins_anew() -> None:
    backoff = Backoff(first=1.0, longest=5.0)
    backoff.fail()
    backoff.fail()

    backoff.succeed()

    assert 0 == backoff.failures
    assert 1.0 == backoff.fail()


def test_jitter_shortens_the_longest_wait_too() -> None:
    factors = iter((0.5, 0.75))
    backoff = Backoff(first=2.0, longest=8.0, jitter=lambda: next(factors))

    assert 1.0 == backoff.after(0)
    assert 6.0 == backoff.after(9)


def test_any_number_of_failures_has_a_wait() -> None:
    assert 3600.0 == Backoff(first=5.0, longest=3600.0).after(10**9)
