"""The configuration request: the vendor's form to the letter, what each line does, and how it is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from passerelle.errors import ConfigurationError
from passerelle.mapping.document import read_document
from passerelle.mapping.drift import unmapped_keys
from passerelle.mapping.integration import Integration
from passerelle.mapping.loader import (
    check_mappings,
    integration_names,
    load_integration,
    load_system,
    mapping_version,
)
from passerelle.mapping.models import Stream
from passerelle.mapping.request import Line, Request
from passerelle.mapping.requested import read_request
from passerelle.report.joined import joined_integrations
from passerelle.settings import ACCOUNT_ID, variable

ROOT = Path(__file__).parents[2]
FILE = "mappings/integrations/sellsy_altior.yaml"
SYSTEMS = ("sellsy", "altior")
USER_SETS = "[sellsy_thirdparties_altior.create.with.user, sellsy_opportunities_altior.create.with.user]"
THIRD_PARTIES, CONTACTS = "sellsy-thirdparties-altior", "sellsy-contacts-altior"
THIRD_PARTY_ALL, OPPORTUNITY_ALL = (
    f"NB technique : si oui le job “{job}” doit être activé (valeur par défaut), sinon il doit être désactivé"
    for job in ("thirdPartyAll", "opportunityAll")
)
CODIFICATION = "clé: “EXTERNAL”, key: “SELLSY”, name: “Sellsy”"

FORM = [
    "Client",
    "Environnement",
    "Référent intégration",
    "Paramètres généraux",
    "Utilisateur de référence sur Altior",
    "Nom de l’établissement sur Altior",
    "NB technique : Codification pour le stockage de la référence externe (sur Altior)",
    "Connexion Sellsy",
    "ID du compte",
    "API V2 - Client id",
    "API V2 - Client secret",
    "Paramètres pour synchronisation des tiers",
    "Champs personnalisés",
    "Flux à activer",
    "Export des tiers Altior -> Sellsy",
    "Import des tiers Sellsy -> Altior",
    "Filtrer la descente des tiers dans Altior avec le champ personnalisé Sellsy",
    "Si oui, nom ou code du champ personnalisé de filtrage des tiers sur Sellsy",
    "Filtrer la descente des contact (non reliés à des tiers) dans Altior avec le champ personnalisé Sellsy",
    "Si oui, nom ou code du champ personnalisé de filtrage des contacts sur Sellsy",
    "Initialisation",
    "Initialisation : un export des tiers Altior doit-il être fait vers Sellsy ?",
    THIRD_PARTY_ALL,
    "Initialisation : un import des tiers Sellsy doit-il être fait vers Altior ?",
    THIRD_PARTY_ALL,
    "Initialisation : un rapprochement sur le SIRET doit-il être fait avec import / export ?",
    "Mapping des informations",
    "Nom du type de mail Altior pour “email”",
    "Civilité Altior pour “Mr”",
    "Civilité Altior pour “Ms”",
    "Type téléphone Altior pour “téléphone”",
    "Type téléphone Altior pour “fax”",
    "Type téléphone Altior pour “mobile”",
    "Type URL Altior pour “site web”",
    "Paramètres pour synchronisation des affaires",
    "Flux à activer",
    "Export des affaires Altior -> Sellsy",
    "Import des opportunités Sellsy -> Altior",
    "Filtrer la descente des opportunités dans Altior avec le champ personnalisé Sellsy",
    "Si oui, nom du champ personnalisé de filtrage des opportunités",
    "Nom du champ personnalisé de stockage du nom du pipeline Sellsy dans Altior",
    "Nom du champ personnalisé de stockage du nom de l’étape du pipeline Sellsy dans Altior",
    "Initialisation",
    "Initialisation : un import des opportunités Sellsy doit-il être fait vers Altior ?",
    OPPORTUNITY_ALL,
    "Pipeline et étape de déclenchement de la descente de l’affaire dans Altior",
    "Nom du pipeline",
    "Nom de l’étape",
    "Etablissement(s) de rattachement",
    "Pipeline et étape cible (Sellsy) lors d’ajout devis dans Altior",
    "Nom du pipeline",
    "Nom de l’étape",
    "Pipelines et étapes cible (Sellsy) lors d’ajout commande dans Altior",
    "Nom du pipeline",
    "Nom de l’étape",
    "Pipelines et étapes cible (Sellsy) lors de la clôture de l’affaire dans Altior",
    "Nom du pipeline",
    "Nom de l’étape",
]
"""Headings, labels, notes and columns of the vendor's form, in its order and words."""

