"""The tables of requests a system's reference allows, and what is wrong with one that was made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

FOLDER = Path(__file__).parent
Call = dict[str, Any]
"""A call as the sandbox recorded it: method, path, query, body."""


class Table:
    """The requests one system allows."""

    def __init__(self, system: str) -> None:
        read = YAML(typ="safe").load(FOLDER / f"{system}_requests.yaml")
        self.definitions: dict[str, Any] = {name: closed(one) for name, one in read["$defs"].items()}
        self.requests: dict[str, dict[str, Any]] = read["requests"]
        self.prefix, self._list, self._embeds = read["prefix"], read["list"], read["embeds"]
        self.facts = {fact for one in self.requests.values() for fact in one["facts"]} | set(read["list_facts"])

    @cached_property
    def _patterns(self) -> list[tuple[str, str, re.Pattern[str]]]:
        """Name, method and path of each request; those without an id first, or an id would stand for a name."""
        split = [(name, *name.split(" ")) for name in sorted(self.requests, key=lambda name: name.count("{"))]
        return [
            (name, method, re.compile(self.prefix + re.sub(r"\{\w+\}", "[0-9]+", path.replace("{code}", "[A-Z]+"))))
            for name, method, path in split
        ]

    def name_of(self, call: Call) -> str | None:
        """The request of the table that a call is, such as `GET /v2/companies/{id}`."""
        fitting = (
            name for name, method, path in self._patterns if method == call["method"] and path.fullmatch(call["path"])
        )
        return next(fitting, None)

    def faults(self, call: Call) -> list[str]:
        """What the reference does not allow of a call, each with the call's method and path; empty when all is well."""
        told = f"{call['method']} {call['path']}"
        name = self.name_of(call)
        if name is None:
            return [f"{told}: no such call"]
        request = self.requests[name]
        found = [f"{told}: query: {one}" for one in self._wrong(self._query(request), gathered(call["query"]))]
        if "body" not in request:
            return found + ([f"{told}: takes no body"] if call["body"] is not None else [])
        return found + [f"{told}: body: {one}" for one in self._wrong(self.definitions[request["body"]], call["body"])]

    def _query(self, request: dict[str, Any]) -> dict[str, Any]:
        """The schema of a request's parameters."""
        known = dict(request.get("query", {}))
        if "orders" in request:
            known |= self._list | ({"order": {"enum": request["orders"]}} if request["orders"] else {})
        if "embeds" in request:
            embeds = "|".join(self._embeds[request["embeds"]])
            known |= {"embed[]": {"type": "array", "items": {"pattern": f"^({embeds})$"}}, "field[]": {"type": "array"}}
        if request.get("verify"):
            known["verify"] = {"enum": ["true", "false"]}
        due = {"anyOf": [{"required": [name]} for name in request["one_of"]]} if "one_of" in request else {}
        together = request.get("together", {})
        return {"properties": known, "additionalProperties": False, "dependentRequired": together, **due}

    def _wrong(self, schema: dict[str, Any], value: Any) -> Iterator[str]:
        whole = {**schema, "$defs": self.definitions}
        for error in Draft202012Validator(whole).iter_errors(value):
            yield f"{error.json_path}: {error.message}"


def closed(schema: Any) -> Any:
    """The schema, in which every object with properties is one and allows no others."""
    if not isinstance(schema, dict):
        return [closed(one) for one in schema] if isinstance(schema, list) else schema
    inner = {name: closed(one) for name, one in schema.items() if name != "properties"}
    if "properties" not in schema:
        return inner
    properties = {name: closed(one) for name, one in schema["properties"].items()}
    return {"type": "object", "additionalProperties": False, **inner, "properties": properties}


def gathered(query: dict[str, Any]) -> dict[str, Any]:
    """The parameters, those with brackets always as lists."""
    return {name: [value] if name.endswith("[]") and isinstance(value, str) else value for name, value in query.items()}
