# The two commands: `make demo` and `make test`. Both make .venv first and need Python, make and a package index.
PYTHON ?= python3
BIN := .venv/bin
export DAGSTER_HOME := $(CURDIR)/.dagster-home
export VIRTUAL_ENV := $(CURDIR)/.venv
BASE_MODEL ?= smollm2-135m
TASK ?= uti

.PHONY: demo study test check dev clean

demo: .venv/installed
	$(BIN)/medpref prepare --base-model $(BASE_MODEL)
	$(BIN)/medpref materialize $(TASK) --base-model $(BASE_MODEL)

study: .venv/installed
	$(BIN)/medpref prepare --base-model $(BASE_MODEL)
	$(BIN)/medpref study --base-model $(BASE_MODEL)

test: .venv/installed
	$(BIN)/python -m pytest -n 2

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports
	$(BIN)/medpref prepare
	$(BIN)/dg check yaml
	$(BIN)/dg check defs

dev: .venv/installed
	$(BIN)/medpref prepare
	$(BIN)/dagster dev --host 127.0.0.1 --workspace workspace.yaml

benchmarks:
	@echo "Each prints ratios against a peer, measured in turns; see docs/performance.md. Add --help for options."
	@for name in dpo sft evaluate overhead duplicates scaling; do echo "  $(BIN)/python -m benchmarks.$$name"; done

clean:
	rm -rf .venv .dagster-home .medpref .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 14) else "medpref needs Python 3.11 to 3.13, this is %s; set PYTHON=/path/to/python3.11" % sys.version.split()[0])'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@
