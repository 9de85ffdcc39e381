"""A sandbox that begins with the records of a file."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from passerelle.sandbox.server import SandboxError
from tests.sandbox_fixture import running_sandbox


def written(folder: Path, content: Any) -> Path:
    file = folder / "records.json"
    file.write_bytes(orjson.dumps(content))
    return file


def test_a_file_of_records_takes_the_place_of_what_is_made_up(tmp_path: Path) -> None:
    with running_sandbox(companies=20) as sandbox:
        held = dict(list(sandbox.state("altior", "thirdparty").items())[:3])
    file = written(tmp_path, {"altior/thirdparty": held})
    with running_sandbox(from_path=file, companies=20) as sandbox:
        assert sandbox.state("altior", "thirdparty") == held
        assert sandbox.state("sellsy", "company") == sandbox.state("adminpulse", "relation") == {}
        assert [one["name"] for one in sandbox.state("sellsy", "customfield").values()] == ["Synchronisation Altior"]
        new = sandbox.add("altior", "thirdparty", name="Menuiserie Neuve")
        assert new["id"] == max(map(int, held)) + 1


def test_another_file_starts_afresh_and_the_same_one_does_not(tmp_path: Path) -> None:
    home = tmp_path / "home"
    file = written(tmp_path, {"altior/user": {"1": {"id": 1, "name": "Anne", "email": None}}})
    with running_sandbox(from_path=file, home=home) as sandbox:
        sandbox.edit("altior", "user", 1, name="Anne Blanc")
    with running_sandbox(from_path=file, home=home) as sandbox:
        assert sandbox.record("altior", "user", 1)["name"] == "Anne Blanc"
    written(tmp_path, {"altior/user": {"1": {"id": 1, "name": "Louise", "email": None}}})
    with running_sandbox(from_path=file, home=home) as sandbox:
        assert sandbox.record("altior", "user", 1)["name"] == "Louise"


@pytest.mark.parametrize(
    ("content", "told"),
    [("records", "is not an object of streams"), ({"altior/users": {}}, "names altior/users"), (None, "is not JSON")],
)
def test_a_file_that_holds_no_records_is_told(tmp_path: Path, content: Any, told: str) -> None:
    file = written(tmp_path, content)
    if content is None:
        file.write_text("{", encoding="utf-8")
    with pytest.raises(SandboxError, match=told), running_sandbox(from_path=file):
        pass