DEFAULTS = {
    "NB technique : Codification pour le stockage de la référence externe (sur Altior)": CODIFICATION,
    "Export des tiers Altior -> Sellsy": "Oui",
    "Import des tiers Sellsy -> Altior": "Oui",
    "Filtrer la descente des tiers dans Altior avec le champ personnalisé Sellsy": "Oui",
    "Si oui, nom ou code du champ personnalisé de filtrage des tiers sur Sellsy": "Synchronisation Altior",
    "Filtrer la descente des contact (non reliés à des tiers) dans Altior avec le champ personnalisé Sellsy": "Oui",
    "Si oui, nom ou code du champ personnalisé de filtrage des contacts sur Sellsy": "Synchronisation Altior",
    "Initialisation : un export des tiers Altior doit-il être fait vers Sellsy ?": "Oui",
    "Initialisation : un import des tiers Sellsy doit-il être fait vers Altior ?": "Oui",
    "Nom du type de mail Altior pour “email”": "Principal",
    "Civilité Altior pour “Mr”": "M",
    "Civilité Altior pour “Ms”": "Mme",
    "Type téléphone Altior pour “téléphone”": "Fixe",
    "Type téléphone Altior pour “fax”": "Fax",
    "Type téléphone Altior pour “mobile”": "Portable",
    "Type URL Altior pour “site web”": "Site web",
    "Export des affaires Altior -> Sellsy": "Oui",
    "Import des opportunités Sellsy -> Altior": "Oui",
    "Filtrer la descente des opportunités dans Altior avec le champ personnalisé Sellsy": "Non",
    "Nom du champ personnalisé de stockage du nom du pipeline Sellsy dans Altior": "Workflow",
    "Nom du champ personnalisé de stockage du nom de l’étape du pipeline Sellsy dans Altior": "Etape",
    "Initialisation : un import des opportunités Sellsy doit-il être fait vers Altior ?": "Oui",
}

