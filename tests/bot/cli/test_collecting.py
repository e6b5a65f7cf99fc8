"""The garbage collector waits while modules load, and works as usual afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from bot.cli import collecting


@pytest.fixture
def _collector() -> Iterator[None]:
    """Set the collector of the test run back."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.mark.usefixtures("_collector")
def test_what_is_loaded_is_exempt_and_the_collector_works_as_before() -> None:
    collecting.put_off_collecting()
    assert gc.get_threshold()[0] == collecting.PATIENT
    loaded = ["loaded", {}]

    collecting.exempt_memory()

    assert gc.get_threshold() == collecting.USUAL
    assert all(loaded is not one for one in gc.get_objects())  # it no longer looks there
