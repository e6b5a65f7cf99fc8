"""Tests whose examples are drawn run unmeasured, so that coverage is the same each time."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st


@given(st.none())
def test_what_is_drawn_runs_unmeasured_in_each_worker(_drawn: None) -> None:
    assert sys.gettrace() is None
