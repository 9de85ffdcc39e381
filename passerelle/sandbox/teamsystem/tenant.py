"""The custom fields this tenant has at its beginning: those of the vendor's own connector, and its own."""

from passerelle.sandbox.system import Record, World
from passerelle.sandbox.teamsystem.customfields import STREAM, Definition
from passerelle.sandbox.teamsystem.definitions import BY_PLUGIN

OPTIONS = {
    "Valuta Reviso": ["EUR", "USD", "GBP", "CHF"],
    "Gruppo clienti Reviso": ["Clienti Italia", "Clienti estero", "Enti pubblici"],
    "Zona iva Reviso": ["Italia", "Unione Europea", "Estero"],
    "Termini di pagamento Reviso": ["Rimessa diretta", "30 giorni data fattura", "60 giorni fine mese"],
    "Modalità di pagamento Reviso": ["Bonifico bancario", "Contanti", "RID", "Carta di pagamento"],
    "Gruppo prezzi Reviso": ["Base", "Rivenditori", "Ingrosso"],
}
"""The connector's fields, each with the names that Reviso gives to what can be chosen."""
CODES = (
    "valuta_reviso",
    "gruppo_clienti_reviso",
    "zona_iva_reviso",
    "termini_pagamento_reviso",
    "modalita_pagamento_reviso",
    "gruppo_prezzi_reviso",
)
PLUGIN = tuple(
    {"code": code, "label": label, "entity": "company", "type": "Select", "options": options}
    for code, (label, options) in zip(CODES, OPTIONS.items(), strict=True)
)
"""The fields of selection type that the connector makes (fact ``tsc.cf.plugin``)."""
OWN = (
    {"code": "reviso_number", "label": "Numero cliente Reviso", "entity": "company", "indexable": True},
    {"code": "codice_sdi", "label": "Codice destinatario SDI", "entity": "company"},
    {"code": "pec", "label": "PEC", "entity": "company"},
    {"code": "reviso_contact_number", "label": "Numero contatto Reviso", "entity": "contact", "indexable": True},
)


def seeded_fields() -> dict[str, Record]:
    """The definitions by id; the connector's come first."""
    texts = [{"type": "Text", **one} for one in OWN]
    return {
        str(number): {"id": number, **Definition.model_validate(one).whole(), BY_PLUGIN: one in PLUGIN}
        for number, one in enumerate([*PLUGIN, *texts], start=1)
    }


def plugin_switched(world: World, on: bool) -> None:
    """Let the vendor's connector make its fields, or take them away again."""
    held = world.store[STREAM]
    if on:
        codes = {one["code"] for one in held.values() if one["entity"] == "company"}
        missing = [one for one in seeded_fields().values() if one[BY_PLUGIN] and one["code"] not in codes]
        world.store.put(*((STREAM, str(one["id"]), one) for one in missing))
        return
    for one in held.values():
        if one[BY_PLUGIN]:
            world.store.delete(STREAM, str(one["id"]))
