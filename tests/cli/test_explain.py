"""`explain` and `history` tell what happened to a record, however it is named."""

from datetime import timedelta

import pytest

from passerelle.engine.run import now
from passerelle.hub import outbox, records
from passerelle.hub.records import State, Stream
from tests.cli.conftest import Filled, is_plain
from tests.command_line import Cli
from tests.office_fixture import INTEGRATION

NAMES = ["{n}", "BE {n}", "{n:.4}.{n[4]}{n[5]}{n[6]}.{n[7]}{n[8]}{n[9]}", "enterprise_number:{n}", "BE{n}", "{id}"]
FULL_NAMES = ["openthebox:company:BE{n}", "adminpulse:relation:{id}"]


@pytest.mark.parametrize("spelling", NAMES + FULL_NAMES)
def test_any_name_of_a_record_finds_it(cli: Cli, filled: Filled, spelling: str) -> None:
    answer = cli("explain", spelling.format(n=filled.number, id=filled.updated), "--json")
    (record,) = answer.document["records"]
    assert record["record"] == f"adminpulse:relation:{filled.updated}"
    assert record["number"] == filled.number


def test_a_record_that_was_sent_shows_both_sides_under_the_vendors_labels(cli: Cli, filled: Filled) -> None:
    (record,) = cli("explain", filled.updated, "--json").document["records"]
    name = next(field for field in record["fields"] if field["field"] == "name")
    stored = filled.office.sandbox.record("adminpulse", "relation", filled.updated)["name"]
    assert name["target"] == {"label": "Naam / Nom", "value": stored}
    assert name["source"] == {"label": "Dénomination / Naam", "value": stored}
    assert record["last"]["outcome"] == "updated"
    assert record["why"] == "Sent: what differed was updated in AdminPulse."
    assert record["partner"]["record"] == f"openthebox:company:BE{filled.number}"
    assert record["partner"]["page"] == f"https://openthebox.be/company/BE{filled.number}"
    assert record["page"] == f"https://app.adminpulse.be/#/relations/{filled.updated}"


def test_a_record_two_integrations_know_is_shown_once_with_what_both_say(cli: Cli, filled: Filled) -> None:
    office = filled.office
    mine = (filled.updated, filled.wrong)
    id_ = next(id_ for id_, one in office.relations.items() if is_plain(office, one) and id_ not in mine)
    before = cli("explain", id_, "--json").document
    assert "also" not in before
    other = Stream("kbo-to-adminpulse", "adminpulse", "relation")
    state = State("f", "skipped", True, "the register has nothing newer", 0)
    with office.hub() as hub, hub.write(INTEGRATION) as connection:
        records.save_states(connection, other, {id_: state}, "r1", now() - timedelta(days=1))
    document = cli("explain", id_, "--json").document
    assert document["records"] == before["records"]
    (also,) = document["also"]
    assert (also["record"], also["integration"]) == (before["records"][0]["record"], "kbo-to-adminpulse")
    assert also["why"] == "Not sent, left out: the register has nothing newer."
    out = cli("explain", id_).out
    assert out.count(f"adminpulse:relation:{id_}\n") == 1
    assert "Also known" in out and "the register has nothing newer" in out


def test_the_screen_says_the_same_in_eighty_columns(cli: Cli, filled: Filled) -> None:
    answer = cli("explain", filled.updated)
    assert "Sent: what differed was updated in AdminPulse." in answer.out
    assert "Mistaken Name NV →" in answer.out
    assert "[Naam / Nom]" in answer.out
    assert max(len(line) for line in answer.out.splitlines()) <= 80


def test_a_record_held_back_says_why(cli: Cli, filled: Filled) -> None:
    (record,) = cli("explain", "0403.449.824", "--json").document["records"]
    assert record["record"] == f"adminpulse:relation:{filled.wrong}"
    assert record["why"].startswith("Not sent, held back: AdminPulse: ")
    assert record["quarantine"][0]["value"] == "0403449824"
    assert record["partner"] is None


