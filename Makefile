# Two commands on a bare machine with Python 3.11 to 3.13 and make: `make demo` and `make test`.
SHELL := /bin/sh
# Bytecode halves import times.
unexport PYTHONDONTWRITEBYTECODE
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false

VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
READY := $(VENV)/.ready
PYTHON ?= $(shell for p in python3 python3.12 python3.11 python3.13; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
SOURCES := passerelle flows tasks tests benchmarks

.PHONY: demo test soak up check format screenshots bench install lock clean

demo: $(READY)
	@$(BIN)/passerelle demo

up: $(READY)
	@$(BIN)/passerelle up --sandbox

# slipcover finds what the tests reach at a tenth of their time; a tracer more than doubled it.
# Three workers on two cores: a worker waits a quarter of its time, for servers, browsers and pages.
test: $(READY)
	@$(BIN)/python -m slipcover --source passerelle,tasks,flows --skip-covered \
		-m pytest -n 3 --dist loadgroup $(ARGS)

# Every combination of what `make test` tries once.
soak: $(READY)
	@$(BIN)/pytest -n 2 --dist loadgroup -m soak $(ARGS)

check: $(READY)
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/passerelle mappings check

format: $(READY)
	@$(BIN)/ruff check --fix $(SOURCES)
	@$(BIN)/ruff format $(SOURCES)

# The pictures of the README, taken by the browser tests on their way.
screenshots: $(READY)
	@mkdir -p docs/images
	@PASSERELLE_SCREENSHOTS=docs/images $(BIN)/pytest -q tests/flows/test_flows_browser.py \
		tests/flows/test_flows_review.py tests/flows/test_desk_browser.py

bench: $(READY)
	@$(BIN)/python -m benchmarks

install: $(READY)

# uv comes from pip inside the environment: it installs the lock in seconds, and nothing has to be there before.
$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Passerelle needs Python 3.11, 3.12 or 3.13; set PYTHON=/path/to/python" >&2; exit 2; }
	@echo "Building $(VENV) from requirements.lock …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --requirement requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $(READY)

# No index address and no path of this machine may end in the lock.
lock:
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock

clean:
	@rm -rf $(VENV) .passerelle .mypy_cache .ruff_cache .pytest_cache .coverage*
