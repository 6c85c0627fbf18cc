#!/usr/bin/env bash
# Mutation testing: Stryker changes Mapping and Planning of LdapSync.Core in one place at a time and runs the tests that reach it; a change that no test notices
# survives. docs/testing.md has the result and says of each survivor why it may live. Takes 10 to 30 minutes on two cores; the network is needed only where the
# package source is remote. The last line is the score of each folder and of both; the exit code is 0 from 85 % on.
#
#   tests/mutation.sh                          both folders
#   tests/mutation.sh 'Planning/LimitCheck.cs' only files below src/LdapSync.Core that match
#
# Random tests try 100 cases instead of thousands (LDAPSYNC_PROPERTY_COUNT, see Law.cs), LDAPSYNC_MUTATION_JOBS mutants at once (1), and the reports are in
# tests/LdapSync.Core.Tests/StrykerOutput.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/LdapSync.Core.Tests"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_TieredPGO=0 StopOnFail=true LDAPSYNC_PROPERTY_COUNT=${LDAPSYNC_PROPERTY_COUNT:-100}
least=85

[ $# -gt 0 ] || set -- 'Mapping/**/*.cs' 'Planning/**/*.cs'
patterns=()
for pattern; do patterns+=(--mutate "**/LdapSync.Core/$pattern"); done

trap 'rm -f bin/*/*/xunit.runner.json' EXIT # or later test runs would stop at their first failure
dotnet tool restore
nice -n "${LDAPSYNC_MUTATION_NICE:-15}" dotnet stryker "${patterns[@]}" --concurrency "${LDAPSYNC_MUTATION_JOBS:-1}" --output StrykerOutput </dev/null

# One line for each file ("FILE path") and each mutant ("status line mutator replacement"); the report has no line breaks of its own.
echo
grep -oE '"[^"]*\.cs":\{"language"|"mutatorName":"([^"\\]|\\.)*","replacement":"([^"\\]|\\.)*","location":\{"start":\{"line":[0-9]+[^}]*\},"end":\{[^}]*\}\},"status":"[A-Za-z]+"' \
    StrykerOutput/reports/mutation-report.json |
awk -F '"' -v least=$least '
    /"language"$/ { file = $2; sub(/.*\/LdapSync\.Core\//, "", file); folder = file; sub(/\/.*/, "", folder); next }
    { status = $(NF - 1); counts = status ~ /^(Killed|Timeout|Survived|NoCoverage)$/ }
    counts && !(folder in all) { names[++n] = folder }
    counts { all[folder]++; all["in total"]++ }
    status ~ /^(Killed|Timeout)$/ { found[folder]++; found["in total"]++ }
    status ~ /^(Timeout|Survived|NoCoverage)$/ { line = $0; sub(/.*"start":\{"line":/, "", line); sub(/[^0-9].*/, "", line); print status, file ":" line, $4 }
    END {
        if (!all["in total"]) { print "no mutant was tried: expected files below src/LdapSync.Core, found none that match"; exit 1 }
        names[++n] = "in total"
        for (i = 1; i <= n; i++) printf "%s%s %.1f %% (%d of %d)", (i > 1 ? ", " : ""), names[i], 100 * found[names[i]] / all[names[i]], found[names[i]], all[names[i]]
        print ""
        exit 100 * found["in total"] / all["in total"] < least
    }'
