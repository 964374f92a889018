# make run: the site on http://127.0.0.1:8000 (PORT=... changes it).  make test: everything.  make bench: measurements.
# make messages: the texts of the code for translators.  make screenshots: the pictures in docs/screenshots.
# Needs git, make and Python 3.12 or 3.13; the rest is installed into .venv.

SHELL := /bin/sh
PORT ?= 8000
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test bench messages screenshots lock clean

help:
	@sed -n '1,3s/^# //p' Makefile

# A stamp holds what was installed: nothing is fetched again until a lock changes.
.venv/.run-stamp: requirements.lock deploy/venv.sh
	@sh deploy/venv.sh requirements.lock
	@touch .venv/.run-stamp

.venv/.dev-stamp: requirements.lock requirements-dev.lock deploy/venv.sh
	@sh deploy/venv.sh requirements-dev.lock
	@touch .venv/.run-stamp .venv/.dev-stamp

run: .venv/.run-stamp
	@PORT="$(PORT)" exec $(PY) deploy/run.py

test: .venv/.dev-stamp
	@$(PY) deploy/test.py

bench: .venv/.dev-stamp
	@$(PY) -m benchmarks

# Every text of the code into locale/*/LC_MESSAGES, and what Django reads of it beside.
messages: .venv/.run-stamp
	@$(PY) -m symposium.kit.catalogue

# Needs Chromium.
screenshots: .venv/.dev-stamp
	@$(PY) -m deploy.screenshots

# Needs the network. Hashes are pinned and no index is named.
lock: .venv/.dev-stamp
	@sh deploy/lock.sh

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
