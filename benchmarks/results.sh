#!/usr/bin/env bash
# Measures everything that docs/performance.md shows of planning, keeps it in benchmarks/results, and draws docs/charts from that. Takes some ten minutes and
# up to 8 GB of memory, on a machine that does nothing else meanwhile. The exit code is 1 where a goal is missed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build benchmarks/LdapSync.Benchmarks -c Release -v quiet --nologo
benchmarks() { dotnet benchmarks/LdapSync.Benchmarks/bin/Release/net10.0/LdapSync.Benchmarks.dll "$@"; }

# A file that has changed in the source tree would mark the next results as those of no commit.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
missed=0
for size in 10k 100k 1m; do
    benchmarks ratios --size "$size" --json "$work/$size.json" || missed=1
done
mkdir -p benchmarks/results
mv "$work"/*.json benchmarks/results/
benchmarks charts
exit $missed
