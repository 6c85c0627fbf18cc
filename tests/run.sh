#!/usr/bin/env bash
# Runs every test of the solution. The last line is always "N passed, N failed, N skipped"; the exit code is 0 only when nothing failed, everything was built
# and every test project gave its summary.
#
#   --require-servers   tests that need a directory server fail where there is none, instead of being skipped
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 # the summaries are read below

for argument in "$@"; do
    case $argument in
        --require-servers) export LDAPSYNC_REQUIRE_SERVERS=1 ;;
        *) echo "usage: tests/run.sh [--require-servers]" >&2; exit 2 ;;
    esac
done

has_slapd() { PATH=$PATH:/usr/sbin:/usr/local/sbin command -v slapd >/dev/null; }
has_samba() { [ -x /usr/sbin/samba ] && [ -e /usr/share/samba/setup/provision.ldif ]; } # as an Active Directory domain controller
has_servers() { has_slapd && has_samba; }

# The tests start servers of their own, so the package must not start one: policy-rc.d (code 101 = do nothing) is how Debian is told.
# In a subshell, so that the policy goes again however this ends.
install_servers() (
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        trap 'rm -f "$policy"' EXIT
        trap 'exit 1' INT TERM
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q </dev/null && apt-get install -q -y --no-install-recommends slapd ldap-utils samba-ad-dc samba-ad-provision </dev/null
)

if ! has_servers && [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null; then
    echo "slapd or samba is missing: installing them with apt-get."
    install_servers
fi
has_servers || echo "slapd or samba is missing and cannot be installed here (that needs root on Debian or Ubuntu): tests with them are ${LDAPSYNC_REQUIRE_SERVERS:+not }skipped."

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

dotnet test LdapSync.Core.sln -c Release --tl:off --logger trx --results-directory "$results" </dev/null 2>&1 | tee "$results/output"
status=${PIPESTATUS[0]}

# What the external vectors print into the results, "kind: passed of total", and the simulation, "runs of companies in time".
echo
sed -n 's/^.*<StdOut>\([A-Za-z -]*: [0-9]* of [0-9]*.*\)$/\1/p; s/^.*<StdOut>\([0-9,]* simulated syncs of .*\)$/\1/p' "$results"/*.trx 2>/dev/null | sed 's/<.*//' | sort

# "Passed!  - Failed:     0, Passed:    12, Skipped:     0, Total:    12, Duration: 1 s - LdapSync.Core.Tests.dll (net10.0)", one for each project.
summary='^(Passed|Failed|Skipped)! +- Failed: +[0-9,]+, Passed: +[0-9,]+, Skipped: +[0-9,]+, Total:'
read -r passed failed skipped <<<"$(grep -E "$summary" "$results/output" | tr -d , | awk '{ failed += $4; passed += $6; skipped += $8 } END { print passed + 0, failed + 0, skipped + 0 }')"

# A project that was not built or whose tests crashed has no summary, or not of all its tests. That is a failure and must not look like success.
for project in $(grep -oE '"tests[\\/][^"]+\.csproj' LdapSync.Core.sln | tr -d '"' | tr '\\' '/'); do
    grep -qE 'PackageReference Remove="[^"]*Microsoft\.NET\.Test\.Sdk' "$project" && continue # has none: it is there for other projects' tests
    name=$(basename "$project" .csproj)
    grep -E "$summary" "$results/output" | grep -qF -- "- $name.dll" && continue
    echo "$name gave no summary: it was not built, has no tests, or its test run crashed."
    failed=$((failed + 1))
done
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
    echo "dotnet test ended with code $status although no test is reported as failed; see above."
    failed=1
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
