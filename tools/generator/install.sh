#!/usr/bin/env bash
# Brings openapi-generator, which makes the Kotlin and the Swift client. Needs Java to run.
set -euo pipefail
cd "$(dirname "$0")"
to=${XDG_CACHE_HOME:-$HOME/.cache}/plumbline/generator
cmp -s requirements.txt "$to/pins" && exit 0

rm -rf "$to"
mkdir -p "$to"
PIP_USER=0 python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
  --require-hashes --no-deps --target "$to/wheel" -r requirements.txt
mv "$to/wheel/openapi_generator_cli/openapi-generator.jar" "$to"
rm -r "$to/wheel"
cp requirements.txt "$to/pins"
