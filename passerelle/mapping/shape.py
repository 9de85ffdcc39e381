"""A document held against its model; what pydantic finds is told with file, line, key and what is allowed."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from passerelle.mapping.document import Document
from passerelle.mapping.problems import unknown_key

M = TypeVar("M", bound=BaseModel)


def shaped(document: Document, model: type[M]) -> M | None:
    """The document as a `model`, or None when it has problems, which are then all in `document.problems`."""
    if not isinstance(document.value, dict):
        return None
    try:
        read = model.model_validate(document.value)
    except ValidationError as found:
        for error in found.errors():
            key = _key_of(document, error["loc"])
            message = _message(error, model)
            if not any(seen.key == ".".join(key) for seen in document.problems):
                document.report(key, message)
        return None
    return None if document.problems else read


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys of a model as they are written in YAML."""
    return [info.alias or name for name, info in model.model_fields.items()]


def _key_of(document: Document, loc: Sequence[str | int]) -> list[str]:
    """The key without the names pydantic adds for members of a union, which are no keys of the file."""
    parts = [str(part) for part in loc if part != "[key]"]
    while len(parts) > 1 and tuple(parts) not in document.lines and tuple(parts[:-1]) in document.lines:
        if isinstance(_value_at(document.value, parts[:-1]), dict):
            break
        parts.pop()
    return parts


def _value_at(value: Any, parts: Iterable[str]) -> Any:
    for part in parts:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def _message(error: ErrorDetails, model: type[BaseModel]) -> str:
    kind, loc = error["type"], error["loc"]
    if kind == "extra_forbidden":
        return unknown_key(str(loc[-1]), keys_of(_model_at(model, loc[:-1])))
    if kind == "missing":
        return "is missing"
    if kind == "literal_error":
        return f"'{error['input']}' is not allowed; allowed: {error['ctx']['expected']}"
    message = error["msg"].removeprefix("Value error, ")
    return message[0].lower() + message[1:]


def _model_at(model: type[BaseModel], loc: Iterable[str | int]) -> type[BaseModel]:
    here: Any = model
    for part in loc:
        here = _annotation(here, str(part)) if _is_model(here) else typing.get_args(here)[-1]
        if isinstance(here, types.UnionType):
            here = next(member for member in typing.get_args(here) if member is not type(None))
    assert _is_model(here), f"no model at {loc}"
    return typing.cast("type[BaseModel]", here)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _annotation(model: type[BaseModel], key: str) -> Any:
    infos = model.model_fields.items()
    return next(info.annotation for name, info in infos if (info.alias or name) == key)
