#!/usr/bin/env bash
# Makes sure that Virtuoso is there, the second real server of the tests of remote stores.
#
# Installs Debian's package (4 MB, no service) where apt and root rights are there. Elsewhere, and where the system has
# no such package, it says so and leaves it: those tests are then skipped with a plain line.
set -euo pipefail

command -v virtuoso-t >/dev/null && exit 0
package=virtuoso-opensource-7-bin
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "安装远程存储测试所需的 Debian 软件包:$package …" >&2
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends "$package" >&2; then
        exit 0
    fi
fi
echo "没有 Virtuoso($package,无法自动安装),有关的测试将跳过。 No Virtuoso; its tests will be skipped." >&2
