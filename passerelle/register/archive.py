"""The register's files, in the zip they come in or unpacked: rows in chunks, never a whole file in memory."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import IO

from passerelle.errors import ConfigurationError

CHUNK = 5_000
"""Rows in hand at once."""

LONGEST_LINE = 1_000_000
"""Characters of a line, far beyond any of the register's: what has none shorter is no table."""

CUT_SHORT = "is a zip that was cut short; download it again"
NO_ZIP = "is no zip; expected KboOpenData_<number>_<year>_<month>_Full.zip or _Update.zip, or the folder it unpacks to"

Row = tuple[str, ...]
Told = Callable[[str, int, int | None], None]
"""Told of progress: what is read, how many kilobytes more, and how many there are."""


def wrong(file: str, what: str) -> ConfigurationError:
    """One sentence on a file that cannot be loaded."""
    return ConfigurationError(f"{file}: {what}. Nothing was loaded.")


class Archive:
    """An opened zip or folder: which files it holds, and the rows of each."""

    def __init__(self, name: str, files: dict[str, int], open_file: Callable[[str], IO[bytes]], told: Told) -> None:
        self.name = name
        self.files = files
        self._open = open_file
        self._told = told

    def rows(self, file: str, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
        """Line number and trimmed values of these columns, in their order, whatever the order in the file.

        Raises ConfigurationError that names the file, the column and what was expected. The checksum of a zip is
        checked when its last byte has been read.
        """
        if file not in self.files:
            raise wrong(self.name, f"holds no {file}; expected the register's open data, as downloaded")
        try:
            with self._open(file) as raw:
                yield from self._parsed(file, raw, columns)
        except UnicodeDecodeError:
            raise wrong(file, "is not UTF-8 text, which the register's files are") from None
        except csv.Error as problem:
            raise wrong(file, f"is not comma-separated text with quotes: {problem}") from None
        except (zipfile.BadZipFile, zlib.error, EOFError) as problem:
            raise wrong(self.name, f"{file} in it is damaged or cut short ({problem}); download it again") from None
        except (NotImplementedError, RuntimeError) as problem:
            raise wrong(self.name, f"{file} in it cannot be unpacked: {problem}") from None

    def chunks(self, file: str, columns: tuple[str, ...]) -> Iterator[list[tuple[int, Row]]]:
        """The same rows, some thousand at a time."""
        chunk: list[tuple[int, Row]] = []
        for row in self.rows(file, columns):
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def _parsed(self, file: str, raw: IO[bytes], columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        reader = csv.reader(_lines(file, text), strict=True)
        header = next(reader, [])
        missing = [column for column in columns if column not in header]
        if missing:
            held = ", ".join(header)[:300] or "nothing"
            raise wrong(file, f"has no column {', '.join(missing)}; its first line names {held}")
        take = itemgetter(*(header.index(column) for column in columns), 0)
        width, done = len(header), 0
        self._told(file, 0, self.files[file] // 1000)
        for count, row in enumerate(filter(None, reader), start=1):
            if len(row) != width:
                raise wrong(
                    file, f"line {reader.line_num} has {len(row)} values; expected {width}, as in its first line"
                )
            yield reader.line_num, tuple(map(str.strip, take(row)[:-1]))
            if count % CHUNK == 0:
                now = raw.tell() // 1000
                self._told(file, now - done, None)
                done = now
        self._told(file, self.files[file] // 1000 - done, None)


@contextmanager
def open_archive(path: Path, told: Told) -> Iterator[Archive]:
    """Open the register's zip, or the folder it was unpacked to.

    Raises ConfigurationError when it is neither, or cut short.
    """
    if path.is_dir():
        paths = {file.name: file for file in path.iterdir() if file.is_file()}
        sizes = {name: file.stat().st_size for name, file in paths.items()}
        yield Archive(path.name, sizes, lambda name: paths[name].open("rb"), told)
        return
    with _zip(path) as packed:
        infos = {PurePosixPath(info.filename).name: info for info in packed.infolist() if not info.is_dir()}
        sizes = {name: info.file_size for name, info in infos.items()}
        yield Archive(path.name, sizes, lambda name: packed.open(infos[name]), told)


def _zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise wrong(str(path), "is not there") from None
    except OSError as problem:
        raise wrong(str(path), f"cannot be read: {problem.strerror}") from None
    except zipfile.BadZipFile:
        raise wrong(path.name, CUT_SHORT if _begins_as_zip(path) else NO_ZIP) from None


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _lines(file: str, text: IO[str]) -> Iterator[str]:
    """Lines, of a length and content that a table may have."""
    for line in iter(lambda: text.readline(LONGEST_LINE), ""):
        if len(line) == LONGEST_LINE or "\0" in line:
            raise wrong(file, "is no table: it holds a line without end, or bytes that are no text")
        yield line
