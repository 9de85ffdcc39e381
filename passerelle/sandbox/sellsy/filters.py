"""The filters of the searches, closed, and what they compare (facts ``sel.….filters``)."""

from collections.abc import Callable
from typing import Annotated, Any, Literal, NoReturn

from pydantic import Field

from passerelle.sandbox.sellsy.bodies import Closed, Day, Moment, ThirdPartyType
from passerelle.sandbox.sellsy.kinds import Test
from passerelle.sandbox.sellsy.moments import sortable
from passerelle.sandbox.sellsy.refusing import refuse
from passerelle.sandbox.system import Record, World


class Period(Closed):
    """From one moment to another; both count, either may be left out."""

    start: Moment | None = None
    end: Moment | None = None


class Days(Closed):
    """From one day to another; both count, either may be left out."""

    start: Day | None = None
    end: Day | None = None


class Range(Closed):
    """From one number to another."""

    min: float | None = None
    max: float | None = None


class RelatedObject(Closed):
    """A record that another one belongs to."""

    type: Literal["company", "individual", "opportunity"]
    id: int


class ThirdPartyFilters(Closed):
    """What companies and individuals are searched by."""

    created: Period | None = None
    updated_at: Period | None = None
    name: str | None = None
    email: str | None = None
    type: ThirdPartyType | list[ThirdPartyType] | None = None
    is_archived: bool | None = None
    id: list[int] | None = None
    favourite_filter: int | None = None
    country_code: str | None = None
    postal_code: list[str] | None = None
    reference: list[str] | None = None


class CompanyFilters(ThirdPartyFilters):
    """What companies are searched by."""

    contacts: list[int] | None = None
    siret: str | None = None
    number_of_employees: Range | None = None


class ContactFilters(Closed):
    """What contacts are searched by."""

    companies: list[int] | None = None
    individuals: list[int] | None = None
    created: Period | None = None
    updated: Period | None = None
    last_name: str | None = None
    birth_date: Day | None = None
    email: str | None = None
    phone_number: str | None = None
    mobile_number: str | None = None
    id: list[int] | None = None
    favourite_filter: int | None = None
    is_linked: bool | None = None
    country_code: str | None = None
    postal_code: list[str] | None = None


class OpportunityFilters(Closed):
    """What opportunities are searched by."""

    created: Period | None = None
    updated_status: Period | None = None
    due_date: Days | None = None
    name: str | None = None
    pipeline: list[int] | None = None
    step: list[int] | None = None
    amount: Range | None = None
    related_objects: list[RelatedObject] | None = None
    assigned_staffs: list[int] | None = None
    statuses: list[str] | None = None
    favourite_filter: int | None = None


class DocumentFilters(Closed):
    """What estimates and orders are searched by."""

    related_objects: Annotated[list[RelatedObject], Field(min_length=1)] | None = None
    status: list[str] | None = None


def wanted(filters: Closed) -> Record:
    """What is asked for; a filter that is null asks for nothing."""
    return {name: value for name, value in filters.sent().items() if value is not None}


def same(attribute: str) -> Test:
    """The attribute is what is asked for."""
    return lambda _, value: lambda record: bool(record[attribute] == value)


def among(attribute: str) -> Test:
    """The attribute is one of those asked for."""

    def test(_: World, value: Any) -> Callable[[Record], bool]:
        wanted = frozenset(several(value))
        return lambda record: record[attribute] in wanted

    return test


def within(attribute: str) -> Test:
    """The attribute is a moment of the period asked for."""

    def test(_: World, period: Any) -> Callable[[Record], bool]:
        start, end = sortable(period["start"]), sortable(period["end"])
        return lambda record: start <= (moment := sortable(record[attribute])) and (not end or moment <= end)

    return test


def within_days(attribute: str) -> Test:
    """The attribute is one of the days asked for; no day is none of them."""
    return lambda _, days: lambda record: between(record[attribute], {"min": days["start"], "max": days["end"]})


def no_favourites(*_: object) -> NoReturn:
    """Raise Refusal (400): the account has saved no filter."""
    refuse("favourite_filter")


def several(value: Any) -> list[Any]:
    """What is asked for, one or several, as a list."""
    return value if isinstance(value, list) else [value]


def between(value: Any, bounds: Any) -> bool:
    """Whether a value lies between two others, of which either may be missing."""
    if value is None:
        return False
    return (bounds["min"] is None or value >= bounds["min"]) and (bounds["max"] is None or value <= bounds["max"])
