#!/bin/sh
# pins.sh PYTHON [--upgrade]: compile requirements.txt (from pyproject.toml and setup/requirements.in), requirements-test.txt and requirements-bench.txt.
set -eu
python=$1; shift

tool=build/pins
[ -x "$tool/bin/uv" ] || { "$python" -m venv --clear "$tool"; "$tool/bin/python" -m pip install -q --disable-pip-version-check uv==0.13.9; }

# What did not change keeps its time, else `make` would set everything up anew.
compile() { # FILE WHAT-IT-HOLDS SOURCE...
  file=$1 title=$2; shift 2
  [ ! -e "$file" ] || cp "$file" "$file.pins"
  "$tool/bin/uv" pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --no-emit-find-links -o "$file.pins" "$@" >/dev/null
  { echo "# Made by \`make pins\`: $title, by hash."; cat "$file.pins"; } > "$file.new"
  rm "$file.pins"
  if cmp -s "$file.new" "$file"; then rm "$file.new"; else mv "$file.new" "$file"; fi
}
compile requirements.txt "every package that sheetgen runs or is built with" pyproject.toml setup/requirements.in "$@"
compile requirements-test.txt "what the tests need besides" setup/requirements-test.in -c requirements.txt "$@"
compile requirements-bench.txt 'what `make bench` needs besides' setup/requirements-bench.in -c requirements.txt -c requirements-test.txt "$@"
