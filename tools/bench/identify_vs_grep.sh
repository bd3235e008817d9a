#!/usr/bin/env bash
# Identification of every line of FILE against `grep -F -f` of the same dictionary over the same normalised text, in CPU time
# of one run, with the dictionary as it stands and ten times as large.
#
#   tools/bench/identify_vs_grep.sh FILE [build/release/bin/identify_throughput]
#
# Real goods descriptions to try it on: apt-cache dumpavail | sed -n 's/^Description: //p'
set -euo pipefail
file=${1:?a file with one description a line}
program=${2:-build/release/bin/identify_throughput}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$program" "$file" "$folder" > "$folder/times"
TIMEFORMAT='%U %S'
printf '%-12s %10s %10s %12s %10s %8s\n' dictionary names lines 'identify s' 'grep s' ratio
while read -r _ times names lines _ seconds; do
  spent=$({ time LC_ALL=C grep -c -F -f "$folder/names$times.txt" "$folder/normalised.txt" > "$folder/count" || true; } 2>&1)
  awk -v t="x$times" -v n="$names" -v l="$lines" -v i="$seconds" -v g="$spent" \
    'BEGIN { split(g, a, " "); s = a[1] + a[2]; printf "%-12s %10d %10d %12.2f %10.2f %8.2f\n", t, n, l, i, s, i / s }'
done < "$folder/times"
awk '{ s[$2] = $6 } END { printf "ten times the names: %.2f times the time\n", s[10] / s[1] }' "$folder/times"
