"""Constants of ours in the text of statements."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.database.columns import constant, constants


def test_constants_stand_in_the_text_and_none_is_bound() -> None:
    statement = select(constant(5), constant("tick")).where(constant("a").in_(constants(("a", "unknown guild"))))
    compiled = statement.compile()

    assert "SELECT 5, 'tick' \nWHERE 'a' IN ('a', 'unknown guild')" == str(compiled)
    assert {} == compiled.params


def test_no_text_with_a_quote_is_a_constant() -> None:
    with pytest.raises(ValueError, match="no constant"):
        constant("it's")
