#!/bin/sh
# Makes .venv with Python 3.13 or 3.12 and installs a hash-pinned lock into it.
set -eu
lock=$1

works() { "$1" -c 'import sys; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }

# One that was interrupted while it was made has a Python, but no pip.
if ! works .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    found=""
    for candidate in "${PYTHON:-}" python3.13 python3.12 python3 python; do
        if works "$candidate"; then found=$candidate; break; fi
    done
    if [ -z "$found" ]; then
        echo "Symposium needs Python 3.13 or 3.12, and none was found." >&2
        echo "Install one, or name it: make run PYTHON=/path/to/python3.13" >&2
        exit 1
    fi
    rm -rf .venv
    if ! "$found" -m venv .venv; then
        rm -rf .venv
        echo "$found cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
fi
echo "Installing packages from $lock ..."
PIP_ROOT_USER_ACTION=ignore .venv/bin/python -m pip install \
    -qq --disable-pip-version-check --no-input --require-hashes --requirement "$lock"
