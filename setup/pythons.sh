#!/bin/sh
# pythons.sh: the interpreters sheetgen is tested on, as far as they are here and can make environments; one a line.
for version in 3.11 3.12 3.13; do
  "python$version" -c 'import ensurepip' >/dev/null 2>&1 && echo "python$version"
done
exit 0
