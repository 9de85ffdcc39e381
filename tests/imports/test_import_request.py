"""The configuration request of imports: each of its lines decides what an import does."""

from __future__ import annotations

import re

from tests.import_fixture import Sales

FILE = "mappings/integrations/corporama_artis.yaml"
ANSWERS = {"Prospect": "Suspect", "Entreprise": "Collectivité", "Corporama": "Salon", '"Oui"': '"Non"'}


def test_every_line_of_the_request_decides(sales: Sales) -> None:
    siret = sales.new(mailsGeneriques=True, caDerniereAnnee=True, effectifEtablissement=True)
    file = sales.settings.root / FILE
    text = file.read_text(encoding="utf-8")
    for old, new in ANSWERS.items():
        text, changed = re.subn(rf"( value: ){re.escape(old)}(\n| *[,}}])", rf"\g<1>{new}\g<2>", text)
        assert changed, old
    file.write_text(text, encoding="utf-8")
    fields = {value.field for value in sales.prepared(siret).companies[0].values}
    assert fields.isdisjoint({"headcount", "revenue", "generic_email"})
    sales.run(siret)
    card = sales.organisation(siret)
    assert card["relations"] == [{"organisationInterne": "NORD", "type": "Suspect"}]
    assert (card["classifications"]["Catégorie"], card["classifications"]["Origine"]) == ("Collectivité", "Salon")
    assert (card["effectif"], card["caracteristiques"]) == (None, {})
    assert sales.sandbox.requests("recherche_entreprises") == []
