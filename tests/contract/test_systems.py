"""The contract every system keeps, proved against its stand-in over real sockets. A system joins with one line."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from passerelle.errors import (
    ConfigurationError,
    NotAllowed,
    NotAuthorised,
    RecordRejected,
    SystemUnavailable,
    UnclearAnswer,
    UnreadableAnswer,
)
from passerelle.http import dig
from passerelle.mapping.loader import load_system
from passerelle.mapping.reader import to_frame
from passerelle.mapping.writer import to_body
from passerelle.systems.base import System, ignore
from passerelle.systems.parallel import in_parallel
from tests.contract.bench import CLOUD_CRM, FRENCH, HELP_DESK, ITALIAN, ROOT, SELLING, TIME_SCALE, Bench, Case, told
from tests.sandbox_fixture import Sandbox, running_sandbox

CLASSIFIED = {"classifications.Catégorie": "Entreprise", "classifications.Origine": "Corporama"}
PERSONS = ("first_name", "civility")
OWN_NUMBERS = ("vat_number", "enterprise_number", "siren", "siret", "tax_code", "partner")
"""Custom fields that a new account of Freshdesk doesn't have."""
CASES = [
    Case("openthebox", "company"),
    Case("adminpulse", "relation", {"status": "Customer", "ownCompanyId": 1}),
    Case(
        "altior",
        "thirdparty",
        {"establishment": "Siège", "user": "Camille Morel"},
        samples=FRENCH,
        at_once=100,
        never=PERSONS,
    ),
    Case(
        "sellsy",
        "thirdparty",
        held={"company": "company/", "individual": "individual/"},
        addresses={"base_url": "sellsy/v2", "token_url": "sellsy/oauth2/access-tokens"},
        samples=FRENCH | {"headcount": ("10-19", "20-49")},
        at_once=100,
        never=PERSONS,
    ),
    Case(
        "altior",
        "contact",
        samples={**FRENCH, "third_parties": ("3 (main)", "4; 5 (dunning, invoicing)")},
        at_once=100,
        named="lastName",
    ),
    Case(
        "sellsy",
        "contact",
        held={"contact": "contact/"},
        addresses={"base_url": "sellsy/v2", "token_url": "sellsy/oauth2/access-tokens"},
        samples={**FRENCH, "third_parties": ("company/1002", "company/1001 (dunning); company/1007 (invoicing)")},
        at_once=100,
        beside=1,
        named="last_name",
    ),
    Case(
        "sellsy",
        "opportunity",
        held={"opportunity": "opportunity/"},
        addresses={"base_url": "sellsy/v2", "token_url": "sellsy/oauth2/access-tokens"},
        samples={**SELLING, "third_parties": ("company/1001", "company/1002")},
        at_once=0,
        news=False,
        inside=("source_id", "pipeline_id", "step_id"),
    ),
    Case(
        "altior",
        "affaire",
        {"user": "Camille Morel"},
        samples={**SELLING, "third_parties": ("1", "2")},
        at_once=0,
    ),
    Case(
        "reviso",
        "customer",
        samples=ITALIAN,
        at_once=100,
        inside=("countryCode", "customerGroup", "vatZone", "paymentTerms", "paymentType", "priceGroup"),
    ),
    Case(
        "reviso",
        "contact",
        samples=ITALIAN,
        news=False,
        inside=("customer",),
        owner="customer.customerNumber",
        gone="deleted",
    ),
    Case(
        "teamsystem",
        "company",
        addresses={"base_url": "teamsystem/api/latest"},
        samples=CLOUD_CRM,
        at_once=40,
        named="companyName",
    ),
    Case(
        "teamsystem",
        "contact",
        addresses={"base_url": "teamsystem/api/latest"},
        samples=CLOUD_CRM | {"name": ("Anna De Luca", "Anna Bruno"), "third_parties": ("7001", "7002")},
        at_once=40,
        named="name",
    ),
    Case(
        "freshdesk",
        "company",
        addresses={"base_url": "freshdesk/api/v2"},
        samples=HELP_DESK | {"custom": ('{"numero_client": "C1"}', '{"numero_client": "C2"}')},
        never=OWN_NUMBERS,
    ),
    Case(
        "freshdesk",
        "contact",
        addresses={"base_url": "freshdesk/api/v2"},
        samples=HELP_DESK,
        # Nothing tells that the e-mail was asked for.
        never=("activation",),
        inside=("deleted", "custom_fields"),
    ),
    Case(
        "artis",
        "organisation",
        {"internalOrganisation": "NORD", "relation": "Prospect", **CLASSIFIED},
        samples=FRENCH,
        at_once=100,
        named="raisonSociale",
    ),
    Case("artis", "site", samples={**FRENCH, "third_parties": ("1", "1")}, at_once=100, named="nom"),
    Case("artis", "interlocuteur", samples={**FRENCH, "third_parties": ("1", "2")}, at_once=100, named="nom"),
    Case("corporama", "site", held={"establishment": ""}, at_once=0, charged=True, digits=14),
    Case(
        "recherche_entreprises",
        "establishment",
        held={"unite": ""},
        inside=("etablissements",),
        gone="statut_diffusion=N",
        digits=9,
    ),
]


