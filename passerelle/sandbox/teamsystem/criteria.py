"""Which records a search asks for, and which page of them (facts ``tsc.search…`` and ``tsc.paging``)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.system import Record
from passerelle.sandbox.teamsystem.customfields import PREFIX
from passerelle.sandbox.teamsystem.kinds import Kind, Type
from passerelle.sandbox.teamsystem.odata import Fits, Invalid, compared, fits_of, ordered
from passerelle.sandbox.teamsystem.refusing import fault, invalid

ODATA = ("filter", "orderby", "skip", "top")
BY_FIELD = ("field", "value", "comparator")
USUAL, MOST = 50, 500
COMPARATORS = {"Equals": "eq", "StartsWith": "startswith", "Contains": "contains"}
BY_ID = ("", "id", "id asc", "id desc")
Types = dict[str, Type]


def asked(request: Request, known: Collection[str]) -> dict[str, str]:
    """The parameters of a query by their names, small and without a dollar; an empty one counts as left out.

    Raises Refusal (400) for an unknown one and for one that stands there twice.
    """
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        plain = name.removeprefix("$").lower()
        if plain not in known or plain in found:
            raise invalid([fault(name, "there is no such parameter, or it is given twice")])
        found[plain] = value
    return {name: value for name, value in found.items() if value.strip()}


@dataclass(frozen=True)
class Criteria:
    """What a query asks for among records whose properties have these types."""

    query: dict[str, str]
    types: Types
    no_effect: Collection[str]

    def fits(self) -> Fits:
        """Whether a record is asked for. Raises Refusal (400) for a filter the CRM does not understand."""
        try:
            if "field" in self.query:
                return self._by_field()
            return fits_of(self.query.get("filter", ""), self.types, self.no_effect)
        except Invalid as error:
            raise Refusal(400, str(error)) from error

    def page(self, records: list[Record]) -> list[Record]:
        """The page of these records, in the order that is asked for. Raises Refusal (400) out of range."""
        skip, top = self._number("skip", 0, 0, None), self._number("top", USUAL, 1, MOST)
        try:
            return ordered(records, self.query.get("orderby", ""), self.types)[skip : skip + top]
        except Invalid as error:
            raise Refusal(400, str(error)) from error

    def names(self, name: str) -> bool:
        """Whether the query may be about a property of that name."""
        return any(name.lower() in text.lower() for text in self.query.values())

    def by_id(self) -> None:
        """Raise Refusal (400) if another order than by id is asked for."""
        if self.query.get("orderby", "").strip() not in BY_ID:
            raise invalid([fault("orderBy", "ids are ordered by id only")])

    def _number(self, name: str, usual: int, least: int, most: int | None) -> int:
        text = self.query.get(name, str(usual))
        number = int(text) if text.isascii() and text.isdigit() else -1
        if number < least or (most is not None and number > most):
            raise invalid([fault(name, f"must be {least} or more" + (f", and {most} at most" if most else ""))])
        return number

    def _by_field(self) -> Fits:
        field, comparator = self.query["field"], self.query.get("comparator", "Equals")
        name = _property(field)
        if name not in self.types or comparator not in COMPARATORS:
            raise Invalid(f"there is no field {field}, or no comparator {comparator}")
        value = _spoken(self.query.get("value", ""), self.types[name])
        return compared(name, self.types[name], COMPARATORS[comparator], value)


def criteria(
    request: Request, kind: Kind, types: Types, no_effect: Collection[str], known: Collection[str]
) -> Criteria:
    """What a call asks for. Raises Refusal (400) for parameters that are none, or of both forms of a search."""
    query = asked(request, known)
    if query.keys() & set(BY_FIELD) and ("field" not in query or "filter" in query):
        raise invalid([fault("field", f"{kind.word} is searched by field, value and comparator, or by filter")])
    return Criteria(query, types, no_effect)


def _property(field: str) -> str:
    """The property that a field names, which begins with a capital here, or is all in capitals (``FF_…``)."""
    if field.startswith(PREFIX.upper()) and field.isupper():
        return field.lower()
    return f"{field[0].lower()}{field[1:]}" if field[0].isupper() else ""


def _spoken(text: str, kind: Type) -> Any:
    if kind == "number":
        return int(text) if text.isascii() and text.isdigit() else text
    return {"true": True, "false": False}.get(text.lower(), text) if kind == "flag" else text
