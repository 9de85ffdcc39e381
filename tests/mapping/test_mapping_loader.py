"""Mappings are refused with file, line, key and what is allowed; the project's own are accepted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from passerelle.errors import ConfigurationError
from passerelle.mapping.loader import check_mappings, load_integration, load_system, mapping_version

ROOT = Path(__file__).parents[2]
ADMINPULSE = "mappings/systems/adminpulse.yaml"
OPENTHEBOX = "mappings/systems/openthebox.yaml"
INTEGRATION = "mappings/integrations/openthebox_to_adminpulse.yaml"

Edit = Callable[[str, str, str], int]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the project's mappings, with the suites they name."""
    shutil.copytree(ROOT / "mappings", tmp_path / "mappings")
    (tmp_path / "expectations").mkdir()
    for suite in ("openthebox_company", "adminpulse_relation"):
        (tmp_path / "expectations" / f"{suite}.yaml").write_text("name: x\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def pair(root: Path) -> Path:
    """The root with two systems and the integrations between them alone: the others would only be read again."""
    for file in (root / "mappings").rglob("*.yaml"):
        if file.stem not in ("adminpulse", "openthebox") and not file.stem.startswith("openthebox_"):
            file.unlink()
    return root


@pytest.fixture
def edit(root: Path) -> Edit:
    """Replace one text by another in a file, once; returns the line of the change."""

    def change(file: str, old: str, new: str) -> int:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return change


def test_the_projects_own_mappings_have_no_problem() -> None:
    assert check_mappings(ROOT) == []


@pytest.mark.parametrize("name", ["openthebox-to-adminpulse", "openthebox_to_adminpulse"])
def test_an_integration_is_found_by_its_name_with_dashes_or_underscores(name: str) -> None:
    assert load_integration(ROOT, name).key == "enterprise_number"


def test_a_misspelt_key_is_told_with_file_line_key_and_the_allowed_ones(root: Path, edit: Edit) -> None:
    line = edit(ADMINPULSE, "transform: phone", "transfrom: phone")
    with pytest.raises(ConfigurationError) as refused:
        load_system(root, "adminpulse")
    assert str(refused.value).startswith(
        f"{ADMINPULSE}, line {line}, streams.relation.fields.phone.transfrom: unknown key; did you mean 'transform'? "
        "allowed: path, list, type, localised, transform, codes, label, assumed, write, number, boolean, write_as"
    )


def test_every_problem_of_a_file_is_told(root: Path, edit: Edit) -> None:
    lines = [
        edit(ADMINPULSE, "size_value: 400", "size_value: many"),
        edit(ADMINPULSE, "style: bearer", "style: beared"),
        edit(ADMINPULSE, "    id_path: id\n", ""),
    ]
    with pytest.raises(ConfigurationError) as refused:
        load_system(root, "adminpulse")
    text = str(refused.value)
    assert len(text.splitlines()) == 3
    assert f"line {lines[1]}, connection.auth.style: 'beared' is not allowed; allowed: 'bearer', 'basic'" in text
    assert f"line {lines[0] - 1}, streams.relation.paging.size_value: input should be a valid integer" in text
    assert "streams.relation.id_path: is missing" in text


WRONG_NAMES = [
    (ADMINPULSE, "transform: be_vat", "transform: be_vta", "unknown transform 'be_vta'; did you mean 'be_vat'?"),
    (ADMINPULSE, "codes: relation_type", "codes: relation_types", "unknown code table 'relation_types'; did you mean"),
    (ADMINPULSE, "      website:", "      webside:", "unknown canonical field 'webside'; did you mean 'website'?"),
    (ADMINPULSE, "        list: channels", "        list: chanels", "unknown typed list 'chanels'; did you mean"),
    (ADMINPULSE, "        type: Phone\n", "", "needs list and type together"),
    (ADMINPULSE, "        path: name\n", "", "needs either path or localised"),
    (ADMINPULSE, "kind: company", "kind: compony", "unknown kind of record 'compony'; did you mean 'company'?"),
    (ADMINPULSE, "reference: enterprise_number", "reference: code", "unknown mapped field 'code'"),
    (ADMINPULSE, "system: adminpulse", "system: admin", "is 'admin', but the file is called adminpulse.yaml"),
    (ADMINPULSE, "  test: /companies", "  settle_s: 20\n  test: /companies", "must be longer than timeout_s (30)"),
    (ADMINPULSE, "style: bearer", "style: headers", "the style headers needs headers"),
    (
        ADMINPULSE,
        "style: bearer",
        "headers: {X-Key: api-key}\n    style: headers",
        "unknown credential 'api-key'; did you",
    ),
    (OPENTHEBOX, "    token_path: /oauth/token\n", "", "the style oauth2_client_credentials needs token_path"),
    (OPENTHEBOX, "{fr: name.fr, nl: name.nl", "{fr: name.fr, vl: name.nl", "unknown language 'vl'"),
    (OPENTHEBOX, "path: website", "localised: {fr: website}", "this canonical field has no languages; give a path"),
    (OPENTHEBOX, "AC: active", "ac: active", "can never be met: the transform upper spells it otherwise"),
    (INTEGRATION, "stream: company", "stream: compagny", "unknown stream 'compagny'; did you mean 'company'?"),
    (INTEGRATION, "system: openthebox", "system: opentheboxx", "unknown system 'opentheboxx'; did you mean"),
    (INTEGRATION, "suite: adminpulse_relation", "suite: relation", "unknown suite 'relation'"),
    (INTEGRATION, "key: enterprise_number", "key: language", "unknown field mapped at both ends 'language'"),
    (INTEGRATION, "match: [enterprise", "match: [siren, enterprise", "unknown field of the driving end 'siren'"),
    (INTEGRATION, "kind: [company", "kind: [compagny", "unknown value 'compagny'; did you mean 'company'?"),
    (INTEGRATION, "  kind: [", "  kinds: [", "unknown field of that end 'kinds'; did you mean 'kind'?"),
    (INTEGRATION, "  address: {", "  adress: {", "unknown canonical field or group 'adress'; did you mean 'address'?"),
    (INTEGRATION, "conflict: review", "conflict: ask", "'ask' is not allowed; allowed: 'source', 'target' or 'review'"),
    (INTEGRATION, "batch: 2000", "batch: 0", "input should be greater than 0"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"), WRONG_NAMES, ids=[new.strip() for _, _, new, _ in WRONG_NAMES]
)
def test_what_names_nothing_is_told(pair: Path, edit: Edit, file: str, old: str, new: str, message: str) -> None:
    line = edit(file, old, new)
    found = [problem for problem in check_mappings(pair) if problem.file == file and message in problem.message]
    assert found
    assert abs(found[0].line - line) <= 6


ODD_VALUES = [
    "[]",
    "{}",
    "[1, {a: b}]",
    "{a: {b: c}}",
    "~",
    "text",
    "12",
    "true",
    '""',
    "!!python/name:os.system x",
    "*gone",
]


@pytest.mark.parametrize("odd", ODD_VALUES)
@pytest.mark.parametrize("file", [ADMINPULSE, OPENTHEBOX, INTEGRATION])
def test_whatever_is_written_is_a_problem_or_fine_but_never_a_crash(pair: Path, file: str, odd: str) -> None:
    text = (pair / file).read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    keys = [place for place, line in enumerate(lines) if ":" in line and not line.lstrip().startswith("#")]
    for place in keys[ODD_VALUES.index(odd) :: 5 * len(ODD_VALUES)]:
        changed = lines[place].split(":")[0] + f": {odd}\n"
        (pair / file).write_text("".join([*lines[:place], changed, *lines[place + 1 :]]), encoding="utf-8")
        assert all(problem.line >= 1 and problem.message for problem in check_mappings(pair))


def test_a_field_the_source_does_not_have_can_have_no_rule(root: Path, edit: Edit) -> None:
    edit(OPENTHEBOX, "      website:\n", "      language:\n")
    with pytest.raises(ConfigurationError, match=r"fields\.website: is not mapped in the source's stream"):
        load_integration(root, "openthebox-to-adminpulse")


def test_a_target_that_creates_needs_a_reference_to_find_it_again(root: Path, edit: Edit) -> None:
    edit(ADMINPULSE, "    reference: enterprise_number\n", "")
    with pytest.raises(ConfigurationError, match=r"target\.stream: 'relation' of AdminPulse creates records, so its"):
        load_integration(root, "openthebox-to-adminpulse")


def test_a_field_that_is_never_sent_can_have_no_rule(root: Path, edit: Edit) -> None:
    edit(ADMINPULSE, "        path: name\n", "        path: name\n        write: false\n")
    with pytest.raises(ConfigurationError, match=r"fields\.name: is never sent"):
        load_integration(root, "openthebox-to-adminpulse")


def test_a_key_named_twice_is_refused(root: Path, edit: Edit) -> None:
    line = edit(ADMINPULSE, "title: AdminPulse\n", "title: AdminPulse\ntitle: Admin\n")
    with pytest.raises(ConfigurationError, match=rf"line {line + 1}, title: named twice \(first in line {line}\)"):
        load_system(root, "adminpulse")


def test_broken_yaml_is_told_with_its_line(root: Path, edit: Edit) -> None:
    line = edit(ADMINPULSE, "connection:", "connection: [")
    [problem] = [
        problem for problem in check_mappings(root) if problem.file == ADMINPULSE and "not YAML" in problem.message
    ][:1]
    assert problem.line >= line


def test_an_unknown_system_or_integration_names_the_nearest(root: Path) -> None:
    with pytest.raises(ConfigurationError, match="unknown system 'adminpuls'; did you mean 'adminpulse'"):
        load_system(root, "adminpuls")
    with pytest.raises(ConfigurationError, match="unknown integration 'openthebox_to_adminpuls'; did you mean"):
        load_integration(root, "openthebox-to-adminpuls")


def test_codes_stay_text(root: Path, edit: Edit) -> None:
    forms = 'forms: {0471: 0471, NO: NO, 12: 12, on: on, 1e3: 1.0e3, ~: "~"}'
    edit(OPENTHEBOX, "codes:\n  party_kind:", f"codes:\n  {forms}\n  party_kind:")
    forms = load_system(root, "openthebox").codes["forms"]
    assert forms == {"0471": "0471", "NO": "NO", "12": "12", "on": "on", "1e3": "1.0e3", "~": "~"}


RESULTS_CHANGE = [
    (ADMINPULSE, "transform: url", "transform: text"),
    (ADMINPULSE, "path: foundingDate", "path: founded"),
    (ADMINPULSE, "Person: person", "Person: person\n    Association: company"),
    (ADMINPULSE, "favourite_key: favourite", "favourite_key: starred"),
    (INTEGRATION, "conflict: review", "conflict: target"),
    (INTEGRATION, "create:\n", "create:\n  with: {status: customer}\n"),
]
RESULTS_STAY = [
    (ADMINPULSE, "label: Naam / Nom", "label: Naam"),
    (ADMINPULSE, "calls: 480", "calls: 60"),
    (ADMINPULSE, "code: the office's own customer code", "code: private"),
    (INTEGRATION, "floor: 20", "floor: 30"),
    (INTEGRATION, "batch: 2000", "batch: 20000"),
]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("create:\n", "create:\n  with: {state: other}\n", "create.with.state: unknown question of AdminPulse 'state'"),
        ("create:\n", "create:\n  with: {status: Customer}\n", "unknown answer 'Customer'; did you mean 'customer'?"),
        ("sole_trader: >-", "trader: >-", "create.refuse.trader: unknown kind 'trader'; did you mean 'sole_trader'?"),
    ],
)
def test_an_answer_nobody_asks_for_or_allows_is_refused(root: Path, edit: Edit, old: str, new: str, said: str) -> None:
    edit(INTEGRATION, old, new)
    with pytest.raises(ConfigurationError) as refused:
        load_integration(root, "openthebox-to-adminpulse")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("attribute: status", "attribute: status\n        field: kind", "asks.status: needs either field or attribute"),
        ("field: language", "field: tongue", "asks.language.field: unknown mapped field 'tongue'"),
        ("codes: relation_status", "codes: relation_state", "asks.status.codes: unknown code table"),
        ("values: [nl, fr, de, en]", "values: []", "asks.language: needs one of codes, values and listed"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(root: Path, edit: Edit, old: str, new: str, said: str) -> None:
    edit(ADMINPULSE, old, new)
    with pytest.raises(ConfigurationError) as refused:
        load_system(root, "adminpulse")
    assert said in str(refused.value)


def versions(root: Path) -> tuple[str, str, str]:
    integration = load_integration(root, "openthebox-to-adminpulse")
    profiles = [load_system(root, name) for name in ("openthebox", "adminpulse")]
    return mapping_version(integration), mapping_version(profiles[0]), mapping_version(profiles[1])


@pytest.mark.parametrize(("file", "old", "new"), RESULTS_CHANGE)
def test_the_version_changes_with_what_decides_results(root: Path, edit: Edit, file: str, old: str, new: str) -> None:
    before = versions(root)
    edit(file, old, new)
    assert versions(root) != before


@pytest.mark.parametrize(("file", "old", "new"), RESULTS_STAY)
def test_the_version_stays_for_what_does_not(root: Path, edit: Edit, file: str, old: str, new: str) -> None:
    before = versions(root)
    edit(file, old, new)
    assert versions(root) == before