@pytest.fixture(scope="module")
def shared_sandbox() -> Iterator[Sandbox]:
    with running_sandbox(companies=60, seed=7, time_scale=TIME_SCALE) as sandbox:
        yield sandbox


@pytest.fixture(params=CASES, ids=lambda case: f"{case.system}-{case.stream}")
def bench(
    request: pytest.FixtureRequest, shared_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Bench]:
    shared_sandbox.reset()
    case: Case = request.param
    made = Bench(case, load_system(ROOT, case.system), shared_sandbox, monkeypatch, tmp_path)
    for name, path in {"base_url": case.system, **case.addresses}.items():
        made.set(name, f"{shared_sandbox.base_url}/{path}")
    for name in made.profile.connection.auth.credentials:
        made.set(name, "sandbox")
    yield made
    for system in made.opened:
        system.close()


@pytest.fixture
def lister(bench: Bench) -> Bench:
    return _offering(bench, "list_")


@pytest.fixture
def writer(bench: Bench) -> Bench:
    return _offering(bench, "create")


def _offering(bench: Bench, call: str) -> Bench:
    if getattr(bench.profile.streams[bench.case.stream].calls, call) is None:
        pytest.skip(f"{bench.profile.title} does not offer this")
    return bench


def test_right_credentials_work(bench: Bench) -> None:
    bench.open().test()


def test_wrong_credentials_are_told_with_the_advice(bench: Bench) -> None:
    if not bench.profile.connection.auth.credentials:
        pytest.skip("asks for none")
    for name in bench.profile.connection.auth.credentials:
        bench.set(name, "wr0ng-s3cret")
    told(NotAuthorised, bench.open().test, bench.profile.title, bench.profile.connection.advice.unauthorised)


def test_what_is_not_activated_is_told_with_whom_to_write_to(bench: Bench) -> None:
    bench.sandbox.fault("not-activated", system=bench.case.system)
    told(NotAllowed, bench.open().test, bench.profile.title, bench.profile.connection.advice.forbidden)


def test_an_unreachable_host_is_told_with_its_setting(bench: Bench) -> None:
    bench.set("base_url", "http://127.0.0.1:9")
    bench.set("attempts", "2")
    told(SystemUnavailable, bench.open().test, bench.profile.title, "127.0.0.1:9")


def test_a_record_is_read_by_its_id_with_everything_in_it(bench: Bench) -> None:
    system, first = bench.open(), bench.ids()[0]
    raw = bench.ask(system, first)
    assert raw is not None
    held = {name: value for name, value in bench.record(first).items() if name not in bench.case.inside}
    assert {name: raw[name] for name in held if not name.startswith("_")} == {
        name: value for name, value in held.items() if not name.startswith("_")
    }


def test_the_profile_knows_every_place_of_every_record(bench: Bench) -> None:
    system = bench.open()
    if bench.case.charged:
        bench.pull(system, bench.ids())
    found = system.look_up(bench.case.stream, bench.ids()).found
    batch = to_frame(bench.profile, bench.case.stream, list(found.values()))
    assert len(batch.frame) == len(bench.ids())
    assert not batch.unmapped
    assert not batch.unknown_codes


def test_an_unknown_id_is_none(bench: Bench) -> None:
    assert bench.ask(bench.open(), bench.absent()) is None