def test_a_number_adminpulse_does_not_have_says_it_was_left_out(cli: Cli, filled: Filled) -> None:
    office = filled.office
    companies = office.sandbox.state("openthebox", "company").values()
    number = next(one["enterpriseNumber"] for one in companies if not office.holding(one["enterpriseNumber"]))
    office.run(keys=(number,))
    (record,) = cli("explain", number, "--json").document["records"]
    assert record["record"] == f"adminpulse:relation:enterprise_number:{number}"
    assert "Not sent, left out: not in AdminPulse" in record["why"]


def test_after_a_dry_run_it_says_what_would_be_sent(cli: Cli, filled: Filled) -> None:
    sandbox = filled.office.sandbox
    company = f"BE{filled.number}"
    before = sandbox.record("openthebox", "company", company)["website"]
    sandbox.edit("openthebox", "company", company, website="www.elsewhere.example")
    filled.office.run(keys=(filled.number,), dry_run=True)
    sandbox.edit("openthebox", "company", company, website=before)
    (record,) = cli("explain", filled.number, "--json").document["records"]
    assert record["why"] == "Not sent: a dry run found that it would update website."
    assert record["planned"]["dry_run"] is True


def test_a_call_without_a_clear_answer_is_told_until_it_is_settled(cli: Cli, filled: Filled) -> None:
    entry = {"id": "e1", "run_id": "r1", "seq": 0, "integration": INTEGRATION, "connection": "adminpulse"}
    entry |= {"stream": "relation", "op": "update", "reference": "1", "target_id": filled.wrong, "claim": "c"}
    entry |= {"token": 1, "state": "unclear", "sent_at": now(), "error": "AdminPulse took too long."}
    with filled.office.hub() as hub, hub.write(INTEGRATION) as connection:
        outbox.intend(connection, [entry])
    (record,) = cli("explain", filled.wrong, "--json").document["records"]
    assert [(call["op"], call["error"]) for call in record["open_calls"]] == [("update", "AdminPulse took too long.")]
    assert "Open call" in cli("explain", filled.wrong).out
    with filled.office.hub() as hub, hub.write(INTEGRATION) as connection:
        outbox.close(connection, "e1", "void", "", now())
    assert "Open call" not in cli("explain", filled.wrong).out


@pytest.mark.parametrize(("typed", "hint"), [("77777", "Give an enterprise number"), ("0403449825", "typing error")])
@pytest.mark.parametrize("command", [("explain",), ("history",), ("quarantine", "show")])
def test_what_nobody_knows_is_one_sentence_and_exit_1(
    cli: Cli, command: tuple[str, ...], typed: str, hint: str
) -> None:
    answer = cli(*command, typed)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(f"Nothing is known of '{typed}'.")
    assert hint in answer.err
    assert answer.err.count("\n") == 1


def test_history_lists_what_changed_and_where_it_came_from(cli: Cli, filled: Filled) -> None:
    document = cli("history", f"BE{filled.number}", "--json").document
    assert document["records"] == [f"adminpulse:relation:{filled.updated}"]
    change = next(change for change in document["changes"] if change["field"] == "name")
    stored = filled.office.sandbox.record("adminpulse", "relation", filled.updated)["name"]
    assert (change["old"], change["new"]) == ("Mistaken Name NV", stored)
    assert change["origin"] == f"openthebox:company:BE{filled.number}"
    assert change["run_id"] == filled.summary["run_id"]
    assert "Mistaken Name NV" in cli("history", filled.updated).out


def test_history_lists_the_newest_first(cli: Cli, filled: Filled) -> None:
    sandbox = filled.office.sandbox
    sandbox.edit("openthebox", "company", f"BE{filled.number}", phone="02 512 99 88")
    filled.office.run(keys=(filled.number,))
    changes = cli("history", filled.updated, "--json").document["changes"]
    assert changes[0]["new"] == "+3225129988"
    assert [change["at"] for change in changes] == sorted((change["at"] for change in changes), reverse=True)


def test_a_known_record_that_never_changed_says_so(cli: Cli, filled: Filled) -> None:
    answer = cli("history", filled.wrong)
    assert (answer.code, answer.out) == (0, f"Nothing was ever changed in adminpulse:relation:{filled.wrong}.\n")
