"""The stand-ins are written from the reference alone: they share no code with the clients, and cite their facts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from passerelle.sandbox.answers import CITED
from passerelle.sandbox.app import create_app
from passerelle.sandbox.config import SandboxConfig
from passerelle.sandbox.registry import SYSTEMS

ROOT = Path(__file__).parents[2]
SANDBOX = ROOT / "passerelle" / "sandbox"
FACT = re.compile(r"^\| `([a-z0-9.]+)` \| (?:confirmed|assumed) \|", re.MULTILINE)
MODULES = sorted(SANDBOX.rglob("*.py"))


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(SANDBOX)))
def test_a_module_of_the_sandbox_knows_nothing_of_the_rest(module: Path) -> None:
    ours = [name for name in imported(module) if name.split(".")[0] in ("", "passerelle", "tasks", "flows", "tests")]
    assert [name for name in ours if not name.startswith("passerelle.sandbox")] == []
    text = module.read_text(encoding="utf-8")
    assert [word for word in ("mappings", "import_module", "__import__") if word in text] == []


@pytest.mark.parametrize("data", sorted(set(SANDBOX.rglob("*.*")) - set(SANDBOX.rglob("*.py*"))), ids=lambda p: p.name)
def test_nothing_else_of_the_sandbox_names_the_mappings(data: Path) -> None:
    assert "mappings" not in data.read_text(encoding="utf-8")


def cited_by_route(folder: Path) -> dict[str, list[str]]:
    app = create_app(SandboxConfig(home=folder, companies=0))
    app.state.world.close()
    paths = app.openapi()["paths"].items()
    calls = {f"{method.upper()} {path}": call for path, methods in paths for method, call in methods.items()}
    return {name: call.get(CITED, []) for name, call in calls.items() if not name.split()[1].startswith("/_sandbox/")}


def test_each_route_of_a_system_cites_facts_that_stand_in_the_reference(tmp_path: Path) -> None:
    facts = set(FACT.findall((ROOT / "docs" / "systems.md").read_text(encoding="utf-8")))
    cited = cited_by_route(tmp_path)
    assert {name.split("/")[1] for name in cited} == set(SYSTEMS)
    assert [name for name, ids in cited.items() if not ids] == []
    assert {name: set(ids) - facts for name, ids in cited.items() if set(ids) - facts} == {}
