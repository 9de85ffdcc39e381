"""Parameters that several flows share, as the form in Prefect's interface shows them.

Prefect takes titles and examples from `json_schema_extra` and the help from the flow's docstring; it overwrites a plain
`Field(title=…)` with the parameter's name.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from prefect.runtime import flow_run
from pydantic import Field

from passerelle.transforms.identifiers import parse_enterprise_number

DryRun = Annotated[bool, Field(json_schema_extra={"title": "Dry run: only show what would change"})]
Force = Annotated[bool, Field(json_schema_extra={"title": "Go past the guards"})]
OverwriteLocal = Annotated[bool, Field(json_schema_extra={"title": "Overwrite what the office changed by hand"})]
CreateMissing = Annotated[bool, Field(json_schema_extra={"title": "Create relations that do not exist yet"})]
CreateLinked = Annotated[bool, Field(json_schema_extra={"title": "Create who is linked to them, with status other"})]
Status = Annotated[
    Literal["", "prospect", "customer", "own_company", "other"],
    Field(json_schema_extra={"title": "New relations: status"}),
]
OwnCompany = Annotated[str, Field(json_schema_extra={"title": "New relations: own company", "examples": ["1"]})]
Language = Annotated[Literal["", "nl", "fr", "de", "en"], Field(json_schema_extra={"title": "New relations: language"})]
Kind = Annotated[
    Literal["", "company", "sole_trader", "person"], Field(json_schema_extra={"title": "New relations: kind"})
]
"""Answers to what AdminPulse asks of new relations (`asks` in its profile). Empty text stands for no answer: Prefect's
form sends null for what is left out, and refuses it itself unless it first asks which of two types is meant."""

EnterpriseNumbers = Annotated[
    list[str],
    Field(
        min_length=1,
        json_schema_extra={"title": "Enterprise numbers", "examples": [["0403.449.823", "BE0403590274"]]},
    ),
]

CreateOneSided = Annotated[bool, Field(json_schema_extra={"title": "Create what only one side holds"})]

Initialise = Annotated[bool, Field(json_schema_extra={"title": "Take what stood there at the beginning"})]

OnlyNews = Annotated[bool, Field(json_schema_extra={"title": "Only what has changed"})]

SearchText = Annotated[
    str,
    Field(min_length=2, json_schema_extra={"title": "Name or number", "examples": ["bakkerij peeters", "0403.449"]}),
]
SearchLanguage = Annotated[
    Literal["nl", "fr", "de", "en"], Field(json_schema_extra={"title": "Language of the answers"})
]

CompanyText = Annotated[
    str, Field(json_schema_extra={"title": "Name, SIREN or SIRET", "examples": ["boulangerie martin", "732 829 320"]})
]
Postcode = Annotated[str, Field(json_schema_extra={"title": "Postcode", "examples": ["69003"]})]
Activity = Annotated[str, Field(json_schema_extra={"title": "NAF code", "examples": ["6201Z"]})]

NAMED = 2
"""How many numbers or records the name of a run shows."""


def parse_numbers(typed: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Numbers as people type or paste them: those that are right as ten digits, and a sentence for each wrong one."""
    right, wrong = [], []
    for one in parts_of(typed):
        try:
            right.append(parse_enterprise_number(one))
        except ValueError as problem:
            wrong.append(str(problem))
    if not (right or wrong):
        wrong = ["Name at least one enterprise number, e.g. 0403.449.823."]
    return tuple(right), wrong


def parts_of(typed: list[str]) -> list[str]:
    """What stands between commas, semicolons and ends of lines."""
    return [part.strip() for text in typed for part in re.split(r"[,;\n]", text) if part.strip()]


def name_of_refresh() -> str:
    """What a refresh runs on: `refresh 0403.449.823, 0403.590.274 and 3 more`."""
    return f"refresh {_numbers()}{dry_or_not()}"


def name_of_creation() -> str:
    """What a creation runs on: `create 0403.449.823`."""
    return f"create {_numbers()}{dry_or_not()}"


def _numbers() -> str:
    right, wrong = parse_numbers(flow_run.parameters["enterprise_numbers"])
    shown = [f"{number[:4]}.{number[4:7]}.{number[7:]}" for number in right[:NAMED]]
    return listed(shown, len(right) + len(wrong), "wrong numbers")


def listed(shown: list[str], whole: int, otherwise: str) -> str:
    """The first names of a whole: `a, b and 3 more`; `otherwise` where none can be shown."""
    more = whole - len(shown)
    return " and ".join([", ".join(shown), f"{more} more"] if shown and more else shown or [otherwise])


def name_of_search() -> str:
    """What a search looks for."""
    fields = (flow_run.parameters.get(name, "") for name in ("text", "postcode", "naf"))
    return f"search {', '.join(filter(None, fields))!r}"


def name_of_pass() -> str:
    """What a pass runs on."""
    what = "what has changed" if flow_run.parameters.get("news") else "every record"
    return f"{what}{dry_or_not()}"


def dry_or_not() -> str:
    """What is added to the name of a dry run."""
    return " (dry run)" if flow_run.parameters["dry_run"] else ""
