"""What AdminPulse is made of: its streams, its seed, its routes and its errors."""

from collections.abc import Mapping

from fastapi import Response

from passerelle.sandbox.adminpulse.relations import BY_HAND, COMPANIES, HISTORY, created, updated, vat_digits
from passerelle.sandbox.adminpulse.routes import UNAUTHORIZED, routes
from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.config import SandboxConfig
from passerelle.sandbox.data.companies import Company
from passerelle.sandbox.data.office import OWN_COMPANIES, office_relations
from passerelle.sandbox.openthebox.system import starting_companies
from passerelle.sandbox.system import Entries, Record, StreamRules, System, World, merged

NOT_ACTIVATED = "This option is not activated for your office. Please write to support@adminpulse.be."


def _seed(config: SandboxConfig) -> Mapping[str, Mapping[str, Record]]:
    relations = office_relations(_companies_in_the_file(config), config.seed)
    return {
        "relation": {str(relation["id"]): relation for relation in relations},
        "company": {str(company["id"]): company for company in OWN_COMPANIES},
    }


def _companies_in_the_file(config: SandboxConfig) -> tuple[Company, ...]:
    if config.from_path is None:
        return starting_companies(config)
    if not config.relations_from_register:
        return ()
    # The register does not say who is liable to VAT; whoever keeps the file has typed a VAT number all the same.
    return tuple(company | {"vatNumber": company["pid"]} for company in starting_companies(config))


def _added(world: World, values: Record) -> Entries:
    return created(world, values, BY_HAND)


def _edited(world: World, _: str, record: Record, values: Record) -> Entries:
    return updated(world, record, values, BY_HAND)


def _plain(stream: str) -> StreamRules:
    def added(world: World, values: Record) -> Entries:
        number = world.store.next_id(stream)
        return [(stream, str(number), {"id": number, **values})]

    def edited(_: World, key: str, record: Record, values: Record) -> Entries:
        return [(stream, key, merged(record, values))]

    return StreamRules(added, edited)


def _refused(refusal: Refusal) -> Response:
    errors = {"errors": refusal.errors} if refusal.errors else {}
    return json_answer({"message": refusal.message} | errors, refusal.status, refusal.headers)


SYSTEM = System(
    name="adminpulse",
    streams={
        "relation": StreamRules(_added, _edited, key=vat_digits),
        "company": _plain(COMPANIES),
        "history": _plain(HISTORY),
    },
    seed=_seed,
    routes=routes,
    refused=_refused,
    unauthorized=UNAUTHORIZED,
    not_activated=NOT_ACTIVATED,
)
