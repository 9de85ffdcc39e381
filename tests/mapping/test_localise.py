"""A value in several languages becomes one: the file's language, else the seat's, and always the same."""

from __future__ import annotations

import pandas as pd
import pytest

from passerelle.mapping.localise import language_of_seat, localise

BILINGUAL = {
    "name@fr": "Boulangerie Peeters",
    "name@nl": "Bakkerij Peeters",
    "street@fr": "Rue du Chêne",
    "street@nl": "Eikstraat",
    "town@fr": "Bruxelles",
    "town@nl": "Brussel",
    "postcode": "1000",
    "country": "BE",
}
COLUMNS = [f"{field}@{language}" for field in ("town", "street", "name") for language in ("fr", "nl", "de")]


def frame_of(**values: str | None) -> pd.DataFrame:
    row: dict[str, str | None] = dict.fromkeys([*COLUMNS, "postcode", "country"]) | values
    return pd.DataFrame([row], index=pd.Index(["a"], name="external_id"), dtype=object)


def localised(language: str | None, **values: str | None) -> tuple[str | None, ...]:
    frame = localise(frame_of(**values), pd.Series([language], index=["a"], dtype=object))
    return tuple(frame.loc["a", ["name", "street", "town"]])


FRENCH = ("Boulangerie Peeters", "Rue du Chêne", "Bruxelles")
DUTCH = ("Bakkerij Peeters", "Eikstraat", "Brussel")


def test_the_language_of_the_file_decides() -> None:
    assert localised("nl", **BILINGUAL) == DUTCH
    assert localised("fr", **BILINGUAL) == FRENCH


@pytest.mark.parametrize(
    ("postcode", "expected"),
    [("1000", FRENCH), ("1300", FRENCH), ("1500", DUTCH), ("4000", FRENCH), ("8000", DUTCH), (None, FRENCH)],
)
def test_without_one_the_seat_decides(postcode: str | None, expected: tuple[str, ...]) -> None:
    assert localised(None, **BILINGUAL | {"postcode": postcode}) == expected
    assert localised("es", **BILINGUAL | {"postcode": postcode}) == expected


def test_the_address_follows_the_name() -> None:
    assert localised("fr", **BILINGUAL | {"name@fr": None}) == DUTCH
    assert localised(None, **BILINGUAL | {"name@fr": None}) == DUTCH


def test_what_exists_in_one_language_only_is_taken_and_the_town_follows_the_street() -> None:
    assert localised("nl", **BILINGUAL | {"street@nl": None}) == ("Bakkerij Peeters", "Rue du Chêne", "Bruxelles")
    assert localised("en", **{"name@de": "Bäckerei Peeters"}) == ("Bäckerei Peeters", None, None)


def test_rows_without_a_wanted_language_and_other_columns_are_kept() -> None:
    frame = frame_of(**BILINGUAL)
    result = localise(frame, pd.Series(dtype=object))
    assert result.at["a", "name@nl"] == "Bakkerij Peeters"
    assert result.at["a", "name"] == "Boulangerie Peeters"
    assert "name" not in frame.columns


def test_a_frame_without_languages_stays_as_it_is() -> None:
    frame = pd.DataFrame({"name": ["Peeters"]}, index=["a"], dtype=object)
    pd.testing.assert_frame_equal(localise(frame, pd.Series(["nl"], index=["a"])), frame)


@pytest.mark.parametrize(
    ("postcode", "country", "names", "expected"),
    [
        ("1000", "BE", {"name@nl": "B", "name@fr": "B"}, "fr"),
        ("1000", "BE", {"name@nl": "B"}, "nl"),
        ("1299", None, {"name@de": "B"}, "fr"),
        ("1300", "BE", {"name@nl": "B"}, "fr"),
        ("1499", "BE", {}, "fr"),
        ("1500", "BE", {"name@fr": "B"}, "nl"),
        ("3798", "BE", {}, "nl"),
        ("4699", "BE", {}, "fr"),
        ("4700", "BE", {}, "de"),
        ("4791", "BE", {"name@fr": "B"}, "fr"),
        ("4800", "BE", {}, "fr"),
        ("7780", "BE", {}, "fr"),
        ("9999", "BE", {}, "nl"),
        ("1000", "NL", {"name@nl": "B"}, "nl"),
        ("75001", "FR", {}, None),
        (None, None, {"name@fr": "B", "name@nl": "B"}, None),
        ("onbekend", "BE", {}, None),
    ],
)
def test_the_language_of_the_seat(
    postcode: str | None, country: str | None, names: dict[str, str], expected: str | None
) -> None:
    frame = frame_of(postcode=postcode, country=country, **names)
    assert language_of_seat(frame).to_dict() == {"a": expected}