def test_a_look_up_tells_found_from_missing(bench: Bench) -> None:
    system, wanted = bench.ready(), bench.ids()[1:6]
    finished: list[int] = []
    if bench.case.charged:
        bench.pull(system, wanted)
    result = system.look_up(bench.case.stream, [*wanted, bench.absent()], finished.append)
    assert list(result.found) == wanted
    assert (result.missing, result.refused) == ([bench.absent()], {})
    assert sum(finished) == len(wanted) + 1
    if bench.case.at_once:
        assert (
            len(bench.calls()) == (len(wanted) + 1 if bench.case.at_once == 1 else 1) + len(wanted) * bench.case.beside
        )


def test_the_limit_of_the_profile_is_kept_at_full_speed(bench: Bench) -> None:
    """Calls that left in time arrive in a heap where a busy machine holds the server up, so one quiet try proves it."""
    keys = [bench.absent(900000000 + number) for number in range(int(bench.profile.connection.limits[0].calls * 1.3))]
    refused = []
    while len(refused) < 3 and 0 not in refused:
        bench.sandbox.reset()
        system = bench.open()
        if bench.case.charged:
            assert bench.pull(system, keys).missing == keys
        else:
            answers = in_parallel(partial(_tried, system, bench.case.stream), keys, system.width, ignore)
            assert set(answers.values()) <= {None, "refused"}
        refused.append(Counter(call["status"] for call in bench.calls())[429])
    assert 0 in refused, f"calls refused in {len(refused)} tries: {refused}"


def _tried(system: System, stream: str, key: str) -> Any:
    try:
        return system.read(stream, key)
    except RecordRejected:
        return "refused"


def test_a_429_is_waited_for(bench: Bench) -> None:
    system, first = bench.open(), bench.ids()[0]
    for _ in range(2):
        bench.ask(system, first)
    bench.fault("rate-limited", count=1)
    started = time.monotonic()
    for _ in range(3):
        assert bench.ask(system, first)
    assert [call["status"] for call in bench.calls()].count(429) == 1
    assert time.monotonic() - started >= 1 / TIME_SCALE


def test_a_read_is_repeated_after_a_500(bench: Bench) -> None:
    system, first = bench.ready(), bench.ids()[0]
    bench.fault("unauthorized", status=500, count=2)
    assert bench.ask(system, first)
    calls = bench.calls() if bench.case.at_once else bench.calls()[:3]
    assert [call["status"] for call in calls] == [500, 500, 200] + [200] * bench.case.beside


@pytest.mark.parametrize(("profile", "narrowed"), [("truncated", {}), ("html", {"status": 200})])
def test_an_unreadable_answer_is_asked_for_again_then_told(
    bench: Bench, profile: str, narrowed: dict[str, int]
) -> None:
    system, first = bench.open(), bench.ids()[0]
    bench.fault(profile, **narrowed)
    told(UnreadableAnswer, lambda: bench.ask(system, first), bench.profile.title, "JSON")
    assert len(bench.calls()) == bench.profile.connection.attempts
    bench.fault("none")
    assert bench.ask(system, first)


def test_a_token_that_dies_is_renewed(bench: Bench) -> None:
    if bench.profile.connection.auth.style != "oauth2_client_credentials":
        pytest.skip("no tokens")
    bench.sandbox.fault("expired-token", system=bench.case.system)
    wanted = bench.ids()[:10]
    assert list(bench.open().look_up(bench.case.stream, wanted).found) == wanted


@pytest.mark.parametrize("size", [7, None])
def test_a_list_holds_every_record_once(lister: Bench, size: int | None) -> None:
    stream = lister.profile.streams[lister.case.stream]
    paging = stream.paging.model_copy(update={"size_value": size}) if size and stream.paging else stream.paging
    streams = lister.profile.streams | {lister.case.stream: stream.model_copy(update={"paging": paging})}
    system = lister.open(lister.profile.model_copy(update={"streams": streams}))
    listed = [str(dig(raw, stream.id_path)) for page in system.pages(lister.case.stream) for raw in page]
    assert sorted(listed) == sorted(lister.ids())


