"""The decision table TD_CONTROLE_IDENTIFIANT, and what a right SIRET is (facts ``art.siret…``)."""

from collections.abc import Iterator

from passerelle.sandbox.answers import FieldError
from passerelle.sandbox.artis.lists import DECISIONS, held
from passerelle.sandbox.artis.words import MANDATORY
from passerelle.sandbox.data.french.numbers import LA_POSTE, luhn_digit
from passerelle.sandbox.french.errors import fault
from passerelle.sandbox.system import Record, World

ANY = "*"
WRONG = "SIRET invalide"
IDENTIFIED = {"SIRET": "siret", "FORME JURIDIQUE": "formeJuridique"}


def identifiers_at_fault(world: World, whole: Record) -> Iterator[FieldError]:
    """What the table says against an organisation."""
    for identifier, name in IDENTIFIED.items():
        if not whole[name] and _decided(world, "Attribut", identifier, whole, "obligatoire"):
            yield fault(name, MANDATORY)
    yield from siret_at_fault(world, whole)


def siret_at_fault(world: World, whole: Record) -> Iterator[FieldError]:
    """What the table says against the SIRET of an organisation or a site, if it has one."""
    if whole["siret"] and _decided(world, "Contrôle", "SIRET", whole, "controler") and not is_siret(whole["siret"]):
        yield fault("siret", WRONG)


def is_siret(number: str) -> bool:
    """Whether it has fourteen digits and its check digit, or the rule of the post office, is right."""
    if not (len(number) == 14 and number.isascii() and number.isdigit()):
        return False
    by_luhn = luhn_digit(number[:-1]) == number[-1]
    return by_luhn or (number.startswith(LA_POSTE) and sum(map(int, number)) % 5 == 0)


def _decided(world: World, action: str, identifier: str, whole: Record, column: str) -> bool:
    meant = {
        "typeAction": {action},
        "identifiant": {identifier, ANY},
        "pays": {whole["pays"], ANY},
        "formeJuridique": {whole.get("formeJuridique"), ANY},
        "organisationInterne": {ANY, *(relation["organisationInterne"] for relation in whole.get("relations", ()))},
    }
    rows = sorted(held(world, DECISIONS), key=lambda row: row["position"])
    first = next((row for row in rows if all(row[name] in values for name, values in meant.items())), None)
    return bool(first and first[column])
