"""The artifacts of a run link each record to both systems."""

from tasks.artifacts import texts_of
from tests.engine.test_sync import copy_of
from tests.office_fixture import INTEGRATION, Office
from tests.report.test_run_page import known_company


def test_every_artifact_links_a_record_to_both_systems(office: Office) -> None:
    id_, number = known_company(office)
    both = (
        f"[{id_}](https://app.adminpulse.be/#/relations/{id_}) [openthebox](https://openthebox.be/company/BE{number})"
    )
    office.sandbox.edit("adminpulse", "relation", id_, name="Mistaken Name NV")
    planned = texts_of(office.run(keys=(number,), dry_run=True), INTEGRATION, office.settings)
    assert both in planned["plan"]
    assert both in texts_of(office.run(keys=(number,)), INTEGRATION, office.settings)["changes"]


def test_what_is_held_back_is_linked_in_the_summary_and_the_quarantine(office: Office) -> None:
    id_, number = known_company(office)
    double = office.sandbox.add("adminpulse", "relation", **copy_of(office.relations[id_]))
    texts = texts_of(office.run(), INTEGRATION, office.settings)
    for kind in ("summary", "quarantine"):
        assert f"](https://app.adminpulse.be/#/relations/{double['id']})" in texts[kind]
        assert f"[openthebox](https://openthebox.be/company/BE{number})" in texts[kind]
