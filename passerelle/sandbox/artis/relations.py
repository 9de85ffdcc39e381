"""What an organisation is to each internal organisation (facts ``art.relation…``)."""

from collections.abc import Iterator

from passerelle.sandbox.answers import FieldError
from passerelle.sandbox.artis.lists import known
from passerelle.sandbox.artis.words import MANDATORY
from passerelle.sandbox.french.errors import fault
from passerelle.sandbox.system import Record, World

PROSPECT, CLIENT, FORMER, OUT_OF_TARGET = "Prospect", "Client", "Ancien client", "Hors cible"
NOT_AT_FIRST = "« Hors cible » ne peut pas être choisi à la création"
NEVER_ACTIVE = "« Ancien client » suppose une relation active enregistrée auparavant"


def with_default(world: World, whole: Record) -> Record:
    """The new organisation with the relation that is added by itself where there is one internal organisation."""
    codes = known(world, "organisationinterne", "code")
    if whole["relations"] or len(codes) != 1:
        return whole
    return {**whole, "relations": [{"organisationInterne": next(iter(codes)), "type": PROSPECT}]}


def new_at_fault(whole: Record) -> Iterator[FieldError]:
    """What is wrong with the relations of a new organisation."""
    if not whole["relations"]:
        yield fault("relations", MANDATORY)
    for relation in whole["relations"]:
        yield from change_at_fault(None, relation["type"])


def change_at_fault(before: str | None, after: str) -> Iterator[FieldError]:
    """What is wrong with the type of one relation; ``before`` is the one it had, if there was a relation."""
    if after == OUT_OF_TARGET and before is None:
        yield fault("type", NOT_AT_FIRST)
    if after == FORMER and before not in (CLIENT, FORMER):
        yield fault("type", NEVER_ACTIVE)


def type_of(organisation: Record, code: str) -> str | None:
    """What it is to that internal organisation, if anything."""
    return next((one["type"] for one in organisation["relations"] if one["organisationInterne"] == code), None)


def with_relation(organisation: Record, code: str, after: str) -> Record:
    """The organisation with that relation added, or in place of the one it had."""
    others = [one for one in organisation["relations"] if one["organisationInterne"] != code]
    return {**organisation, "relations": [*others, {"organisationInterne": code, "type": after}]}
