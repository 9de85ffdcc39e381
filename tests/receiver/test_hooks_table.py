"""What hints start is there: deployments of prefect.yaml, and a parameter of the flow."""

import inspect
from importlib import import_module

import pytest
from ruamel.yaml import YAML

from flows import FLOWS, HOOKS
from passerelle.cli.receive import targets
from passerelle.mapping.loader import load_system
from tests.receiver.standing import ROOT

DEPLOYMENTS = YAML(typ="safe").load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]


def test_contacts_wait_with_the_third_parties_they_belong_to() -> None:
    assert targets()["sellsy", "contact"] == targets()["sellsy", "thirdparty"]


@pytest.mark.parametrize(("account", "stream"), HOOKS)
def test_a_target_names_what_there_is(account: str, stream: str) -> None:
    target = targets()[account, stream]
    known = {f"{one['flow_name']}/{one['name']}": one["parameters"] for one in DEPLOYMENTS}
    assert {target.refresh, target.news} <= known.keys()
    assert known[target.news]["news"] is True
    module, _, name = FLOWS[target.refreshing].rpartition(".")
    assert {target.parameter, *target.given} <= inspect.signature(
        getattr(import_module(module), name).fn
    ).parameters.keys()
    assert stream in load_system(ROOT, account).streams
