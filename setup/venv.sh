#!/bin/sh
# venv.sh PYTHON VENV: a new environment with what requirements.txt pins. What was there (perhaps half an environment, left by an
# interrupted run) is removed.
set -eu
python=$1 venv=$2

if [ -e "$venv" ] && [ ! -e "$venv/pyvenv.cfg" ] && [ -n "$(find "$venv/" -type f | head -n 1)" ]; then
  echo "\"$venv\" holds files and is no Python environment; it stays as it is. Name another: make … VENV=.venv" >&2
  exit 1
fi
echo "making the Python environment $venv" >&2
rm -rf "$venv"
"$python" -m venv "$venv"
"$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt
