#!/usr/bin/env bash
# Writes locks/*.txt anew: every version and hash, no address of any registry.
#
# Resolved with the oldest Python we support, which needs the most backports; the hashes cover the wheels of all.
# build.txt is installed before the others, run.txt is a part of dev.txt.
set -euo pipefail
cd "$(dirname "$0")/.."

tool=build/lock-tool
[ -x "$tool/bin/pip-compile" ] || { "${1:-python3.11}" -m venv "$tool" && "$tool/bin/pip" install --quiet --upgrade pip pip-tools; }

compile() {
    CUSTOM_COMPILE_COMMAND="make lock" "$tool/bin/pip-compile" --quiet --upgrade --generate-hashes --allow-unsafe \
        --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
        --annotation-style line "$@"
}
compile --output-file locks/build.txt locks/build.in
compile --output-file locks/dev.txt --extra dev --extra formats --extra ocr --extra dask --constraint locks/build.txt pyproject.toml
compile --output-file locks/run.txt --constraint locks/dev.txt pyproject.toml

if grep -nE '://|--(extra-)?index-url|--find-links' locks/*.txt; then
    echo "锁文件里混进了地址(见上),请删去。 An address got into a lock file (above)." >&2
    exit 1
fi
