"""Help is instant: nothing heavy is imported before a command runs."""

import subprocess
import sys

HEAVY = ("pandas", "prefect", "great_expectations", "sqlalchemy", "httpx", "fastapi", "numpy", "pydantic")

PROGRAM = f"""
import sys
from passerelle.cli import main
sys.argv = ["passerelle", "--help"]
try:
    main()
finally:
    sys.stderr.write(",".join(name for name in {HEAVY} if name in sys.modules))
"""


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "explain" in done.stdout
