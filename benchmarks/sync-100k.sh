#!/usr/bin/env bash
# What a sync costs beyond reading: 100,000 made-up users with three aliases each from a real slapd into SQLite. First within one process, as a service syncs again and again: reading
# alone, a sync that finds nothing to do, and a first load into an empty file, taking turns. Then the quickstart as whole processes, beside ldapsearch reading the same entries as the
# measure of the machine; once more with code compiled ahead of time, where the package source has the compiler. Needs slapd, ldap-utils and GNU time.
#
#   benchmarks/sync-100k.sh [ENTRIES [ROUNDS]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
entries=${1:-100000}
rounds=${2:-7}
work=$(mktemp -d)
. benchmarks/slapd.sh
trap 'stop_slapd; rm -rf "$work"' EXIT

syncing=benchmarks/LdapSync.Benchmarks.Syncing
for project in "$syncing" docs/quickstart; do dotnet build "$project" -c Release -v quiet --nologo >/dev/null; done
programs=docs/quickstart/bin/Release/net10.0/Quickstart.dll
if dotnet publish docs/quickstart -c Release -r "$(dotnet --info | sed -n 's/^ *RID: *//p')" --self-contained false -p:PublishReadyToRun=true --artifacts-path "$work/artifacts" -o "$work/ahead" >"$work/out" 2>&1; then
    programs="$programs $work/ahead/Quickstart.dll"
else
    echo "code compiled ahead of time is not measured: $(grep -m 1 -oE 'error.*' "$work/out")"
fi

time_it() { # label, command...
    local label=$1
    shift
    /usr/bin/time -f "%e s wall, %U s user, %S s system, %M kB peak" -o "$work/time" "$@" >"$work/out" 2>&1 || { cat "$work/out"; exit 1; }
    printf '%-44s %s\n' "$label" "$(cat "$work/time")"
}

start_slapd "$entries"
echo "$entries entries; $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1); .NET $(dotnet --version); $(git rev-parse --short HEAD); $(date +%F)"
echo "Within one process, $rounds rounds, medians:"
dotnet "$syncing/bin/Release/net10.0/$(basename "$syncing").dll" "$port" "$rounds"

echo "Whole processes:"
for run in 1 2 3; do
    time_it "ldapsearch, the same attributes" ldapsearch -x -H "ldap://127.0.0.1:$port" -D cn=admin,dc=example,dc=com -w secret -b dc=example,dc=com -E pr=1000/noprompt -LLL '(mailNickname=*)' mail proxyAddresses objectGUID entryUUID
    for program in $programs; do
        case $program in "$work"/*) how=", compiled ahead" ;; *) how= ;; esac
        rm -f "$work/mailboxes.db"
        sync=(dotnet "$program" sync --target "$work/mailboxes.db"
            "--LdapSync:Servers=127.0.0.1:$port" "--LdapSync:User=cn=admin,dc=example,dc=com" --LdapSync:Password=secret --LdapSync:AllowClearTextPassword=true
            --LdapSync:BaseDns=dc=example,dc=com --LdapSync:SearchFilter=Exchange --LdapSync:Exclusions=svc-*@*)
        time_it "first sync, into an empty file$how" "${sync[@]}"
        time_it "second sync, nothing to do$how" "${sync[@]}"
        grep -q 'Nothing to do' "$work/out"
    done
done
