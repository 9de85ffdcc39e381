"""A search as a flow ends with it: candidates as data, and in Prefect's interface a table to pick from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import quote

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.exceptions import ObjectNotFound
from prefect.utilities.urls import url_for

from passerelle.engine.creation import questions_left
from passerelle.engine.facts import facts_of
from passerelle.engine.search import Candidate, search
from passerelle.errors import PasserelleError
from passerelle.settings import Settings
from tasks.ending import Ending, refused
from tasks.markdown import found_text

Found = dict[str, Any]


@dataclass(frozen=True)
class Way:
    """How something that was found is created: the flow that does it, which of its parameters takes which number, what
    else is given, and whether the flow asks a person for what is left."""

    flow: str
    parameter: str
    by: str = "number"
    given: Mapping[str, Any] = field(default_factory=dict)
    asks: bool = False


def look(
    integration: str, flow: str, text: str, language: str, way: Way, narrowed: Mapping[str, str] | None = None
) -> Ending:
    """Search the source of an integration; what isn't in its target yet can be created by `way`."""
    settings = Settings()
    fields = {name: value.strip() for name, value in (narrowed or {}).items() if value.strip()}
    try:
        candidates = search(integration, text, language, settings, fields)
        facts = facts_of(settings.root, integration)
    except PasserelleError as problem:
        return refused(problem)
    source, target = facts.profiles
    looked_for = ", ".join(part for part in (text.strip(), *fields.values()) if part)
    found = {
        "flow": flow,
        "state": "completed",
        "text": looked_for,
        "language": language,
        "source": source.title,
        "target": target.title,
        "refresh": way.flow,
        "parameter": way.parameter,
        "given": dict(way.given),
        "asks": [] if way.asks else questions_left(facts.integration, target),
        "candidates": [_told(one, way) for one in candidates],
        "sentence": "" if candidates else _nothing(source.title, looked_for),
    }
    if FlowRunContext.get() is not None:
        publish_found(found, return_state=True)
    return found


def _told(one: Candidate, way: Way) -> dict[str, Any]:
    """A candidate as data, its number being the one by which it is created."""
    told = asdict(one)
    return told | {"number": told[way.by], "there": one.is_there}


@task(name="publish the candidates", cache_policy=NO_CACHE, persist_result=False)
def publish_found(found: Found) -> None:
    """Publish what was found; beside what the target lacks, the form that creates it, filled in."""
    form = _form(f"{found['refresh']}/on-demand")
    create = {one["number"]: _filled_in(form, found, one["number"]) for one in found["candidates"]} if form else {}
    told = "What was found, and which of it is there already."
    create_markdown_artifact(key=f"{found['flow']}-candidates", markdown=found_text(found, create), description=told)


def _nothing(title: str, text: str) -> str:
    return (
        f"{title} finds nothing for '{text}'. Every word must begin a word of the name; of a number, give digits that "
        "follow each other."
    )


def _form(deployment: str) -> str:
    """Address of a deployment's form; empty where it is not deployed."""
    with get_client(sync_client=True) as client:
        try:
            found = client.read_deployment_by_name(deployment)
        except ObjectNotFound:
            return ""
    return f"{url_for('deployment', found.id)}/run"


def _filled_in(form: str, found: Found, number: str | None) -> str:
    """The form with this number; Prefect 3.8's interface reads parameters from the address."""
    parameters = {found["parameter"]: [number], **found["given"]}
    return f"{form}?parameters={quote(json.dumps(parameters, separators=(',', ':')), safe='')}"
