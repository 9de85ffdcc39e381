"""Values held in several languages brought to one, row by row and always the same one.

The language is the one the target's record is kept in; else that of the seat's region; else the first there is. The
address follows the name, so that a bilingual street doesn't flip. Source of the regions: Belgian postcodes (bpost)
and the language areas of article 4 of the Constitution; 4700 to 4791 are the nine German-speaking communes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from passerelle.records import KINDS, LANGUAGES

Row = Mapping[str, str | None]

BILINGUAL = ("fr", "nl")
"""The languages of Brussels."""

REGIONS: tuple[tuple[int, int, tuple[str, ...]], ...] = (
    (1000, 1299, BILINGUAL),
    (1300, 1499, ("fr",)),
    (1500, 3999, ("nl",)),
    (4000, 4699, ("fr",)),
    (4700, 4791, ("de", "fr")),
    (4792, 7999, ("fr",)),
    (8000, 9999, ("nl",)),
)
"""First and last postcode of a language area, and its languages, the one that stands for all in front."""


def localise(frame: pd.DataFrame, languages: pd.Series) -> pd.DataFrame:
    """The frame with `name`, `street`, `town` … filled from their columns per language (which stay).

    `languages`: by `external_id`, the language wanted for each record or None. A field is None only when it is blank
    in every language.
    """
    fields = _localised_fields(frame)
    wanted = languages.reindex(frame.index)
    filled: dict[str, list[str | None]] = {field: [] for field in fields}
    for row, language in zip(_rows(frame), wanted.to_numpy(dtype=object), strict=True):
        order = [*([language] if isinstance(language, str) else []), *_languages_of_seat(row), *LANGUAGES]
        for field in fields:
            chosen = next((known for known in order if row.get(f"{field}@{known}") is not None), None)
            filled[field].append(row[f"{field}@{chosen}"] if chosen else None)
            if chosen:
                order.insert(0, chosen)
    columns = {field: pd.Series(values, index=frame.index, dtype=object) for field, values in filled.items()}
    return frame.assign(**columns)


def language_of_seat(frame: pd.DataFrame) -> pd.Series:
    """The language each company is addressed in when nobody chose one; None where nothing tells.

    In Brussels the language its name is registered in when that is just one, else French.
    """
    values = [next(iter(_languages_of_seat(row)), None) for row in _rows(frame)]
    return pd.Series(values, index=frame.index, dtype=object, name="language")


def _languages_of_seat(row: Row) -> Sequence[str]:
    registered = [language for language in LANGUAGES if row.get(f"name@{language}") is not None]
    area = _area(row)
    if len(area) == 1:
        return area
    only = [language for language in registered if not area or language in area]
    return [only[0], *area] if len(only) == 1 else area


def _area(row: Row) -> tuple[str, ...]:
    return () if row.get("country") not in (None, "BE") else languages_of_postcode(row.get("postcode"))


def languages_of_postcode(postcode: str | None) -> tuple[str, ...]:
    """The languages of a Belgian postcode's area, the one that stands for all in front; else none."""
    if postcode is None or not postcode.isdecimal():
        return ()
    return next((languages for first, last, languages in REGIONS if first <= int(postcode) <= last), ())


def _localised_fields(frame: pd.DataFrame) -> list[str]:
    """Fields with a column per language, in canonical order: the name before the address that follows it."""
    present = {column.split("@")[0] for column in frame.columns if "@" in column}
    known = dict.fromkeys(field.name for fields in KINDS.values() for field in fields if field.localised)
    return [field for field in known if field in present]


def _rows(frame: pd.DataFrame) -> Iterable[Row]:
    names = list(frame.columns)
    return (dict(zip(names, values, strict=True)) for values in frame.to_numpy(dtype=object))
