"""Made-up French third parties as sales and accounting systems hold them; same count and seed, same parties.

Which of them are wrong in which way, and how many: see ``shares``. What two systems make of one party: see ``typed``.
"""

from passerelle.sandbox.data.french.parties import french_parties
from passerelle.sandbox.data.french.party import Address, Contact, Party
from passerelle.sandbox.data.french.typed import as_somebody_typed_it

__all__ = ["Address", "Contact", "Party", "as_somebody_typed_it", "french_parties"]
