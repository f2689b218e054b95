#!/usr/bin/env bash
# Brings Swift with Foundation. Debian has it from release 13 (trixie) on; an older Debian gets that
# release in a folder, from the mirror that this machine's apt uses, and run.sh works in there. A
# machine that has swiftc (a Mac, a newer Debian after `apt-get install swiftlang`) needs nothing.
# 0.6 GB downloaded and unpacked to 2.6 GB; needs root, or sudo.
set -euo pipefail
command -v swiftc >/dev/null && exit 0
to=${XDG_CACHE_HOME:-$HOME/.cache}/plumbline/swift
[ -e "$to/pins" ] && exit 0

as_root=(); [ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' | head -n 1)
"${as_root[@]}" rm -rf "$to"
mkdir -p "$to"
"${as_root[@]}" debootstrap --variant=minbase --include=swiftlang,libc6-dev,libstdc++-14-dev \
  trixie "$to" "$mirror" >"${to%/*}/swift.log" || { tail "${to%/*}/swift.log"; exit 1; }
"${as_root[@]}" rm -rf "$to"/var/cache/apt/archives/*.deb
echo trixie | "${as_root[@]}" tee "$to/pins" >/dev/null
