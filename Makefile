# `make demo` and `make test` each set up all they need; nothing else has to be installed first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
unexport PYTHONDONTWRITEBYTECODE
DEMO := rulesets/ala/clm.records.csv --members rulesets/ala/clm.members.csv --as-of 2025-06-30

.PHONY: help setup demo test browser look mutations bench fuzz golden catalogues tables conformance clean

help:  ## list what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $(READY)

setup: $(READY)  ## make the environment in .venv

demo: setup  ## check a registry extract against a bundled ruleset, and render its page
	@echo '$$ cedsl check ala/clm $(DEMO)'
	@$(BIN)/cedsl check ala/clm $(DEMO) || test $$? -eq 1 -o $$? -eq 3
	@mkdir -p out
	@printf '\n'; echo '$$ cedsl render ala/clm --output out/clm.html'
	@$(BIN)/cedsl render ala/clm --output out/clm.html
	@printf '\nThe page that members read is out/clm.html; open it in a browser.\n'

test: setup  ## run every check: style, types, architecture, tests
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

browser: setup  ## open every page in Chromium, in every language, width and scheme
	CEDSL_BROWSER=all $(BIN)/pytest tests/browser

mutations: setup  ## change everything in every bundled ruleset, one thing at a time: the page must change
	$(BIN)/pytest tests/publishing/test_page_mutations.py -s

look: setup  ## take pictures of pages, notices and a site, to be looked at: out/look
	$(BIN)/python -m tests.browser.look

ROWS ?= 2000000

bench: setup  ## measure the time for each member, and for a registry of ROWS=20000000
	$(BIN)/python -m tests.bench.bench_startup
	$(BIN)/python -m tests.bench.bench_allocate
	$(BIN)/python -m tests.bench.bench_language
	$(BIN)/python -m tests.bench.bench_regimes
	$(BIN)/python -m tests.bench.bench_import
	$(BIN)/python -m tests.bench.bench_publish
	$(BIN)/python -m tests.bench.bench_registry --rows $(ROWS)

MINUTES ?= 10
SEED ?=

fuzz: setup  ## read files that went wrong for MINUTES=10, from SEED= or another each time
	$(BIN)/python -m tests.fuzz.run_import --minutes $(MINUTES) $(if $(SEED),--seed $(SEED))

golden: setup  ## write the golden files anew; read the difference before you keep it
	$(BIN)/pytest --update-golden

catalogues: setup  ## bring the catalogues of languages up to date with the messages in the source
	$(BIN)/python -m tests.publishing.catalogue

tables: setup  ## make grammars/cedsl.tables anew from the grammar
	$(BIN)/python -m tests.syntax.tables

conformance: setup  ## write docs/conformance.md anew from the rulesets
	$(BIN)/python -m tests.rulesets.conformance

clean:  ## remove what can be made again
	rm -rf $(VENV) out dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
