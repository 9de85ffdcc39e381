"""A file of records to begin with: ``{"system/stream": {id: record}}`` in JSON, records as the state shows them."""

from collections.abc import Container
from pathlib import Path

import orjson

from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.store import Seed


def read_prepared(file: Path, streams: Container[str]) -> Seed:
    """The records of the file, by stream and id.

    Raises SandboxError if it is not such a file or names a stream that is none.
    """
    try:
        found = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError as error:
        raise SandboxError(f"sandbox: {file} is not JSON ({error})") from None
    if not (isinstance(found, dict) and all(isinstance(held, dict) for held in found.values())):
        raise SandboxError(f'sandbox: {file} is not an object of streams, {{"system/stream": {{id: record}}}}')
    if unknown := sorted(name for name in found if name not in streams):
        raise SandboxError(f"sandbox: {file} names {', '.join(unknown)}, which no system has")
    seed: Seed = found
    return seed
