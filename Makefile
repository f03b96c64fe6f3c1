# Two commands: `make demo` shows the product, `make test` proves it. Both are safe to repeat.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
SCALE ?= 0
export PATH := $(abspath $(BIN)):$(PATH)

.PHONY: help install assets messages check test demo bench advisories lock clean

help:  ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) tools/preflight.py
	echo "==> Making the environment in $(VENV)"
	[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	echo "==> Installing the locked libraries (about a minute)"
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

install: $(VENV)/.installed  ## Make the environment

assets: install  ## Build the browser's files and fonts
	@$(BIN)/python tools/assets.py

messages: install  ## Compile the translations
	@$(BIN)/python tools/messages.py compile

check: install messages  ## Everything static: format, lint, types, imports, docs, migrations, messages
	@echo "==> Format and lint"
	ruff format --check src tests tools bench
	ruff check src tests tools bench
	echo "==> Import contracts"
	lint-imports
	echo "==> Types"
	mypy
	echo "==> Django's checks and missing migrations"
	python -m django check --settings sogdia.config.settings_test
	python -m django makemigrations --check --dry-run --settings sogdia.config.settings_test
	echo "==> Messages"
	python tools/messages.py check

test: check assets  ## make check, then all tests
	@echo "==> Tests"
	bash tools/test.sh

demo: install assets messages  ## Load the demo world, start web and worker, print the address
	@exec $(BIN)/sogdia demo --port $(PORT)

bench: install assets messages  ## Measure a scratch deployment beside references (SCALE=10000; needs PostgreSQL's programs)
	@exec $(BIN)/python -m bench --scale $(SCALE)

advisories: install  ## Ask for known weaknesses of what is locked (needs the network)
	@python tools/advisories.py

lock: install  ## Renew requirements.lock from pyproject.toml
	@$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --generate-hashes --extra dev -o requirements.lock pyproject.toml

clean:  ## Remove what was built here (not the database)
	@rm -rf $(VENV) node_modules build dist *.egg-info src/*.egg-info
