"""docs/mapping.md names every key, every allowed word and every transform, each where it belongs, and no others."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from passerelle.mapping.integration import Integration
from passerelle.mapping.models import SystemProfile
from passerelle.mapping.request import Request
from passerelle.records import COMPANY, CONTACT
from passerelle.transforms import names

DOCS = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text(encoding="utf-8")
SECTIONS = {part.split("\n", 1)[0]: part for part in re.split(r"^##+ ", DOCS, flags=re.MULTILINE)[1:]}


def parts(annotation: Any) -> Iterator[Any]:
    """An annotation and everything inside it."""
    yield annotation
    for inner in typing.get_args(annotation):
        yield from parts(inner)


def walk(model: type[BaseModel], title: str, way: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """Every model under a model, with the heading that documents it."""
    yield f"{title}: `{way}`" if way else title, model
    for name, info in model.model_fields.items():
        for inner in parts(info.annotation):
            if isinstance(inner, type) and issubclass(inner, BaseModel) and name != "target":
                yield from walk(inner, title, f"{way}.{info.alias or name}" if way else info.alias or name)


REQUEST = "Configuration request"
MODELS = [*walk(SystemProfile, "System", ""), *walk(Integration, "Integration", ""), *walk(Request, REQUEST, "")]


def listed(heading: str) -> set[str]:
    """The names in the first column of a section's table."""
    rows = re.findall(r"^\| (`.*?) \|", SECTIONS[heading], flags=re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize(("heading", "model"), MODELS, ids=[heading for heading, _ in MODELS])
def test_every_key_is_documented_in_its_section(heading: str, model: type[BaseModel]) -> None:
    assert listed(heading) == {info.alias or name for name, info in model.model_fields.items()}


@pytest.mark.parametrize(("heading", "model"), MODELS, ids=[heading for heading, _ in MODELS])
def test_every_allowed_word_is_documented(heading: str, model: type[BaseModel]) -> None:
    annotations = (inner for info in model.model_fields.values() for inner in parts(info.annotation))
    words = {
        word for inner in annotations if typing.get_origin(inner) is typing.Literal for word in typing.get_args(inner)
    }
    assert {word for word in words if f"`{word}`" not in SECTIONS[heading]} == set()


def test_every_section_belongs_to_a_model() -> None:
    headings = {heading for heading in SECTIONS if heading.startswith(("System", "Integration", REQUEST))}
    chapters = {"System profiles", "Integrations", "Configuration requests"}
    assert headings - chapters == {heading for heading, _ in MODELS}


def test_every_transform_and_field_is_documented() -> None:
    assert listed("Transforms") == set(names())
    assert listed("The canonical record") == {field.name for field in COMPANY}
    assert {field.name for field in CONTACT if f"`{field.name}`" not in SECTIONS["The canonical record"]} == set()
