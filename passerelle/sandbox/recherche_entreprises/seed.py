"""What the register holds at its beginning: every French company, what has become of it too."""

from collections.abc import Mapping
from functools import lru_cache

from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.data.french import french_firms
from passerelle.sandbox.recherche_entreprises.units import unit_of
from passerelle.sandbox.system import Record


def seeded(beginnings: Beginnings) -> Mapping[str, Mapping[str, Record]]:
    """The legal units by SIREN; none when the sandbox is made of the Belgian register."""
    config = beginnings.config
    return {"unite": units_of(config.companies, config.seed) if config.from_path is None else {}}


# Kept because every reset asks for it, and nobody changes a record that was put into the store.
@lru_cache(maxsize=4)
def units_of(companies: int, seed: int) -> Mapping[str, Record]:
    """The legal units by SIREN, those too that do not want to be published."""
    return {firm.siren: unit_of(firm) for firm in french_firms(companies, seed)}
