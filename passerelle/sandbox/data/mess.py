"""Which relations of an office's file are wrong in which way."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from passerelle.sandbox.data.companies import Company
from passerelle.sandbox.data.quota import picked, quota

BAD_CHECK_DIGITS, MISSING_ZERO, VAT_PENDING = 0.015, 0.02, 0.02
MISSING_NAME, OLD_NAME = 0.005, 0.05
NO_PHONE, OLD_PHONE, OLD_ADDRESS, INACTIVE = 0.15, 0.10, 0.08, 0.05


@dataclass(frozen=True)
class Mess:
    """What is wrong with one relation."""

    bad_check_digits: bool = False
    missing_zero: bool = False
    vat_pending: bool = False
    missing_name: bool = False
    old_name: bool = False
    no_phone: bool = False
    old_phone: bool = False
    old_address: bool = False
    inactive: bool = False


@dataclass(frozen=True)
class PlannedMess:
    """For each kind of mess the positions that have it; ``sound`` are those whose number is right."""

    kinds: dict[str, set[int]]
    sound: list[int]

    def of(self, position: int) -> Mess:
        """What is wrong at one position."""
        return Mess(**{kind: position in positions for kind, positions in self.kinds.items()})


def planned_mess(rng: Random, companies: Sequence[Company], total: int) -> PlannedMess:
    """Spread the mess over the companies; shares count of ``total``. No record has two troubles with one field."""
    everyone = set(range(len(companies)))
    pending = _pending(rng, companies, total)
    rest = sorted(everyone - pending)
    zero = picked(rng, [at for at in rest if companies[at]["enterpriseNumber"].startswith("0")], MISSING_ZERO, total)
    bad = picked(rng, [at for at in rest if at not in zero], BAD_CHECK_DIGITS, total)
    legal = [at for at in sorted(everyone) if companies[at]["typeOfEnterprise"] == "2"]
    nameless = picked(rng, legal, MISSING_NAME, total)
    silent = picked(rng, sorted(everyone), NO_PHONE, total)
    placed = [at for at in sorted(everyone) if companies[at]["address"]]
    reachable = [at for at in sorted(everyone - silent) if companies[at]["phone"]]
    kinds = {
        "vat_pending": pending,
        "missing_zero": zero,
        "bad_check_digits": bad,
        "missing_name": nameless,
        "old_name": picked(rng, [at for at in legal if at not in nameless], OLD_NAME, total),
        "no_phone": silent,
        "old_phone": picked(rng, reachable, OLD_PHONE, total),
        "old_address": picked(rng, placed, OLD_ADDRESS, total),
        "inactive": picked(rng, sorted(everyone), INACTIVE, total),
    }
    return PlannedMess(kinds, sorted(everyone - pending - zero - bad))


def _pending(rng: Random, companies: Sequence[Company], total: int) -> set[int]:
    not_liable = {at for at, company in enumerate(companies) if company["vatNumber"] is None}
    wanted = max(0, quota(VAT_PENDING, total) - len(not_liable))
    liable = [at for at in range(len(companies)) if at not in not_liable]
    return not_liable | set(rng.sample(liable, min(wanted, len(liable))))
