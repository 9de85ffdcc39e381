"""Third parties that are at odds with each other or with a system, both ways: who waits, who does not, what is said."""

import pytest
from stdnum.fr import siret

from passerelle.engine.pipeline import execute
from passerelle.engine.run import Options
from passerelle.errors import ConfigurationError
from tests.firm_fixture import CHOSEN, INTEGRATION, UP, Firm

pytestmark = pytest.mark.xdist_group("firm")


def test_two_with_one_siret_are_not_guessed_between(firm: Firm) -> None:
    number = "55210055400013"
    for name in ("Usine de Mâcon", "Usine de Macon"):
        firm.sandbox.add("altior", "thirdparty", name=name, nature="MORAL", type="CLIENT", siret=number)
    firm.run()
    made = [one for one in firm.sellsy.values() if (one.get("legal_france") or {}).get("siret") == number]
    assert len(made) == 1
    values = {"legal_france": {"siret": number}, "_custom_fields": {CHOSEN: True}}
    double = firm.sandbox.add("sellsy", "company", name="Usine", type="client", **values)
    told = firm.run()["problems"]
    assert any(f"company/{double['id']}" == one["record"] and "same siret" in one["reason"] for one in told)
    assert f"company/{double['id']}" not in firm.pairs()


def test_the_same_siren_with_another_siret_waits_for_a_person(firm: Firm) -> None:
    legal = {"siret": "55210055400047", "siren": "552100554"}
    values = {"legal_france": legal, "_custom_fields": {CHOSEN: False}}
    firm.sandbox.add("altior", "thirdparty", name="Site A", nature="MORAL", type="CLIENT", siret="55210055400013",
                     siren="552100554")  # fmt: skip
    held = firm.sandbox.add("sellsy", "company", name="Site B", type="client", **values)
    (problem,) = [one for one in firm.run()["problems"] if "another SIRET" in one["reason"]]
    assert f"company/{held['id']}" in problem["reason"]


def test_sites_of_a_public_body_are_told_apart_by_their_sirets(firm: Firm) -> None:
    """A town has one SIREN and hundreds of sites: each is its own third party, and a new one waits for nobody."""
    siren, count = "217500016", 60
    sirets = [siret.compact(f"{siren}{number:04d}{digit}") for number in range(1, count + 1) for digit in range(10)
              if siret.is_valid(f"{siren}{number:04d}{digit}")]  # fmt: skip
    both, only_sellsy, only_altior = sirets[:40], sirets[40:50], sirets[50:60]
    for one in [*both, *only_altior]:
        firm.sandbox.add("altior", "thirdparty", name="Ville", nature="MORAL", type="CLIENT", siret=one, siren=siren)
    for one in [*both, *only_sellsy]:
        legal = {"siret": one, "siren": siren}
        firm.sandbox.add("sellsy", "company", name="VILLE", type="client", legal_france=legal,
                         _custom_fields={CHOSEN: True})  # fmt: skip
    firm.run()
    sites = {key: one["legal_france"]["siret"] for key, one in firm.sellsy.items() if "legal_france" in one}
    held = {firm.altior[id_]["siret"]: sites[key] for key, id_ in firm.pairs().items() if key in sites}
    assert {held[one] for one in sirets[:60]} == set(sirets[:60])
    assert all(held[one] == one for one in sirets[:60])
    late = firm.sandbox.add("altior", "thirdparty", name="Ville", nature="MORAL", type="CLIENT", siret=sirets[59][:-5]
                            + "99998", siren=siren)  # fmt: skip
    firm.run(news=True)
    assert str(late["id"]) in firm.pairs().values()


def test_companies_without_a_number_are_never_taken_for_one_another(firm: Firm) -> None:
    there = firm.sandbox.add("altior", "thirdparty", name="Sans Numéro", nature="MORAL", type="CLIENT")
    here = firm.sandbox.add("sellsy", "company", name="Sans Numéro", type="client", _custom_fields={CHOSEN: True})
    firm.run()
    pairs = firm.pairs()
    assert pairs[f"company/{here['id']}"] != str(there["id"])
    assert str(there["id"]) in pairs.values()


def test_an_individual_with_an_address_of_the_staff_is_refused_and_said(firm: Firm) -> None:
    mails = [{"type": "Principal", "value": "camille.morel@notre-agence.test"}]
    there = firm.sandbox.add("altior", "thirdparty", name="Morel", firstName="Camille", nature="PHYSIQUE",
                             type="CLIENT", emails=mails)  # fmt: skip
    told = firm.run()
    assert told["streams"][UP]["quarantined"] == 1
    assert any("déjà utilisée sur l'un de vos collaborateurs" in problem["reason"] for problem in told["problems"])
    assert str(there["id"]) not in firm.pairs().values()


def test_a_custom_field_of_the_wrong_type_is_named_before_anything_is_written(firm: Firm) -> None:
    (field,) = [id_ for id_, one in firm.sandbox.state("sellsy", "customfield").items() if one["name"] == CHOSEN]
    firm.sandbox.edit("sellsy", "customfield", field, type="simple-text")
    mark = firm.last_call()
    with pytest.raises(ConfigurationError, match="is a simple-text; a yes-or-no field is needed"):
        firm.run()
    assert firm.writes(mark) == []


def test_a_custom_field_sellsy_does_not_have_is_named_before_anything_is_written(firm: Firm) -> None:
    file = firm.settings.root / "mappings" / "integrations" / "sellsy_altior.yaml"
    text = file.read_text(encoding="utf-8").replace("value: Synchronisation Altior", "value: Synchro ERP")
    file.write_text(text, encoding="utf-8")
    mark = firm.last_call()
    with pytest.raises(ConfigurationError, match="Sellsy has no custom field 'Synchro ERP'"):
        execute(INTEGRATION, INTEGRATION, Options(create_missing=True), firm.settings, {})
    assert firm.writes(mark) == []
