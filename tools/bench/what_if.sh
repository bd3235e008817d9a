#!/usr/bin/env bash
# `tidewaiter whatif` beside what it stands for: two whole runs of `screen`, by the law as it is and with the bill, and their
# difference. Processor time (user and system) and wall clock of each, in turns. Run from the repository's root after a
# release build.
#
#   tools/bench/what_if.sh BILL.csv [RULE.yaml] -- FILE...
#
# RULE.yaml: the class rule that a row of the bill names. ROUNDS=5 sets how often.
set -euo pipefail
build=${BUILD:-build/release}
bill=${1:?usage: what_if.sh BILL.csv [RULE.yaml] -- FILE...}
shift
rule=
if [ "$1" != -- ]; then rule=$1 && shift; fi
[ "$1" = -- ] && shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Runs a command whose exit code may say that it found something; its time goes to the file TIMES.
measure() {
  local times=$1
  shift
  local before after code=0
  before=$(awk '{ print $16 + $17 }' "/proc/$$/stat")
  local start
  start=$(date +%s.%N)
  "$@" > /dev/null 2>&1 || code=$?
  [ "$code" -le 1 ] || { echo "exit code $code: $*" >&2 && exit "$code"; }
  after=$(awk '{ print $16 + $17 }' "/proc/$$/stat")
  awk -v cpu=$((after - before)) -v hz="$(getconf CLK_TCK)" -v start="$start" -v end="$(date +%s.%N)" \
    'BEGIN { printf "%.2f %.2f\n", cpu / hz, end - start }' >> "$times"
}

median() { sort -n -k "$2" "$1" | awk -v c="$2" '{ v[NR] = $c } END { print v[int((NR + 1) / 2)] }'; }

echo "== $(uname -m), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg)"
for _ in $(seq "${ROUNDS:-5}"); do
  measure "$scratch/is" "$build/bin/tidewaiter" screen -f jsonl -o "$scratch/is.jsonl" "$@"
  measure "$scratch/would" "$build/bin/tidewaiter" screen --list "$bill" ${rule:+--add-rules "$rule"} -f jsonl \
    -o "$scratch/would.jsonl" "$@"
  measure "$scratch/whatif" "$build/bin/tidewaiter" whatif "$bill" ${rule:+--with "$rule"} -f jsonl --summary \
    -o "$scratch/whatif.jsonl" "$@"
done
for run in is would whatif; do
  echo "$run: $(median "$scratch/$run" 1) s of CPU, $(median "$scratch/$run" 2) s"
done
awk -v is="$(median "$scratch/is" 1)" -v would="$(median "$scratch/would" 1)" -v whatif="$(median "$scratch/whatif" 1)" \
  'BEGIN { printf "two whole runs take %.1f times the CPU of the what-if\n", (is + would) / whatif }'
echo "records: $(wc -l < "$scratch/is.jsonl"); that differ in two whole runs:" \
  "$(cmp -s "$scratch/is.jsonl" "$scratch/would.jsonl" && echo 0 || diff "$scratch/is.jsonl" "$scratch/would.jsonl" | grep -c '^<');" \
  "by the what-if: $(($(wc -l < "$scratch/whatif.jsonl") - 1))"
