# Two commands do all the set-up: `make demo` runs the main job, `make test` checks everything.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# Draws the faults of `make soak`.
SEED ?= 1
# Tests wait for servers and processes more than they compute: one more than there are cores.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: help demo test lint format docs bench soak clean

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(INSTALLED) ## Crawl the embedded demo portal, search it, export a CSV (no internet)
	$(BIN)/govnews demo

lint: $(INSTALLED) ## Style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint ## Everything that has to hold before a change lands
	rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest -q -n $(WORKERS)
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

format: $(INSTALLED) ## Let ruff lay the code out
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: $(INSTALLED) ## Write docs/data-dictionary.md from the schema and its descriptions
	$(BIN)/python -m govnews.archive.dictionary docs/data-dictionary.md

bench: $(INSTALLED) ## Measure; the results are kept in docs/benchmarks.md
	$(BIN)/python bench/crawl.py
	$(BIN)/python bench/frontier.py
	$(BIN)/python bench/unchanged.py
	$(BIN)/python bench/memory.py

soak: $(INSTALLED) ## Crawl through random faults and kills for ten minutes
	$(BIN)/python -m tests.soak --minutes 10 --seed $(SEED)

clean: ## Remove what make and the tools made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* dist
