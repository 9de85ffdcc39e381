"""SIREN, SIRET and VAT numbers that are well formed.

A SIREN is eight digits and a Luhn digit; a SIRET is a SIREN, four digits of the site and a Luhn digit over all of them.
The VAT key is 12 plus three times the SIREN, modulo 97.
"""

from random import Random

DOUBLED = str.maketrans("0123456789", "0246813579")
"""A digit's share in a Luhn sum where it counts twice: the digits of the double, added."""

# The sites of the post office follow a rule of their own.
LA_POSTE = "356000000"


def luhn_digit(digits: str) -> str:
    """The digit that makes the Luhn sum of ``digits`` and itself a multiple of ten."""
    return str(-sum(map(int, digits[::-2].translate(DOUBLED) + digits[-2::-2])) % 10)


def new_siren(rng: Random, taken: set[str], first: str = "") -> str:
    """A SIREN not yet taken that begins with ``first``, or with 3 to 9; it is added to ``taken``."""
    while True:
        digits = first or str(rng.randrange(3, 10))
        digits += f"{rng.randrange(10 ** (8 - len(digits))):0{8 - len(digits)}d}"
        siren = digits + luhn_digit(digits)
        if siren not in taken and siren != LA_POSTE:
            taken.add(siren)
            return siren


def siret_of(siren: str, site: int) -> str:
    """The SIRET of that site of a company, counted from 1 in the order in which it opened them."""
    digits = f"{siren}{site:04d}"
    return digits + luhn_digit(digits)


def site_of(siret: str) -> int:
    """Which site of its company a SIRET names."""
    return int(siret[9:13])


def vat_of(siren: str) -> str:
    """The French VAT number of a SIREN."""
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def with_wrong_check_digit(siret: str) -> str:
    """The same SIRET with its last digit mistyped; its SIREN stays right."""
    return siret[:-1] + str((int(siret[-1]) + 1) % 10)
