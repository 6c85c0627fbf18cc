#!/usr/bin/env bash
# Times reading a directory as whole processes: 100,000 made-up users with mail and five proxyAddresses each from a real slapd, in pages of 1,000, by ldapsearch (the
# measure of the machine), by System.DirectoryServices.Protocols and by LdapSync.Ldap, taking turns: compiled as it runs, compiled ahead (ReadyToRun) and native, and once more
# within a process that has read before. Then LdapSync.Ldap from a tenth of the users, whose peak memory is to be the same where the collector may not keep memory for later
# (16 MB); between them what reading ten changes takes against reading all. Needs slapd, ldap-utils and GNU time.
#
#   benchmarks/read-100k.sh [ENTRIES [RUNS]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
entries=${1:-100000}
runs=${2:-5}
work=$(mktemp -d)
. benchmarks/slapd.sh
trap 'stop_slapd; rm -rf "$work"' EXIT

project=LdapSync.Benchmarks.Reading
dotnet build "benchmarks/$project" -c Release -v quiet --nologo >/dev/null
rid=$(dotnet --info | sed -n 's/^ *RID: *//p')
ahead=ours-ahead
dotnet publish "benchmarks/$project" -c Release -r "$rid" --self-contained false -p:PublishReadyToRun=true --artifacts-path "$work/artifacts-ahead" -o "$work/ahead" >"$work/out" 2>&1 ||
    { ahead=; echo "code compiled ahead is not measured: $(grep -m 1 -oE 'error.*' "$work/out")"; }
# And compiled ahead of time to native code; that takes a C compiler and a package that a package source may not have. The peer is not made for it and only warns.
compiled=ours-native
dotnet publish "benchmarks/$project" -c Release -r "$rid" -p:PublishAot=true -p:TreatWarningsAsErrors=false --artifacts-path "$work/artifacts" -o "$work/native" \
    >"$work/out" 2>&1 || { compiled=; echo "native code is not measured: $(grep -m 1 -oE 'error.*' "$work/out")"; }

# Sets command to what reads everything.
by() { # reader
    case $1 in
        ldapsearch) command=(ldapsearch -x -H "ldap://127.0.0.1:$port" -D cn=admin,dc=example,dc=com -w secret -b dc=example,dc=com -E pr=1000/noprompt -LLL '(mailNickname=*)' mail proxyAddresses) ;;
        *-16MB) by "${1%-16MB}"; command=(env DOTNET_GCHeapHardLimit=1000000 "${command[@]}") ;; # hexadecimal: 16 MB, an end to what the collector may keep for later
        *-ahead) command=(dotnet "$work/ahead/$project.dll" "${1%-ahead}" "$port") ;;
        *-native) command=("$work/native/$project" "${1%-native}" "$port") ;;
        *) command=(dotnet "benchmarks/$project/bin/Release/net10.0/$project.dll" "$1" "$port") ;;
    esac
}

# Times the readers in turn; each run becomes a line of the file of its reader: seconds of wall and CPU, peak in MB.
measure() { # readers...
    rm -f "$work"/*.runs
    for run in $(seq 0 "$runs"); do
        for reader in "$@"; do
            by "$reader"
            /usr/bin/time -f '%e %U %S %M' -o "$work/time" "${command[@]}" >"$work/out" || { cat "$work/time"; exit 1; }
            if [ "$run" != 0 ]; then
                awk '{ print $1, $2 + $3, $4 / 1024 }' "$work/time" >>"$work/$reader.runs"
            elif [ "$reader" = ldapsearch ]; then # the first one warms up, and shows that all read the same
                echo "  $reader: $(grep -c '^dn:' "$work/out") entries, $(grep -cE '^(mail|proxyAddresses):' "$work/out") values"
            else
                echo "  $reader: $(cat "$work/out")"
            fi
        done
    done
}

median() { sort -n -k "$2,$2" "$work/$1.runs" | awk -v column="$2" '{ value[NR] = $column } END { print (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2 }'; } # reader, column

# Medians, and how many times those of another reader they are.
show() { # reader, other
    awk -v name="$1" -v w="$(median "$1" 1)" -v c="$(median "$1" 2)" -v m="$(median "$1" 3)" -v ow="$(median "$2" 1)" -v oc="$(median "$2" 2)" \
        'BEGIN { printf "%-16s %6.2f s wall (%.2f x)  %6.2f s CPU (%.2f x)  %6.1f MB peak\n", name, w, w / ow, c, c / oc, m }'
}

echo "$entries entries; $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1); .NET $(dotnet --version); $(git rev-parse --short HEAD); $(date +%F)"
start_slapd "$entries"
small="$compiled ${compiled:-ours}-16MB"
measure ldapsearch protocols ours $ahead $small
for reader in ldapsearch protocols ours $ahead $small; do show "$reader" ldapsearch; done
by again
read -r wall cpu < <("${command[@]}")
awk -v w="$wall" -v c="$cpu" -v ow="$(median ldapsearch 1)" -v oc="$(median ldapsearch 2)" 'BEGIN { printf "ours, again      %6.2f s wall (%.2f x)  %6.2f s CPU (%.2f x)  in a process that has read before\n", w, w / ow, c, c / oc }'
by changes${compiled:+-native}
echo "changes       $("${command[@]}")"
stop_slapd

echo "$((entries / 10)) entries"
start_slapd "$((entries / 10))"
measure ours $small
for reader in ours $small; do show "$reader" ours; done
