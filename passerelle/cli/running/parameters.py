"""Parameters of a flow as a person types them, checked against what the flow takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from passerelle.errors import ConfigurationError

if TYPE_CHECKING:
    from prefect import Flow


def parse(flow: Flow[..., Any], given: list[str], dry_run: bool, force: bool) -> dict[str, Any]:
    """Values by parameter, of the right types. Raises ConfigurationError: unknown, missing or not of its type."""
    texts = [*given, *(["dry_run=true"] if dry_run else []), *(["force=true"] if force else [])]
    values: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise ConfigurationError(f"--param {text}: expected NAME=VALUE. {_allowed(flow)}")
        values |= {name: _read(flow, name, value)}
    missing = [name for name in flow.parameters.required if name not in values]
    if missing:
        raise ConfigurationError(f"{flow.name} needs --param {missing[0]}=…. {_allowed(flow)}")
    return _checked(flow, values)


def _read(flow: Flow[..., Any], name: str, text: str) -> Any:
    known = flow.parameters.properties.get(name)
    if known is None:
        raise ConfigurationError(f"{flow.name} has no parameter '{name}'. {_allowed(flow)}")
    if known["type"] == "object":
        return _object(flow, name, text)
    return [part.strip() for part in text.split(",") if part.strip()] if known["type"] == "array" else text


def _object(flow: Flow[..., Any], name: str, text: str) -> Any:
    import json

    try:
        return json.loads(text)
    except ValueError:
        raise ConfigurationError(f"--param {name}: '{text}' is no JSON object. {_allowed(flow)}") from None


def _checked(flow: Flow[..., Any], values: dict[str, Any]) -> dict[str, Any]:
    from prefect.exceptions import ParameterTypeError

    try:
        return flow.validate_parameters(values)
    except ParameterTypeError as problem:
        wrong = "; ".join(line.strip(" -") for line in str(problem).splitlines()[1:])
        raise ConfigurationError(f"{flow.name}: {wrong}. {_allowed(flow)}") from None


def _allowed(flow: Flow[..., Any]) -> str:
    kinds = {"array": "values with commas between", "boolean": "true or false", "object": "a JSON object"}
    known = flow.parameters.properties.items()
    named = {
        name: ", ".join(filter(None, one.get("enum", []))) or kinds.get(one["type"], one["type"]) for name, one in known
    }
    return "It takes " + "; ".join(f"{name} ({values})" for name, values in named.items()) + "."
