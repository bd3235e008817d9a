#!/usr/bin/env bash
# Installs what is missing, builds, and runs all tests.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."
"$here/build.sh"
echo "== Test: ctest --preset release"
ctest --preset release --parallel "$(nproc)"
