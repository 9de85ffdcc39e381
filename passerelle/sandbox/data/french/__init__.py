"""Made-up French third parties as sales and accounting systems hold them; same count and seed, same parties.

Which of them are wrong in which way, and how many: see ``shares``. What two systems make of one party: see ``typed``.
Companies as directories and the register know them, third parties or not: see ``firms``.
"""

from passerelle.sandbox.data.french.firm import Fate, Firm, Site
from passerelle.sandbox.data.french.firms import french_firms
from passerelle.sandbox.data.french.parties import french_parties
from passerelle.sandbox.data.french.party import Address, Contact, Party
from passerelle.sandbox.data.french.typed import as_somebody_typed_it

__all__ = [
    "Address", "Contact", "Fate", "Firm", "Party", "Site", "as_somebody_typed_it", "french_firms", "french_parties",
]  # fmt: skip
