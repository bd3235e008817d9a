#!/usr/bin/env bash
# The structure figures of docs/performance.md, made again: benchmarks side by side, then whole runs of the
# program. Run from the repository's root after a release build.
#
#   tools/bench/structures.sh FILE.smi [RULE_MOLECULES.smi]
#
# FILE.smi: one SMILES a line, as RDKit's NCI/first_5K.smi. RULE_MOLECULES.smi: molecules whose scaffolds become
# rule sets of 10, 100 and 1,000.
set -euo pipefail
build=${BUILD:-build/release}
file=${1:?usage: structures.sh FILE.smi [RULE_MOLECULES.smi]}
rules=${2:-}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

echo "== $(uname -m), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg)"
"$build/bin/tidewaiter" --version | head -1
echo "== benchmarks: medians of five rounds in turns, CPU time"
"$build/bin/structure_bench" --benchmark_enable_random_interleaving=true --benchmark_repetitions=5 \
  --benchmark_report_aggregates_only=true --benchmark_min_time=0.3 "$file" ${rules:+"$rules"} |
  grep -vE '_mean|_stddev|_cv'

echo "== findings with and without the sieve"
for sieve in "" --no-sieve; do
  "$build/bin/tidewaiter" screen $sieve --input-format smiles --as-of 2026-10-01 -f jsonl -o "$scratch/out$sieve.jsonl" \
    --no-progress "$file" || true
done
# The last line names options and time: only the records are compared.
records() { grep -v '^{"summary"' "$1"; }
if cmp -s <(records "$scratch/out.jsonl") <(records "$scratch/out--no-sieve.jsonl"); then
  echo "byte-identical: $(records "$scratch/out.jsonl" | wc -l) records," \
    "$(grep -vc '"findings":\[\]' "$scratch/out.jsonl" || true) lines with findings or summary"
else
  echo "DIFFERENT" && exit 1
fi

echo "== whole runs, one and two threads in turns, five times (seconds, wall clock)"
for _ in 1 2 3 4 5; do
  for threads in 1 2; do
    start=$(date +%s.%N)
    "$build/bin/tidewaiter" screen --input-format smiles -t "$threads" -f csv -o "$scratch/out.csv" --no-progress \
      "$file" || true
    awk -v threads="$threads" -v start="$start" -v end="$(date +%s.%N)" \
      'BEGIN { printf "%d threads %.2f s\n", threads, end - start }'
  done
done
