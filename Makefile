# Enishi: what to type. `make` alone lists it.
SHELL := /bin/bash
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	$$each -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
BIN := .venv/bin
STAMP := .venv/.enishi-$(shell cat requirements/dev.txt pyproject.toml 2>/dev/null | sha256sum | cut -c1-16)

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench docs

help: ## List these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: $(STAMP) ## Make .venv with the pinned requirements (only when they changed)

$(STAMP):
	@test -n "$(PYTHON)" || { echo "Enishi needs Python 3.11 or newer with venv (Debian: python3-venv)"; exit 1; }
	@echo "Enishi: preparing .venv with $(PYTHON)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@rm -f .venv/.enishi-* && touch $@

run: setup ## Start everything on SQLite with a sample shop; stop with Ctrl-C
	@echo "Enishi: starting with the sample shop; data goes to $${ENISHI_HOME:-var}"
	@$(BIN)/enishi up --demo

test: setup ## Run all tests on SQLite and on PostgreSQL
	@$(BIN)/python tests/run.py

lint: setup ## Style, types, arrows between packages, generated files
	@echo "Enishi: ruff check"       && $(BIN)/ruff check .
	@echo "Enishi: ruff format"      && $(BIN)/ruff format --check .
	@echo "Enishi: mypy"             && $(BIN)/mypy
	@echo "Enishi: import contracts" && $(BIN)/lint-imports
	@echo "Enishi: generated files"  && $(BIN)/python -m enishi.project.generated --check

bench: setup ## Measure, each figure beside its floor
	@echo "Enishi: measuring; figures go to bench/results" && $(BIN)/python -m bench

docs: setup ## Write the generated reference pages
	@echo "Enishi: writing docs/reference" && $(BIN)/python -m enishi.project.generated
