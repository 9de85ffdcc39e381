"""What AdminPulse is made of: its streams, its seed, its routes and its errors."""

from collections.abc import Mapping

from fastapi import Response

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
    return created(world, by_hand(RELATIONS, values, BLANK), BY_HAND)


def _edited(world: World, _: str, record: Record, values: Record) -> Entries:
    return updated(world, record, by_hand(RELATIONS, values, BLANK), BY_HAND)


def _own_company_added(world: World, values: Record) -> Entries:
    number = world.store.next_id(COMPANIES)
    return [(COMPANIES, str(number), {"id": number, "name": None, **by_hand(COMPANIES, values, ["name"])})]


def _own_company_edited(_: World, key: str, record: Record, values: Record) -> Entries:
    return [(COMPANIES, key, {**record, **by_hand(COMPANIES, values, ["name"])})]


def _history_stays(*_: object) -> Entries:
    raise SandboxError("adminpulse/history: the change history is kept by AdminPulse and cannot be written")


def _refused(refusal: Refusal) -> Response:
    errors = {"errors": refusal.errors} if refusal.errors else {}
    return json_answer({"message": refusal.message} | errors, refusal.status, refusal.headers)


SYSTEM = System(
    name="adminpulse",
    streams={
        "relation": StreamRules(_added, _edited, key=vat_digits),
        "company": StreamRules(_own_company_added, _own_company_edited),
        "history": StreamRules(_history_stays, _history_stays),
    },
    seed=_seed,
    routes=routes,
    refused=_refused,
    unauthorized=UNAUTHORIZED,
    not_activated=NOT_ACTIVATED,
)
