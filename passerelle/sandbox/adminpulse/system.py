"""What AdminPulse is made of: its streams, its seed, its routes and its errors."""

from collections.abc import Mapping

from fastapi import Response

from passerelle.sandbox.adminpulse.links import BLANK as BLANK_LINK
from passerelle.sandbox.adminpulse.links import LINKS, holders, noted, numbered
from passerelle.sandbox.adminpulse.relations import BLANK, BY_HAND, COMPANIES, RELATIONS, created, updated, vat_digits
from passerelle.sandbox.adminpulse.routes import UNAUTHORIZED, routes
from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.data.companies import Company
from passerelle.sandbox.data.office import OWN_COMPANIES, office_relations
from passerelle.sandbox.system import Entries, Record, StreamRules, System, World, by_hand

NOT_ACTIVATED = "This option is not activated for your office. Please write to support@adminpulse.be."


def _seed(beginnings: Beginnings) -> Mapping[str, Mapping[str, Record]]:
    relations = office_relations(_companies_in_the_file(beginnings), beginnings.config.seed)
    return {
        "relation": {str(relation["id"]): relation for relation in relations},
        "link": holders(relations),
        "company": {str(company["id"]): company for company in OWN_COMPANIES},
    }


def _companies_in_the_file(beginnings: Beginnings) -> tuple[Company, ...]:
    if beginnings.config.from_path is None:
        return beginnings.companies
    if not beginnings.config.relations_from_register:
        return ()
    # The register does not say who is liable to VAT; whoever keeps the file has typed a VAT number all the same.
    return tuple(company | {"vatNumber": company["pid"]} for company in beginnings.companies)


def _added(world: World, values: Record) -> Entries:
    return noted(created(world, _filled_in(world, values), BY_HAND))


def _edited(world: World, _: str, record: Record, values: Record) -> Entries:
    return noted(updated(world, record, _filled_in(world, values), BY_HAND))


def _filled_in(world: World, values: Record) -> Record:
    known = by_hand(RELATIONS, values, BLANK)
    return known | ({"links": [_link_filled_in(world, link) for link in known["links"]]} if "links" in known else {})


def _own_company_added(world: World, values: Record) -> Entries:
    number = world.store.next_id(COMPANIES)
    return [(COMPANIES, str(number), {"id": number, "name": None, **by_hand(COMPANIES, values, ["name"])})]


def _own_company_edited(_: World, key: str, record: Record, values: Record) -> Entries:
    return [(COMPANIES, key, {**record, **by_hand(COMPANIES, values, ["name"])})]


def _history_stays(*_: object) -> Entries:
    raise SandboxError("adminpulse/history: the change history is kept by AdminPulse and cannot be written")


def _link_filled_in(world: World, values: Record) -> Record:
    return numbered(world, by_hand(LINKS, values, ("id", *BLANK_LINK)))


def _links_stay(*_: object) -> Entries:
    raise SandboxError("adminpulse/link: links are written in the relation that holds them")


def _refused(refusal: Refusal) -> Response:
    errors = {"errors": refusal.errors} if refusal.errors else {}
    return json_answer({"message": refusal.message} | errors, refusal.status, refusal.headers)


SYSTEM = System(
    name="adminpulse",
    streams={
        "relation": StreamRules(_added, _edited, key=vat_digits),
        "company": StreamRules(_own_company_added, _own_company_edited),
        "link": StreamRules(_links_stay, _links_stay),
        "history": StreamRules(_history_stays, _history_stays),
    },
    seed=_seed,
    routes=routes,
    refused=_refused,
    unauthorized=UNAUTHORIZED,
    not_activated=NOT_ACTIVATED,
)
