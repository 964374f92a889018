#!/bin/sh
# Writes both locks anew from pyproject.toml: hashes pinned, every platform, no index named.
set -eu
.venv/bin/python -m pip install --quiet uv
options="--universal --generate-hashes --no-header --no-emit-index-url --no-annotate --python-version 3.12 --quiet"
# shellcheck disable=SC2086
.venv/bin/python -m uv pip compile $options "$@" pyproject.toml --group dev --output-file requirements-dev.lock
# What runs is what was tested: the same versions.
# shellcheck disable=SC2086
.venv/bin/python -m uv pip compile $options --constraint requirements-dev.lock pyproject.toml \
    --output-file requirements.lock
