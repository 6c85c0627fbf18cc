#!/usr/bin/env bash
# Times the quickstart as a whole process: 100,000 made-up users with three aliases each from a real slapd into an empty SQLite file, and a second sync that
# finds nothing to do; beside them ldapsearch reading the same entries, as the measure of the machine. Needs slapd, ldap-utils and GNU time.
#
#   benchmarks/sync-100k.sh [ENTRIES]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
entries=${1:-100000}
work=$(mktemp -d)
slapd_pid=
trap '[ -z "$slapd_pid" ] || kill "$slapd_pid"; wait; rm -rf "$work"' EXIT
port=$((20000 + RANDOM % 20000))

cat >"$work/slapd.conf" <<CONF
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include "$PWD/tests/LdapSync.Integration.Tests/Slapd/exchange.schema"
modulepath /usr/lib/ldap
moduleload back_mdb
sizelimit unlimited
database mdb
suffix "dc=example,dc=com"
rootdn "cn=admin,dc=example,dc=com"
rootpw secret
directory "$work/data"
maxsize 4294967296
dbnosync
index objectClass,mail,mailNickname eq,pres
CONF
mkdir "$work/data"
awk -v n="$entries" 'BEGIN {
    print "dn: dc=example,dc=com\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: Example\n"
    for (i = 0; i < n; i++)
        printf "dn: cn=User %d,dc=example,dc=com\nobjectClass: user\nobjectClass: mailRecipient\ncn: User %d\nsn: %d\nobjectCategory: person\nmailNickname: u%d\nmail: User.Number%d@example.com\nproxyAddresses: SMTP:User.Number%d@example.com\nproxyAddresses: smtp:u%d@example.com\nproxyAddresses: smtp:first.last%d@Example.com\nproxyAddresses: smtp:%d@mail.example.com\nproxyAddresses: X500:/o=Example/cn=%d\n\n", i, i, i, i, i, i, i, i, i, i
}' >"$work/data.ldif"
slapadd -q -f "$work/slapd.conf" -l "$work/data.ldif"
slapd -f "$work/slapd.conf" -h "ldap://127.0.0.1:$port" -d none 2>"$work/slapd.log" &
slapd_pid=$!
until ldapsearch -x -H "ldap://127.0.0.1:$port" -b '' -s base dn >/dev/null 2>&1; do kill -0 "$slapd_pid"; done

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
