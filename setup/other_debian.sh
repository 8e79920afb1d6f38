#!/bin/sh
# other_debian.sh PYTHON: .cache/<release>/, the userland of the Debian release (12 or 13) that this machine does not run: its Python, the
# native libraries, and what requirements.txt pins. tests/machines/ renders there. Packages are unpacked and not configured, so that no root
# is needed. A machine that can't have it keeps the reason in .cache/why-not, and the set-up goes on.
set -eu
python=$1

no() { echo "$1" > .cache/why-not; echo "no other Debian to compare with: $1" >&2; exit 0; }

mkdir -p .cache
rm -f .cache/why-not
own=$(. /etc/os-release 2>/dev/null && echo "${VERSION_CODENAME:-}") || own=
case $own in
  bookworm) other=trixie version=3.13 ;;
  trixie) other=bookworm version=3.11 ;;
  *) no "this machine runs neither Debian 12 nor 13" ;;
esac
folder=$PWD/.cache/$other
if [ -e "$folder/.ready" ] && [ ! requirements.txt -nt "$folder/.ready" ] && [ ! setup/other_debian.sh -nt "$folder/.ready" ]; then exit 0; fi

# The other release comes from where this one's packages come from, by the same keys.
archive=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' | sed -n "s/ $own main$//p" | head -n 1)
[ -n "$archive" ] || no "apt names no archive for $own"
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -e "$keys" ] || no "debian-archive-keyring is not installed"

echo "unpacking Debian's $other into .cache" >&2
rm -rf "$folder"
mkdir -p "$folder/apt/state/lists/partial" "$folder/apt/cache/archives/partial"
: > "$folder/apt/status"
echo "deb [signed-by=$keys] $archive $other main" > "$folder/apt/sources.list"
cat > "$folder/apt/apt.conf" <<CONF
Dir::State "$folder/apt/state";
Dir::State::status "$folder/apt/status";
Dir::Cache "$folder/apt/cache";
Dir::Etc::sourcelist "$folder/apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Sandbox::User "";
APT::Get::List-Cleanup "false";
Acquire::Languages "none";
CONF
apt() { APT_CONFIG="$folder/apt/apt.conf" apt-get -qq "$@" >/dev/null; }
libraries=$("$python" -c 'from sheetgen.native import LIBRARIES; print(*sorted(set(LIBRARIES.values())))')
apt update && apt install -y --no-install-recommends --download-only python3 $libraries || no "Debian's $other can't be downloaded"

root=$folder/root
mkdir -p "$root/tmp"
for name in bin sbin lib lib64; do mkdir -p "$root/usr/$name"; ln -s "usr/$name" "$root/$name"; done
for package in "$folder"/apt/cache/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -x --no-same-owner --keep-directory-symlink -C "$root"
done
rm -rf "$folder/apt"
"$python" -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: --no-compile \
  --python-version "$version" --target "$root/opt/sheetgen" -r requirements.txt || no "the packages for Python $version can't be downloaded"
touch "$folder/.ready"
