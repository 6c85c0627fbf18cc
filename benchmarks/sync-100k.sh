#!/usr/bin/env bash
# Times the quickstart as a whole process: 100,000 made-up users with three aliases each from a real slapd into an empty SQLite file, and a second sync that
# finds nothing to do; beside them ldapsearch reading the same entries, as the measure of the machine. Needs slapd, ldap-utils and GNU time.
#
#   benchmarks/sync-100k.sh [ENTRIES]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
entries=${1:-100000}
work=$(mktemp -d)
. benchmarks/slapd.sh
trap 'stop_slapd; rm -rf "$work"' EXIT
start_slapd "$entries"

dotnet build docs/quickstart -c Release -v quiet --nologo >/dev/null
time_it() { # label, command...
    local label=$1
    shift
    /usr/bin/time -f "%e s wall, %U s user, %S s system, %M kB peak" -o "$work/time" "$@" >"$work/out" 2>&1 || { cat "$work/out"; exit 1; }
    printf '%-34s %s\n' "$label" "$(cat "$work/time")"
}
sync=(dotnet docs/quickstart/bin/Release/net10.0/Quickstart.dll sync --target "$work/mailboxes.db"
    "--LdapSync:Servers=127.0.0.1:$port" "--LdapSync:User=cn=admin,dc=example,dc=com" --LdapSync:Password=secret --LdapSync:AllowClearTextPassword=true
    --LdapSync:BaseDns=dc=example,dc=com --LdapSync:SearchFilter=Exchange --LdapSync:Exclusions=svc-*@*)

echo "$entries entries; $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1); .NET $(dotnet --version); $(git rev-parse --short HEAD); $(date +%F)"
for run in 1 2 3; do
    rm -f "$work/mailboxes.db"
    time_it "ldapsearch, the same attributes" ldapsearch -x -H "ldap://127.0.0.1:$port" -D cn=admin,dc=example,dc=com -w secret -b dc=example,dc=com -E pr=1000/noprompt -LLL '(mailNickname=*)' mail proxyAddresses objectGUID entryUUID
    time_it "first sync, into an empty file" "${sync[@]}"
    time_it "second sync, nothing to do" "${sync[@]}"
    grep -q 'Nothing to do' "$work/out"
done
