"""Pieces of the flows that need neither a server nor a system."""

import os
from pathlib import Path

import pytest

from flows.parameters import parse_numbers
from flows.third_parties import parse_third_parties
from flows.warm.watching import Watch
from tasks.markdown import summary_text


def test_numbers_pasted_into_one_line_are_told_apart() -> None:
    right, wrong = parse_numbers(["0403.449.823, BE 0403 590 274\n12", ""])

    assert right == ("0403449823", "0403590274")
    assert len(wrong) == 1
    assert wrong[0].startswith("'12' ")


def test_no_number_at_all_never_means_every_record() -> None:
    assert parse_numbers(["  "]) == ((), ["Name at least one enterprise number, e.g. 0403.449.823."])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("company/6657", "company/6657"),
        ("Company 6657", "company/6657"),
        ("6657", "company/6657"),
        ("individual/812", "individual/812"),
        ("contact 31", "contact/31"),
        ("https://app.sellsy.com/opportunities/701", "opportunity/701"),
        ("https://app.sellsy.com/contacts/31", "contact/31"),
        ("https://www.sellsy.com/?_f=third&thirdid=6657", "company/6657"),
        ("https://www.sellsy.fr/?_f=third&thirdid=6657&thirdtype=prospect", "company/6657"),
        ("https://app.sellsy.com/individuals/812/activity", "individual/812"),
    ],
)
def test_a_third_party_may_be_named_in_any_usual_spelling(typed: str, meant: str) -> None:
    assert parse_third_parties([typed]) == ((meant,), [])


def test_what_names_no_third_party_is_told_each_by_each() -> None:
    wrong = ["task/7", "company/0", "https://sellsy.example/?thirdid=6657", "https://www.sellsy.com/", "66 57"]
    right, told = parse_third_parties([f"{wrong[0]}, 6657; {wrong[1]}\n{wrong[2]}", *wrong[3:]])

    assert right == ("company/6657",)
    assert [sentence.split("'")[1] for sentence in told] == wrong


def test_no_third_party_at_all_never_means_every_one() -> None:
    assert parse_third_parties([" "]) == ((), ["Name at least one company or individual of Sellsy, e.g. company/6657."])


def test_watch_sees_an_edited_mapping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.warm.watching.EVERY_S", 0.0)
    file = tmp_path / "mappings" / "one.yaml"
    file.parent.mkdir()
    file.write_text("a: 1")
    watch = Watch(tmp_path)

    assert watch.changed() == ""
    os.utime(file, ns=(1, 1))
    assert watch.changed() == "mappings/one.yaml"


def test_markup_read_from_a_system_is_shown_and_not_obeyed() -> None:
    summary = {
        "state": "completed", "duration_s": 1.0, "dry_run": False, "error": "", "streams": {}, "notes": {},
        "problems": [{"stream": "a>b", "record": "1", "reason": "name is '[here](http://x.example) | <b>'"}],
        "report": "r.html",
    }  # fmt: skip

    assert r"\[here\](http://x.example) \| \<b\>" in summary_text(summary)
