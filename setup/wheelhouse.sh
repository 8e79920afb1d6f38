#!/bin/sh
# wheelhouse.sh PYTHON: build/wheels/<version>/, all that requirements.txt pins, for PYTHON (an environment's) and each other
# interpreter that is here: what tests/test_wheel.py installs from, with no network.
set -eu

gather() { # VERSION PYTHON-WITH-PIP
  folder=build/wheels/$1
  rm -rf "$folder"
  "$2" -m pip download -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt -d "$folder"
  touch "$folder/.ready"
}
stale() { [ ! -e "build/wheels/$1/.ready" ] || [ requirements.txt -nt "build/wheels/$1/.ready" ]; }

own=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
if stale "$own"; then gather "$own" "$1"; fi
for python in $(sh setup/pythons.sh); do
  version=${python#python}
  if stale "$version"; then
    "$python" -m venv --clear "build/pythons/$version"
    gather "$version" "build/pythons/$version/bin/python"
  fi
done
