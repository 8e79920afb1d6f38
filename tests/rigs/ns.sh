#!/bin/bash
# ns.sh FOLDER NAME OUT COMMAND...: COMMAND, a program of the host, in mount, process, IPC and UTS namespaces of its own, and the host's network unless RIG_NETWORK is set.
# $RIG_ROOT is a writable view of FOLDER/NAME to chroot into: what is written there lies in memory and is gone at the end, so every run starts
# from the same state. OUT, a folder of the host, is $RIG_ROOT/out: what both sides read. Nothing that COMMAND starts outlives it, and
# it ends with its parent or with the end of its standard input.
set -euo pipefail
exec unshare ${RIG_NETWORK:+--net} --mount --pid --ipc --uts --fork --kill-child -- bash -euc '
  folder=$1 lower=$1/$2 out=$3 run=$1/.run; shift 3
  mkdir -p "$run"
  mount -t proc proc /proc
  mount -t tmpfs -o mode=755 tmpfs "$run"; mkdir "$run/up" "$run/work" "$run/root"
  export RIG_ROOT=$run/root RIG_STATE=$folder/.state; mkdir -p "$RIG_STATE"
  mount -t overlay -o "lowerdir=$lower,upperdir=$run/up,workdir=$run/work" overlay "$RIG_ROOT"
  mount --bind "$out" "$RIG_ROOT/out"
  mount --rbind /proc "$RIG_ROOT/proc"; mount -t tmpfs -o mode=755 tmpfs "$RIG_ROOT/run"
  mount -t tmpfs -o mode=755 tmpfs "$RIG_ROOT/dev"; mkdir -m 1777 "$RIG_ROOT/dev/shm" # not the host /dev: no log, no shm
  for d in null zero full random urandom; do : > "$RIG_ROOT/dev/$d"; mount --bind "/dev/$d" "$RIG_ROOT/dev/$d"; done
  ln -s /proc/self/fd "$RIG_ROOT/dev/fd"
  hostname desk.example
  exec "$@"' ns.sh "$@"
