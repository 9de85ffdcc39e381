"""Many calls at once, each over a connection of its own, as systems make them; from a process of its own."""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answered:
    """What a call was answered, and after how many seconds; status 0 when it was cut off."""

    place: int
    status: int
    seconds: float


def burst(url: str, calls: Sequence[bytes], per_second: float) -> list[Answered]:
    """Make calls at this rate, whatever the answers take. A process of its own takes no time from who answers."""
    asked = json.dumps({"url": url, "calls": [call.decode() for call in calls], "per_second": per_second})
    made = subprocess.run([sys.executable, __file__], input=asked, capture_output=True, text=True, check=True)
    return [Answered(*one) for one in json.loads(made.stdout)]


def post(path: str, body: bytes, **headers: str) -> bytes:
    """A call as it goes over the wire."""
    lines = {"Host": "hooks", "Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {path} HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode() + body


async def _burst(host: str, port: int, calls: Sequence[bytes], per_second: float) -> list[Answered]:
    begin = asyncio.get_running_loop().time()

    async def one(place: int, call: bytes) -> Answered:
        await asyncio.sleep(begin + place / per_second - asyncio.get_running_loop().time())
        return await _called(host, port, place, call)

    return await asyncio.gather(*[one(place, call) for place, call in enumerate(calls)])


async def _called(host: str, port: int, place: int, call: bytes) -> Answered:
    sent = time.monotonic()
    try:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(call)
        line = await reader.readline()
        taken = time.monotonic() - sent
        writer.close()
    except OSError:
        return Answered(place, 0, time.monotonic() - sent)
    return Answered(place, int(line.split()[1]) if line else 0, taken)


def _main() -> None:
    asked = json.load(sys.stdin)
    parts, calls = urlsplit(asked["url"]), [call.encode() for call in asked["calls"]]
    gc.disable()
    answers = asyncio.run(_burst(str(parts.hostname), int(parts.port or 0), calls, asked["per_second"]))
    json.dump([astuple(one) for one in answers], sys.stdout)


if __name__ == "__main__":
    _main()
