#!/usr/bin/env bash
# Brings a Kotlin compiler and what the generated client stands on, from PyPI and npm: an app has
# Gradle and Maven for that, whose registries this project does not ask. Jupyter's Kotlin kernel
# carries the compiler, its serialization plugin, coroutines and kotlinx.serialization; the reporter
# Allure carries OkHttp and Okio. Only their jars are kept. Needs Java to run.
set -euo pipefail
cd "$(dirname "$0")"
to=${XDG_CACHE_HOME:-$HOME/.cache}/plumbline/kotlin
pins=$(cat requirements.txt package-lock.json)
[ "$pins" = "$(cat "$to/pins" 2>/dev/null)" ] && exit 0

rm -rf "$to"
mkdir -p "$to/npm" "$to/lib"
PIP_USER=0 python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
  --require-hashes --no-deps --target "$to/wheel" -r requirements.txt
cp package.json package-lock.json "$to/npm"
npm ci --prefix "$to/npm" --ignore-scripts --no-audit --no-fund --loglevel=error

jars=$to/wheel/run_kotlin_kernel/jars
mv "$jars"/kotlin-jupyter-kernel-*-all.jar "$to/compiler.jar"
mv "$jars"/kotlin-{stdlib,reflect}-*.jar "$jars"/kotlinx-serialization-*.jar "$to/lib"
mv "$to"/npm/node_modules/allure-commandline/dist/plugins/jira-plugin/lib/{okhttp,okio}-*.jar "$to/lib"
# Coroutines are there only inside the compiler's jar, which is no library to compile against.
python3 - "$to/compiler.jar" "$to/lib/kotlinx-coroutines.jar" <<'PYTHON'
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as whole, zipfile.ZipFile(sys.argv[2], "w") as part:
    for name in whole.namelist():
        if name.startswith(("kotlinx/coroutines/", "META-INF/kotlinx-coroutines")):
            part.writestr(name, whole.read(name))
PYTHON
rm -r "$to/wheel" "$to/npm"
printf '%s\n' "$pins" >"$to/pins"