def test_the_news_since_a_moment_are_what_was_changed(lister: Bench) -> None:
    if not lister.case.news:
        pytest.skip("tells of more than was changed")
    system, changed = lister.ready(), lister.ids()[2]
    since = datetime.now(UTC) - timedelta(seconds=1)
    try:
        assert [page for page in system.changed(lister.case.stream, since + timedelta(days=1)) if page] == []
    except ConfigurationError:
        pytest.skip("cannot be asked for its news")
    lister.edit(changed, **{lister.case.named: "Nom Nouveau"})
    id_path = lister.profile.streams[lister.case.stream].id_path
    found = [str(dig(raw, id_path)) for page in system.changed(lister.case.stream, since) for raw in page]
    assert found == [changed]


def test_a_thorough_search_finds_whatever_the_list_holds(lister: Bench) -> None:
    system, stream = lister.open(), lister.profile.streams[lister.case.stream]
    column = stream.reference or next(iter(stream.fields))
    raws = [raw for page in system.pages(lister.case.stream) for raw in page]
    expected: dict[str, set[str]] = {"0999999922": set()}
    for external_id, value in to_frame(lister.profile, lister.case.stream, raws).frame[column].items():
        if value is not None:
            expected.setdefault(value, set()).add(str(external_id))
    found = system.find(lister.case.stream, column, list(expected), thorough=True)
    assert {value: {str(dig(raw, stream.id_path)) for raw in some} for value, some in found.items()} == expected


def test_every_field_that_can_be_written_comes_back(writer: Bench) -> None:
    system, stream = writer.open(), writer.case.stream
    created = system.create(stream, writer.body(0))
    assert _canonical(writer, created, writer.samples(0)) == writer.samples(0)
    external_id = str(dig(created, writer.profile.streams[stream].id_path))
    assert system.read(stream, external_id) == created
    changes = to_body(writer.profile, stream, writer.samples(1, changing=True), created)
    updated = system.update(stream, external_id, system.complete_body(stream, changes, creating=False))
    assert _canonical(writer, updated, writer.samples(1, changing=True)) == writer.samples(1, changing=True)
    assert system.read(stream, external_id) == updated
    writes = len(writer.written())
    assert writes >= 2
    assert (system.calls.reads, system.calls.writes) == (len(writer.calls()) - writes, writes)


def _canonical(bench: Bench, raw: dict[str, Any], columns: Iterable[str]) -> dict[str, str | None]:
    row = to_frame(bench.profile, bench.case.stream, [raw]).frame.iloc[0]
    return {column: row[column] for column in columns}


def test_a_create_stored_and_answered_500_is_unclear_and_sent_once(writer: Bench) -> None:
    before, body = set(writer.ids()), writer.body(0)
    writer.fault("stores-then-500")
    told(UnclearAnswer, lambda: writer.open().create(writer.case.stream, body), writer.profile.title, "unknown result")
    assert [call["method"] for call in writer.written()] == ["POST"]
    assert len(set(writer.ids()) - before) == 1


def test_a_create_stored_after_the_time_out_is_unclear_and_sent_once(writer: Bench) -> None:
    before, body = set(writer.ids()), writer.body(0)
    writer.set("timeout_s", "0.3")
    writer.fault("stores-after-timeout", delay_ms=600)
    told(UnclearAnswer, lambda: writer.open().create(writer.case.stream, body), "within 0.3 seconds")
    deadline = time.monotonic() + 60
    while len(set(writer.ids()) - before) == 0 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(set(writer.ids()) - before) == 1
    assert [call["method"] for call in writer.written()] == ["POST"]


def test_an_update_is_repeated_and_ends_well(writer: Bench) -> None:
    system, first = writer.open(), writer.ids()[0]
    changes = {column: value for column, value in writer.samples(1, changing=True).items() if column == "name"}
    writer.fault("stores-then-500", count=1)
    system.update(writer.case.stream, first, to_body(writer.profile, writer.case.stream, changes, {}))
    assert [call["status"] for call in writer.written()] == [500, 200]


def test_a_refused_record_is_told_in_the_vendors_words(writer: Bench) -> None:
    # Of a name that is sent in two parts, the first.
    writer.fault("rejects", contains=writer.samples(0)["name"].split()[0])
    body = writer.body(0)
    told(RecordRejected, lambda: writer.open().create(writer.case.stream, body), "This name is not accepted")


def test_a_missing_mandatory_field_is_named(writer: Bench) -> None:
    told(RecordRejected, lambda: writer.open().create(writer.case.stream, {}), writer.profile.title)
