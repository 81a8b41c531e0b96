#!/usr/bin/env bash
# Makes sure that Chromium, its driver and a Chinese font are there for the browser tests.
#
# Installs Debian's packages where apt and root rights are there. Elsewhere it says so and leaves it: the browser
# tests are then skipped with a plain line, except under CI=true, where a missing browser is an error.
set -euo pipefail

packages=()
has() { command -v "$1" >/dev/null; }
has chromium || has chromium-browser || has google-chrome || packages+=(chromium)
has chromedriver || packages+=(chromium-driver)
{ has fc-list && fc-list :lang=zh-cn 2>/dev/null | grep -q .; } || packages+=(fontconfig fonts-noto-cjk)
[ ${#packages[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ] && has apt-get; then
    echo "安装浏览器测试所需的 Debian 软件包:${packages[*]} …" >&2
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends "${packages[@]}" >&2; then
        exit 0
    fi
fi
echo "浏览器测试缺少:${packages[*]}(无法自动安装)。 Missing for the browser tests: ${packages[*]}." >&2
[ "${CI:-}" != true ]
