#!/usr/bin/env bash
# Mutation testing: Stryker changes Mapping and Planning of LdapSync.Core in one place at a time and runs the tests that reach it; a change that no test notices
# survives. docs/testing.md has the result and says of each survivor why it may live. Takes about an hour on two cores; the network is needed only where the
# package source is remote. The last line is the score of each folder and of both; the exit code is 0 from 85 % on.
#
#   tests/mutation.sh                          both folders
#   tests/mutation.sh 'Planning/LimitCheck.cs' only files below src/LdapSync.Core that match
#
# Random tests try 60 cases instead of thousands (LDAPSYNC_PROPERTY_COUNT, see Law.cs), LDAPSYNC_MUTATION_JOBS mutants at once (1), and the reports are in
# tests/LdapSync.Core.Tests/StrykerOutput.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/LdapSync.Core.Tests"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 StopOnFail=true LDAPSYNC_PROPERTY_COUNT=${LDAPSYNC_PROPERTY_COUNT:-60}
least=85

[ $# -gt 0 ] || set -- 'Mapping/**/*.cs' 'Planning/**/*.cs'
patterns=()
for pattern; do patterns+=(--mutate "**/LdapSync.Core/$pattern"); done

dotnet tool restore
nice -n "${LDAPSYNC_MUTATION_NICE:-15}" dotnet stryker "${patterns[@]}" --concurrency "${LDAPSYNC_MUTATION_JOBS:-1}" --output StrykerOutput </dev/null

# One line for each file ("FILE path") and each mutant ("status line mutator replacement"); the report has no line breaks of its own.
echo
grep -oE '"[^"]*\.cs":\{"language"|"mutatorName":"([^"\\]|\\.)*","replacement":"([^"\\]|\\.)*","location":\{"start":\{"line":[0-9]+[^}]*\},"end":\{[^}]*\}\},"status":"[A-Za-z]+"' \
    StrykerOutput/reports/mutation-report.json |
awk -F '"' -v least=$least '
    /"language"$/ { file = $2; sub(/.*\/LdapSync\.Core\//, "", file); folder = file; sub(/\/.*/, "", folder); next }
    {
        status = $(NF - 1)
        if (status == "Killed" || status == "Timeout") found[folder]++
        else if (status == "Survived" || status == "NoCoverage") {
            missed[folder]++
            line = $0; sub(/.*"start":\{"line":/, "", line); sub(/[^0-9].*/, "", line)
            print status, file ":" line, $4
        }
    }
    function score(found, missed) { return found + missed ? 100 * found / (found + missed) : 0 }
    END {
        for (folder in found) { folders = folders sprintf("%s %.1f %% (%d of %d), ", folder, score(found[folder], missed[folder]), found[folder], found[folder] + missed[folder]); all += found[folder] }
        for (folder in missed) none += missed[folder]
        printf "%sin total %.1f %% (%d of %d)\n", folders, score(all, none), all, all + none
        exit score(all, none) < least
    }'