Fill = Callable[[str, str], int]
Edit = Callable[[str, str], int]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the mappings of Sellsy and Altior, with the suites they name."""
    for folder, names in (("integrations", ("sellsy*",)), ("systems", ("sellsy.yaml", "altior.yaml"))):
        (tmp_path / "mappings" / folder).mkdir(parents=True)
        for file in (file for name in names for file in (ROOT / "mappings" / folder).glob(name)):
            shutil.copy(file, tmp_path / "mappings" / folder)
    shutil.copytree(ROOT / "expectations", tmp_path / "expectations")
    return tmp_path


@pytest.fixture
def edit(root: Path) -> Edit:
    """Replace one text of the request by another, once; returns the line of the change."""

    def change(old: str, new: str) -> int:
        text = (root / FILE).read_text(encoding="utf-8")
        assert old in text
        (root / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return change


@pytest.fixture
def fill(root: Path) -> Fill:
    """Fill in the line with a label, as a customer does; returns the line of the value in the file."""

    def change(label: str, value: str) -> int:
        lines = (root / FILE).read_text(encoding="utf-8").splitlines(keepends=True)
        start = next(place for place, line in enumerate(lines) if line.strip().removeprefix("- label: ") == label)
        place = next(at for at in range(start, len(lines)) if lines[at].strip().startswith("value:"))
        lines[place] = lines[place].split("value:")[0] + f"value: {value}\n"
        (root / FILE).write_text("".join(lines), encoding="utf-8")
        return place + 1

    return change


def request_of(root: Path) -> Request:
    document, request = read_request(root, "sellsy_altior")
    assert document.problems == []
    assert request is not None
    return request


def line_of(label: str) -> Line:
    return next(line for _, line in request_of(ROOT).placed() if line.label == label)


def form_of(request: Request) -> Iterator[str]:
    """Every text of the form as a person reads it: words above several lines or parts stand there once."""
    yield from (header.label for header in request.headers)
    above = ""
    for section in request.sections:
        if section.under and section.under != above:
            yield section.under
        above = section.under or section.title
        yield section.title
        group = ""
        for line in section.lines:
            if line.under and line.under != group:
                yield line.under
            group = line.under
            yield line.label
            yield from [line.note] if line.note else []
        yield from section.table.columns if section.table else []


def third_parties(root: Path) -> Integration:
    return load_integration(root, THIRD_PARTIES)


def stream_of(root: Path, system: str) -> Stream:
    return load_system(root, system).streams["thirdparty"]


def versions(root: Path) -> tuple[str, ...]:
    """The versions of the integration, of Sellsy and of Altior."""
    parts = [third_parties(root), load_system(root, "sellsy"), load_system(root, "altior")]
    return tuple(mapping_version(part) for part in parts)


def told(root: Path) -> list[str]:
    return [str(problem) for problem in check_mappings(root)]


def test_the_file_is_the_form_in_its_order_and_words() -> None:
    assert list(form_of(request_of(ROOT))) == FORM


def test_the_defaults_are_the_forms_and_stand() -> None:
    defaults = {line.label: line.default for _, line in request_of(ROOT).placed() if line.default is not None}
    assert defaults == DEFAULTS
    assert all(line.value == line.default for _, line in request_of(ROOT).placed() if line.default is not None)


def test_what_the_form_asks_to_leave_alone_is_locked() -> None:
    assert [line.label for _, line in request_of(ROOT).placed() if line.locked] == [FORM[6]]


def test_every_line_and_table_of_the_form_has_an_effect() -> None:
    request = request_of(ROOT)
    assert not [line.label for _, line in request.placed() if line.later]
    assert not [section.title for section in request.sections if section.table and section.table.later]


def test_credentials_are_the_settings_the_client_reads() -> None:
    settings = {line.setting for _, line in request_of(ROOT).placed() if line.setting and not line.later}
    connection = load_system(ROOT, "sellsy").connection
    assert connection is not None
    assert settings == {variable("sellsy", name) for name in [*connection.auth.credentials, ACCOUNT_ID]}


def test_a_request_is_no_integration(root: Path) -> None:
    names = ["sellsy_contacts_altior", "sellsy_opportunities_altior", "sellsy_thirdparties_altior"]
    assert integration_names(root) == names
    assert [joined.integration.integration for joined in joined_integrations(root)] == [
        CONTACTS,
        "sellsy-opportunities-altior",
        THIRD_PARTIES,
    ]
    with pytest.raises(ConfigurationError, match="unknown integration 'sellsy_altior'; did you mean"):
        load_integration(root, "sellsy-altior")


def test_the_form_as_it_comes_changes_nothing(root: Path) -> None:
    """But for the custom field of opportunities: the form filters by none unless somebody asks for it."""
    names = ("sellsy-contacts-altior", "sellsy-opportunities-altior", "sellsy-thirdparties-altior")

    def everything() -> list[dict[str, Any]]:
        parts = [*(load_integration(root, name) for name in names), *(load_system(root, s) for s in SYSTEMS)]
        found = [part.model_dump() for part in parts]
        opportunity = found[-2]["streams"]["opportunity"]
        for held in (opportunity["fields"], opportunity["asks"]):
            held.pop("synchronised", None)
        return found

    asked = everything()
    (root / FILE).unlink()
    assert asked == everything()


def at(place: str) -> Callable[[Path], Any]:
    """What stands at a place of a loaded part: `altior.fields.email.type_`."""
    system, *keys = place.split(".")

    def read(root: Path) -> Any:
        value: Any = third_parties(root) if system == "integration" else stream_of(root, system)
        for key in keys:
            value = value[key] if isinstance(value, dict) else getattr(value, key)
        return value

    return read


SETS = [
    (FORM[4], "Karim Haddad", ["integration.create.values.user"]),
    (FORM[5], "Atelier Lyon", ["integration.create.values.establishment"]),
    (FORM[17], "Synchro ERP", ["sellsy.fields.synchronised.type_", "sellsy.fields.synchronised.label"]),
    ("Nom du type de mail Altior pour “email”", "Bureau", ["altior.fields.email.type_"]),
    ("Type téléphone Altior pour “téléphone”", "Standard", ["altior.fields.phone.type_"]),
    ("Type téléphone Altior pour “fax”", "Télécopie", ["altior.fields.fax.type_"]),
    ("Type téléphone Altior pour “mobile”", "GSM", ["altior.fields.mobile.type_"]),
    ("Type URL Altior pour “site web”", "Internet", ["altior.fields.website.type_"]),
]


@pytest.mark.parametrize(("label", "value", "places"), SETS, ids=[label for label, _, _ in SETS])
def test_a_value_is_put_where_its_line_says(root: Path, fill: Fill, label: str, value: str, places: list[str]) -> None:
    before = versions(root)
    fill(label, value)
    assert {at(place)(root) for place in places} == {value}
    assert versions(root) != before
    assert told(root) == []


@pytest.mark.parametrize(
    ("label", "there", "back"),
    [("Export des tiers Altior -> Sellsy", True, False), ("Import des tiers Sellsy -> Altior", False, True)],
)
def test_a_switch_takes_one_way_out(root: Path, fill: Fill, label: str, there: bool, back: bool) -> None:
    before = versions(root)
    fill(label, "Non")
    ways = third_parties(root).ways
    assert (ways.there, ways.back) == (there, back)
    assert versions(root)[0] != before[0]


def test_without_the_filter_every_third_party_comes_down_and_the_field_need_not_exist(root: Path, fill: Fill) -> None:
    before = versions(root)
    chosen = {"synchronised": ["yes"]}
    integration = third_parties(root)
    assert integration.back is not None
    assert (integration.only, integration.back.partner_only) == (chosen, chosen)
    fill(FORM[16], "Non")
    integration = third_parties(root)
    assert integration.back is not None
    assert (integration.only, integration.back.partner_only, integration.back.create.values) == ({}, {}, {})
    assert "synchronised" not in {*stream_of(root, "sellsy").fields, *stream_of(root, "sellsy").asks}
    assert versions(root)[:2] != before[:2]
    assert told(root) == []


def test_the_locked_codification_is_that_of_the_profile(root: Path) -> None:
    stream = stream_of(root, "altior")
    assert stream.fields["partner"].type_ == "SELLSY"
    assert stream.typed_lists["references"].new == {"type": "EXTERNAL", "name": "Sellsy"}


def test_a_civility_replaces_the_code_there_was(root: Path, fill: Fill) -> None:
    before = versions(root)
    fill("Civilité Altior pour “Mr”", "Monsieur")
    assert load_system(root, "altior").codes["civility"] == {"Monsieur": "mr", "Mme": "ms"}
    assert versions(root)[2] != before[2]


def test_two_civilities_may_change_places(root: Path, fill: Fill) -> None:
    fill("Civilité Altior pour “Mr”", "Mme")
    fill("Civilité Altior pour “Ms”", "M")
    assert load_system(root, "altior").codes["civility"] == {"Mme": "mr", "M": "ms"}


def test_where_nothing_is_filled_in_the_default_stands(root: Path, fill: Fill) -> None:
    fill("Type téléphone Altior pour “fax”", "")
    assert stream_of(root, "altior").fields["fax"].type_ == "Fax"


def test_another_custom_field_is_not_reported_as_unknown(root: Path, fill: Fill) -> None:
    fill(FORM[17], "Synchro ERP")
    raw = {"custom_fields": [{"id": 1, "name": "Synchro ERP", "value": True, "mandatory": False, "colour": "red"}]}
    assert unmapped_keys(stream_of(root, "sellsy"), [raw]) == {"custom_fields[Synchro ERP].colour": 1}


REFUSED_VALUES = [
    (FORM[4], "", "needs a value"),
    (FORM[5], '" "', "needs a value"),
    (FORM[16], "Yes", "unknown answer 'Yes'; allowed: Oui, Non"),
    ("Export des tiers Altior -> Sellsy", "Nom", "unknown answer 'Nom'; did you mean 'Non'? allowed: Oui, Non"),
    ("Type téléphone Altior pour “fax”", "[Fax]", "input should be a valid string"),
    ("Civilité Altior pour “Ms”", "M", "sets altior.codes.civility.M: 'M' already stands for 'mr'"),
]


@pytest.mark.parametrize(("label", "value", "said"), REFUSED_VALUES, ids=[said for _, _, said in REFUSED_VALUES])
def test_a_wrong_value_is_told_at_its_line(root: Path, fill: Fill, label: str, value: str, said: str) -> None:
    line = fill(label, value)
    (problem,) = check_mappings(root)
    assert (problem.file, problem.line) == (FILE, line)
    assert said in problem.message
    assert problem.message.startswith(f"'{label}'") or "valid string" in said
    assert problem.key.endswith(".value")


def test_what_a_value_makes_wrong_in_another_file_is_told_at_the_value(root: Path, edit: Edit) -> None:
    line = edit('back.create.with: {synchronised: "yes"}', 'back.create.with: {synchronised: "maybe"}')
    (problem,) = check_mappings(root)
    assert problem.file == FILE
    assert 0 < line - problem.line < 10
    assert problem.message.startswith(f"'{FORM[16]}' sets sellsy_thirdparties_altior.back.create.with.synchronised: ")
    assert "unknown answer 'maybe'" in problem.message


WRONG = [
    ("title: Demande", "titel: Demande", "titel: unknown key; did you mean 'title'?"),
    ("request: sellsy-altior", "request: sellsy", "is 'sellsy', but the file is called sellsy_altior.yaml"),
    ("value: Exemple SARL", "value: ", "headers.0.value: 'Client' needs a value"),
    ("  - {label: Client, value: Exemple SARL}\n", "", "headers: list should have at least 3 items"),
    ("label: Environnement", "label: Client", "headers.1.label: 'Client' stands in this section twice"),
    (f"label: {FORM[5]}", f"label: {FORM[4]}", f"sections.0.lines.1.label: '{FORM[4]}' stands in this section twice"),
    ("Camille Morel\n        sets", "Camille Morel\n        set", "set: unknown key; did you mean 'sets'?"),
    ("altior.create.with.user", "altior.create.wiht.user", "leads nowhere: unknown key 'wiht'; did you mean 'with'?"),
    ("altior.create.with.user", "altior.create.with.user.name", "leads nowhere: unknown key 'name'; allowed: none"),
    ("[sellsy_thirdparties_altior.create.with.user,", "[sellsy_thirdparties.x,", "unknown file 'sellsy_thirdparties'"),
    ("[sellsy_thirdparties_altior.create.with.user,", "[altior,", "altior names a file but no key in it"),
    ("create.with.establishment]", "create.with.user]", f"with.user, and so does '{FORM[4]}'"),
    ("altior.codes.civility: ms", "altior.codes.civility: mr", "altior.codes.civility, mr, and so does 'Civilité"),
    ("altior.codes.civility: mr", "altior.codes.civility: mx", "altior.codes.civility: unknown value 'mx'"),
    ("altior.codes.civility: mr", "altior.codes.civilities: mr", "unknown key 'civilities'; did you mean 'civility'?"),
    (f'value: "{CODIFICATION}"', "value: EXTERNAL", f"is locked and stays '{CODIFICATION}'; it is 'EXTERNAL'"),
    (f'        default: "{CODIFICATION}"\n', "", "is locked, so it needs its default"),
    (f"        sets: {USER_SETS}\n", "", f"'{FORM[4]}' does nothing; needs one of"),
    ("with.user]", "with.user]\n        later: true", f"'{FORM[4]}' does more than one thing; needs one of"),
    ("with.user]", "with.user]\n        choices: {Oui: {}}", f"'{FORM[4]}' does more than one thing; needs one of"),
    ("PASSERELLE_SELLSY_CLIENT_ID", "client_id", "a setting is called PASSERELLE_… in capitals"),
    ("- [Ventes, Négociation, Siège]", "- [Ventes, Négociation]", "has 2 cells for 3 columns"),
    ("sets: sellsy_opportunities_altior.triggers.quote", "later: false", "needs one of sets (with keys), later"),
    ("keys: [pipeline, step, outcome]", "keys: [pipeline, step]", "has 2 keys for 3 columns"),
    ("[Ventes, Gagnée, Gagnée]", "[Ventes, Gagnée, Gagné]", "unknown word 'Gagné'; did you mean 'Gagnée'?"),
    ("sets: sellsy_opportunities_altior.triggers.opens", "sets: sellsy_altiro.x", "unknown file 'sellsy_altiro'"),
    ("    table:\n", "    lines: [{label: x, later: true}]\n    table:\n", "holds either lines or a table"),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG, ids=[said for _, _, said in WRONG])
def test_what_is_wrong_in_a_request_is_told_with_file_and_line(
    root: Path, edit: Edit, old: str, new: str, said: str
) -> None:
    line = edit(old, new)
    found = [problem for problem in check_mappings(root) if said in str(problem)]
    assert {problem.file for problem in found} == {FILE}
    assert abs(found[0].line - line) <= 6
    with pytest.raises(ConfigurationError):
        third_parties(root)


@pytest.mark.parametrize("key", ["value", "default"])
def test_a_credential_is_refused_without_repeating_it_and_told_where_it_belongs(
    root: Path, edit: Edit, key: str
) -> None:
    name = "PASSERELLE_SELLSY_CLIENT_SECRET"
    line = edit(f"setting: {name}", f"setting: {name}, {key}: s3cr3t")
    (problem,) = told(root)
    assert problem.startswith(
        f"{FILE}, line {line}, sections.1.lines.2.{key}: 'API V2 - Client secret' is a credential"
    )
    assert problem.endswith(f"set it in the environment as {name}")
    assert "s3cr3t" not in problem


def test_the_rows_of_a_table_are_the_steps_that_count(root: Path, edit: Edit) -> None:
    edit("- [Ventes, Négociation, Siège]", "- [Ventes, Proposition, [Siège, Atelier Lyon]]")
    edit("- [Ventes, Gagnée, Gagnée]", "- [Services, Refusée, Perdue]\n        - [Ventes, Gagnée, '']")
    triggers = load_integration(root, "sellsy-opportunities-altior").triggers
    first, refused, won = triggers["opens"][0], *triggers["close"]
    assert (first.pipeline, first.step, first.establishments) == ("Ventes", "Proposition", ["Siège", "Atelier Lyon"])
    assert (refused.step, refused.outcome, won.step, won.outcome) == ("Refusée", "lost", "Gagnée", None)


def test_two_rows_for_one_pipeline_are_refused(root: Path, edit: Edit) -> None:
    edit("- [Ventes, Proposition]", "- [Ventes, Proposition]\n        - [Ventes, Négociation]")
    with pytest.raises(ConfigurationError, match="'Ventes' has a row already"):
        load_integration(root, "sellsy-opportunities-altior")


def test_an_unsound_request_holds_up_the_files_it_names_and_no_others(root: Path, edit: Edit) -> None:
    shutil.copy(ROOT / "mappings/systems/adminpulse.yaml", root / "mappings/systems")
    line = edit("headers:", "headers: [")
    for name in ("sellsy", "altior"):
        with pytest.raises(ConfigurationError, match=rf"{FILE}, line \d+: is not YAML"):
            load_system(root, name)
    assert load_system(root, "adminpulse").system == "adminpulse"
    assert read_document(root, FILE).problems[0].line >= line


@pytest.mark.parametrize("odd", ["[]", "{}", "[1, {a: b}]", "{a: {b: c}}", "~", "text", "true", "*gone"])
def test_whatever_is_written_is_a_problem_or_fine_but_never_a_crash(root: Path, odd: str) -> None:
    lines = (root / FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    keys = [place for place, line in enumerate(lines) if ":" in line and not line.lstrip().startswith("#")]
    for place in keys[len(odd) % 7 :: 12]:
        changed = lines[place].split(":")[0] + f": {odd}\n"
        (root / FILE).write_text("".join([*lines[:place], changed, *lines[place + 1 :]]), encoding="utf-8")
        assert all(problem.line >= 1 and problem.message for problem in check_mappings(root))


INITIAL = "Initialisation : un {} doit-il être fait vers {} ?"


@pytest.mark.parametrize(
    ("label", "way"), [(INITIAL.format("export des tiers Altior", "Sellsy"), "back"),
                       (INITIAL.format("import des tiers Sellsy", "Altior"), "there")],
)  # fmt: skip
def test_each_initialisation_is_a_switch_of_third_parties_and_contacts(root: Path, label: str, way: str) -> None:
    for name in (THIRD_PARTIES, CONTACTS):
        assert dict(load_integration(root, name).initialise) == {"there": True, "back": True}
    text = (root / FILE).read_text(encoding="utf-8")
    before, after = text.split(f'label: "{label}"\n')
    (root / FILE).write_text(f'{before}label: "{label}"\n{after.replace("value: Oui", "value: Non", 1)}', "utf-8")
    for name in (THIRD_PARTIES, CONTACTS):
        assert [one for one, taken in load_integration(root, name).initialise if not taken] == [way]
    assert told(root) == []


def test_without_a_way_back_there_is_no_initialisation_to_switch_off(root: Path) -> None:
    for pattern in ("systems/adminpulse.yaml", "systems/openthebox.yaml", "integrations/openthebox*"):
        for file in (ROOT / "mappings").glob(pattern):
            shutil.copy(file, root / "mappings" / file.parent.name)
    file = root / "mappings" / "integrations" / "openthebox_to_adminpulse.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\ninitialise: {there: false}\n", encoding="utf-8")
    (problem,) = told(root)
    assert "initialise.there: can be switched off only in an integration with a way back" in problem
