"""Postcodes and their towns (facts ``art.towns``, ``art.towns.spelling``)."""

from passerelle.sandbox.artis.kinds import TOWNS
from passerelle.sandbox.data.french.spelling import in_afnor
from passerelle.sandbox.system import Entries, Record, StreamRules, World, by_hand


def located(world: World, place: Record) -> tuple[Record, Entries]:
    """The address with its town spelt as the list of towns has it, and the pair to be added to the list, if any."""
    if not (place["codePostal"] and place["ville"]):
        return place, []
    postcode, town = place["codePostal"], in_afnor(place["ville"])
    spelt = {**place, "ville": town}
    if any(pair["ville"] == town for pair in world.store[TOWNS].found_by(postcode)):
        return spelt, []
    return spelt, [_pair(world, postcode, town)]


def _pair(world: World, postcode: str, town: str) -> tuple[str, str, Record]:
    number = world.store.next_id(TOWNS)
    return TOWNS, str(number), {"id": number, "codePostal": postcode, "ville": town, "codeInsee": None}


def _added(world: World, values: Record) -> Entries:
    typed = by_hand(TOWNS, values, ("codePostal", "ville", "codeInsee"))
    name, key, pair = _pair(world, typed.get("codePostal", ""), in_afnor(typed.get("ville", "")))
    return [(name, key, {**pair, "codeInsee": typed.get("codeInsee")})]


def _edited(_: World, key: str, record: Record, values: Record) -> Entries:
    return [(TOWNS, key, {**record, **by_hand(TOWNS, values, ("codePostal", "ville", "codeInsee"))})]


TOWN_RULES = StreamRules(_added, _edited, lambda pair: pair["codePostal"])
