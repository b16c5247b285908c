# Two commands do all the set-up: `make demo` runs the main job, `make test` checks everything.
# `make check` is for every few minutes, `make real` for what needs other programs; CONTRIBUTING.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# Draws the faults of `make soak`.
SEED ?= 1
# Tests wait for servers and processes more than they compute: one more than there are cores.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

# What `make check` leaves to `make test`.
FAST := not slow and not browser and not kill and not real
# Keeps the output of what runs side by side apart; the make of macOS cannot.
SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
# pywb needs other versions of some packages than the project: it has an environment of its own.
PYWB := .venv-pywb

.PHONY: help demo check style types layers fast test lint real real-software format docs bench \
  soak clean

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 15

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(INSTALLED) ## Crawl the embedded demo portal, search it, export a CSV (no internet)
	$(BIN)/govnews demo

check: $(INSTALLED) ## Style, types, layers and the fast tests, side by side: half a minute
	@$(MAKE) --no-print-directory -j $(SYNC) style types layers fast

style: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/mypy

layers: $(INSTALLED)
	$(BIN)/lint-imports

fast: $(INSTALLED)
	$(BIN)/pytest -q -n 2 --hypothesis-profile=quick -m '$(FAST)'

lint: style types layers ## Style, types, layers

test: lint ## Everything that has to hold before a change lands
	rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest -q -n $(WORKERS) --dist worksteal
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

real: $(INSTALLED) real-software ## Try real CMSs, mirrors, browsers, pywb, R, LibreOffice
	GOVNEWS_PYWB=$${GOVNEWS_PYWB:-$(CURDIR)/$(PYWB)/bin} $(BIN)/pytest -q -m real -rs

real-software: ## Install what `make real` needs, as far as it can
	@sh tests/real/install.sh $(PYWB)

format: $(INSTALLED) ## Let ruff lay the code out
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: $(INSTALLED) ## Write docs/data-dictionary.md from the schema and its descriptions
	$(BIN)/python -m govnews.archive.dictionary docs/data-dictionary.md

$(VENV)/.bench: $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@

bench: $(VENV)/.bench ## Measure; the results are kept in docs/benchmarks.md
	$(BIN)/python bench/extract.py
	$(BIN)/python bench/confidence.py
	$(BIN)/python bench/crawl.py
	$(BIN)/python bench/frontier.py
	$(BIN)/python bench/unchanged.py
	$(BIN)/python bench/memory.py
	$(BIN)/python bench/export.py

soak: $(INSTALLED) ## Read 100,000 damaged pages, crawl through every breakage, and through random faults and kills for ten minutes
	$(BIN)/python -m tests.mutated --pages 100000 --seed $(SEED)
	$(BIN)/python -m tests.broken
	GOVNEWS_QUIET_RUNS=50 $(BIN)/pytest -q tests/broken/test_quiet.py
	$(BIN)/python -m tests.soak --minutes 10 --seed $(SEED)

clean: ## Remove what make and the tools made
	rm -rf $(VENV) $(PYWB) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* dist
