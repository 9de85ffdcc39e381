"""Reviso's web hooks: what a call names, whatever it says it with, and what a person types to have them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from passerelle.systems.hooks import EVERYTHING, Call, MalformedCall, hooks_of
from passerelle.systems.reviso_hooks import Hooks
from tests.receiver.standing import V1, V9, reviso_profile

HOOKS = Hooks(reviso_profile())
JSON = {"content-type": "application/json"}


def posted(body: object) -> Call:
    return Call(JSON, body if isinstance(body, bytes) else json.dumps(body).encode())


def got(*query: tuple[str, str]) -> Call:
    return Call({}, b"", "GET", V9, query)


def hint_of(call: Call) -> tuple[str, str | None]:
    (hint,) = HOOKS.read(call).hints
    assert hint.stream == "customer"
    return hint.external_id, hint.formerly


NOTHING = [None, "", "0", 0, "000", " ", "\u00a0", "[OLDNUMBER]", "[newnumber]", " [NewNumber] ", "%5BOLDNUMBER%5D"]


@pytest.mark.parametrize("nothing", NOTHING)
def test_creation_deletion_and_whatever_else_names_one_number(nothing: object) -> None:
    assert hint_of(posted({"oldNumber": nothing, "newNumber": "42"})) == ("42", None)
    assert hint_of(posted({"oldNumber": "42", "newNumber": nothing})) == ("42", None)
    assert hint_of(posted({"oldNumber": nothing, "newNumber": nothing})) == (EVERYTHING, None)


def test_a_missing_number_is_none() -> None:
    assert hint_of(posted({"newNumber": 42})) == ("42", None)
    assert hint_of(posted({})) == (EVERYTHING, None)
    assert hint_of(got()) == (EVERYTHING, None)


@pytest.mark.parametrize("number", [42, "42", " 42 ", "0042", "42\n"])
def test_a_number_is_spelled_one_way(number: object) -> None:
    assert hint_of(posted({"oldNumber": number, "newNumber": "42"})) == ("42", None)


def test_another_number_is_a_renumbering() -> None:
    assert hint_of(posted({"oldNumber": "7", "newNumber": 999999999})) == ("999999999", "7")
    assert HOOKS.read(posted({"oldNumber": "7", "newNumber": "8"})).event == "renumbered"


def test_a_get_says_the_same_under_any_of_its_names() -> None:
    assert hint_of(got(("TustenaWebApiKey", "k"), ("oldNumber", "7"), ("newNumber", "8"))) == ("8", "7")
    assert hint_of(got(("old", "7"), ("NEW", "8"))) == ("8", "7")
    assert hint_of(got(("old", "[OLDNUMBER]"), ("new", "8"), ("newNumber", "8"))) == ("8", None)


WRONG = ["x", "-1", "1000000000", "1e3", "1.0", "4 2", "٤٢", "²", "42; DROP", "0x1f", "[NUMBER]", "+5"]


@pytest.mark.parametrize("wrong", [*WRONG, True, False, 1.5, 42.0, -3, 10**9, 2**80, [], [42], {}, {"a": 1}])
@pytest.mark.parametrize("name", ["oldNumber", "newNumber"])
def test_what_is_no_number_is_told_without_repeating_it(wrong: Any, name: str) -> None:
    with pytest.raises(MalformedCall) as problem:
        HOOKS.read(posted({"oldNumber": "1", "newNumber": "2", name: wrong}))
    assert name in str(problem.value)
    assert "DROP" not in str(problem.value)


@pytest.mark.parametrize("wrong", WRONG)
def test_and_so_in_an_address(wrong: str) -> None:
    with pytest.raises(MalformedCall):
        HOOKS.read(got(("newNumber", wrong)))


def test_two_different_numbers_under_one_meaning_are_believed_neither() -> None:
    with pytest.raises(MalformedCall, match="more than one newNumber"):
        HOOKS.read(got(("new", "8"), ("new", "9")))


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'"8"', b"8", b"\xff\xfe", b"[" * 60_000, b"NaN"])
def test_what_is_no_object_is_told(body: bytes) -> None:
    with pytest.raises(MalformedCall):
        HOOKS.read(posted(body))


@pytest.mark.parametrize(
    ("path", "query", "key"),
    [
        (V9, [("TustenaWebApiKey", "k")], "k"),
        (V9, [("tustenawebapikey", "k")], "k"),
        (V1, [("apiKey", "k")], "k"),
        (V1, [("apiKey", "k"), ("apiKey", "k")], "k"),
        (V1, [("apiKey", "k"), ("apikey", "another")], ""),
        (V1, [("TustenaWebApiKey", "k")], ""),
        (V9, [], ""),
    ],
)
def test_a_key_is_where_the_path_has_it(path: str, query: list[tuple[str, str]], key: str) -> None:
    assert HOOKS.key_in(Call({}, b"", "POST", path, query)) == key


def test_what_a_person_types_is_the_vendors_template_with_another_host() -> None:
    told = HOOKS.to_set_up("https://hooks.firm.example/")
    typed = dict(told.to_type)
    assert told.done == "by hand"
    assert typed["Tipo"] == "Cliente aggiornato"
    assert typed["Content-type"] == "application/json"
    assert json.loads(typed["Data posted"]) == {"oldNumber": "[OLDNUMBER]", "newNumber": "[NEWNUMBER]"}
    assert typed["URL"].startswith("https://hooks.firm.example/api/v9/RevisoCustomer?TustenaWebApiKey=")
    whole = urlsplit(HOOKS.address("https://hooks.firm.example", "a_key-of ours"))
    assert (whole.path, parse_qsl(whole.query)) == (V9, [("TustenaWebApiKey", "a_key-of ours")])


def test_the_profile_brings_the_module() -> None:
    assert isinstance(hooks_of(reviso_profile()), Hooks)
