"""The command line, called in this process."""

from __future__ import annotations

import gc
import sys

import pytest

from bot import cli


def call(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    """Run the command line as from a shell, and return its exit status."""
    monkeypatch.setattr(sys, "argv", ["cairn", *args])
    usual = gc.get_threshold()
    with pytest.raises(SystemExit) as ended:
        cli.main()
    gc.set_threshold(*usual)
    code = ended.value.code
    return code if isinstance(code, int) else int(bool(code))
