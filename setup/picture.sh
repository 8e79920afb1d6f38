#!/bin/sh
# picture.sh PYTHON: the README's picture, docs/sheet.png, from the sheet as it looks now.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" -m sheetgen render firma.de --customer kunde.example --accept domain.reserved --ticket 4711 --effective 2026-12-01 \
  --date 2026-11-24 --lang de --format pdf --out - >"$folder/sheet.pdf" 2>/dev/null
pdftoppm -r 110 -png -singlefile "$folder/sheet.pdf" docs/sheet
