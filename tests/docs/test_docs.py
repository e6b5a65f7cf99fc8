from __future__ import annotations

from tests.docs.generate import ROOT, env_example, fill_in


def test_the_readme_says_what_the_code_does() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert fill_in(text) == text, "run `make docs`"


def test_every_setting_is_in_the_example() -> None:
    assert env_example() == (ROOT / ".env.example").read_text(encoding="utf-8"), "run `make docs`"
