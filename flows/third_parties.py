"""Third parties and what belongs to them as people name them: the parameter, its reading, the name of a run on some."""

from __future__ import annotations

import re
from typing import Annotated

from prefect.runtime import flow_run
from pydantic import Field

from flows.parameters import NAMED, dry_or_not, listed, parts_of

ThirdParties = Annotated[
    list[str],
    Field(
        min_length=1,
        json_schema_extra={
            "title": "Companies, individuals, contacts and opportunities of Sellsy",
            "examples": [["company/6657", "individual/812", "contact/31", "opportunity/701"]],
        },
    ),
]

TYPED = re.compile(r"(?:(?P<kind>company|individual|contact|opportunity)[\s/:#]*)?(?P<id>[1-9][0-9]*)", re.IGNORECASE)
PAGE = re.compile(r"https?://(?:[\w-]+\.)*sellsy\.(?:com|fr)/\S*", re.IGNORECASE)
ON_A_PAGE = re.compile(
    r"(?:(?P<kind>companies|company|individuals?|contacts?|opportunities|opportunity)/|[?&]thirdid=)(?P<id>[1-9][0-9]*)(?![\w%])"
)
"""Where the address of a page tells the record. One with `thirdid` doesn't tell its kind."""


def parse_third_parties(typed: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Records of Sellsy as people type or paste them: each as `company/6657`, and a sentence for each wrong one.

    A bare number, and an address that doesn't tell the kind, mean a company.
    """
    right, wrong = [], []
    for one in parts_of(typed):
        found = ON_A_PAGE.search(one) if PAGE.fullmatch(one) else TYPED.fullmatch(one)
        if found:
            right.append(f"{_kind(found['kind'])}/{found['id']}")
        else:
            told = "Write company/6657, individual/812, contact/31, opportunity/701 or its page's address."
            wrong.append(f"'{one}' names nothing in Sellsy. {told}")
    if not (right or wrong):
        wrong = ["Name at least one company or individual of Sellsy, e.g. company/6657."]
    return tuple(right), wrong


def name_of_refresh() -> str:
    """What a refresh runs on: `refresh company 6657, individual 812 and 3 more`."""
    right, wrong = parse_third_parties(flow_run.parameters["third_parties"])
    shown = [one.replace("/", " ") for one in right[:NAMED]]
    return f"refresh {listed(shown, len(right) + len(wrong), 'wrong names')}{dry_or_not()}"


def _kind(told: str | None) -> str:
    kinds = ("individual", "contact", "opportunity", "company")
    return next(kind for kind in kinds if (told or "company").lower().startswith(kind[:6]))
