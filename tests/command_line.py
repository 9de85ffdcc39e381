"""The command line called in this process, which has paid for its imports already."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from passerelle.cli import main


@dataclass(frozen=True)
class Answer:
    """What a command said and ended with."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


Cli = Callable[..., Answer]


def called(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> Answer:
    """Call `passerelle` with arguments. What a command sets in the environment ends with it, as with a process."""
    monkeypatch.setattr(sys, "argv", ["passerelle", *arguments])
    before = dict(os.environ)
    try:
        main()
        code: Any = 0
    except SystemExit as ended:
        code = ended.code or 0
    finally:
        os.environ.clear()
        os.environ.update(before)
    out, err = capsys.readouterr()
    return Answer(code, out, err)
