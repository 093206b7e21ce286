# Every target sets up what it needs. A fresh machine needs Python 3.11 or newer, git and make.
# The bash flags make a recipe stop at its first failure, also inside a pipe.
SHELL := /bin/bash -eu -o pipefail
.DEFAULT_GOAL := test
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DIR ?= .troth-demo
PREFIX ?= /opt/troth
SEED ?= 20261122
# One place says which uv: the development group in pyproject.toml.
UV_PIN := $(shell sed -n 's/^ *"\(uv==[0-9.]*\)",*$$/\1/p' pyproject.toml)
# uv must use an interpreter that is already here; fetching one would hide a missing requirement.
export UV_PYTHON_DOWNLOADS := never
# Behind an inspecting proxy only the machine's own certificates are right; uv would bring others.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := 1
endif

.PHONY: run demo install test soak bench check pictures fmt docs words lint test-3.13 clean

run: $(READY) ## set up, and open Troth in a browser for the first of you
	@$(BIN)/troth serve

demo: $(READY) ## the same with an invented couple in DIR (default .troth-demo); anybody can come in
	@$(BIN)/troth --home "$(DIR)" serve --demo

install: $(BIN)/uv ## put what a service runs into PREFIX (default /opt/troth), as the lock names it
	UV_PROJECT_ENVIRONMENT="$(PREFIX)" $(BIN)/uv sync --quiet --frozen --no-dev --no-editable --compile-bytecode --extra postgres

test: lint ## the whole gate: lint, types, import contracts, tests
	$(BIN)/pytest -n 2 --hypothesis-seed=$(SEED) $(ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# One test of it can take hours, so none is ended for lasting long, as the gate ends them.
soak: SEED = $(shell date +%s)
soak: $(READY) ## the long versions, each time with a new seed, which is printed
	TROTH_SOAK=1 $(BIN)/pytest -n 2 --timeout=0 --hypothesis-seed=$(SEED) $(ARGS)

bench: $(READY) ## measure, and print each figure beside its floor
	$(BIN)/python -m benchmarks

check: $(READY) ## explore the real code exhaustively and print states, transitions and mutants
	$(BIN)/python -m tests.laws.report

pictures: $(READY) ## take a picture of every page, for both, and put them together in build/
	$(BIN)/python -m tests.browser.pictures

fmt: $(READY) ## put the code into its one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(READY) ## write again the pages that come from the code
	$(BIN)/python docs/generate.py

words: $(READY) ## write down every sentence again, for whoever translates
	$(BIN)/python -m tools.words

# The suite on the newest Python that is promised, in an environment of its own. What no Python
# changes is left out: how a page looks in the browser, the rules walked through state by state, who
# gets which page, and how the source is kept.
SAME_ON_ANY = tests/browser tests/laws tests/house tests/web/test_who_gets_what.py tests/web/test_every_answer.py
PYTHON_313 = $(firstword $(wildcard $(HOME)/.pyenv/versions/3.13*/bin/python3.13) $(shell command -v python3.13))
test-3.13: $(READY)
	@test -n "$(PYTHON_313)" || { echo "Python 3.13 is not installed here, so nothing was tested on it." >&2; exit 1; }
	UV_PROJECT_ENVIRONMENT=.venv-3.13 $(BIN)/uv sync --quiet --frozen --python "$(PYTHON_313)"
	.venv-3.13/bin/python --version
	.venv-3.13/bin/pytest -n 2 --hypothesis-seed=$(SEED) $(SAME_ON_ANY:%=--ignore=%) $(ARGS)

# The stamp makes the second run quick; a changed lock or requirement makes it run again.
$(READY): pyproject.toml uv.lock $(BIN)/uv
	@UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --quiet --frozen
	@touch $@

$(BIN)/uv: pyproject.toml
	@python=""; for candidate in python3 python3.11 python3.12 python3.13 python3.14; do \
		if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Troth needs Python 3.11 or newer. On Debian: apt install python3 python3-venv" >&2; exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip' 2>/dev/null; then \
		echo "This Python cannot make environments. On Debian: apt install python3-venv" >&2; exit 1; \
	fi; \
	"$$python" -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check "$(UV_PIN)"
	@touch $@

clean: ## remove what the targets above made, the demo too
	rm -rf $(VENV) .venv-3.13 .troth-demo build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
