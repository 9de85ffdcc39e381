"""The kinds of parties: companies, individuals, contacts."""

from collections.abc import Callable, Iterable
from typing import Any

from passerelle.sandbox.sellsy import bodies, filters, shapes
from passerelle.sandbox.sellsy.embeds import of_contacts, of_third_parties
from passerelle.sandbox.sellsy.filters import among, no_favourites, same, several, within
from passerelle.sandbox.sellsy.kinds import Kind, Test
from passerelle.sandbox.sellsy.lists import SIZES, STAFFS, segment_of, size_of, staff
from passerelle.sandbox.sellsy.moments import sortable
from passerelle.sandbox.sellsy.refusing import refuse
from passerelle.sandbox.sellsy.streams import COMPANIES, CONTACTS, INDIVIDUALS, found
from passerelle.sandbox.system import Record, World

TAKEN = "Cette adresse email est déjà utilisée sur l'un de vos collaborateurs"


def _owned(values: Record) -> Record:
    if "owner_id" in values:
        return {name: value for name, value in values.items() if name != "owner_id"} | {
            "owner": staff(values["owner_id"], "owner_id")
        }
    return values


def _company_to_store(_: World, values: Record, __: Record) -> Record:
    labelled = {"number_of_employees": size_of, "business_segment": segment_of}
    return _owned(values) | {name: labelled[name](values[name]) for name in labelled if name in values}


def _individual_to_store(_: World, values: Record, __: Record) -> Record:
    if any(one["email"] == (values.get("email") or "").lower() for one in STAFFS):
        refuse("email", TAKEN)
    return _owned(values)


def _contact_to_store(_: World, values: Record, __: Record) -> Record:
    return _owned(values)


def _name_of(person: Record) -> str:
    return " ".join(part for part in (person["first_name"], person["last_name"]) if part)


def _address(kind: str, attribute: str) -> Test:
    def test(world: World, value: Any) -> Callable[[Record], bool]:
        def fits(record: Record) -> bool:
            address = shapes.address_for(world, kind, record, "invoicing")
            return address is not None and address[attribute] in several(value)

        return fits

    return test


def _contact_ids(parties: Iterable[Record]) -> set[int]:
    return {link["contactId"] for party in parties for link in party["_contacts"]}


def _linked_from(stream: str) -> Test:
    def test(world: World, parties: list[int]) -> Callable[[Record], bool]:
        linked = _contact_ids(party for key in parties if (party := found(world, stream, key)))
        return lambda contact: contact["id"] in linked

    return test


def _is_linked(world: World, wanted: bool) -> Callable[[Record], bool]:
    linked = _contact_ids([*world.store[COMPANIES].values(), *world.store[INDIVIDUALS].values()])
    return lambda contact: (contact["id"] in linked) == wanted


def _sized(_: World, bounds: Any) -> Callable[[Record], bool]:
    least, most = bounds["min"], bounds["max"]
    fitting = [size[0] for size in SIZES if (least is None or size[3] >= least) and (most is None or size[2] <= most)]
    return lambda company: (company["number_of_employees"] or {"id": None})["id"] in fitting


def _referenced(_: World, references: list[str]) -> Callable[[Record], bool]:
    wanted = {reference.casefold() for reference in references}
    return lambda party: (party["reference"] or "").casefold() in wanted


def _tests(kind: str) -> dict[str, Test]:
    return {
        "created": within("created"),
        "email": same("email"),
        "id": among("id"),
        "is_archived": same("is_archived"),
        "favourite_filter": no_favourites,
        "country_code": _address(kind, "country_code"),
        "postal_code": _address(kind, "postal_code"),
    }


def _third_party_tests(kind: str) -> dict[str, Test]:
    return _tests(kind) | {
        "updated_at": within("updated_at"),
        "type": among("type"),
        "reference": _referenced,
    }


_MOMENTS = {
    "created_at": lambda record: sortable(record["created"]),
    "updated_at": lambda record: sortable(record["updated_at"]),
}

COMPANY = Kind(
    name="company",
    stream=COMPANIES,
    blank=shapes.COMPANY,
    touched="updated_at",
    orders={"name": lambda record: (record["name"] or "").casefold(), **_MOMENTS},
    filters=filters.CompanyFilters,
    tests=_third_party_tests("company")
    | {
        "name": same("name"),
        "siret": lambda _, siret: lambda company: bool(company["legal_france"]["siret"] == siret),
        "contacts": lambda _, contacts: lambda company: not _contact_ids([company]).isdisjoint(contacts),
        "number_of_employees": _sized,
    },
    shown=shapes.shown_company,
    embeds=of_third_parties("company"),
    field_kind=lambda record: str(record["type"]),
    new=bodies.NewCompany,
    changes=bodies.CompanyBody,
    to_store=_company_to_store,
)
INDIVIDUAL = Kind(
    name="individual",
    stream=INDIVIDUALS,
    blank=shapes.INDIVIDUAL,
    touched="updated_at",
    orders={"name": lambda record: _name_of(record).casefold(), **_MOMENTS},
    filters=filters.ThirdPartyFilters,
    tests=_third_party_tests("individual")
    | {"name": lambda _, name: lambda person: name in (person["last_name"], _name_of(person))},
    shown=shapes.shown_individual,
    embeds=of_third_parties("individual"),
    field_kind=lambda record: str(record["type"]),
    new=bodies.NewIndividual,
    changes=bodies.IndividualBody,
    to_store=_individual_to_store,
)
CONTACT = Kind(
    name="contact",
    stream=CONTACTS,
    blank=shapes.CONTACT,
    touched="updated",
    orders={"name": lambda record: _name_of(record).casefold(), "created_at": _MOMENTS["created_at"]},
    filters=filters.ContactFilters,
    tests=_tests("contact")
    | {
        "updated": within("updated"),
        **{name: same(name) for name in ("last_name", "birth_date", "phone_number", "mobile_number")},
        "companies": _linked_from(COMPANIES),
        "individuals": _linked_from(INDIVIDUALS),
        "is_linked": _is_linked,
    },
    shown=shapes.shown_contact,
    embeds=of_contacts(),
    field_kind=lambda _: "contact",
    new=bodies.NewContact,
    changes=bodies.ContactBody,
    to_store=_contact_to_store,
)
