#!/bin/sh
# native.sh PYTHON [test]: the Debian packages that sheetgen (and its tests) need and that are missing.
# Root gets them installed; anyone else gets the one line to run, and an error.
set -eu
python=$1 purpose=${2:-run}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  echo "sheetgen needs Python 3.11 or newer, and \"$python\" is none; name another: make … PYTHON=python3.12" >&2
  exit 1
}

lacks() { ! "$python" -c "import ctypes; ctypes.CDLL('$1')" 2>/dev/null; }

# Without ensurepip `python3 -m venv` fails half-way. WeasyPrint opens its libraries by name at run time.
missing=""
"$python" -c 'import ensurepip' 2>/dev/null || missing=" ${python##*/}-venv"
libraries="libpango-1.0.so.0:libpango-1.0-0 libpangoft2-1.0.so.0:libpangoft2-1.0-0 libharfbuzz-subset.so.0:libharfbuzz-subset0"
tools=""
if [ "$purpose" = test ]; then
  libraries="$libraries libatomic.so.1:libatomic1" # what playwright brings asks for it
  tools="chromium:chromium pdftotext:poppler-utils java:default-jre-headless npm:npm"
fi
for library in $libraries; do
  if lacks "${library%%:*}"; then missing="$missing ${library##*:}"; fi
done
for tool in $tools; do
  command -v "${tool%%:*}" >/dev/null || missing="$missing ${tool##*:}"
done
[ -n "$missing" ] || exit 0

install="apt-get install -y --no-install-recommends$missing"
if ! command -v apt-get >/dev/null; then
  echo "There is no apt-get here. Install what these Debian packages hold, then run make again:$missing" >&2
  exit 1
elif [ "$(id -u)" != 0 ]; then
  echo "Packages are missing. Run this as root, then make again:" >&2
  echo "apt-get update && $install" >&2
  exit 1
fi
echo "installing$missing" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
# A machine that has just started may still be busy with its own upgrades.
$install -qq -o DPkg::Lock::Timeout=300 >/dev/null
