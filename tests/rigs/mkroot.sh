#!/bin/bash
# mkroot.sh FOLDER NAME PACKAGE... [+ PACKAGE...]...: FOLDER/NAME, a folder to chroot into, holds Debian's packages and all they depend on; of
# Debian 12, or of another release that stands in NAME after @.
# Packages that apt would not install side by side stand in groups, parted by +; of a file in two groups the last one's stays.
# Nothing is installed on the host and no maintainer script runs: each .deb is unpacked. A root with its stamp is used again.
# The release is the same on every host: it comes from where the host's own packages come from, by the same keys.
# Exit 77, with the reason as the last line on stderr: this machine can't make it.
set -euo pipefail
folder=$(realpath -m "$1") name=$2; shift 2
case $name in *@*) suite=${name#*@} ;; *) suite=bookworm ;; esac
root=$folder/$name apt=$folder/.apt-$suite
no() { echo "$1" >&2; exit 77; }

mkdir -p "$folder"
exec 9>"$folder/.lock"; flock 9 # apt's lists and archives are shared by all roots of a release
key=$(printf '%s\n' "$@" "$(sha256sum < "$0")" | sha256sum | cut -c1-16)
[ "$(cat "$root/.stamp" 2>/dev/null || true)" != "$key" ] || exit 0

release=$(. /etc/os-release 2>/dev/null && echo "${VERSION_CODENAME:-}") || true
archive=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null | sed -n "s/ $release main$//p" | head -n 1) || true
[ -n "$archive" ] || no "this machine's apt names no Debian archive"
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -e "$keys" ] || no "debian-archive-keyring is not installed"

mkdir -p "$apt/archives/partial" "$apt/lists/partial" "$apt/cache"
: > "$apt/status" # apt believes that nothing is installed
echo "deb [signed-by=$keys] $archive $suite main contrib non-free" > "$apt/sources.list"
cat > "$apt/apt.conf" <<X
Dir::State "$apt"; Dir::State::lists "$apt/lists"; Dir::State::status "$apt/status";
Dir::Cache "$apt/cache"; Dir::Cache::archives "$apt/archives";
Dir::Etc::sourcelist "$apt/sources.list"; Dir::Etc::sourceparts "/dev/null"; Dir::Etc::preferencesparts "/dev/null";
APT::Install-Recommends "false"; APT::Sandbox::User ""; APT::Keep-Downloaded-Packages "true"; Acquire::Languages "none";
// the host's hooks would act on the host (one of Docker's deletes its archives)
#clear APT::Update::Pre-Invoke; #clear APT::Update::Post-Invoke; #clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke; #clear DPkg::Post-Invoke; #clear DPkg::Pre-Install-Pkgs;
X
get() { apt-get -c "$apt/apt.conf" -q -y "$@" 9>&-; } # -c is read after apt.conf.d, so it wins over it
# without Error-Mode apt-get update ends with 0 even when it reached nothing
fresh() { get update -o APT::Update::Error-Mode=any >"$apt/log" 2>&1 || no "Debian's $suite can't be reached: $(tail -n 1 "$apt/log")"; }
find "$apt/lists" -name '*Packages*' -mtime -1 | grep -q . || fresh
IFS=+ read -ra groups <<< "$*"
# with the essential packages (shell, coreutils): programs in the root need them
download() { for group in "${groups[@]}"; do get install --download-only '?essential' $group >>"$apt/log" 2>&1 || return 1; done; }
download || { fresh; download; } || no "packages of Debian's $suite can't be downloaded: $(tail -n 1 "$apt/log")"

new=$folder/.new-$name; rm -rf "$new"; mkdir -p "$new"
# Merged /usr before the first file, or /bin and /lib become folders of their own. All links are relative: tar follows
# them, and an absolute one would lead it into the host's folders.
for d in bin sbin lib lib64; do mkdir -p "$new/usr/$d"; ln -s "usr/$d" "$new/$d"; done
mkdir -p "$new/run/lock" "$new/var"; ln -s ../run "$new/var/run"; ln -s ../run/lock "$new/var/lock"
unpack() { dpkg-deb --fsys-tarfile "$1" | tar -x -p --numeric-owner -C "$2" --keep-directory-symlink --warning=no-timestamp \
  --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' --exclude='./usr/share/info/*'; }
export -f unpack
: > "$new/.packages"
for group in "${groups[@]}"; do
  # what is in the cache is not printed: ask with an empty one
  get -o Dir::Cache::archives="$apt/none/" install --print-uris '?essential' $group 2>/dev/null | sed -n "s/^'.*' \([^ ]*\.deb\) .*/\1/p" |
    grep -vxFf "$new/.packages" > "$new/.group" || true
  (cd "$apt/archives" && xargs -r -P "$(nproc)" -I{} bash -c 'unpack "$1" "$2"' _ {} "$new" < "$new/.group")
  cat "$new/.group" >> "$new/.packages"
done
rm "$new/.group"

# What maintainer scripts would have done and the servers need. The accounts have numbers that no one on the host has.
cp "$new/usr/share/base-passwd/passwd.master" "$new/etc/passwd"; cp "$new/usr/share/base-passwd/group.master" "$new/etc/group"
n=61000
for user in postfix postdrop inbox otrs postgres messagebus Debian-exim smmta smmsp opensmtpd opensmtpq; do
  n=$((n+1)); echo "$user:x:$n:" >> "$new/etc/group"; echo "$user:x:$n:$n::/nonexistent:/usr/sbin/nologin" >> "$new/etc/passwd"
done
printf '127.0.0.1 localhost\n' > "$new/etc/hosts"; printf 'hosts: files\npasswd: files\ngroup: files\n' > "$new/etc/nsswitch.conf"
mkdir -p "$new/out" "$new/rig" "$new/proc" "$new/dev" "$new/run" "$new/tmp"; chmod 1777 "$new/tmp"
chroot "$new" /sbin/ldconfig
for program in postdrop postqueue; do
  [ ! -e "$new/usr/sbin/$program" ] || { chroot "$new" chgrp postdrop "/usr/sbin/$program"; chmod 2755 "$new/usr/sbin/$program"; }
done
echo "$key" > "$new/.stamp"; rm -rf "$root"; mv "$new" "$root"
