#!/usr/bin/env bash
# Installs what is missing and builds the release preset. Used by demo.sh and test.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."
"$here/bootstrap.sh"
echo "== Configure: cmake --preset release"
log=$(mktemp)
cmake --preset release >"$log" 2>&1 || { cat "$log"; rm -f "$log"; exit 1; }
rm -f "$log"
echo "== Build: cmake --build --preset release"
cmake --build --preset release
