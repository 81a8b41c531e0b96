#!/usr/bin/env bash
# venv.sh LOCK: makes or completes .venv from locks/build.txt and LOCK, then installs the checkout itself.
#
# Needs nothing but a Python of 3.11 or newer: $PYTHON, or the first found on the path.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=$1
venv=.venv

say() { printf '%s\n' "$*" >&2; }

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    local name
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        if recent "$name"; then
            echo "$name"
            return
        fi
    done
    say "没有找到 Python 3.11 或更新的版本:请先安装,或用 make PYTHON=/路径/python3 指明。"
    say "No Python 3.11 or newer was found: install one, or name it with make PYTHON=/path/to/python3."
    return 1
}

# Debian and Ubuntu ship Python without the module that puts pip into an environment.
make_venv() {
    local python=$1 log
    log=$("$python" -m venv --clear "$venv" 2>&1) && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        local package
        package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
        say "安装 Debian 软件包 $package …"
        if apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >&2; then
            "$python" -m venv --clear "$venv" && return
        fi
    fi
    say "$log"
    say "无法建立虚拟环境:请先安装 python3-venv(Debian、Ubuntu:apt-get install python3-venv)。"
    say "No virtual environment could be made: install python3-venv first."
    return 1
}

if ! recent "$venv/bin/python" || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    make_venv "$python"
fi

pip() { "$venv/bin/python" -m pip --disable-pip-version-check "$@"; }

say "按 $lock 安装依赖,首次需一两分钟 … Installing the dependencies …"
pip install --quiet --quiet --require-hashes -r locks/build.txt
pip install --quiet --quiet --require-hashes --no-build-isolation -r "$lock"
pip install --quiet --quiet --no-deps --no-build-isolation --editable .
