"""Memory stays flat however large the register is, and a large one takes seconds."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.office_fixture import ROOT
from tests.register.zips import CODES, HEADERS, Spec, zipped

ENTERPRISES = 70_000
LINES = {
    "enterprise.csv": '"0{0:09}","AC","000","2","610","","01-11-1974"\r\n',
    "denomination.csv": '"0{0:09}","2","001","Verzonnen Handelszaak Nummer {0} te Brussel, voorheen elders"\r\n',
    "address.csv": '"0{0:09}","REGO","","","1000","Brussel","Bruxelles","Eikstraat","Rue du Chêne","{0}","","",""\r\n',
}
LOAD_BOTH = """
import resource, sys
from pathlib import Path
from passerelle.hub.database import open_hub
from passerelle.register.load import load_register

hub = open_hub(sys.argv[1])
for path in sys.argv[2:]:
    rows = load_register(hub, Path(path)).rows["enterprise"]
    print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
GROWTH = 1.25
"""The process holds some 80 MB after a register of three enterprises. The large one unpacks to 20 MB of text, ten times
that as rows in memory."""


def large(folder: Path) -> Path:
    """A zip of 210,000 rows, written as a stream."""
    path = folder / "KboOpenData_0141_2026_12_Full.zip"
    small = Spec(number=141, rows={"code.csv": CODES, "contact.csv": []}).files()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for file, content in small.items():
            packed.writestr(file, content)
        for file, line in LINES.items():
            with packed.open(file, "w") as out:
                out.write(HEADERS[file].encode() + b"\r\n")
                for start in range(0, ENTERPRISES, 10_000):
                    out.write("".join(line.format(one) for one in range(start, start + 10_000)).encode())
    return path


def test_210_000_rows_take_no_more_memory_than_three(tmp_path: Path) -> None:
    files = [zipped(tmp_path, Spec()), large(tmp_path)]
    command = [sys.executable, "-c", LOAD_BOTH, f"sqlite:///{tmp_path}/hub.sqlite", *map(str, files)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    few, many = (tuple(map(int, line.split())) for line in ended.stdout.splitlines())
    assert (few[0], many[0]) == (3, ENTERPRISES)
    assert many[1] < few[1] * GROWTH, f"{few[1]:,} kB at the peak, then {many[1]:,}"
