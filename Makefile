# The two commands: `make demo` and `make test`. Both make .venv first and need Python, make and a package index.
PYTHON ?= python3
BIN := .venv/bin
export DAGSTER_HOME := $(CURDIR)/.dagster-home
export VIRTUAL_ENV := $(CURDIR)/.venv
BASE_MODEL ?= smollm2-135m
TASK ?= uti
BENCHMARKS := dpo sft evaluate overhead duplicates scaling fused capture edits feedback deidentification

.PHONY: help demo study study-full feedback loop privacy test check check-python dev campaign benchmarks $(BENCHMARKS:%=benchmark-%) clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/installed ## installs, trains and judges the task uti (TASK=..., BASE_MODEL=...)
	$(BIN)/medpref prepare --base-model $(BASE_MODEL)
	$(BIN)/medpref materialize $(TASK) --base-model $(BASE_MODEL)

study: .venv/installed ## all tasks of the study, and one report of them
	$(BIN)/medpref prepare --base-model $(BASE_MODEL)
	$(BIN)/medpref study --base-model $(BASE_MODEL)

study-full: .venv/installed ## the five tasks at full strength, five seeds, one report (hours; goes on where it was)
	$(BIN)/medpref prepare --base-model $(BASE_MODEL)
	$(BIN)/medpref materialize study_full --base-model $(BASE_MODEL)

feedback: .venv/installed ## a simulated quarter of feedback, week by week to pairs and a report; trains nothing
	$(BIN)/medpref materialize simulated_feedback

loop: .venv/installed ## three simulated months of the closed loop: trained, decided, promoted or refused, rolled back; again, nothing is trained
	$(BIN)/medpref prepare --base-model $(BASE_MODEL)
	$(BIN)/medpref materialize simulated_loop --to 2025-03-31
	$(BIN)/medpref rollback simulated_loop --to first --why "the way back is tried once a quarter"
	$(BIN)/medpref audit show --subject simulated_loop

privacy: .venv/installed ## two made-up patients traced from note and edit to a loop's champion, and forgotten (a tiny model; minutes)
	$(BIN)/python -m tests.campaigns.privacy

test: .venv/installed ## the whole test suite
	$(BIN)/python -m pytest -n 2

check: .venv/installed ## lint, types, layers, YAML, definitions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports
	$(BIN)/medpref prepare
	$(BIN)/medpref dg check yaml
	$(BIN)/medpref dg check defs

check-python: ## without torch, on another Python: make check-python PYTHON=python3.13
	@.ci/check-python $(PYTHON)

dev: .venv/installed ## the Dagster UI at http://127.0.0.1:3000
	$(BIN)/medpref prepare
	$(BIN)/medpref dev

campaign: .venv/installed ## the long trials of docs/reliability.md (hours)
	$(BIN)/python -m tests.campaigns.readers --inputs 100000 --seed 0
	$(BIN)/python -m tests.campaigns.kills --kills 200 --seed 0
	$(BIN)/python -m tests.campaigns.loop --kills 20 --seed 0
	$(BIN)/python -m tests.campaigns.first_commands --homes 100
	$(BIN)/python -m tests.campaigns.forgetting --kills 100 --seed 0
	$(BIN)/python -m tests.campaigns.two_hosts --kills 3 --seed 0
	$(BIN)/python -m tests.campaigns.launchers
	$(BIN)/python -m tests.campaigns.architectures
	$(BIN)/python -m tests.campaigns.capture --events 50000 --kills 10 --seed 0
	$(BIN)/python -m tests.campaigns.capture --fuzz 100000 --seed 0
	$(BIN)/python -m tests.campaigns.capture --described 1000

benchmarks: $(BENCHMARKS:%=benchmark-%) ## every benchmark, one after the other (hours); make benchmark-dpo for one

$(BENCHMARKS:%=benchmark-%): benchmark-%: .venv/installed
	$(BIN)/python -m benchmarks.$*

clean: ## takes away what was made; asks before models, reports and ratings
	@for made in .medpref .dagster-home; do \
	  [ -e $$made ] || continue; \
	  printf '%s holds models, reports, ratings and the runs that made them (%s). Delete it? [y/N] ' $$made "$$(du -sh $$made | cut -f1)"; \
	  read answer || answer=; \
	  case $$answer in y|Y|yes) rm -rf $$made;; *) echo "$$made stays";; esac; \
	done
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 14) else "medpref needs Python 3.11 to 3.13, this is %s; set PYTHON=/path/to/python3.11" % sys.version.split()[0])'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@
