#!/usr/bin/env bash
# The main job on a fresh machine: installs what is missing, builds, and screens the example manifest and structures.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."
"$here/build.sh"
program=build/release/bin/tidewaiter
for file in tools/examples/manifest.csv tools/examples/structures.smi; do
  echo
  echo "== Screen: $program screen $file"
  # Findings end in exit code 1, which is the point of the example; anything above is an error.
  code=0
  "$program" screen "$file" || code=$?
  if [ "$code" -gt 1 ]; then
    echo "== Failed: exit code $code" >&2
    exit "$code"
  fi
done
echo
echo "== Done: tidewaiter is built at $program and screened both example files."
