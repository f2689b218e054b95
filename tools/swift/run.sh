#!/usr/bin/env bash
# run.sh FOLDER... -- COMMAND...: runs it in the first folder, where swiftc is.
#
# In the root that install.sh made, the folders stand where they stand outside, and everything else
# is that root's. The mounts belong to the command alone and end with it. Outside, without one.
set -euo pipefail
folders=()
while [ "$1" != -- ]; do folders+=("$1"); shift; done
shift
cd "${folders[0]}"
command -v swiftc >/dev/null && exec "$@"

root=${XDG_CACHE_HOME:-$HOME/.cache}/plumbline/swift
as_root=(); [ "$(id -u)" -eq 0 ] || as_root=(--map-root-user)
# swiftc finds its own libraries through /proc.
exec unshare "${as_root[@]}" --mount --pid --fork --kill-child --mount-proc="$root/proc" -- \
  bash -c 'set -e; root=$1; shift
    for ((n = $1; n > 0; n--)); do shift; mkdir -p "$root/$1"; mount --bind "$1" "$root/$1"; done; shift
    exec chroot "$root" sh -c "cd \"\$0\" && exec \"\$@\"" "$PWD" "$@"' \
  bash "$root" "${#folders[@]}" "${folders[@]}" "$@"
